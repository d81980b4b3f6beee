import type { Modem } from '../discovery/modem.ts'
import type { Reader } from './reading.ts'
import { readOverAt } from './reading-at.ts'

/** A way to talk to a modem, as far as reading it goes. */
interface Way {
  /** Whether this modem can be talked to so. */
  suits(modem: Modem): boolean
  /** Loads what reads it, which nobody loads who talks another way. */
  reader(): Promise<Reader>
}

/** The ways to talk to a modem by name; the first that suits is taken, and `at`, the last one, suits all. */
const ways = {
  at: { suits: () => true, reader: async () => readOverAt },
} satisfies Record<string, Way>

/** What reads this modem. Whoever knows an AT port of it needs not ask. */
export function readerFor(modem: Modem): Promise<Reader> {
  return (Object.values<Way>(ways).find(({ suits }) => suits(modem)) ?? ways.at).reader()
}
