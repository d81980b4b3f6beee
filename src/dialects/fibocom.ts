import { after, csv, decimal, greatest, hex, lteBand, named, nrBand, unless, within } from '#core'
import type { BandRat, CarrierRat } from '../contract/info.ts'
import type { CarrierFact, Control, Dialect, Facts } from './dialect.ts'

/** How the modules of this dialect differ. */
export interface FibocomOptions {
  /** What tells the temperature; default `+MTSM=1` (°C). `+GTSENRDTEMP=1` gives thousandths of a degree. */
  temperature?: '+MTSM=1' | '+GTSENRDTEMP=1'
  /** Bands of UMTS, as `+GTACT` lists them when nothing is restricted. */
  umts?: readonly number[]
}

const serving = '+GTCCINFO?'
const aggregation = '+GTCAINFO?'
const selection = '+GTACT?'

/** Band codes: 1–99 plain (UMTS; LTE on the FG621), 101–199 LTE, 501–509 and 5001–50999 NR. */
function bandOf(code: string | undefined): { rat: CarrierRat; band: number } | null {
  if (code === undefined || !/^\d{1,5}$/.test(code)) return null
  const nr = /^50(\d{1,3})$/.exec(code)
  if (nr) return { rat: 'nr', band: Number(nr[1]) }
  const number = Number(code)
  if (number === 0) return null
  return { rat: 'lte', band: number > 100 && number < 200 ? number - 100 : number }
}

/** Resource blocks to MHz: LTE 6, 15, 25 … 100; NR five per MHz. */
function megahertz(text: string | undefined): number | null {
  const blocks = unless(decimal(text), 0, 255)
  return blocks === null ? null : blocks === 6 ? 1.4 : blocks === 15 ? 3 : blocks / 5
}

const scaled = (text: string | undefined, scale: number, offset: number): number | null => {
  const index = unless(decimal(text), 255)
  return index === null ? null : index * scale + offset
}

/** RSRP: an index at or above 0 (0: unknown), else dBm. */
function power(text: string | undefined, rat: CarrierRat): number | null {
  const value = unless(decimal(text), 255, 0)
  if (value === null) return null
  return value < 0 ? within(value, -157, -31) : value - (rat === 'nr' ? 157 : 141)
}

/**
 * Channel and PCI of a `+GTCCINFO` row: decimal on FM350 and FG621, hexadecimal without prefix on Qualcomm modules.
 * The reading whose channel lies in the row's band is the right one.
 */
function placeOf(
  row: readonly string[],
  rat: CarrierRat,
  band: number | null,
): { channel: number | null; pci: number | null } {
  const fits = (channel: number | null) =>
    channel !== null &&
    (rat === 'nr' ? nrBand(channel, band === null ? [] : [band]) === band : lteBand(channel) === band)
  const base =
    decimal(row[6]) !== null && decimal(row[7]) !== null && (fits(decimal(row[6])) || !fits(hex(row[6])))
      ? decimal
      : hex
  return { channel: base(row[6]), pci: base(row[7]) }
}

interface Row {
  carrier: CarrierFact
  facts: Facts
}

/**
 * One serving row of `+GTCCINFO?`. LTE: `1,4,mcc,mnc,tac,cell,earfcn,pci,band,rb,rssnr,rxlev,rsrp,rsrq`; NR (RAT 9)
 * the same with narfcn and ss- values; UMTS (RAT 2): `1,2,mcc,mnc,lac,cell,uarfcn,psc,band,ecno,rscp,…`. TAC and cell
 * are hexadecimal. Units: rssnr half dB, rsrp index − 141, rsrq index / 2 − 20, ss-sinr index / 2 − 23.5, ss-rsrp
 * index − 157, ss-rsrq index / 2 − 43.5 (FM350-GL AT manual §11.1.14).
 */
function rowOf(line: string): Row | null {
  const row = csv(line)
  const area = unless(hex(row[4]), 0xfffffff)
  const cell = unless(hex(row[5]), 0xfffffff)
  if (row[0] !== '1' || !['2', '4', '9'].includes(row[1] ?? '')) return null
  if (row[1] === '2') {
    const rscp = scaled(row[10], 1, -120)
    const ecio = scaled(row[9], 0.5, -24.5)
    const carrier: CarrierFact = {
      role: 'pcc',
      rat: 'umts',
      band: decimal(row[8]),
      channel: decimal(row[6]),
      pci: decimal(row[7]),
    }
    return { carrier, facts: { lac: area, cell_id: cell, rscp, ecio } }
  }
  const rat: CarrierRat = row[1] === '9' ? 'nr' : 'lte'
  const band = bandOf(row[8])?.band ?? null
  const nr = rat === 'nr'
  const carrier: CarrierFact = {
    role: 'pcc',
    rat,
    band,
    ...placeOf(row, rat, band),
    bandwidth_mhz: megahertz(row[9]),
    sinr: nr ? scaled(row[10], 0.5, -23.5) : scaled(row[10], 0.5, 0),
    rsrp: power(row[12], rat),
    rsrq: nr ? scaled(row[13], 0.5, -43.5) : scaled(row[13], 0.5, -20),
  }
  return { carrier, facts: area === null && cell === null ? {} : { tac: area, cell_id: cell } }
}

