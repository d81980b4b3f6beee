import type { ModemInfo } from '../contract/info.ts'
import type { Deadline } from '../platform/platform.ts'

/** The rungs of the recovery ladder, cheapest first; see docs/watch.md. */
export const rungs = ['reconnect', 'register', 'restart', 'reenumerate', 'power', 'reboot'] as const

/** One rung of the recovery ladder. */
export type Rung = (typeof rungs)[number]

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
  | 'data_limit'

/** One look at a modem and its connection, with its time. Everything a policy may know of the world; JSON. */
export interface Observation {
  /** Clock of the platform, ms: never jumps, says nothing about the time of day. */
  now: Deadline
  /** Null while the clock of the router was never set. */
  clock: WallClock | null
  /** Since the router was started, s. */
  uptime_s: number
  /** The modem; null while the bus does not show it or nothing was read of it yet. */
  info: ModemInfo | null
  /** Whether the probed hosts answered over the modem's device; null where nothing was probed. */
  reachable: boolean | null
  /** What forbids to act now, worst first. */
  holds: readonly Hold[]
  /** What came of the last granted want that disturbs; told once. */
  outcome: { rung: Rung; done: boolean; message: string } | null
}

/** Something a policy wants done; the loop grants at most one that disturbs at a time. */
export type Want =
  | { want: 'rung'; rung: Rung; why: string }
  | { want: 'event'; event: string; values: Readonly<Record<string, string | number | boolean | null>> }
  | { want: 'led'; name: string; brightness: number; blink_ms: number | null }
  | { want: 'modes'; rats: readonly string[]; why: string }
  | { want: 'interface'; up: boolean; why: string }

/**
 * One concern of the watch: a pure function of what it remembered and what is seen now. `State` is JSON: it is written
 * down after each step and given back after a restart of the watch.
 */
export interface Policy<State, Settings> {
  readonly name: string
  readonly first: State
  step(state: State, seen: Observation, settings: Settings): { state: State; wants: readonly Want[] }
}
