import { isOtherBoot, isSaveDue, steadied } from './clock.ts'
import { counted, noCounters } from './counters.ts'
import { count, flag } from './options.ts'
import { type HistoryMemory, kindsOf, type Open, type Range, ranges, type Tally } from './past.ts'
import type { Observation, Policy } from './policy.ts'
import { emptyRing, type Ring, type RingKind, settled, stepAt, withRow } from './rings.ts'
import { type Quantity, scales, type Triple } from './rows.ts'
import { placed, settingOf } from './setting-table.ts'

/** How the past is kept. */
export interface HistorySettings {
  history: boolean
  keep_history: boolean
  interval: number
}

/** The shortest step of the ring of an hour, s. */
const leastStep = 15
const hour = 3600
/** A table that was full is looked through again after this time, ms. */
const fullMs = hour * 1000

const first: HistoryMemory = {
  version: 1,
  boot: null,
  at: 0,
  step_s: 30,
  clock: null,
  counters: noCounters,
  table: '',
  rings: { hour: emptyRing, day: emptyRing, month: emptyRing },
  open: {},
  full: null,
  saved: null,
}

const tripleOf = (tally: Tally | undefined): Triple =>
  tally === undefined ? null : [tally[0] / tally[1], tally[2], tally[3]]

/** A ring with the row of a span that is over. */
function closed(ring: Ring, kind: RingKind, { place, covers, tallies, rx, tx, marks }: Open): Ring {
  const share = covers + 1
  const [often] = Object.entries(marks).sort(([, a], [, b]) => b - a)
  const row = kind.layout.write({
    rsrp: tripleOf(tallies.rsrp),
    rsrq: tripleOf(tallies.rsrq),
    sinr: tripleOf(tallies.sinr),
    temperature: tripleOf(tallies.temperature),
    rx: rx && rx / share,
    tx: tx && tx / share,
    setting: Number(often?.[0] ?? 0),
  })
  let next = ring
  for (let at = place - covers; at <= place; at++) next = withRow(next, kind, row, at)
  return next
}

function begunAnew(state: HistoryMemory, { boot, now }: Observation): HistoryMemory {
  const kinds = kindsOf(state.step_s)
  const ahead = state.clock?.ahead_s ?? null
  const ring = (range: Range) => {
    const open = state.open[range]
    return settled(
      open ? closed(state.rings[range], kinds[range], open) : state.rings[range],
      kinds[range],
      ahead,
    )
  }
  return {
    ...state,
    boot,
    at: now,
    clock: null,
    rings: { hour: ring('hour'), day: ring('day'), month: ring('month') },
    open: {},
  }
}

function valuesOf({ info }: Observation): Record<Quantity, number | null> {
  const { rsrp = null, rsrq = null, sinr = null } = info?.signal ?? {}
  return { rsrp, rsrq, sinr, temperature: info?.temperature ?? null }
}

function withTally(before: Tally | undefined, value: number): Tally {
  const [sum, number, min, max] = before ?? [0, 0, value, value]
  return [sum + value, number + 1, Math.min(min, value), Math.max(max, value)]
}

/** An open span with a look more. */
function withLook(
  open: Open,
  values: Record<Quantity, number | null>,
  bytes: { rx: number; tx: number } | null,
  setting: number,
): Open {
  const tallies: Partial<Record<Quantity, Tally>> = { ...open.tallies }
  for (const name of Object.keys(scales) as Quantity[]) {
    const value = values[name]
    if (value !== null) tallies[name] = withTally(tallies[name], value)
  }
  return {
    ...open,
    tallies,
    rx: bytes === null ? open.rx : (open.rx ?? 0) + bytes.rx,
    tx: bytes === null ? open.tx : (open.tx ?? 0) + bytes.tx,
    marks: { ...open.marks, [setting]: (open.marks[setting] ?? 0) + 1 },
  }
}

/** The settings that rings and open spans speak of. */
function settingsInUse({ rings, open, step_s }: HistoryMemory): Set<number> {
  const kinds = kindsOf(step_s)
  const used = new Set<number>()
  for (const range of ranges) {
    const { layout } = kinds[range]
    for (const text of [rings[range].older, rings[range].rows])
      for (let at = 0; at < text.length; at += layout.width) used.add(layout.settingOf(text, at))
    for (const mark of Object.keys(open[range]?.marks ?? {})) used.add(Number(mark))
  }
  return used
}

/** Keeps the past of a modem: a point a look for an hour, means and extremes for a day and for thirty days. */
export const history: Policy<HistoryMemory, HistorySettings> = {
  name: 'history',
  apart: { every_s: 60 },
  first,
  options: {
    history: flag,
    keep_history: flag,
    interval: count,
  },
  wanted: ({ history: isWanted }) => isWanted,
  step(before, seen, settings) {
    const { now, clock, boot } = seen
    const known = before.version === 1 ? before : first
    if (seen.ending) return { state: known, wants: settings.keep_history ? [{ want: 'save' }] : [] }
    const step_s = Math.max(leastStep, settings.interval)
    const here = isOtherBoot(known, seen) ? begunAnew(known, seen) : known
    const state =
      here.step_s === step_s ? here : { ...here, step_s, rings: { ...here.rings, hour: emptyRing } }
    const kinds = kindsOf(step_s)
    const rings: Record<Range, Ring> = { ...state.rings }
    const open: Partial<Record<Range, Open>> = { ...state.open }
    if (here !== state) delete open.hour

    const { counters, rx, tx } = counted(state.counters, seen)
    const bytes = counters === state.counters ? null : { rx, tx }
    const wasFull = state.full !== null && now - state.full >= 0 && now - state.full < fullMs
    const inUse = wasFull ? null : () => settingsInUse(state)
    const { table, place: setting } = placed(state.table, settingOf(seen), inUse)
    for (const range of ranges) {
      const kind = kinds[range]
      const place = stepAt(now, kind.step_s)
      let span = open[range]
      if (span === undefined || span.place < place) {
        if (span !== undefined) rings[range] = closed(rings[range], kind, span)
        const skipped = span === undefined ? 0 : place - span.place - 1
        const isCovered = now - state.at <= 1600 * Math.max(kind.step_s, settings.interval)
        span = { place, covers: isCovered ? skipped : 0, tallies: {}, rx: null, tx: null, marks: {} }
      }
      open[range] = withLook(span, valuesOf(seen), bytes, setting)
    }
    const isDue = settings.keep_history && isSaveDue(state.saved, seen)
    const next: HistoryMemory = {
      ...state,
      boot,
      at: now,
      clock: steadied(state.clock, seen) ?? state.clock,
      counters,
      table,
      rings,
      open,
      full: setting === 0 && !wasFull ? now : state.full,
      saved: isDue && clock !== null ? { day: clock.day, at: now, boot } : state.saved,
    }
    return { state: next, wants: isDue ? [{ want: 'save' }] : [] }
  },
}
