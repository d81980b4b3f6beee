import { after, csv, decimal, greatest, hex, lteBand, named, nrBand, umtsBand, unless, within } from '#core'
import type { BandLists, BandRat, CarrierRat } from '../contract/info.ts'
import type { CarrierFact, Control, Dialect, Facts } from './dialect.ts'

/** Commands that tell a temperature: see {@link temperatureOf}. */
type Sensor = '+MTSM=1' | '+GTSENRDTEMP=1' | '+ETHERMAL?'

/** How the modules of this dialect differ. */
export interface FibocomOptions {
  /** What tells the temperature, and what is asked where that is refused; default `+MTSM=1`, `+GTSENRDTEMP=1`. */
  temperature?: readonly [Sensor, Sensor]
  /** Base of channel and PCI in `+GTCCINFO` where both readings are possible; default 10. */
  base?: 10 | 16
  /**
   * How `+GTCCINFO` counts the SINR of an NR cell: the index of the manuals (v / 2 − 23.5; default), or whole dB. The
   * FM350-GL prints dB: recordings have 6, 13, 19 and 28 beside an RSRQ of −7 … −1.5 dB, where the index would say
   * −20.5 … −9.5 dB, and firmware that tells SINR in `+GTCAINFO` too repeats the 19 there among values in dB. Values
   * above 40, the top of that scale (TS 38.133 §10.1.16), can only be the index.
   */
  nr_sinr?: 'index' | 'db'
  /** True where the bands the module can use are asked of it by `+GTACT=?`. */
  capability?: true
  /** Bands of UMTS, as `+GTACT` lists them when nothing is restricted. */
  umts?: readonly number[]
}

type Options = FibocomOptions | undefined

const serving = '+GTCCINFO?'
const aggregation = '+GTCAINFO?'
const selection = '+GTACT?'
const capability = '+GTACT=?'

/** Band codes: 1–99 plain (UMTS; LTE on the FG621), 101–199 LTE, 501–509, 5001–5009 and 5010–50999 NR. */
function bandOf(code: string | undefined): { rat: CarrierRat; band: number } | null {
  if (code === undefined || !/^\d{1,5}$/.test(code)) return null
  const nr = /^50(\d{1,3})$/.exec(code)
  const number = Number(nr ? nr[1] : code)
  if (number === 0) return null
  if (nr) return { rat: 'nr', band: number }
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
  const nr = rat === 'nr'
  return value < 0 ? within(value, -157, nr ? -31 : -44) : value - (nr ? 157 : 141)
}

function bandAt(rat: CarrierRat, channel: number, band: number | null): number | null {
  if (rat === 'nr') return nrBand(channel, band === null ? [] : [band])
  return rat === 'lte' ? lteBand(channel) : umtsBand(channel)
}

/**
 * Channel and PCI of a `+GTCCINFO` row: decimal on FM350 and FG621, hexadecimal without prefix on Qualcomm modules,
 * where compact firmware prints decimals too. The reading whose channel lies in the row's band is the right one.
 */
function placeOf(
  row: readonly string[],
  rat: CarrierRat,
  band: number | null,
  base: 10 | 16 | undefined,
): { channel: number | null; pci: number | null } {
  const [first, second] = base === 16 ? [hex, decimal] : [decimal, hex]
  const read = (number: typeof hex) => {
    const channel = number(row[6])
    const pci = number(row[7])
    const valid = within(pci, 0, rat === 'nr' ? 1007 : rat === 'lte' ? 503 : 511)
    const at = channel === null ? null : bandAt(rat, channel, band)
    const fits = at !== null && pci === valid && at === (band ?? at)
    return { channel, pci: valid, fits }
  }
  const one = read(first)
  const other = read(second)
  const { channel, pci } = one.fits || (one.channel !== null && !other.fits) ? one : other
  return { channel, pci }
}

interface Row {
  carrier: CarrierFact
  facts: Facts
}

/**
 * One serving row of `+GTCCINFO?`. LTE: `1,4,mcc,mnc,tac,cell,earfcn,pci,band,rb,rssnr,rxlev,rsrp,rsrq`; NR (RAT 9)
 * the same with narfcn and ss- values; UMTS (RAT 2): `1,2,mcc,mnc,lac,cell,uarfcn,psc,band,ecno,rscp,…`. TAC and cell
 * are hexadecimal. Units: rssnr half dB, rsrp index − 141, rsrq index / 2 − 20, ss-sinr see
 * {@link FibocomOptions.nr_sinr}, ss-rsrp index − 157, ss-rsrq index / 2 − 43.5 (FM350-GL AT manual §11.1.14).
 */
