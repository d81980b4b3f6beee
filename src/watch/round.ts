import type { Deadline } from '../platform/platform.ts'
import type { Concern } from './concern.ts'
import type { Leds } from './deeds.ts'
import { type Act, recent } from './ledger.ts'
import type { Observation, Outcome, Rung, Want } from './policy.ts'
import { type Bytes, bytesOf, holdText } from './verdict.ts'

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
  news: [],
})

/** Most news that are kept for whoever follows. */
const mostNews = 20

/** The memory with something to tell. */
export function withNews(memory: Memory, at: Deadline, text: string): Memory {
  const number = (memory.news.at(-1)?.number ?? 0) + 1
  return { ...memory, news: [...memory.news, { number, at, text }].slice(-mostNews) }
}

/** What one look leads to. */
export interface Round {
  memory: Memory
  /** What the policies with a file of their own remember now, where that has changed. */
  apart: ReadonlyMap<string, unknown>
  /** What is to be put on flash, by policy. */
  saved: ReadonlyMap<string, unknown>
  /** Policies that could make nothing of what they remembered, as after an update, and have begun anew. */
  broken: readonly string[]
  /** The rung that is to be done. */
  granted: Deed | null
  /** What else is to be done, in order; of what disturbs a connection at most one thing, and none beside a rung. */
  wants: readonly Exclude<Want, { want: 'rung' | 'save' }>[]
}

const disturbs = ({ want }: Want) => want === 'rung' || want === 'modes' || want === 'interface'

/** Whether a want may be done now: what a limit of traffic or a past one asks for goes before every hold. */
function isAllowed(want: Want, { holds, bars, means, ending, now }: Observation): boolean {
  if (!disturbs(want) || want.want === 'interface') return true
  if (ending || holds.length > 0) return false
  if (want.want !== 'rung') return true
  const bar = bars[want.rung]
  return means.includes(want.rung) && (bar === undefined || bar.until <= now)
}

function stepOf(concern: Concern, state: unknown, seen: Observation) {
  try {
    return { ...concern.step(state, seen), isBroken: false }
  } catch {
    return { state: concern.first, wants: [], isBroken: true }
  }
}

/**
 * One look of the watch, without the doing: every policy is asked, in order, and of what disturbs the connection the first
 * that is allowed is granted. `apartOf` gives what a policy remembers that has a file of its own, or had put it on flash.
 */
export function round(
  concerns: readonly Concern[],
  memory: Memory,
  seen: Observation,
  apartOf: (name: string) => unknown = () => undefined,
): Round {
  const { now } = seen
  const states: Record<string, unknown> = { ...memory.states }
  const apart = new Map<string, unknown>()
  const saved = new Map<string, unknown>()
  const wants: Exclude<Want, { want: 'rung' | 'save' }>[] = []
  const broken: string[] = []
  let granted: Deed | null = null
  let isDisturbed = false
  for (const concern of concerns) {
    const { name, first } = concern
    const before = (concern.apart ? undefined : states[name]) ?? apartOf(name) ?? first
    const step = stepOf(concern, before, seen)
    if (step.isBroken) broken.push(name)
    if (!concern.apart) states[name] = step.state
    else if (step.state !== before) apart.set(name, step.state)
    for (const want of step.wants) {
      if (want.want === 'save') saved.set(name, step.state)
      else if (!disturbs(want)) wants.push(want as (typeof wants)[number])
      else if (!isDisturbed && isAllowed(want, seen)) {
        isDisturbed = true
        if (want.want === 'rung')
          granted = { rung: want.rung, why: want.why, by: name, at: now, job: null, outcome: null }
        else wants.push(want)
      }
    }
  }
  const acts = recent(memory.acts, now)
  return {
    memory: {
      ...memory,
      at: now,
      states,
      acts: granted === null ? acts : [...acts, { rung: granted.rung, at: now }],
      last: granted ?? memory.last,
      outcome: null,
      holds: seen.holds.map(holdText),
      bytes: bytesOf(seen.info) ?? memory.bytes,
    },
    apart,
    saved,
    broken,
    granted,
    wants,
  }
}

/** The memory after what was granted has ended. */
export function concluded(memory: Memory, outcome: Outcome): Memory {
  return { ...memory, outcome, last: memory.last && { ...memory.last, outcome } }
}

/** The memory where what was granted could not even be begun: it does not count. */
export function withdrawn(memory: Memory, deed: Deed): Memory {
  return { ...memory, last: null, acts: memory.acts.filter(({ at }) => at !== deed.at) }
}
