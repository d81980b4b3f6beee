import type { JournalEntry, JournalKind } from '../contract/history.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Saved, Steadiness } from './clock.ts'

/** A change as it is kept: by the platform's clock in this start of the router, by the time of day in earlier ones. */
export interface Kept extends Omit<JournalEntry, 'time' | 'age_s'> {
  at: Deadline | null
  time: number | null
}

/** What can be seen to change. */
export type Watched = Exclude<JournalKind, 'watch' | 'rung'>

/** What is remembered of the changes of a modem. */
export interface JournalState {
  version: 1
  boot: string | null
  at: Deadline
  clock: Steadiness | null
  /** What was seen last. */
  held: Readonly<Partial<Record<Watched, string>>>
  entries: readonly Kept[]
  /** When it was put on flash last. */
  saved: Saved | null
}

/** The entries as they are told. `isHere`: the state is of this start of the router. */
export function entriesOf(state: JournalState, isHere: boolean, now: Deadline): JournalEntry[] {
  return state.entries.map(({ at, time, ...rest }) => ({
    time: at === null || state.clock === null ? time : Math.round(at / 1000 + state.clock.ahead_s),
    age_s: at === null || !isHere ? null : Math.max(0, Math.round((now - at) / 1000)),
    ...rest,
  }))
}
