import type { CarrierFact } from '../../asking/facts.ts'
import { decimal, named, unless, within } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { lteBand } from '../../radio/channels.ts'
import { fromIndex } from '../../radio/quality.ts'
import type { Dialect } from '../dialect.ts'
import { mayBeOnLte } from '../on-lte.ts'

const all = '+BMTCELLINFO'
const cell = '+BMCELLINFO'
const band = '+BMBAND'

/**
 * Pairs of the answer by the letters and digits of their key in upper case. Wire: `+BMTCELLINFO:` and `CELL_ID:41608477`,
 * `PCI:105` … line by line, or `+BMTCELLINFO: CELL_ID:28557586,PCI:88,LAC_ID:35811,…` on one; the keys vary
 * (`ACTIVE BAND`, `active_band`, `ACTVIE BAND`).
 */
function pairsOf(lines: readonly string[] | null): Map<string, number | null> {
  const pairs = new Map<string, number | null>()
  for (const line of lines ?? []) {
    for (const part of line.replace(/^\+?BMTCELLINFO\s*:/i, '').split(',')) {
      const [key = '', value] = part.split(':')
      const name = key.toUpperCase().replace(/[^A-Z\d]/g, '')
      if (value !== undefined) pairs.set(name.replace('ACTVIE', 'ACTIVE'), decimal(value.trim()))
    }
  }
  return pairs
}

interface Reading {
  carrier: CarrierFact
  cell_id: number | null
  tac: number | null
}

/**
 * The serving LTE cell. RSSI is printed without its minus. SINR counts as dB; above 30 it can only be the raw 0–250 scale
 * (v/5 − 20), which sources disagree about. 0 and 65535 are no channel.
 */
function readingOf(answers: Answers): Reading {
  const pairs = pairsOf(answers.lines(all))
  const get = (...keys: readonly string[]) =>
    keys.map(key => unless(pairs.get(key) ?? null, 0, 65535)).find(n => n !== null) ?? null
  const place = named(answers.lines(cell), '+BMCELLINFO')
  const [node, sector] = place?.[0]?.split('-') ?? []
  const [enb, part] = [decimal(node), decimal(sector)]
  const channel = get('EARFCNDL', 'ACTIVECHANNEL')
  const uplink = get('EARFCNUL')
  const rssi = get('RSSI')
  const sinr = pairs.get('SINR') ?? null
  return {
    carrier: {
      role: 'pcc',
      rat: 'lte',
      band:
        get('ACTIVEBAND') ??
        within(decimal(named(answers.lines(band), '+BMBAND')?.[0]), 1, 255) ??
        (channel === null ? null : lteBand(channel)),
      channel,
      ...(uplink === null ? {} : { uplink_channel: uplink }),
      pci: decimal(place?.[1]) ?? pairs.get('PCI') ?? null,
      rssi: rssi === null ? null : -Math.abs(rssi),
      rsrp: get('RSRP'),
      rsrq: get('RSRQ'),
      sinr: sinr !== null && sinr > 30 ? fromIndex('sinr', sinr) : sinr,
    },
    cell_id: get('CELLID') ?? (enb === null || part === null ? null : enb * 256 + part),
    tac: get('TAC', 'LACID'),
  }
}

/** The one answer is often incomplete: band and cell are then asked for by themselves. */
const incomplete = (answers: Answers) => {
  const { carrier, cell_id } = readingOf(answers)
  return mayBeOnLte(answers) && answers.lines(all) !== null && (!carrier.band || cell_id === null)
}

export const questions: readonly Question[] = [
  { ask: all, rows: true },
  { ask: cell, when: incomplete },
  { ask: band, when: incomplete },
]

/** BroadMobi BM806U and its relatives. */
export const dialect: Dialect = {
  questions: () => questions,
  read(answers) {
    if (!mayBeOnLte(answers)) return {}
    const { carrier, cell_id, tac } = readingOf(answers)
    const known = Object.values(carrier).some(value => typeof value === 'number')
    return { cell_id, tac, carriers: known ? [carrier] : [] }
  },
}
