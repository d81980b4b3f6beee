import { mayBeSame } from '../../asking/carriers.ts'
import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { csv, decimal, hex, uncut, unless } from '../../asking/fields.ts'
import type { CarrierRat } from '../../contract/info.ts'
import { lteBand, nrBand, umtsBand } from '../../radio/channels.ts'
import { lteBandwidth } from '../../radio/quality.ts'
import { possible } from '../../radio/ranges.ts'
import { bandOf } from './bands.ts'
import type { FibocomOptions, Options } from './options.ts'

interface Named {
  rat: CarrierRat
  band: number
}

interface Place {
  channel: number | null
  pci: number | null
}

/**
 * Bandwidth in MHz. LTE: resource blocks 6, 15, 25 … 100, or the code 1–5 of the L610, whose 0 (1.4 MHz) is unknown elsewhere; NR: see {@link FibocomOptions.nr_bandwidth}. Below n257 a
 * carrier is at most 100 MHz wide (TS 38.101-1 §5.3.5), so that a greater number counts five per MHz on any module.
 */
function megahertz(text: string | undefined, { rat, band }: Named, options: Options): number | null {
  const told = unless(decimal(text), 0, 255)
  if (told === null) return null
  if (rat === 'nr') return options?.nr_bandwidth === 'fifths' || (told > 100 && band < 257) ? told / 5 : told
  return lteBandwidth(told) ?? (told === 6 ? 1.4 : told === 15 ? 3 : told / 5)
}

const scaled = (text: string | undefined, scale: number, offset: number): number | null => {
  const index = unless(decimal(text), 255)
  return index === null ? null : index * scale + offset
}

/** RSRP: an index at or above 0 (0: unknown), else dBm. */
function power(text: string | undefined, rat: CarrierRat): number | null {
  const value = unless(decimal(text), 255, 0)
  if (value === null) return null
  return value < 0 ? value : value - (rat === 'nr' ? 157 : 141)
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
): { place: Place; base: 10 | 16; readings: Place[] } {
  const bases = base === 16 ? ([16, 10] as const) : ([10, 16] as const)
  const read = (of: 10 | 16) => {
    const number = of === 16 ? hex : decimal
    const channel = number(row[6])
    const pci = number(row[7])
    const valid = possible('pci', rat, pci)
    const at = channel === null ? null : bandAt(rat, channel, band)
    const fits = at !== null && pci === valid && at === (band ?? at)
    return { place: { channel, pci }, base: of, fits }
  }
  const [one, other] = [read(bases[0]), read(bases[1])]
  const { place, base: own } = one.fits || (one.place.channel !== null && !other.fits) ? one : other
  const readings = [one, other].map(each => each.place).filter(({ channel }) => channel !== null || !row[6])
  return { place, base: own, readings }
}

/** An index as it was measured: 0 beside an unknown RSRP tells as little as that. */
const measured = (text: string | undefined, rsrp: number | null) =>
  rsrp === null && text === '0' ? undefined : text

/** RSRQ index to dB. */
const quality = (text: string | undefined, rat: CarrierRat) => scaled(text, 0.5, rat === 'nr' ? -43.5 : -20)

/** SINR to dB: see {@link FibocomOptions.nr_sinr}. */
function ratioOf(text: string | undefined, rat: CarrierRat, options: Options): number | null {
  if (rat !== 'nr') return scaled(text, 0.5, 0)
  const whole = options?.nr_sinr === 'db' ? possible('sinr', rat, decimal(text)) : null
  return whole ?? scaled(text, 0.5, -23.5)
}

const rats: { readonly [code in string]?: CarrierRat } = { 2: 'umts', 4: 'lte', 9: 'nr' }
const valuesOf = (line: string) => csv(line.slice(line.lastIndexOf(':') + 1))

/** The row of a cell: 14 values of a serving one, 12 of a neighbour; those of UMTS are read up to RSCP or the code. */
function cellRow(line: string): readonly string[] {
  const row = valuesOf(line)
  const serving = row[0] === '1'
  return uncut(row, row[1] === '2' ? (serving ? 12 : 9) : serving ? 14 : 12)
}

/** A serving cell of `+GTCCINFO?`. */
interface Row {
  carrier: CarrierFact
  facts: Facts
  /** Base its channel and PCI are written in. */
  base: 10 | 16
  /** Channel and PCI in every base in which they can be read. */
  readings: readonly Place[]
}

