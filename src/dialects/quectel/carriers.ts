import { completed, lteKind, mayBeSame } from '../../asking/carriers.ts'
import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { allNamed, decimal, hex, uncut } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CarrierRat } from '../../contract/info.ts'
import { umtsBand } from '../../radio/channels.ts'
import { blocksToMhz, fromIndex, lteBandwidth, nrBandwidth } from '../../radio/quality.ts'
import type { Options } from './options.ts'
import { aggregation, figure, linesOf, network, serving } from './wire.ts'

/** SINR of LTE in dB; beyond 30 it can only be the scale of fifths. */
function lteRatio(text: string | undefined, inFifths = false): number | null {
  const value = figure(text)
  return value === null || (!inFifths && value <= 30) ? value : fromIndex('sinr', value)
}

/** Bandwidth of NR: a code up to 16, otherwise MHz. */
function nrMegahertz(text: string | undefined, inMegahertz = false): number | null {
  const value = decimal(text)
  return value !== null && (inMegahertz || value > 16) ? value : nrBandwidth(value)
}

/** Technology and number in `LTE BAND 3`, `NR5G BAND 78`, `NRDC BAND 257`, `NR N78` and `NR5G_N78` (Unisoc). */
function bandOf(text: string | undefined): { rat: CarrierRat; band: number; plain: boolean } | null {
  const match = /^(LTE|NR)[^ _]*[ _]+(BAND[ _]*|N|B)?(\d{1,3})$/i.exec(text ?? '')
  if (!match) return null
  const rat: CarrierRat = match[1]?.toUpperCase() === 'LTE' ? 'lte' : 'nr'
  return { rat, band: Number(match[3]), plain: rat === 'nr' && match[2]?.length === 1 }
}

/** Number of a band that is told as `78`, `N78`, or as {@link bandOf} reads it. */
const bandNumber = (text: string | undefined) =>
  decimal(text?.replace(/^[NB](?=\d)/i, '')) ?? bandOf(text)?.band ?? null

/** Band of an ARFCN (3GPP TS 45.005 clause 2). 1800 and 1900 share 512–810, where `code` 0 and 1 tell them apart. */
function gsmBand(arfcn: number | null, code: string | undefined): number | null {
  if (arfcn === null) return null
  if (arfcn <= 124 || (arfcn >= 955 && arfcn <= 1023)) return 900
  if (arfcn >= 512 && arfcn <= 810) return code === '0' ? 1800 : code === '1' ? 1900 : null
  if (arfcn > 810 && arfcn <= 885) return 1800
  return arfcn >= 128 && arfcn <= 251 ? 850 : null
}

/** The serving cell as `+QENG` tells it. */
export interface Serving {
  primary: CarrierFact | null
  /** The NR leg of EN-DC, where it is measured. */
  leg: CarrierFact | null
  facts: Facts
}

/** How many values the rows of `+QENG` have at least that are not LTE and not NR alone, or each of their forms. */
const forms: { readonly [kind in string]?: readonly number[] } = {
  'NR5G-NSA': [6, 8, 10],
  WCDMA: [10],
  GSM: [9],
}

/**
 * `+QENG: "servingcell",<state>,` and, or in lines of their own on EN-DC,
 * `"LTE",<duplex>,mcc,mnc,<cell>,pci,earfcn,band,<ul>,<dl>,<tac>,rsrp,rsrq,rssi,sinr[,cqi,tx],srxlev`,
 * `"NR5G-SA",<duplex>,mcc,mnc,<cell>,pci,<tac>,arfcn,band,<bw>,rsrp,rsrq,sinr,…`,
 * `"NR5G-NSA",mcc,mnc,pci,rsrp,sinr,rsrq[,arfcn,band,<bw>,scs]`,
 * `"WCDMA",mcc,mnc,<lac>,<cell>,uarfcn,psc,rac,rscp,ecio,…`, `"GSM",mcc,mnc,<lac>,<cell>,bsic,arfcn,band,rxlev,…`.
 * Cells and areas are hexadecimal, `-` means not valid. Source: Quectel EC2x AT commands manual, RG50xQ&RM5xxQ network
 * application note.
 */
