import type { KeepCondition } from '../contract/jobs.ts'

/** What is seen so soon after a change is still of the time before it, ms. */
const settleMs = 5000

/** A change on trial. Times are of one clock, ms. */
export interface Trial {
  condition: KeepCondition
  /** When the modem had taken the change. */
  changed: number
  deadline: number
  /** Whether only a connection that came up after the change counts, because an older one does not use it. */
  isNewOnly: boolean
}

/** One reading of the modem. */
export interface Observation {
  /** When the modem told it. */
  at: number
  registered: boolean
  /** When the connection that is up came up; null: none is. */
  connected: number | null
}

/** What is remembered between two readings. */
export interface KeepState {
  /** Time of the last reading that counted; null: none has. */
  last: number | null
  /** Readings in a row in which the condition held. */
  held: number
}

/** Nothing was seen yet. */
export const unseen: KeepState = { last: null, held: 0 }

function holds({ condition, changed, isNewOnly }: Trial, { registered, connected }: Observation): boolean {
  if (!registered || condition === 'registered') return registered
  return connected !== null && (!isNewOnly || connected >= changed)
}

/**
 * Decides about a change: it is kept when the condition holds in two readings in a row, or in the last one at the
 * deadline; at the deadline it is otherwise undone. `seen` is null when the modem could not be read. Pure.
 */
export function decide(
  state: KeepState,
  seen: Observation | null,
  now: number,
  trial: Trial,
): { state: KeepState; verdict: 'keep' | 'wait' | 'undo' } {
  let next = state
  if (seen === null) next = { ...state, held: 0 }
  else if (seen.at >= trial.changed + settleMs && seen.at !== state.last)
    next = { last: seen.at, held: holds(trial, seen) ? state.held + 1 : 0 }
  if (next.held >= 2) return { state: next, verdict: 'keep' }
  if (now < trial.deadline) return { state: next, verdict: 'wait' }
  return { state: next, verdict: next.held > 0 ? 'keep' : 'undo' }
}
