import type { CarrierRat } from '../contract/info.ts'

/**
 * Channel tables: one range a word, ascending, numbers in base 36: `width.lowest.gap.skip` = channels of the range,
 * downlink of its first channel in 100 kHz, channels left out before it, bands left out before it (negative: back to
 * a lower band). Trailing zeros are left out.
 */
type Table = string

/** TS 36.101 table 5.7.3-1 without the broadcast-only bands of table 5.7.3H-1, whose numbers collide with B106. */
const lte: Table =
  'go.ga4 go.ew4 ku.dxe ci.ga4 6y.6pe 2s.6r2 jg.k7s 9q.74y 9q.e8h go.ga4 5k.bdz 4q.5mi.1o 2s.5r8 ' +
  '2s.5uk 3c.5nw.9q.2 46.6mw 46.6r2 8c.63q 46.bjj m8.r30 5k.gtk.2s 9g.brm i2.ew4 9q.6mm 4q.6ko ' +
  'ci.5uk 32.5j6 2s.i4s 1e.3kh c8.b7c 5k.ens.js8 46.fic go.e9w go.ew4 5k.eqk dw.jtw b4.ei8 rs.hqw ' +
  '1hw.j9c 1jk.q8g 1jk.rs0 rs.5fa 5k.b5y 5za.13qk jg.196e 15o.re4 15o.re4 nm.b1s 1e.b0e rs.pgo ' +
  '37.j5v 1e.cvw p0.ga4.41b.a p0.ga4 5k.5p0 8c.5t6 dw.jtw 6y.fe6 9q.4re 1e.3k2 1e.3js by.bdq nm.b1s ' +
  '1e.b0e 50.5m8.0.8 1e.38o.0.1 1e.398 a.5ua.0.e 1e.77q.0.2'

/** TS 25.101 tables 5.1 and 5.1A (additional channels of II, IV, V and XIX), FDD bands in use. */
const umts: Table =
  '7o.ewt.bg.1 1g.6rq.o.g 1f.6rr.n.-1 29.6q3.4p.-f 9s.dy2.22.-3 5m.gas.n 5l.gat.44.-1 93.k8g.45.2 ' +
  '48.75m.ad 24.beo.hb.2 2u.6q2.ft.-7 47.e96.3oq.3 7p.ews.7m.-8 7p.gas.hb.-2'

/** TS 45.005 clause 2: 900 with its extensions, 850 and 1800. */
const gsm: Table = '3h.77q.0.oz 3g.6pg.3.-1f ae.dxg.78.qd 1x.73w.1x.-p1'

/** TS 38.101-1 and 38.101-2, table 5.2-1: bands LTE does not have, their width in 100 kHz instead of channels. */
const nr: Table =
  '6y0.pgo.0.24 3uw.pgo 4mo.xy8 1hw.j9c.0.a 99c.19pu.0.5 1k.73e.0.3 2s.ens 3uw.19pu 5eg.1dkq.0.1 ' +
  'b4.4q0 n5c.5oh4.0.47 p2s.5744 uv4.8gs8 n5c.7xhs 6k4.5w6w 7ps.a474 300w.c7tc'

/** The NR bands with a downlink; where they overlap, the one more often found on the air comes first. */
const nrOrder =
  '1 66 65 25 2 3 5 26 18 41 7 38 90 8 71 105 20 28 12 85 67 13 14 29 40 30 34 39 101 78 77 48 79 ' +
  '75 74 50 76 51 70 53 54 24 31 72 87 88 100 106 46 47 102 104 96 258 261 257 260 259 262 263'

interface Range {
  band: number
  /** First channel. */
  first: number
  /** Channels, on LTE and NR also the width of the band in 100 kHz. */
  width: number
  /** Downlink of the first channel in 100 kHz; on LTE and NR the lower edge of the band. */
  lowest: number
}

const decoded = new Map<Table, Range[]>()