/**
 * One serving row of `+GTCCINFO?`. LTE: `1,4,mcc,mnc,tac,cell,earfcn,pci,band,rb,rssnr,rxlev,rsrp,rsrq`; NR (RAT 9)
 * the same with narfcn and ss- values; UMTS (RAT 2): `1,2,mcc,mnc,lac,cell,uarfcn,psc,band,ecno,rscp,…`. TAC and cell
 * are hexadecimal. Units: rssnr half dB, rsrp index − 141, rsrq index / 2 − 20, ss-sinr see
 * {@link FibocomOptions.nr_sinr}, ss-rsrp index − 157, ss-rsrq index / 2 − 43.5 (FM350-GL AT manual §11.1.14).
 *
 * The owner of one FM160 took ten pairs with `+CESQ`: ss-rsrp and ss-rsrq were one step lower here in all of them,
 * ss-sinr was not. The scale stays the one of the manuals all the same, for every model: the pairs tell that two
 * answers differ, not which of them is right, and a step (1 dB, 0.5 dB) is far below the 4.5 dB and 2.5 dB a module may
 * be wrong by (TS 38.133 §10.1).
 */
export function rowOf(line: string, options: Options): Row | null {
  const row = cellRow(line)
  const rat = rats[row[1] ?? '']
  if (row[0] !== '1' || rat === undefined) return null
  const area = unless(hex(row[4]), 0xfffffff)
  const cell = unless(hex(row[5]), 0xfffffff)
  const told = bandOf(row[8])?.band ?? null
  const { place, base, readings } = placeOf(row, rat, told, options?.base)
  const band = told ?? (place.channel ? bandAt(rat, place.channel, null) : null)
  if (band === null) return null
  const carrier: CarrierFact = { role: 'pcc', rat, band, ...place }
  if (rat === 'umts') {
    const rscp = scaled(row[10], 1, -120)
    const ecio = scaled(row[9], 0.5, -24.5)
    return { carrier, facts: { lac: area, cell_id: cell, rscp, ecio }, base, readings }
  }
  const rsrp = power(row[12], rat)
  Object.assign(carrier, {
    bandwidth_mhz: megahertz(row[9], { rat, band }, options),
    sinr: ratioOf(measured(row[10], rsrp), rat, options),
    rsrp,
    rsrq: quality(measured(row[13], rsrp), rat),
  })
  return {
    carrier,
    facts: area === null && cell === null ? {} : { tac: area, cell_id: cell },
    base,
    readings,
  }
}

/**
 * One neighbour of `+GTCCINFO?`. LTE: `2,4,mcc,mnc,tac,cell,earfcn,pci,bandwidth,rxlev,rsrp,rsrq`, NR the same with
 * ss-sinr in the place of the bandwidth; of UMTS the level is not read. Units as in the serving rows; an FM350
 * printed a quality of 82, beyond the scale. Numbers are in the base of the serving cell.
 */
export function neighbourOf(line: string, options: Options, serving: Row | undefined): NeighbourFact | null {
  const row = cellRow(line)
  const rat = rats[row[1] ?? '']
  if (row[0] !== '2' || rat === undefined) return null
  const { channel, pci } = placeOf(row, rat, null, serving?.base ?? options?.base).place
  if (channel === null || rat === 'umts') return channel === null ? null : { rat, channel, pci }
  const rsrp = power(row[10], rat)
  return {
    rat,
    channel,
    pci,
    rsrp,
    rsrq: quality(measured(row[11], rsrp), rat),
    ...(rat === 'nr' && { sinr: ratioOf(row[8], rat, options) }),
  }
}

/** The MIMO layers of a carrier, which no bandwidth and no level can be. */
const isLayers = (text: string | undefined) => /^[1-4]$/.test(text ?? '')

/** How many values the rows of `+GTCAINFO` have: with an uplink width in the place of the layers, without, or either. */
const widths = { uplink: [8, 10, 12], none: [9, 11], either: [8, 9, 10, 11, 12] } as const

/**
 * One carrier of `+GTCAINFO?`, decimal. `PCC:103,115,1600,100,100,37,16,0` (FG621: band, pci, channel, downlink and
 * uplink blocks, rsrp, rsrq, rssnr), `PCC: 103,300,1300,100,2,1,3,3,53` (Qualcomm: no uplink; MIMO and modulation
 * twice, rsrp), `PCC:103,223,1721,50,50,2,1,3,3,-78` (FM350), `PCC:5078,940,641760,450,2,1,1,3,19,-1,-80` (newer FM350:
 * sinr and rsrq in dB before rsrp). `SCC 1:2,0,101,296,350,50,255,2,255,2,255,-78`: state (1 configured, 2
 * active), uplink aggregated, then as before. A row that has not the values of its kind is cut, and tells no level.
 */
