import type { WatchDeed, WatchNext, WatchReply } from '../contract/watch.ts'
import type { Deadline } from '../platform/platform.ts'
import { rungMs } from './ledger.ts'
import type { Deed, Memory } from './memory.ts'
import type { RecoveryState } from './recovery.ts'

/** A watch that has not looked for so many intervals does not run. */
const missedLooks = 3
/** Longest time of a rung with its waiting, during which the watch does not look, s. */
const rungS = rungMs / 1000 + 30

const ago = (now: Deadline, at: Deadline) => Math.max(0, Math.round((now - at) / 1000))

function deedOf({ rung, why, by, at, outcome }: Deed, now: Deadline): WatchDeed {
  return {
    rung,
    why,
    by,
    ago_s: ago(now, at),
    done: outcome?.done ?? null,
    message: outcome?.message ?? null,
  }
}

function nextOf({ next }: RecoveryState, now: Deadline): WatchNext | null {
  if (next === null) return null
  return {
    rung: next.rung,
    in_s: next.at === null ? null : Math.max(0, Math.round((next.at - now) / 1000)),
    why: next.why,
  }
}

/** What the method `watch` tells, from what the watch has written down. */
export function watchTold(
  modem: string | null,
  memory: Memory | null,
  configured: boolean,
  refused: readonly string[],
  now: Deadline,
): Omit<WatchReply, 'installed' | 'leds'> {
  const state = (memory?.states.recovery ?? null) as RecoveryState | null
  const looked_s = memory && ago(now, memory.at)
  const isBusy = memory?.last != null && memory.last.outcome === null
  const patience = (memory?.interval ?? 0) * missedLooks + (isBusy ? rungS : 30)
  const running = configured && looked_s !== null && looked_s <= patience
  return {
    modem: memory?.modem ?? modem,
    configured,
    running,
    since_s: memory && ago(now, memory.since),
    looked_s,
    interval_s: memory?.interval ?? null,
    verdict: state?.verdict ?? null,
    dead_s: state?.dead_since == null ? null : ago(now, state.dead_since),
    last: memory?.last ? deedOf(memory.last, now) : null,
    next: running && state ? nextOf(state, now) : null,
    holds: [...(memory?.holds ?? [])],
    mistakes: [...refused, ...(memory?.mistakes ?? [])],
    news: (memory?.news ?? []).map(({ number, at, text }) => ({ number, ago_s: ago(now, at), text })),
  }
}