function rowOf(line: string, options: Options): Row | null {
  const row = csv(line.replace(/^.*:/, ''))
  const rat = row[1] === '2' ? 'umts' : row[1] === '4' ? 'lte' : row[1] === '9' ? 'nr' : null
  if (row[0] !== '1' || rat === null) return null
  const area = unless(hex(row[4]), 0xfffffff)
  const cell = unless(hex(row[5]), 0xfffffff)
  const told = bandOf(row[8])?.band ?? null
  const place = placeOf(row, rat, told, options?.base)
  const band = told ?? (place.channel === null ? null : bandAt(rat, place.channel, null))
  if (band === null) return null
  const carrier: CarrierFact = { role: 'pcc', rat, band, ...place }
  if (rat === 'umts') {
    const rscp = scaled(row[10], 1, -120)
    const ecio = scaled(row[9], 0.5, -24.5)
    return { carrier, facts: { lac: area, cell_id: cell, rscp, ecio } }
  }
  const nr = rat === 'nr'
  const whole = options?.nr_sinr === 'db' ? within(decimal(row[10]), -23, 40) : null
  Object.assign(carrier, {
    bandwidth_mhz: megahertz(row[9]),
    sinr: nr ? (whole ?? scaled(row[10], 0.5, -23.5)) : scaled(row[10], 0.5, 0),
    rsrp: power(row[12], rat),
    rsrq: nr ? scaled(row[13], 0.5, -43.5) : scaled(row[13], 0.5, -20),
  })
  return { carrier, facts: area === null && cell === null ? {} : { tac: area, cell_id: cell } }
}

/**
 * One carrier of `+GTCAINFO?`, decimal. `PCC:103,115,1600,100,100,37,16,0` (FG621: band, pci, channel, downlink and
 * uplink blocks, rsrp, rsrq, rssnr), `PCC: 103,300,1300,100,2,1,3,3,53` (Qualcomm: no uplink; MIMO and modulation
 * twice, rsrp), `PCC:103,223,1721,50,50,2,1,3,3,-78` (FM350), `PCC:5078,940,641760,450,2,1,1,3,19,-1,-80` (newer FM350:
 * sinr and rsrq in dB before rsrp). `SCC 1:2,0,101,296,350,50,255,2,255,2,255,-78`: state (1 configured, 2
 * active), uplink aggregated, then as before.
 */
function carrierOf(line: string): CarrierFact | null {
  const match = /(PCC|SCC)\s*\d*\s*:(.*)$/i.exec(line)
  if (!match) return null
  const primary = match[1]?.toUpperCase() === 'PCC'
  const values = csv(match[2] ?? '')
  const [state, uplink] = values
  const v = primary ? values : values.slice(2)
  const code = bandOf(v[0])
  if (code === null) return null
  const short = v.length === 8
  const hasUplink = v.length % 2 === 0 && (primary || short || uplink === '1')
  const decibels = v.length > 10
  return {
    role: primary ? 'pcc' : 'scc',
    ...code,
    pci: unless(decimal(v[1]), 65535),
    channel: decimal(v[2]),
    bandwidth_mhz: megahertz(v[3]),
    uplink_bandwidth_mhz: hasUplink ? megahertz(v[4]) : null,
    active: primary || state === '2',
    rsrp: v.length < 8 ? null : power(short ? v[5] : v.at(-1), code.rat),
    rsrq: short ? scaled(v[6], 0.5, -20) : decibels ? unless(decimal(v.at(-2)), 255) : null,
    sinr: short ? scaled(v[7], 0.5, 0) : decibels ? unless(decimal(v.at(-3)), 255) : null,
  }
}

/** Fills what the aggregation line leaves open from the serving row; the row's signal values win. */
function merged(carrier: CarrierFact, row: CarrierFact): CarrierFact {
  const told = Object.entries(row).filter(([, value]) => value !== null)
  const own = ['role', 'band', 'channel', 'pci', 'active', 'uplink_bandwidth_mhz', 'bandwidth_mhz']
  const kept = Object.entries(carrier).filter(([key, value]) => own.includes(key) && value !== null)
  return { ...carrier, ...Object.fromEntries(told), ...Object.fromEntries(kept) }
}

/** The carriers in use: LTE before NR, so that on EN-DC the anchor is the primary. */
function carriersOf(rows: readonly Row[], lines: readonly string[]): CarrierFact[] {
  const all = lines.flatMap(line => carrierOf(line) ?? [])
  for (const { carrier: row } of rows) {
    const same = all.filter(c => c.rat === row.rat)
    const here = (c: CarrierFact) => c.channel === row.channel || (c.band === row.band && c.pci === row.pci)
    const listed = same.find(c => c.role === 'pcc') ?? same.find(here)
    if (listed) all[all.indexOf(listed)] = merged(listed, row)
    else all.push(row)
  }
  const primaries = all.filter(c => c.role === 'pcc')
  const primary = primaries.find(c => c.rat !== 'nr') ?? primaries[0]
  const others = all.filter(c => c !== primary)
  const order = [...others.filter(c => c.rat === primary?.rat), ...others.filter(c => c.rat !== primary?.rat)]
  return primary ? [primary, ...order.map((c): CarrierFact => ({ ...c, role: 'scc' }))] : []
}

/**
 * Wire: `+MTSM: 41` in °C, `+GTSENRDTEMP: 1,45300` in thousandths of °C (sensor 1 is the hottest of the chip, 0: not
 * fitted; FM350-GL manual §18.3), `+ETHERMAL: 0,46` in °C, a line for each zone; the hottest counts.
 */
