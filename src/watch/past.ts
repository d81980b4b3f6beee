import type {
  HistoryField,
  HistoryRange,
  HistoryReply,
  Labels,
  Spread,
  Traffic,
} from '../contract/history.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Saved, Steadiness } from './clock.ts'
import type { Counters } from './counters.ts'
import { inOne, type Ring, type RingKind } from './rings.ts'
import { type Quantity, type Row, single, spread } from './rows.ts'
import { readTable, type Setting } from './setting-table.ts'

/** Sum, number, least and greatest of what was read. */
export type Tally = readonly [sum: number, count: number, min: number, max: number]

/** A span that is not over yet. */
export interface Open {
  place: number
  /** How many steps before it are covered by its looks, which come more seldom than steps. */
  covers: number
  tallies: Readonly<Partial<Record<Quantity, Tally>>>
  rx: number | null
  tx: number | null
  /** How often each setting was seen. */
  marks: Readonly<Record<number, number>>
}

/** The three rings by their ranges. */
export const ranges = ['hour', 'day', 'month'] as const
export type Range = (typeof ranges)[number]

/** What the past of a modem is kept in: a file of less than 64 KB, whatever happened. */
export interface HistoryMemory {
  version: 1
  boot: string | null
  at: Deadline
  /** The step of the shortest ring. */
  step_s: number
  clock: Steadiness | null
  counters: Counters
  /** What the network set the modem to; see setting-table.ts. */
  table: string
  rings: Readonly<Record<Range, Ring>>
  open: Readonly<Partial<Record<Range, Open>>>
  /** When the table was full of what the rings speak of. */
  full: Deadline | null
  /** When it was put on flash last. */
  saved: Saved | null
}

/** What the rings are made for, where the shortest has this step. */
export const kindsOf = (step_s: number): Readonly<Record<Range, RingKind>> => ({
  hour: { layout: single, step_s, most: Math.ceil(3600 / step_s) },
  day: { layout: spread, step_s: 60, most: 1440 },
  month: { layout: spread, step_s: 900, most: 2880 },
})

/** Every field that `history` tells. */
export const fields: readonly HistoryField[] = [
  'rsrp',
  'rsrq',
  'sinr',
  'temperature',
  'rx_bytes',
  'tx_bytes',
  'rat',
  'bands',
  'cell',
  'state',
  'traffic',
]

function spreadOf(rows: readonly Row[], name: Quantity, isSingle: boolean): Spread {
  const part = (at: 0 | 1 | 2) => rows.map(row => row[name]?.[at] ?? null)
  return isSingle ? { mean: part(0) } : { mean: part(0), min: part(1), max: part(2) }
}

function labelsOf(rows: readonly Row[], settings: readonly Setting[], name: keyof Setting): Labels {
  const values: string[] = []
  const points = rows.map(({ setting }) => {
    const word = settings[setting - 1]?.[name] ?? null
    if (word === null) return null
    if (!values.includes(word)) values.push(word)
    return values.indexOf(word)
  })
  return { values, points }
}

/** What was kept of a modem, for one range. `boot` is this start of the router. */
export function pastOf(
  modem: string,
  state: HistoryMemory,
  traffic: Traffic | null,
  range: HistoryRange,
  wanted: readonly HistoryField[],
  boot: string | null,
  now: Deadline,
): HistoryReply {
  const kind = kindsOf(state.step_s)[range]
  const { layout, step_s } = kind
  const ring = state.rings[range]
  const { text, ends } = inOne(ring, kind, state.clock?.ahead_s ?? null)
  const rows: Row[] = []
  for (let at = 0; at < text.length; at += layout.width) rows.push(layout.read(text, at))
  const settings = readTable(state.table)
  const isHere = ring.head !== null && boot !== null && state.boot === boot
  const reply: HistoryReply = {
    modem,
    range,
    step_s,
    points: rows.length,
    time: ends === null ? null : Math.round(ends),
    age_s:
      isHere && ring.head !== null ? Math.max(0, Math.round(now / 1000 - (ring.head + 1) * step_s)) : null,
  }
  const isSingle = range === 'hour'
  for (const field of fields.filter(each => wanted.includes(each))) {
    if (field === 'traffic') reply.traffic = traffic
    else if (field === 'rx_bytes') reply.rx_bytes = rows.map(({ rx }) => rx)
    else if (field === 'tx_bytes') reply.tx_bytes = rows.map(({ tx }) => tx)
    else if (field === 'rat' || field === 'bands' || field === 'cell' || field === 'state')
      reply[field] = labelsOf(rows, settings, field)
    else reply[field] = spreadOf(rows, field, isSingle)
  }
  return reply
}
