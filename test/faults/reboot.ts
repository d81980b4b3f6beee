import type { Transport } from '../../src/platform/platform.ts'
import type { VirtualClock } from '../world/modem/transport.ts'

/** When and how a modem restarts on its own while its port stays. */
export interface Reboot {
  /** Bytes it has said before it falls silent. */
  at: number
  /** How long it says and hears nothing, ms. */
  downMs: number
  /** Lines it prints when it is back. */
  banner: readonly string[]
}

/**
 * Ports of a modem that restarts in the middle of its talk, also when the port is closed and opened meanwhile: what it
 * was going to say is lost, what it is told is not heard, then it prints its banner and echoes (V.250 default, E1).
 */
export function rebooting(
  clock: VirtualClock,
  { at, downMs, banner }: Reboot,
): (inner: Transport) => Transport {
  let said = 0
  let upAt: number | null = null
  let isBack = false
  const comeBack = async (inner: Transport) => {
    isBack = true
    await inner.write(new TextEncoder().encode('ATE1\r'), clock.now())
    while ((await inner.read(clock.now())) !== null);
    return new TextEncoder().encode(banner.map(line => `\r\n${line}\r\n`).join(''))
  }
  return inner => ({
    async write(bytes, until) {
      if (upAt === null || isBack) await inner.write(bytes, until)
    },
    async read(until) {
      for (;;) {
        if (upAt !== null && !isBack) {
          if (clock.now() >= upAt) return comeBack(inner)
          const end = Math.min(until, upAt)
          while ((await inner.read(end)) !== null);
          if (end < upAt) return null
          continue
        }
        const bytes = await inner.read(until)
        if (bytes === null || upAt !== null) return bytes
        const rest = bytes.subarray(0, Math.max(0, at - said))
        said += bytes.length
        if (said >= at) upAt = clock.now() + downMs
        if (rest.length > 0) return rest
      }
    },
    close: () => inner.close(),
  })
}