export function servingOf(answers: Answers, options: Options): Serving {
  const found: Serving = { primary: null, leg: null, facts: {} }
  for (const row of allNamed(linesOf(answers, serving), '+QENG')) {
    const [name = '', ...values] = row[0]?.toLowerCase() === 'servingcell' ? row.slice(2) : row
    const kind = name.toUpperCase()
    const lte = lteKind(kind)
    const v = uncut(values, ...(lte === null ? (forms[kind] ?? [13]) : [15]))
    if (lte !== null) {
      const width = (text: string | undefined) => (lte === 'lte' ? lteBandwidth(decimal(text)) : null)
      found.primary = {
        role: 'pcc',
        rat: 'lte',
        pci: decimal(v[4]),
        channel: decimal(v[5]),
        band: bandNumber(v[6]),
        uplink_bandwidth_mhz: width(v[7]),
        bandwidth_mhz: width(v[8]),
        rsrp: figure(v[10]),
        rsrq: figure(v[11]),
        rssi: figure(v[12]),
        sinr: lteRatio(v[13], options?.sinr === 'fifths'),
      }
      found.facts = { cell_id: hex(v[3]), tac: hex(v[9]), rat: lte === 'lte' ? null : lte }
    } else if (kind === 'NR5G-NSA') {
      const leg: CarrierFact = {
        role: 'scc',
        rat: 'nr',
        active: true,
        pci: decimal(v[2]),
        rsrp: figure(v[3]),
        sinr: figure(v[4]),
        rsrq: figure(v[5]),
        channel: decimal(v[6]),
        band: bandNumber(v[7]),
        bandwidth_mhz: nrMegahertz(v[8], options?.megahertz),
      }
      if (leg.rsrp !== null) found.leg = leg
    } else if (kind.startsWith('NR')) {
      found.primary = {
        role: 'pcc',
        rat: 'nr',
        pci: decimal(v[4]),
        channel: decimal(v[6]),
        band: bandNumber(v[7]),
        bandwidth_mhz: nrMegahertz(v[8], options?.megahertz),
        rsrp: figure(v[9]),
        rsrq: figure(v[10]),
        sinr: figure(v[11]),
      }
      found.facts = { cell_id: hex(v[3]), tac: hex(v[5]) }
    } else if (kind === 'WCDMA') {
      const channel = decimal(v[4])
      const band = channel === null ? null : umtsBand(channel)
      found.primary = { role: 'pcc', rat: 'umts', channel, band, pci: decimal(v[5]) }
      found.facts = { lac: hex(v[2]), cell_id: hex(v[3]), rscp: figure(v[7]), ecio: figure(v[8]) }
    } else if (kind === 'GSM') {
      const channel = decimal(v[5])
      const level = decimal(v[7])
      const rssi = level === null || level < 0 ? level : level - 111
      const band = gsmBand(channel, v[6])
      found.primary = { role: 'pcc', rat: 'gsm', channel, band, rssi }
      found.facts = { lac: hex(v[2]), cell_id: hex(v[3]) }
    }
  }
  return found
}

/**
 * `+QCAINFO: "PCC"|"SCC",<channel>,<bandwidth>,"<band>",…`, then on LTE and Unisoc's NR `state,pci,rsrp,rsrq,rssi,
 * sinr[,ul,<ul bandwidth>,<ul channel>]`, on Qualcomm's NR short `pci[,rsrp,rsrq,snr]` or long `state,pci,ul,<ul
 * bandwidth>,<ul channel>[,rsrp,rsrq,snr]`, snr in 1/100 dB; the state of a secondary carrier is 0 (no carrier),
 * 1 configured or 2 active. EM12 prints the directions in a line after the carrier: `DL`, `DL+UL`.
 */
function carrierOf(v: readonly string[], options: Options): CarrierFact | null {
  const [role = '', channel, width, name, ...told] = v
  const band = bandOf(name)
  if (!/^[PS]CC$/i.test(role) || band === null || told.length === 0) return null
  const { rat } = band
  const unisoc = rat === 'nr' && (band.plain || told.length === 6)
  const long = rat === 'lte' || unisoc
  const short = !long && (told.length === 1 || (told.length < 5 && /^-/.test(told[1] ?? '')))
  const rest = uncut(told, ...(long ? [6, 9] : short ? [1, 4] : [5, 7, 8]))
  const [state, pci, ...more] = short ? ['2', ...rest] : rest
  const primary = role.toUpperCase() === 'PCC'
  if (!primary && (state === undefined || state === '0')) return null
  const active = primary || state === '2'
  const measured = more.slice(long || short ? 0 : 3)
  const [uplink, uplinkWidth, uplinkText] = more.slice(long ? 4 : short ? 3 : 0)
  const uplinkChannel = uplink === '1' ? decimal(uplinkText) : null
  const megahertz = (text: string | undefined) =>
    rat === 'lte' ? blocksToMhz(decimal(text)) : nrMegahertz(text, unisoc || options?.megahertz)
  const hundredths = figure(measured[2])
  const sinr = long ? lteRatio(measured[3]) : hundredths === null ? null : hundredths / 100
  return {
    role: primary ? 'pcc' : 'scc',
    rat,
    band: band.band,
    channel: decimal(channel),
    pci: decimal(pci),
    bandwidth_mhz: megahertz(width),
    uplink_bandwidth_mhz: uplink === '1' ? megahertz(uplinkWidth) : null,
    ...(uplinkChannel !== null && { uplink_channel: uplinkChannel }),
    active,
    rsrp: figure(measured[0]),
    rsrq: figure(measured[1]),
    rssi: long ? figure(measured[2]) : null,
    sinr: sinr === 0 && (!active || (!primary && options?.secondary_sinr === false)) ? null : sinr,
  }
}