/**
 * One carrier of `+GTCAINFO?`, decimal. `PCC:103,115,1600,100,100,37,16,0` (FG621: band, pci, channel, downlink and
 * uplink blocks, rsrp, rsrq, rssnr), `PCC: 103,300,1300,100,2,1,3,3,53` (Qualcomm: no uplink, MIMO and modulation,
 * rsrp last), `SCC 1:2,0,101,296,350,50,255,2,255,2,255,-78` (state 2 active, uplink aggregated, then as before).
 */
function carrierOf(line: string): CarrierFact | null {
  const match = /^(?:(?:LTE|NR) )?(PCC|SCC) ?\d* ?: ?(.*)$/i.exec(line)
  if (!match) return null
  const primary = match[1]?.toUpperCase() === 'PCC'
  const [state, uplink, ...rest] = csv(match[2] ?? '')
  const v = primary ? [state ?? '', uplink ?? '', ...rest] : rest
  const code = bandOf(v[0])
  if (code === null) return null
  const signal = v.length === 8
  const hasUplink = v.length !== 9
  return {
    role: primary ? 'pcc' : 'scc',
    ...code,
    pci: unless(decimal(v[1]), 65535),
    channel: decimal(v[2]),
    bandwidth_mhz: megahertz(v[3]),
    uplink_bandwidth_mhz: hasUplink && (primary || uplink === '1' || signal) ? megahertz(v[4]) : null,
    active: primary || state === '2',
    rsrp: power(signal ? v[5] : v.at(-1), code.rat),
    rsrq: signal ? scaled(v[6], 0.5, -20) : null,
    sinr: signal ? scaled(v[7], 0.5, 0) : null,
  }
}

/** Fills what the aggregation line leaves open from the serving row of the same technology. */
function merged(carrier: CarrierFact, row: CarrierFact | undefined): CarrierFact {
  if (row === undefined) return carrier
  const told = Object.entries(row).filter(([, value]) => value !== null && value !== undefined)
  const own = ['role', 'band', 'channel', 'pci', 'active', 'uplink_bandwidth_mhz', 'bandwidth_mhz']
  const kept = Object.entries(carrier).filter(([key, value]) => own.includes(key) && value !== null)
  return { ...carrier, ...Object.fromEntries(told), ...Object.fromEntries(kept) }
}

/** The carriers in use: LTE before NR, so that on EN-DC the anchor is the primary. */
function carriersOf(rows: readonly Row[], lines: readonly string[]): CarrierFact[] {
  const listed = lines.flatMap(line => carrierOf(line) ?? [])
  const rowFor = (rat: CarrierRat) => rows.find(r => r.carrier.rat === rat)?.carrier
  const has = (rat: CarrierRat) => listed.some(c => c.rat === rat)
  const unlisted = rows.map(r => r.carrier).filter(c => !has(c.rat))
  const used = new Set<CarrierRat>()
  const all = [...listed, ...unlisted].map(carrier => {
    if (used.has(carrier.rat)) return carrier
    used.add(carrier.rat)
    return merged(carrier, rowFor(carrier.rat))
  })
  const primary = all.find(c => c.role === 'pcc' && c.rat !== 'nr') ?? all.find(c => c.role === 'pcc')
  const others = all.filter(c => c !== primary)
  const order = [...others.filter(c => c.rat === primary?.rat), ...others.filter(c => c.rat !== primary?.rat)]
  return primary ? [primary, ...order.map((c): CarrierFact => ({ ...c, role: 'scc' }))] : []
}

/** Wire: `+MTSM: 41` in °C, `+GTSENRDTEMP: 1,45300` in thousandths of °C; several lines: the hottest counts. */
function temperatureOf(lines: readonly string[] | null, thousandths: boolean): number | null {
  const values = (lines ?? []).map(line => {
    const text = after(line, '+MTSM') ?? after(line, '+GTSENRDTEMP')
    const value = decimal(csv(text ?? '').at(-1))
    return within(value === null ? null : thousandths ? value / 1000 : value, -60, 150)
  })
  return greatest(values)
}

