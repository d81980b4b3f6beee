import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { after, csv, decimal, hex, hottest, named, unless } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import { lteBand, umtsBand } from '../../radio/channels.ts'
import { lteBandwidth } from '../../radio/quality.ts'
import type { Dialect } from '../dialect.ts'
import { indexed } from '../indexed.ts'
import type { Options } from './options.ts'

export type Lines = readonly string[] | null

export const aggregation = '+XLEC?'
export const cells = '+XMCI=1'
const power = '+RSRP?'
const quality = '+RSRQ?'
const model = '+GMM?'
const bareModel = '+GMM'

interface Aggregation {
  /** MHz of the primary and the secondary carriers. */
  bandwidths: (number | null)[]
  /** Bands as far as they are named, primary first. */
  bands: (number | null)[]
}

/**
 * Wire: `+XLEC: <urc>,<cells>,<bandwidth codes>[,BAND_LTE_3[,20,1,0,0]]`; 0 cells: not on LTE, 1: no aggregation. The
 * L850 names the primary band alone, the L860 all of them, padded with zeros to five.
 */
function aggregationOf(lines: Lines): Aggregation {
  const values = named(lines, '+XLEC') ?? []
  const names = values.findIndex(value => value.startsWith('BAND_LTE_'))
  const codes = values.slice(2, names < 0 ? undefined : names)
  const count = Math.min(decimal(values[1]) ?? 0, codes.length)
  return {
    bandwidths: Array.from({ length: count }, (_, i) => lteBandwidth(decimal(codes[i]))),
    bands: (names < 0 ? [] : values.slice(names)).map(band => unless(decimal(band.replace(/^\D+/, '')), 0)),
  }
}

interface Cell {
  serving: boolean
  carrier: CarrierFact
  facts: Facts
}

/**
 * One measured cell. Wire, LTE (4 serving, 5 neighbour): `+XMCI: 4,mcc,mnc,"tac","cell","pci","dl","ul","pathloss",
 * rsrp,rsrq,rssnr,"ta","cqi"`, UMTS (2, 3): `…,"psc","dl","ul","pathloss",rssi,rscp,ecno`, hexadecimal with 0x; the
 * XMM7160 leaves channels and path loss out. Units: rsrp index − 141, rsrq index / 2 − 20, rscp index − 121, ecno
 * index / 2 − 24.5, rssnr signed half dB (as ModemManager reads it in `+XCESQ`, and as XMM7360 measurements of both
 * commands agree; the v / 4 + 5 of earlier programs has no source), 255 unknown.
 */
function cellOf(text: string): Cell | null {
  const v = csv(text)
  const type = decimal(v[0])
  if (type === null || type < 2 || type > 5) return null
  const long = /^0x/i.test(v[6] ?? '')
  const lte = type > 3
  const number = (at: number) => unless(hex(v[at]), 0xffffffff)
  const cell_id = unless(number(4), 0xfffffff)
  const area = unless(number(3), 0xfffe, 0xffff)
  const [channel = null, uplink = null] = long ? [number(6), number(7)] : []
  const carrier: CarrierFact = {
    role: 'pcc',
    rat: lte ? 'lte' : 'umts',
    band: channel === null ? null : lte ? lteBand(channel) : umtsBand(channel),
    channel,
    pci: unless(number(5), 65535),
    ...(uplink !== null && { uplink_channel: uplink }),
  }
  const serving = type % 2 === 0
  if (!lte) {
    const facts = { rscp: indexed(v.at(-2), 255, 1, -121), ecio: indexed(v.at(-1), 255, 0.5, -24.5) }
    return { serving, carrier, facts: { lac: area, cell_id, ...facts } }
  }
  const [rsrp, rsrq, rssnr] = v.slice(long ? 9 : 6)
  const halves = unless(decimal(rssnr), 255)
  const sinr = halves === null ? null : halves / 2
  Object.assign(carrier, { rsrp: indexed(rsrp, 255, 1, -141), rsrq: indexed(rsrq, 255, 0.5, -20), sinr })
  return { serving, carrier, facts: { tac: area, cell_id } }
}

/** The rows of `+XMCI`; firmware breaks a long one in two. */
function cellsOf(lines: Lines): Cell[] {
  const rows: string[] = []
  for (const line of lines ?? []) {
    const text = after(line, '+XMCI')
    if (text !== null) rows.push(text)
    else if (rows.length > 0) rows.push(rows.pop() + line)
  }
  return rows.flatMap(row => cellOf(row) ?? [])
}