function carrierOf(line: string, options: Options): CarrierFact | null {
  const match = line.toUpperCase().includes('CC') ? /(PCC|SCC)\s*\d*\s*:(.*)$/i.exec(line) : null
  if (!match) return null
  const primary = match[1]?.toUpperCase() === 'PCC'
  const values = csv(match[2] ?? '')
  const [state, uplink] = values
  const told = primary ? values : values.slice(2)
  const kind = told[4] === '0' ? 'either' : isLayers(told[4]) ? 'none' : 'uplink'
  const short = told.length === 8 && !isLayers(told[5])
  // The FM350 has no row of nine: there it is one of eleven, whose ninth value is the SINR.
  const least = options?.nr_sinr === 'db' ? 10 : 9
  const isWhole = short || (told.length >= least && widths[kind].some(width => width === told.length))
  const v = isWhole ? told : told.slice(0, -1)
  const code = bandOf(v[0])
  if (code === null || v.length === 0) return null
  const hasUplink = (isWhole ? v.length % 2 === 0 : kind === 'uplink') && (primary || uplink === '1')
  const decibels = isWhole && v.length > 10
  const rsrp = isWhole ? power(short ? v[5] : v.at(-1), code.rat) : null
  return {
    role: primary ? 'pcc' : 'scc',
    ...code,
    pci: unless(decimal(v[1]), 65535),
    channel: decimal(v[2]),
    bandwidth_mhz: megahertz(v[3], code, options),
    uplink_bandwidth_mhz: hasUplink ? megahertz(v[4], code, options) : null,
    active: primary || state === '2',
    rsrp,
    rsrq: short ? quality(measured(v[6], rsrp), 'lte') : decibels ? unless(decimal(v.at(-2)), 255) : null,
    sinr: short ? scaled(measured(v[7], rsrp), 0.5, 0) : decibels ? unless(decimal(v.at(-3)), 255) : null,
  }
}

/** Fills what the aggregation line leaves open from the serving row; the row's signal values win. */
function merged(carrier: CarrierFact, row: CarrierFact): CarrierFact {
  const told = Object.entries(row).filter(([, value]) => value !== null)
  const own = ['band', 'channel', 'pci', 'active', 'uplink_bandwidth_mhz', 'bandwidth_mhz']
  const kept = Object.entries(carrier).filter(([key, value]) => own.includes(key) && value !== null)
  return { ...carrier, ...Object.fromEntries(told), ...Object.fromEntries(kept) }
}

/**
 * The carriers in use: LTE before NR, so that on EN-DC the anchor is the primary. A listed primary carrier that the serving
 * row of its technology cannot be is of another moment; the row, which tells the cell identity, counts.
 */
export function carriersOf(rows: readonly Row[], lines: readonly string[], options: Options): CarrierFact[] {
  let all = lines.flatMap(line => carrierOf(line, options) ?? [])
  for (const { carrier: row, readings } of rows) {
    const same = all.filter(c => c.rat === row.rat)
    const primaries = same.filter(c => c.role === 'pcc')
    const isHere = ({ role, rat, channel = null, pci = null }: CarrierFact) =>
      readings.some(
        place =>
          (role === 'pcc' || place.channel !== null) && mayBeSame({ rat, channel, pci }, { rat, ...place }),
      )
    const listed = [...primaries, ...same].find(isHere)
    const replaced = listed ?? primaries[0]
    const served = listed ? merged(listed, row) : row
    if (replaced) all = all.flatMap(c => (c === replaced ? served : primaries.includes(c) ? [] : c))
    else all.push(served)
  }
  const primaries = all.filter(c => c.role === 'pcc')
  const primary = primaries.find(c => c.rat !== 'nr') ?? primaries[0]
  const others = all.filter(c => c !== primary)
  const order = [...others.filter(c => c.rat === primary?.rat), ...others.filter(c => c.rat !== primary?.rat)]
  return primary ? [primary, ...order.map((c): CarrierFact => ({ ...c, role: 'scc' }))] : []
}
