import { Failure } from '../../../src/contract/failure.ts'
import type { Deadline, Transport } from '../../../src/platform/platform.ts'

/** What happens to the bytes of a line at one of them, counted from the first that passes in its direction. */
export interface Fault {
  at: number
  /** Bytes from the modem, or bytes to it. */
  way: 'in' | 'out'
  kind: 'drop' | 'flip' | 'duplicate' | 'garbage' | 'truncate' | 'split' | 'lost' | 'deaf'
  /** Bit flipped, bytes duplicated or lost, first byte of the garbage. */
  amount: number
}

/**
 * A port on a bad line: each fault happens once, at its byte. Split bytes come with the next read. A port that takes no
 * more bytes lets the writer wait, which `wait` does.
 */
export function faulty(
  inner: Transport,
  faults: readonly Fault[],
  wait: (until: Deadline) => Promise<void> = async () => undefined,
): Transport {
  const seen = { in: 0, out: 0 }
  const swallow = { in: 0, out: 0 }
  const recent = { in: [] as number[], out: [] as number[] }
  let gone = false
  let deaf = false
  let held: number[] = []

  const damage = (bytes: readonly number[], way: 'in' | 'out'): number[] => {
    const out: number[] = []
    for (const [nth, byte] of bytes.entries()) {
      const fault = faults.find(f => f.way === way && f.at === seen[way])
      seen[way]++
      recent[way] = [...recent[way].slice(-40), byte]
      if (swallow[way] > 0) {
        swallow[way]--
        continue
      }
      const { kind, amount = 0 } = fault ?? {}
      if (kind === 'lost') gone = true
      if (kind === 'deaf') deaf = true
      if (gone || deaf || kind === 'drop') continue
      if (kind === 'truncate') {
        swallow[way] = amount
        continue
      }
      if (kind === 'split' && way === 'in') {
        held = bytes.slice(nth)
        seen.in--
        faults = faults.filter(f => f !== fault)
        break
      }
      out.push(kind === 'flip' ? byte ^ (1 << (amount % 8)) : byte)
      if (kind === 'duplicate') out.push(...recent[way].slice(-(amount % 40) - 1))
      if (kind === 'garbage')
        out.push(...Array.from({ length: 1 + (amount % 7) }, (_, i) => (amount * 31 + i * 97) & 255))
    }
    return out
  }
  const check = () => {
    if (gone) throw new Failure('port_lost', 'unplugged')
  }
  return {
    async write(bytes, until) {
      check()
      const passed = damage([...bytes], 'out')
      if (passed.length > 0) await inner.write(Uint8Array.from(passed), until)
      check()
      if (!deaf) return
      await wait(until)
      throw new Failure('port_stuck', 'deaf')
    },
    async read(until) {
      for (;;) {
        check()
        const bytes = held.length > 0 ? Uint8Array.from(held) : await inner.read(until)
        held = []
        if (bytes === null) return null
        const passed = damage([...bytes], 'in')
        if (passed.length > 0) return Uint8Array.from(passed)
      }
    },
    close: () => inner.close(),
  }
}