/**
 * Cells by their signal alone, the serving one first, for firmware that refuses `+XMCI`. Wire: `+RSRP:
 * pci,earfcn,dBm[,pci,earfcn,dBm]…`, `+RSRQ:` alike in dB, where `-7.-50` is −7.50.
 */
function signalsOf(answers: Answers): Cell[] {
  const read = (ask: string, name: string) =>
    (named(answers.lines(ask), name) ?? []).map(value => decimal(value.replace('.-', '.')))
  const rsrq = read(quality, '+RSRQ')
  return read(power, '+RSRP').flatMap((pci, i, values): Cell[] => {
    const channel = values[i + 1]
    if (i % 3 !== 0 || channel === undefined || channel === null) return []
    const same = rsrq[i] === pci && rsrq[i + 1] === channel
    const signal = { rsrp: values[i + 2] ?? null, rsrq: (same ? rsrq[i + 2] : null) ?? null }
    const carrier: CarrierFact = { role: 'pcc', rat: 'lte', band: lteBand(channel), channel, pci, ...signal }
    return [{ serving: i === 0, carrier, facts: {} }]
  })
}

/**
 * The carriers: as many as `+XLEC` counts, each with the first cell measured in its band; a cell on the primary's
 * channel is a neighbour.
 */
function carriersOf(list: Aggregation, measured: readonly Cell[]): CarrierFact[] {
  const serving = measured.find(cell => cell.serving)?.carrier
  if (serving?.rat === 'umts') return [serving]
  const count = list.bandwidths.length
  if (count === 0) return serving ? [serving] : []
  const free = measured.filter(cell => !cell.serving && cell.carrier.channel !== serving?.channel)
  return list.bandwidths.map((bandwidth_mhz, i): CarrierFact => {
    const band = list.bands[i] ?? null
    const at = free.findIndex(
      ({ carrier }) => carrier.rat === 'lte' && carrier.band === (band ?? carrier.band),
    )
    const found = i === 0 ? serving : at < 0 ? undefined : free.splice(at, 1)[0]?.carrier
    const role = i === 0 ? 'pcc' : 'scc'
    return { rat: 'lte', ...found, role, band: band ?? found?.band ?? null, bandwidth_mhz }
  })
}

const neighbourOf = ({ carrier, facts: { rscp, ecio } }: Cell) =>
  rscp === undefined ? carrier : { ...carrier, rsrp: rscp, rsrq: ecio ?? null }

/** Wire: `+GMM: "L850 LTE Module","L850"` or `L850 LTE Module`. */
function modelOf(line: string | undefined): string | null {
  const [long = '', short = ''] = csv(line?.replace(/^\+C?GMM\s*:/i, '') ?? '')
  return short || long.replace(/ LTE Module$/i, '') || null
}

/** Fibocom modules with Intel XMM 7160, 7262, 7360 and 7560: L830, L850, L860. */
export const dialect: Dialect<Options> = {
  identity: {
    model: [model, bareModel],
    firmware: ['+GTPKGVER?', '+CGMR'],
    iccid: ['+CCID', '+ICCID'],
  },
  questions() {
    const unmeasured = (answers: Answers) =>
      aggregationOf(answers.lines(aggregation)).bandwidths.length > 0 &&
      !cellsOf(answers.lines(cells)).some(cell => cell.serving)
    return [
      { ask: aggregation },
      { ask: cells, rows: true, silent: true },
      { ask: '+MTSM=1' },
      { ask: model, keep: 'enumeration', silent: true },
      {
        ask: bareModel,
        bare: true,
        keep: 'enumeration',
        when: answers => (answers.lines(model) ?? []).length === 0,
      },
      { ask: power, when: unmeasured },
      { ask: quality, when: unmeasured },
    ]
  },
  read(answers) {
    const rows = cellsOf(answers.lines(cells))
    const measured = rows.some(cell => cell.serving) ? rows : signalsOf(answers)
    return {
      ...measured.find(cell => cell.serving)?.facts,
      model: modelOf(answers.lines(model)?.[0] ?? answers.lines(bareModel)?.[0]),
      carriers: carriersOf(aggregationOf(answers.lines(aggregation)), measured),
      neighbours: rows.filter(cell => !cell.serving).map(neighbourOf),
      temperature: hottest([decimal(named(answers.lines('+MTSM=1'), '+MTSM')?.at(-1))]),
    }
  },
}
export const capability = '+XACT=?'
