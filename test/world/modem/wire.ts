import { type Channel, type ChannelOptions, openChannel } from '../../../src/channel/at.ts'
import { Failure } from '../../../src/contract/failure.ts'
import type { Transport } from '../../../src/platform/platform.ts'
import { createClock, type VirtualClock } from './transport.ts'

/** What comes out of a wire: characters 0–255 as bytes in one read, milliseconds of silence, or the port's end. */
export type Piece = string | number | { lost: true }

/** A port whose other end answers every write with pieces, on a virtual clock. */
export interface Wire {
  port: Transport
  clock: VirtualClock
  /** Everything written, one text per write. */
  written: string[]
}

/** Text of UTF-8 as the characters 0–255 of its bytes. */
export function utf8(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}

/** A wire; `before` is on it when it is opened, `answer` tells what each write (with its line end) brings. */
export function createWire(
  answer: (text: string, nth: number) => readonly Piece[],
  before: readonly Piece[] = [],
): Wire {
  const clock = createClock(1000)
  const queue: { at: number; bytes: Uint8Array | null }[] = []
  const written: string[] = []
  const put = (pieces: readonly Piece[]) => {
    let at = Math.max(clock.now(), queue.at(-1)?.at ?? 0)
    for (const piece of pieces) {
      if (typeof piece === 'number') at += piece
      else if (typeof piece === 'object') queue.push({ at, bytes: null })
      else queue.push({ at, bytes: Uint8Array.from(piece, c => c.charCodeAt(0)) })
    }
  }
  put(before)
  const port: Transport = {
    async write(bytes) {
      const text = String.fromCharCode(...bytes)
      put(answer(text, written.push(text) - 1))
    },
    async read(until) {
      const head = queue[0]
      if (head === undefined || head.at > until) {
        clock.advanceTo(until)
        return null
      }
      clock.advanceTo(head.at)
      if (head.bytes === null) throw new Failure('port_lost', 'unplugged')
      queue.shift()
      return head.bytes
    },
    close() {},
  }
  return { port, clock, written }
}

/** A conversation over a wire that ends after `lifeMs` (default a minute). */
export function converse(wire: Wire, options: Partial<ChannelOptions> & { lifeMs?: number } = {}): Channel {
  const { lifeMs = 60_000, ...rest } = options
  return openChannel(wire.port, { now: wire.clock.now, deadline: wire.clock.now() + lifeMs, ...rest })
}

/** Sends one line over a new wire that answers it with these pieces. */
export async function exchange(request: string, ...pieces: readonly Piece[]) {
  return converse(createWire(() => pieces)).send(request)
}
