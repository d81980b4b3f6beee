import { mayBeSame } from '../../asking/carriers.ts'
import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { allNamed, decimal, hex, hottest, named, uncut, unless } from '../../asking/fields.ts'
import type { Question } from '../../asking/question.ts'
import { lteBand, umtsBand } from '../../radio/channels.ts'
import { fromIndex, lteBandwidth } from '../../radio/quality.ts'
import type { Dialect } from '../dialect.ts'
import type { Options } from './options.ts'

const serving = '#SERVINFO'
const aggregation = '#CAINFO?'
const radio = '#RFSTS'
const sensors = '#TEMPSENS=2'

/** dBm or dB, always below 0; `-0`, 0 and -255 mean unknown. */
function power(text: string | undefined): number | null {
  const value = unless(decimal(text), -255)
  return value !== null && value < 0 ? value : null
}
/** ARFCN, UARFCN or EARFCN; 65535 is none. */
const channelOf = (text: string | undefined) => unless(decimal(text), 0, 65535)

/**
 * The serving cell of `#SERVINFO`; the number of fields tells the technology. LTE, 9 (with EN-DC 13):
 * `1650,-97,"A1","23201",00001F4,C4B2,128,3,-124` = EARFCN, RSSI, name, PLMN, cell, TAC, DRX, domain, RSRP, where the
 * hexadecimal cell is the PCI on LE910 and the cell identity on LM960. UMTS, 11: UARFCN, RSSI, name, PLMN, scrambling
 * code, LAC, DRX, domain, RSCP, NOM, RAC. GSM, 8 or 12: ARFCN (up to 1023), RSSI, name, PLMN, BSIC, LAC, TA, GPRS and
 * more.
 */
function servingFacts(v: readonly string[]): Facts {
  const channel = channelOf(v[0])
  const rssi = power(v[1])
  const area = hex(v[5])
  if (v.length < 8) return {}
  if (v.length === 9 || (v.length > 12 && decimal(v[9]) !== null)) {
    const cell = hex(v[4])
    const isPci = cell !== null && cell <= 503
    const carrier: CarrierFact = {
      role: 'pcc',
      rat: 'lte',
      channel,
      band: channel === null ? null : lteBand(channel),
      pci: isPci ? cell : null,
      rssi,
      rsrp: power(v[8]),
    }
    return { tac: area, cell_id: isPci ? null : cell, carriers: channel === null ? [] : [carrier] }
  }
  // A cell identity: a row of LTE that is cut.
  if ((v[4]?.length ?? 0) > 5) return {}
  const umts = v.length === 11 || (channel ?? 0) > 1023 || (decimal(v[8]) ?? 0) < 0
  const carrier: CarrierFact = umts
    ? {
        role: 'pcc',
        rat: 'umts',
        channel,
        band: channel === null ? null : umtsBand(channel),
        pci: unless(decimal(v[4]), 65535),
        rssi,
      }
    : { role: 'pcc', rat: 'gsm', channel, rssi }
  return { lac: area, carriers: channel === null ? [] : [carrier], ...(umts ? { rscp: power(v[8]) } : {}) }
}

/**
 * What `#RFSTS` adds. LTE: `"262 02",3350,-86,-57,-9,2710,FF,140,64,19,1,1A2B31E,"<IMSI>","<name>",3,7` = PLMN, EARFCN,
 * RSRP, RSSI, RSRQ, TAC, RAC, power, DRX, MM, RRC, cell, IMSI, name, domain, band (255: none). UMTS: PLMN, UARFCN,
 * scrambling code, Ec/Io, RSCP, RSSI, LAC, RAC, power, DRX, MM, RRC, NOM, BLER, cell, IMSI, name and more.
 */
function radioFacts(v: readonly string[]): { facts: Facts; carrier: CarrierFact | null } {
  const channel = channelOf(v[1])
  const rsrp = power(v[2])
  if (rsrp !== null && power(v[3]) !== null) {
    const band = unless(decimal(v[15]), 0, 255)
    const carrier = {
      role: 'pcc',
      rat: 'lte',
      channel,
      band,
      rsrp,
      rssi: power(v[3]),
      rsrq: power(v[4]),
    } as const
    return { carrier, facts: { tac: hex(v[5]), cell_id: hex(v[11]) } }
  }
  if (rsrp !== null || power(v[4]) === null) return { carrier: null, facts: {} }
  return {
    carrier: channel === null ? null : { role: 'pcc', rat: 'umts', channel, band: umtsBand(channel) },
    facts: { ecio: power(v[3]), rscp: power(v[4]), lac: hex(v[6]), cell_id: hex(v[14]) },
  }
}

