import type { Deadline } from '../platform/platform.ts'
import type { Act } from './ledger.ts'
import type { Outcome, Rung } from './policy.ts'
import type { Bytes } from './verdict.ts'

/** What of a LED has to be put back, by the names of its files. */
export type LedFound = Readonly<Record<string, string>>

/** The LEDs that are in use, by name: as they were found, and what was set last. */
export type Leds = Readonly<Record<string, { found: LedFound; set: string }>>

/** Something that was done, or is being done. */
export interface Deed {
  rung: Rung
  why: string
  /** The policy that wanted it. */
  by: string
  at: Deadline
  /** The job that does it; null before it was begun. */
  job: string | null
  /** Null while it is being done. */
  outcome: Outcome | null
}

/** Something that was told, for whoever follows the watch. */
export interface News {
  number: number
  at: Deadline
  text: string
}

/** What the watch remembers of one modem, in one file of the run directory; JSON. */
export interface Memory {
  version: 1
  /** Which modem the configuration names; null: the only one. */
  wanted: string | null
  /** Name of the modem, once it was seen. */
  modem: string | null
  /** Seconds between two looks. */
  interval: number
  /** What is wrong with the configuration, a sentence each. */
  mistakes: readonly string[]
  /** When the watch began to look at it, and when it looked last. */
  since: Deadline
  at: Deadline
  /** What each policy remembers, but for those with a file of their own. */
  states: Readonly<Record<string, unknown>>
  /** What was done within a day. */
  acts: readonly Act[]
  last: Deed | null
  /** What is to be told to the policies of what was done. */
  outcome: Outcome | null
  /** Why the watch itself keeps the interface down. */
  down: 'data_limit' | null
  /** What holds of the router while the modem is well. */
  known: Known
  /** What kept it from acting at the last look, a sentence each. */
  holds: readonly string[]
  /** The LEDs that show something, and how they were found. */
  leds: Leds
  /** Counters of the connection at the last look. */
  bytes: Bytes | null
  /** When a probe was answered last, of those since which the connection was up. */
  answered: Deadline | null
  news: readonly News[]
}

/** What is read while the modem is there or its connection alive, and is what it is brought back to. */
export interface Known {
  /** Its interface of netifd. */
  interface: string | null
  /** Its place on the bus. */
  bus: 'usb' | 'pci' | null
  path: string | null
  /** Name and value of the line that powers it, read while it was on its bus. */
  line: { name: string; on: 0 | 1 } | null
  /** `qmi/raw_ip` of its network device while the connection was alive. */
  raw_ip: 'Y' | 'N' | null
}

/** Nothing is remembered yet. */
export const blank = (wanted: string | null, now: Deadline): Memory => ({
  version: 1,
  wanted,
  modem: null,
  interval: 0,
  mistakes: [],
  since: now,
  at: now,
  states: {},
  acts: [],
  last: null,
  outcome: null,
  down: null,
  known: { interface: null, bus: null, path: null, line: null, raw_ip: null },
  holds: [],
  leds: {},
  bytes: null,
  answered: null,
  news: [],
})

/** Most news that are kept for whoever follows. */
const mostNews = 20

/** The memory with something to tell. */
export function withNews(memory: Memory, at: Deadline, text: string): Memory {
  const number = (memory.news.at(-1)?.number ?? 0) + 1
  return { ...memory, news: [...memory.news, { number, at, text }].slice(-mostNews) }
}