function temperatureOf(lines: readonly string[] | null): number | null {
  const values = (lines ?? []).map(line => {
    const value = decimal(csv(line.replace(/^.*:/, '')).at(-1))
    const thousandths = after(line, '+GTSENRDTEMP') !== null && value !== null
    return within(thousandths ? unless(Math.round(value / 100) / 10, 0) : value, -60, 150)
  })
  return greatest(values)
}

const sensorsOf = (options: Options) => options?.temperature ?? (['+MTSM=1', '+GTSENRDTEMP=1'] as const)

/** Fibocom modules with `+GTCCINFO`: FG621, FM150, FM160, FM190, FM350, NL668, NL952 and their relatives. */
export const dialect: Dialect<Options> = {
  identity: {
    vendor: ['+CGMI?', '+CGMI'],
    model: ['+CGMM?', '+CGMM'],
    firmware: ['+GMR?', '+CGMR'],
    imei: ['+CGSN?', '+CGSN'],
    imsi: ['+CIMI?', '+CIMI'],
  },
  questions(options) {
    const [ask, fallback] = sensorsOf(options)
    return [
      { ask: serving, rows: true, silent: true },
      { ask: aggregation, rows: true, silent: true },
      { ask, fallback },
    ]
  },
  read(answers, options) {
    const lines = [serving, aggregation].flatMap(ask => answers.lines(ask) ?? [])
    const rows = lines.flatMap(line => rowOf(line, options) ?? [])
    const anchor = rows.find(r => r.carrier.rat !== 'nr') ?? rows[0]
    return {
      ...anchor?.facts,
      carriers: carriersOf(rows, lines),
      temperature: temperatureOf(answers.lines(sensorsOf(options)[0])),
    }
  },
}

interface Selection {
  /** The first three values: technologies and preferences (2, 3, 6 or nothing), as read. */
  head: readonly string[]
  umts: number[]
  lte: number[]
  nr: number[]
}

/** Bands of a list of codes. */
function bandsOf(codes: readonly string[]): Omit<Selection, 'head'> {
  const pick = (test: (n: number) => boolean) => codes.map(Number).filter(n => n > 0 && test(n))
  return {
    umts: pick(n => n < 100),
    lte: pick(n => n > 100 && n < 200).map(n => n - 100),
    nr: codes.flatMap(code => (/^50\d/.test(code) ? (bandOf(code)?.band ?? []) : [])),
  }
}

/**
 * Wire: `+GTACT: 20,6,3,1,2,101,103,501,5078`, `+GTACT: 10` (nothing restricted), `+GTACT: 2,,,103,128`; LTE modules
 * may leave the preferences out (`2,103,128`).
 */
function selectionOf(lines: readonly string[] | null): Selection | null {
  const values = named(lines, '+GTACT')
  if (values === null || !values.every(v => /^\d{0,5}$/.test(v)) || values[0] === '') return null
  const [rat = '', ...rest] = values
  const preferences = [0, 1].map(i => (/^[236]$/.test(rest[i] ?? '') ? (rest[i] ?? '') : ''))
  return { head: [rat, ...preferences], ...bandsOf(rest.filter((code, i) => i > 1 || Number(code) > 100)) }
}

/**
 * What the module can do. Wire: `+GTACT: (1,2,4,10),(2,3,6),(2,3,6),(),(1,5,8),(101,103),(),(),(501,5078)`, LTE
 * modules `(1,2,4,10),(2,3),(),0,1,3,8,101,103`; null where no LTE or NR band is in it.
 */
function capabilityOf(lines: readonly string[] | null): BandLists | null {
  const { lte, nr } = bandsOf(lines?.join().match(/\d+/g) ?? [])
  if (lte.length + nr.length === 0) return null
  return nr.length > 0 ? { lte, nr_nsa: nr, nr_sa: nr } : { lte }
}

const unrestricted = (s: Selection) => s.umts.length + s.lte.length + s.nr.length === 0
const ascending = (list: readonly number[]) => [...new Set(list)].sort((a, b) => a - b)
const includesAll = (list: readonly number[], all: readonly number[] = []) => all.every(n => list.includes(n))

/** Band selection by `+GTACT`; one NR list serves stand-alone and non-stand-alone. */
export const control: Control<Options> = {
  bands: {
    questions: options => [
      { ask: selection },
      ...(options?.capability ? [{ ask: capability, alone: true } as const] : []),
    ],
    read(answers, _options, bands) {
      const s = selectionOf(answers.lines(selection))
      const supported = capabilityOf(answers.lines(capability)) ?? bands
      const listed = (rat: BandRat, list: number[] | undefined) =>
        s === null ? null : unrestricted(s) ? [...(supported[rat] ?? [])] : ascending(list ?? [])
      return {
        enabled: {
          lte: listed('lte', s?.lte),
          ...(supported.nr_nsa ? { nr_nsa: listed('nr_nsa', s?.nr) } : {}),
          ...(supported.nr_sa ? { nr_sa: listed('nr_sa', s?.nr) } : {}),
        },
        supported,
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