/**
 * Band classes as Qualcomm numbers them, runs of `first class.first band.length` or `class.band`: 120–133 are B1–B14,
 * 250 is n1 (from there on NR).
 */
const classes =
  '120.1.14 134.17 135.33.8 143.18.4 147.24 148.25 149.41.3 152.23 153.26 154.32 155.125.3 158.28.3 161.66 162.250 ' +
  '163.46 166.71 167.47 168.48 250.1.3 253.5 254.7 255.8 256.20 257.28 258.38 259.41 260.50.2 262.66 263.70.2 ' +
  '265.74.6'

function bandOf(text: string | undefined): number | null {
  const number = decimal(text)
  if (number === null) return null
  for (const run of classes.split(' ')) {
    const [from = 0, band = 0, length = 1] = run.split('.').map(Number)
    if (number >= from && number < from + length) return band + number - from
  }
  return null
}

/** One carrier: band class, channel, bandwidth code, PCI, RSRP, RSSI, RSRQ, SINR (index, dB = n/5 − 20). */
function carrierOf(v: readonly string[], role: 'pcc' | 'scc', active: boolean): CarrierFact | null {
  const rat = (decimal(v[0]) ?? 0) >= 250 ? 'nr' : 'lte'
  const channel = channelOf(v[1])
  if (channel === null) return null
  return {
    role,
    rat,
    band: bandOf(v[0]) ?? (rat === 'lte' ? lteBand(channel) : null),
    channel,
    pci: unless(decimal(v[3]), 65535),
    bandwidth_mhz: rat === 'lte' ? lteBandwidth(decimal(v[2])) : null,
    rsrp: power(v[4]),
    rssi: power(v[5]),
    rsrq: power(v[6]),
    sinr: fromIndex('sinr', decimal(v[7])),
    active,
  }
}

/**
 * The carriers of `#CAINFO?`: 12 values of the primary and 11 of every secondary, in one line or one line each; those
 * of EN-DC in lines `ENDC: …`. The ninth value of a secondary is its state: 0 not configured, 1 configured, 2 active.
 */
function aggregated(lines: readonly string[] | null): CarrierFact[] {
  const [first = [], ...others] = allNamed(lines, '#CAINFO').map((row, i) => uncut(row, i === 0 ? 12 : 9))
  const rows = [first.slice(12), ...others].flatMap(row =>
    Array.from({ length: Math.floor((row.length + 2) / 11) }, (_, i) => row.slice(11 * i, 11 * i + 11)),
  )
  return [
    carrierOf(first, 'pcc', true) ?? [],
    rows.filter(v => v[8] !== '0').flatMap(v => carrierOf(v, 'scc', v[8] === '2') ?? []),
    allNamed(lines, 'ENDC').flatMap(v => carrierOf(v, 'scc', true) ?? []),
  ].flat()
}

/** Wire: `#TEMPSENS: TSENS,35`, one line for every sensor. */
function temperatureOf(lines: readonly string[] | null): number | null {
  const values = allNamed(lines, '#TEMPSENS').flat()
  return hottest(values.map(decimal))
}

export const carrierQuestions = (options: Options): Question[] => [
  { ask: serving },
  { ask: radio, silent: true },
  ...(options?.single ? [] : [{ ask: aggregation, rows: true, silent: true } as const]),
]

/** Telit modules with `#` commands: LM940, LM960, LE910 and their relatives. */
export const dialect: Dialect<Options> = {
  identity: { iccid: ['+ICCID', '#CCID', '+CCID'] },
  questions: options => [...carrierQuestions(options), { ask: sensors }],
  read(answers) {
    const { carriers: [served] = [], ...cell } = servingFacts(named(answers.lines(serving), serving) ?? [])
    const { facts, carrier } = radioFacts(uncut(named(answers.lines(radio), radio) ?? [], 16))
    const [primary, ...secondaries] = aggregated(answers.lines(aggregation))
    // After a handover between the answers the cell is that of the first one, which tells whose identity it has.
    const isHere = (one: CarrierFact | null | undefined) => !one || !served || mayBeSame(one, served)
    const more = isHere(carrier) ? facts : {}
    const here = [primary, served, carrier].filter(isHere)
    return {
      ...more,
      ...cell,
      cell_id: cell.cell_id ?? more.cell_id ?? null,
      carriers: [...here, ...secondaries].flatMap(one => one ?? []),
      temperature: temperatureOf(answers.lines(sensors)),
    }
  },
}
