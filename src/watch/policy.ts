import type { EventName } from '../contract/events.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { Rung } from '../contract/rung.ts'
import type { Deadline } from '../platform/platform.ts'
import type { CardAccount } from './cards.ts'
import type { Options } from './options.ts'

/** The rungs of the recovery ladder, cheapest first; see docs/watch.md. */
export const rungs = [
  'reconnect',
  'register',
  'restart',
  'reenumerate',
  'power',
  'reboot',
] as const satisfies readonly Rung[]

export type { Rung }

/** Local wall-clock time; only told where the clock was set. */
export interface WallClock {
  /** Seconds since 1970, UTC. */
  time_s: number
  /** Days since 1970 in local time: the day a cap or a schedule counts by. */
  day: number
  /** 0 is Sunday. */
  weekday: number
  /** Minutes since local midnight. */
  minute: number
}

/** Why nothing that disturbs a connection may be done now, whatever the policies want. */
export type Hold =
  | 'just_booted'
  | 'owned_by_other'
  | 'setup_running'
  | 'job_running'
  | 'stopped_by_person'
  | 'radio_off'
  | 'data_limit'

/** A rung that has been done so often that it is not done again before a time; platform clock. */
export interface Bar {
  until: Deadline
  why: string
}

/** What came of something that was granted. */
export interface Outcome {
  rung: Rung
  done: boolean
  /** In a sentence. */
  message: string
}

/** What was done last, or is being done. */
export interface LastDeed {
  rung: Rung
  why: string
  /** The policy that wanted it. */
  by: string
  at: Deadline
}

/** The lights of the router. */
export interface Panel {
  /** The board, `tplink,mr600-v2-eu`, by its device tree; null where none names it. */
  board: string | null
  /** Whether somebody wants darkness: `leds_off` of the system. */
  dark: boolean
  /** Full brightness of the LEDs that the configuration of the system does not claim, by name. */
  leds: Readonly<Record<string, number>>
  /** Those of them that a trigger drives, but for what the watch itself has lit. */
  driven: readonly string[]
}

/** How many text messages lie where new ones come in. */
export interface StoredMessages {
  storage: string
  used: number
}

/** One look at a modem and its connection, with its time. Everything a policy may know of the world; JSON. */
export interface Observation {
  /** Clock of the platform, ms: never jumps, says nothing about the time of day. */
  now: Deadline
  /** Null while the clock of the router was never set. */
  clock: WallClock | null
  /** Since the router was started, s. */
  uptime_s: number
  /** Which start of the router this is, as its kernel names it; null where it does not. */
  boot: string | null
  /** Whether the bus shows the modem. */
  present: boolean
  /** The modem; null while the bus does not show it or nothing was read of it yet. */
  info: ModemInfo | null
  /** Why nothing could be read of a modem that is there; null where something was. */
  trouble: FailureCode | null
  /** Whether a probed host answered over the modem's device, now or a moment ago; null where none was probed, as while bytes come in. */
  reachable: boolean | null
  /** What forbids to act now, worst first. */
  holds: readonly Hold[]
  /** The rungs there is a way to do with this modem as it is now, whether or not they would help. */
  means: readonly Rung[]
  /** The rungs that have been done too often. */
  bars: { readonly [Each in Rung]?: Bar }
  /** What came of the last granted want that disturbs; told once. */
  outcome: Outcome | null
  last: LastDeed | null
  /** Whether the watch has changed the technologies of the modem and not yet put them back. */
  lowered: boolean
  /** Text messages that are stored; null in looks that did not ask. */
  messages: StoredMessages | null
  /** Whose traffic is counted; null while the card tells no number. */
  card: CardAccount | null
  /** Null where no policy shows anything. */
  panel: Panel | null
  /** Whether this is the last look, because the watch is being stopped: what is to be left as it was found is put back. */
  ending: boolean
}

/** What an event tells besides its name, each value for a script of the router too. */
export type EventValues = Readonly<Record<string, string | number | boolean | null>>

/** Something a policy wants done; the loop grants at most one that disturbs (rung, modes, interface) at a time. */
export type Want =
  | { want: 'rung'; rung: Rung; why: string }
  | { want: 'event'; event: EventName; values: EventValues }
  /** A LED of /sys/class/leds; `blink_ms` is the time it is on, and off. Null: as it was found. */
  | { want: 'led'; name: string; brightness: number | null; blink_ms: number | null }
  /** Null: what held before the watch changed it. */
  | { want: 'modes'; mode: AccessMode | null; why: string }
  | { want: 'interface'; up: boolean; why: 'data_limit' }
  /** The connection has been stable: a reboot that comes begins a new series, with a short pause before it. */
  | { want: 'calm' }
  /** What this policy remembers is put on flash, to be there after a reboot. */
  | { want: 'save' }

/**
 * One concern of the watch: a pure function of what it remembered and what is seen now. `State` is JSON: it is written
 * down after each step that gives another object, and given back after a restart of the watch.
 */
export interface Policy<State, Settings> {
  readonly name: string
  /** What it remembers at first. */
  readonly first: State
  /**
   * What it remembers has a file of its own, which methods of the ubus object read; written when it has changed, at most so
   * often, and when the watch ends.
   */
  readonly apart?: { readonly every_s: number }
  /** Its options in a section of type `watch`. */
  readonly options: Options<Settings>
  /** Whether it has anything to do with these settings. */
  wanted(settings: Settings): boolean
  step(state: State, seen: Observation, settings: Settings): { state: State; wants: readonly Want[] }
}
