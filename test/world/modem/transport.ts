import { Failure } from '../../../src/contract/failure.ts'
import type { Deadline, Transport } from '../../../src/platform/platform.ts'
import type { Simulator } from './simulator.ts'

/** A clock that stands still until it is told to go on. */
export interface VirtualClock {
  /** Milliseconds. */
  now(): Deadline
  /** Goes on by `ms`. */
  advance(ms: number): void
  /** Goes on to `at`; never back. */
  advanceTo(at: Deadline): void
}

/** A virtual clock that shows `start`. */
export function createClock(start: Deadline = 0): VirtualClock {
  let time = start
  return {
    now: () => time,
    advance(ms) {
      time += Math.max(0, ms)
    },
    advanceTo(at) {
      time = Math.max(time, at)
    },
  }
}

/**
 * A port with the simulated modem behind it. Reading moves the clock to the modem's next bytes or to `until`, so
 * that waiting costs nothing. A closed port throws Failure('port_lost').
 */
export function simulatedTransport(simulator: Simulator, clock: VirtualClock): Transport {
  let open = true
  const check = () => {
    if (!open) throw new Failure('port_lost', 'closed')
  }
  return {
    async write(bytes) {
      check()
      simulator.input(bytes, clock.now())
    },
    async read(until) {
      check()
      for (;;) {
        const { bytes, nextAt } = simulator.output(clock.now())
        if (bytes) return bytes
        if (nextAt === null || nextAt > until) break
        clock.advanceTo(nextAt)
      }
      clock.advanceTo(until)
      return null
    },
    close() {
      open = false
    },
  }
}

/** A port that vanishes when `count` bytes have been read: then reading and writing throw Failure('port_lost'). */
export function lostAfter(count: number, inner: Transport): Transport {
  let left = count
  const check = () => {
    if (left <= 0) throw new Failure('port_lost', 'unplugged')
  }
  return {
    async write(bytes, until) {
      check()
      await inner.write(bytes, until)
    },
    async read(until) {
      check()
      const bytes = (await inner.read(until))?.subarray(0, left) ?? null
      left -= bytes?.length ?? 0
      return bytes
    },
    close: () => inner.close(),
  }
}