function listed(answers: Answers, options: Options): CarrierFact[] {
  const carriers: CarrierFact[] = []
  for (const line of linesOf(answers, aggregation)) {
    const [values] = allNamed([line], aggregation)
    const carrier = values ? carrierOf(values, options) : null
    if (carrier) carriers.push(carrier)
    const last = carriers.at(-1)
    if (/^DL ?\+ ?UL$/i.test(line) && last) last.uplink_bandwidth_mhz = last.bandwidth_mhz ?? null
  }
  return carriers
}

/** Wire: `+QNWINFO: "FDD LTE","26003","LTE BAND 20",6350`, `"NR5G-SA",46011,"NR N78",633984`, a line each on EN-DC. */
function networkOf(answers: Answers): CarrierFact[] {
  return allNamed(linesOf(answers, network), network).flatMap(v => {
    const band = bandOf(v[2])
    const channel = decimal(v[3])
    return band && channel !== null ? { role: 'pcc', rat: band.rat, band: band.band, channel } : []
  })
}

/**
 * The primary carrier of the two answers that tell it; where the modem changed cells between them, of `+QENG` alone, which tells
 * the cell identity too.
 */
function primaryOf(
  own: CarrierFact | null,
  other: CarrierFact | undefined,
  options: Options,
): CarrierFact | undefined {
  if (own === null || other === undefined) return own ?? other
  if (!mayBeSame(own, other)) return own
  if (own.rat !== 'lte' || options?.primary === undefined) return completed(own, other)
  const carrier = completed(other, own)
  return options.primary === 'power' ? { ...carrier, sinr: own.sinr ?? other.sinr ?? null } : carrier
}

/**
 * The NR carriers with the measured leg, which is one of those listed; where none can be it, they are of another moment.
 * Carriers of one mast share the PCI: a leg without a channel that may be several of them is put to none.
 */
function withLeg(listed: readonly CarrierFact[], leg: CarrierFact | null): readonly CarrierFact[] {
  if (leg === null) return listed
  const same = listed.filter(carrier => mayBeSame(carrier, leg))
  if (same.length === 0) return [leg]
  return same.length > 1 ? listed : listed.map(c => (c === same[0] ? completed(leg, c) : c))
}

/** The carriers in use: the primary, secondaries of LTE, NR. */
export function carriersOf(
  answers: Answers,
  options: Options,
  { primary: own, leg }: Serving,
): CarrierFact[] {
  const all = listed(answers, options).filter(c => own === null || own.rat === 'lte' || c.rat === own.rat)
  const primaries = all.filter(c => c.role === 'pcc')
  const first = primaries.find(c => c.rat === (own?.rat ?? 'lte')) ?? (own ? undefined : primaries[0])
  const others = all.filter(c => c !== first).map((c): CarrierFact => ({ ...c, role: 'scc' }))
  const nr = withLeg(
    others.filter(c => c.rat === 'nr'),
    leg,
  )
  const primary = primaryOf(own, first, options)
  const told = networkOf(answers)
  if (primary === undefined) return told.map((c, i) => (i === 0 ? c : { ...c, role: 'scc' }))
  return [primary, ...others.filter(c => c.rat !== 'nr'), ...nr].map(c =>
    isPlaced(c)
      ? c
      : completed(
          c,
          told.find(({ rat, band }) => rat === c.rat && band === (c.band ?? band)),
        ),
  )
}

const isPlaced = ({ channel }: CarrierFact) => channel !== null && channel !== undefined

/** Whether `+QNWINFO` can add something: a carrier without a channel, or none at all though there is service. */
export function incomplete(answers: Answers, options: Options): boolean {
  const carriers = carriersOf(answers, options, servingOf(answers, options))
  if (carriers.length > 0) return !carriers.every(isPlaced)
  return !answers.lines(serving)?.some(line => /SEARCH|LIMSRV/i.test(line))
}