/** The ranges of a table. Read digit by digit: a call decodes a table once, and splitting it takes twenty times longer. */
function ranges(table: Table): Range[] {
  const known = decoded.get(table)
  if (known) return known
  const all: Range[] = []
  let [band, first, before] = [0, 0, 0]
  let values = [0, 0, 0, 0]
  let at = 0
  let sign = 1
  for (let i = 0; i <= table.length; i++) {
    const c = i < table.length ? table.charCodeAt(i) : 32
    if (c > 47) values[at] = (values[at] ?? 0) * 36 + sign * (c < 58 ? c - 48 : c - 87)
    else if (c === 45) sign = -1
    else if (c === 46) at++
    else {
      const [width = 0, lowest = 0, gap = 0, skip = 0] = values
      band += skip + 1
      first += before + gap
      before = width
      all.push({ band, first, width, lowest })
      values = [0, 0, 0, 0]
      at = 0
      sign = 1
    }
  }
  decoded.set(table, all)
  return all
}

/** The range of a channel. */
const rangeOf = (table: Table, channel: number): Range | undefined =>
  ranges(table).find(({ first, width }) => channel >= first && channel < first + width)

/** Reference frequency of an NR-ARFCN in kHz (TS 38.104 table 5.4.2.1-1); NaN outside of the global raster. */
function nrKhz(arfcn: number): number {
  if (arfcn >= 0 && arfcn < 600000) return arfcn * 5
  if (arfcn >= 600000 && arfcn < 2016667) return 3000000 + (arfcn - 600000) * 15
  return arfcn >= 2016667 && arfcn <= 3279165 ? 24250080 + (arfcn - 2016667) * 60 : Number.NaN
}

/** Band of a downlink EARFCN (3GPP TS 36.101 §5.7.3); null where no band is defined. */
export function lteBand(earfcn: number): number | null {
  return rangeOf(lte, earfcn)?.band ?? null
}

/** FDD band of a downlink UARFCN (3GPP TS 25.101 §5.4.4); band 6 counts as 5. Null where no band is known. */
export function umtsBand(uarfcn: number): number | null {
  return rangeOf(umts, uarfcn)?.band ?? null
}

/**
 * Band an NR-ARFCN may belong to: NR bands overlap, so this is a guess for modems that do not name the band.
 * One of `preferred` (the bands the model has) wins; null where no band is defined.
 */
export function nrBand(arfcn: number, preferred: readonly number[] = []): number | null {
  const low = nrKhz(arfcn) / 100
  const holds = (range: Range) => low >= range.lowest && low <= range.lowest + range.width
  const found = new Set([...ranges(lte), ...ranges(nr)].filter(holds).map(range => range.band))
  const likely = nrOrder
    .split(' ')
    .map(Number)
    .filter(band => found.has(band))
  return likely.find(band => preferred.includes(band)) ?? likely[0] ?? null
}

/**
 * Downlink centre frequency in MHz, exact to 1 kHz, of an ARFCN, UARFCN, EARFCN or NR-ARFCN; null for a channel
 * the standards do not define. `band` matters on GSM only: DCS and PCS share the channels 512–810, which have no frequency
 * where it is not told.
 */
export function downlinkMhz(rat: CarrierRat, channel: number, band: number | null = null): number | null {
  if (rat === 'nr') return nrKhz(channel) >= 0 ? nrKhz(channel) / 1000 : null
  const isShared = rat === 'gsm' && channel >= 512 && channel <= 810
  if (rat === 'gsm' && band === 1900) return isShared ? (channel + 9139) / 5 : null
  if (isShared && band !== 1800) return null
  const range = rangeOf(rat === 'lte' ? lte : rat === 'umts' ? umts : gsm, channel)
  return range ? (range.lowest + (channel - range.first) * (rat === 'lte' ? 1 : 2)) / 10 : null
}

/**
 * Whether the downlink frequency of a channel lies in a band, also where another band has the number (a cell of B12 is
 * one of B17 too, TS 36.331 §6.3.4 multiBandInfoList); true for GSM and bands without a known range.
 */
export function isInBand(rat: CarrierRat, channel: number, band: number): boolean {
  const tables = { gsm: [], umts: [umts], lte: [lte], nr: [lte, nr] }[rat]
  const of = tables.flatMap(ranges).filter(range => range.band === band)
  const at = 10 * (downlinkMhz(rat, channel) ?? Number.NaN)
  return (
    of.length === 0 ||
    of.some(({ lowest, width }) => at >= lowest && at <= lowest + width * (rat === 'umts' ? 2 : 1))
  )
}