/** Fibocom modules with `+GTCCINFO`: FG621, FM150, FM160, FM190, FM350, NL668, NL952 and their relatives. */
export const dialect: Dialect<FibocomOptions | undefined> = {
  identity: {
    vendor: ['+CGMI?', '+CGMI'],
    model: ['+CGMM?', '+CGMM'],
    firmware: ['+GMR?', '+CGMR'],
    imei: ['+CGSN?', '+CGSN'],
    imsi: ['+CIMI?', '+CIMI'],
  },
  questions: options => [
    { ask: serving, rows: true },
    { ask: aggregation, rows: true, silent: true },
    { ask: options?.temperature ?? '+MTSM=1' },
  ],
  read(answers, options) {
    const rows = (answers.lines(serving) ?? []).flatMap(line => rowOf(line) ?? [])
    const anchor = rows.find(r => r.carrier.rat !== 'nr') ?? rows[0]
    const sensor = options?.temperature ?? '+MTSM=1'
    return {
      ...anchor?.facts,
      carriers: carriersOf(rows, answers.lines(aggregation) ?? []),
      temperature: temperatureOf(answers.lines(sensor), sensor === '+GTSENRDTEMP=1'),
    }
  },
}

interface Selection {
  /** The first three values: technologies and preferences, as read. */
  head: readonly string[]
  umts: number[]
  lte: number[]
  nr: number[]
}

/** Wire: `+GTACT: 20,6,3,1,2,101,103,501,5078`, `+GTACT: 10` (nothing restricted), `+GTACT: 2,,,103,128`. */
function selectionOf(lines: readonly string[] | null): Selection | null {
  const values = named(lines, '+GTACT')
  if (values === null || !values.every(v => /^\d{0,5}$/.test(v)) || values[0] === '') return null
  const codes = values.slice(3)
  const pick = (test: (n: number) => boolean) => codes.map(Number).filter(n => n > 0 && test(n))
  return {
    head: [values[0] ?? '', values[1] ?? '', values[2] ?? ''],
    umts: pick(n => n < 100),
    lte: pick(n => n > 100 && n < 200).map(n => n - 100),
    nr: codes.flatMap(code => (/^50\d/.test(code) ? (bandOf(code)?.band ?? []) : [])),
  }
}

const unrestricted = (s: Selection) => s.umts.length + s.lte.length + s.nr.length === 0
const ascending = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b)
const includesAll = (list: readonly number[], all: readonly number[] = []) => all.every(n => list.includes(n))

/** Band selection by `+GTACT`; one NR list serves stand-alone and non-stand-alone. */
export const control: Control<FibocomOptions | undefined> = {
  bands: {
    questions: () => [{ ask: selection }],
    read(answers, _options, bands) {
      const s = selectionOf(answers.lines(selection))
      const listed = (rat: BandRat, list: number[] | undefined) =>
        s === null ? null : unrestricted(s) ? [...(bands[rat] ?? [])] : ascending(list ?? [])
      return {
        enabled: {
          lte: listed('lte', s?.lte),
          ...(bands.nr_nsa ? { nr_nsa: listed('nr_nsa', s?.nr) } : {}),
          ...(bands.nr_sa ? { nr_sa: listed('nr_sa', s?.nr) } : {}),
        },
      }
    },
    write({ rat, bands: chosen, isDefault }, answers, options, bands) {
      const s = selectionOf(answers.lines(selection))
      if (s === null) return null
      const allNr = bands.nr_sa ?? bands.nr_nsa ?? []
      const free = unrestricted(s)
      const lte = rat === 'lte' ? chosen : free ? (bands.lte ?? []) : s.lte
      const nr = rat !== 'lte' ? chosen : free ? allNr : s.nr
      const umts = free ? (options?.umts ?? []) : s.umts
      const othersFull =
        (umts.length === 0 || includesAll(umts, options?.umts)) &&
        (rat === 'lte'
          ? s.nr.length === 0 || includesAll(nr, allNr)
          : s.lte.length === 0 || includesAll(lte, bands.lte))
      const codes =
        isDefault && othersFull ? [0] : [...umts, ...lte.map(n => 100 + n), ...nr.map(n => Number(`50${n}`))]
      return [`+GTACT=${[...s.head, ...codes].join(',')}`]
    },
  },
}
