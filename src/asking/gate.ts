import type { CarrierRat } from '../contract/info.ts'
import { isInBand } from '../radio/channels.ts'
import { isPlaceholder, isPossible, type Quantity } from '../radio/ranges.ts'
import { joinCarriers, joinRows } from './carriers.ts'
import type { CarrierFact, DomainRegistration, Facts } from './facts.ts'

/** What a row of a cell or carrier may tell: member → quantity. */
const row = {
  band: 'band',
  channel: 'channel',
  uplink_channel: 'channel',
  pci: 'pci',
  bandwidth_mhz: 'bandwidth_mhz',
  uplink_bandwidth_mhz: 'bandwidth_mhz',
  rssi: 'rssi',
  rsrp: 'rsrp',
  rsrq: 'rsrq',
  sinr: 'sinr',
  cell_id: 'cell_id',
} as const satisfies Readonly<Record<string, Quantity>>

/** On UMTS the same members hold RSCP and Ec/Io. */
const onUmts: Readonly<Record<string, Quantity>> = { rsrp: 'rscp', rsrq: 'ecio' }

type Row = { rat: CarrierRat } & { readonly [Key in keyof typeof row]?: number | null }

/** Members of a row that hold a number no modem can have measured. */
function impossibleIn(cell: Row): (keyof typeof row)[] {
  return (Object.keys(row) as (keyof typeof row)[]).filter(key => {
    const value = cell[key] ?? null
    const quantity = (cell.rat === 'umts' && onUmts[key]) || row[key]
    return value !== null && !isPossible(quantity, cell.rat, value)
  })
}

/** A quality of 0 beside a level of 0, which cannot be: where nothing is measured, both say nothing. */
const idleIn = ({ rsrp, rsrq, sinr }: { readonly [Key in 'rsrp' | 'rsrq' | 'sinr']?: number | null }) =>
  rsrp !== 0 ? [] : [...(rsrq === 0 ? (['rsrq'] as const) : []), ...(sinr === 0 ? (['sinr'] as const) : [])]

/** A member that tells nothing; the uplink channel is left out then. */
const untold = (key: keyof typeof row) => [key, key === 'uplink_channel' ? undefined : null] as const

/** What passed, and how many numbers did not. */
export interface Gated<T> {
  passed: T
  dropped: number
}

/**
 * Cells or carriers without impossible numbers: one of them in a row becomes null; with two the row is shifted and says
 * nothing. A placeholder becomes null and does not count. A channel outside of the told band counts: the modem names the
 * band, the channel is the longer number, which firmwares print in other bases and places, and what would be wrong of
 * it is more (the frequency, a lock to the cell).
 */
export function gateRows<T extends Row>(rows: readonly T[]): Gated<T[]> {
  let dropped = 0
  const passed = rows.flatMap(cell => {
    const absent = [...impossibleIn(cell), ...idleIn(cell)]
    const wrong = absent.filter(key => !isPlaceholder(cell[key] ?? 0))
    const { band, channel } = cell
    const isPlaced = !absent.includes('band') && !absent.includes('channel')
    if (band && channel && isPlaced && !isInBand(cell.rat, channel, band)) {
      wrong.push('channel')
      absent.push('channel')
    }
    dropped += wrong.length
    if (wrong.length > 1) return []
    return absent.length === 0 ? [cell] : [{ ...cell, ...Object.fromEntries(absent.map(untold)) }]
  })
  return { passed, dropped }
}

/**
 * Technology of an `<AcT>` (TS 27.007 §7.3; 16: LTE-A of some vendors); null where it is not told, or where vendors use
 * the number otherwise (8 is EC-GSM-IoT, and HSPA+ on ZTE modems).
 */
export function technologyOf({ domain, act }: DomainRegistration): CarrierRat | null {
  if (domain === 'c5greg' || act === 11 || act === 12) return 'nr'
  if (domain === 'cereg') return 'lte'
  if (act === null) return null
  if ([0, 1, 3].includes(act)) return 'gsm'
  if ([2, 4, 5, 6].includes(act)) return 'umts'
  return [7, 9, 13, 16].includes(act) ? 'lte' : null
}

/** Numbers of the serving cell, each judged by the technology of the primary carrier. */
const serving = ['csq', 'rssi', 'rsrp', 'rsrq', 'sinr', 'rscp', 'ecio', 'cell_id', 'temperature'] as const

/**
 * The one gate every number passes on its way into an answer: facts without what cannot be, by `radio/ranges.ts`,
 * every carrier and neighbour once. A list of antennas with an impossible value is left out whole, because its positions
 * count.
 */
export function gate(facts: Facts): Gated<Facts> {
  const passed: Facts = { ...facts }
  let dropped = 0
  const rat = facts.carriers?.[0]?.rat ?? null
  const judge = (
    quantity: Quantity,
    value: number | null | undefined,
    by: CarrierRat | null,
  ): number | null => {
    if (value === null || value === undefined || isPossible(quantity, by, value)) return value ?? null
    if (!isPlaceholder(value)) dropped += 1
    return null
  }
  for (const key of serving) if (facts[key] !== undefined) passed[key] = judge(key, facts[key], rat)
  for (const key of idleIn(facts)) passed[key] = null
  if (facts.rscp === 0 && facts.ecio === 0) passed.ecio = null
  if (facts.lac !== undefined) passed.lac = judge('area', facts.lac, 'umts')
  if (facts.tac !== undefined) passed.tac = judge('area', facts.tac, rat)
  if (facts.registrations !== undefined)
    passed.registrations = facts.registrations.map(told => ({
      ...told,
      area: judge('area', told.area, technologyOf(told)),
      cell_id: judge('cell_id', told.cell_id, technologyOf(told)),
    }))
  const rows = <T extends CarrierFact | NonNullable<Facts['neighbours']>[number]>(
    list: readonly T[],
  ): T[] => {
    const gated = gateRows(list)
    dropped += gated.dropped
    return gated.passed
  }
  if (facts.carriers !== undefined) passed.carriers = joinCarriers(rows(facts.carriers.map(soundAntennas)))
  if (facts.neighbours !== undefined) passed.neighbours = joinRows(rows(facts.neighbours))
  return { passed, dropped }
}

function soundAntennas(carrier: CarrierFact): CarrierFact {
  const passed = { ...carrier }
  for (const quantity of ['rssi', 'rsrp', 'rsrq', 'sinr'] as const) {
    const list = carrier[`${quantity}_antennas`] ?? []
    if (!list.every(value => value === null || isPossible(quantity, carrier.rat, value)))
      delete passed[`${quantity}_antennas`]
  }
  return passed
}
