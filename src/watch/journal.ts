import type { JournalKind } from '../contract/history.ts'
import { isOtherBoot, isSaveDue, type Steadiness, steadied } from './clock.ts'
import type { JournalState, Kept, Watched } from './entries.ts'
import { flag } from './options.ts'
import type { Observation, Policy } from './policy.ts'
import { bandText, stateOf } from './setting-table.ts'

/** Most changes that are kept. */
export const mostEntries = 150
/** Most characters of a word and of a reason. */
const mostWord = 60
const mostWhy = 300

const first: JournalState = {
  version: 1,
  boot: null,
  at: 0,
  clock: null,
  held: {},
  entries: [],
  saved: null,
}

/** What is seen now; what cannot be told now is left out. */
function shownBy(seen: Observation): Partial<Record<Watched, string | null>> {
  const { info, present } = seen
  const presence = present ? 'present' : 'absent'
  if (info === null || info.port_state !== 'ok') return { presence }
  const { mcc, mnc, name } = info.operator
  return {
    presence,
    sim: info.sim.state === 'unknown' ? null : info.sim.state,
    registration: info.registration.state === 'unknown' ? null : info.registration.state,
    operator: mcc && mnc ? `${mcc}${mnc}${name ? ` ${name}` : ''}` : null,
    technology: info.rat,
    bands: bandText(info),
    cell: info.cell.cell_id_hex,
    connection: stateOf(seen),
  }
}

/** The journal within its bounds: of the kind that has most entries the oldest goes first. */
function bounded(entries: readonly Kept[]): Kept[] {
  const kept = [...entries]
  while (kept.length > mostEntries) {
    const counts = new Map<JournalKind, number>()
    for (const { kind } of kept) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    const [most] = [...counts].sort(([, a], [, b]) => b - a)
    kept.splice(
      kept.findIndex(({ kind }) => kind === most?.[0]),
      1,
    )
  }
  return kept
}

/** Entries of an earlier start of the router, by the time of day where that was known. */
const timed = (entries: readonly Kept[], clock: Steadiness | null): Kept[] =>
  entries.map(each =>
    each.at === null
      ? each
      : { ...each, at: null, time: clock && Math.round(each.at / 1000 + clock.ahead_s) },
  )

/** Writes down what changes, and what was done and why. */
export const journal: Policy<JournalState, { journal: boolean; keep_history: boolean }> = {
  name: 'journal',
  apart: { every_s: 0 },
  first,
  options: { journal: flag, keep_history: flag },
  wanted: ({ journal: isWanted }) => isWanted,
  step(before, seen, { keep_history }) {
    const { now, boot, clock } = seen
    const known = before.version === 1 ? before : first
    const isKept = keep_history && known.entries.length > 0
    if (seen.ending) return { state: known, wants: isKept ? [{ want: 'save' }] : [] }
    const isNew = known === first || isOtherBoot(known, seen)
    const state = isNew
      ? { ...known, clock: null, held: {}, entries: timed(known.entries, known.clock) }
      : known
    const news: Kept[] = []
    const add = (kind: JournalKind, from: string | null, to: string | null, why: string | null) =>
      news.push({
        at: now,
        time: null,
        kind,
        from: from?.slice(0, mostWord) ?? null,
        to: to?.slice(0, mostWord) ?? null,
        why: why?.slice(0, mostWhy) ?? null,
      })
    if (isNew) add('watch', null, 'started', null)
    if (seen.outcome !== null) {
      const why = seen.last?.rung === seen.outcome.rung ? `${seen.last.why} ` : ''
      add('rung', null, seen.outcome.rung, `${why}${seen.outcome.message}`)
    }
    const held: Partial<Record<Watched, string>> = { ...state.held }
    for (const [kind, value] of Object.entries(shownBy(seen)) as [Watched, string | null | undefined][]) {
      if (value == null || value === held[kind]) continue
      add(kind, held[kind] ?? null, value, null)
      held[kind] = value
    }
    const steadiness = steadied(state.clock, seen) ?? state.clock
    const isDue = isKept && isSaveDue(state.saved, seen)
    // Nothing is written down anew while nothing changes: the same object is the same file.
    const isSame = news.length === 0 && !isDue && steadiness === state.clock && state === before
    if (isSame) return { state: before, wants: [] }
    const next: JournalState = {
      version: 1,
      boot,
      at: now,
      clock: steadiness,
      held,
      entries: bounded([...state.entries, ...news]),
      saved: isDue && clock !== null ? { day: clock.day, at: now, boot } : state.saved,
    }
    return { state: next, wants: isDue ? [{ want: 'save' }] : [] }
  },
}
