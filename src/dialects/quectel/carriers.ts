import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { allNamed, decimal, greatest, hex, within } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CarrierRat, Rat } from '../../contract/info.ts'
import { umtsBand } from '../../radio/channels.ts'
import { blocksToMhz, lteBandwidth, nrBandwidth } from '../../radio/quality.ts'
import type { Options } from './options.ts'
import { aggregation, linesOf, neighbourhood, network, serving } from './wire.ts'

const power = (text: string | undefined) => within(decimal(text), -160, -20)
const quality = (text: string | undefined) => within(decimal(text), -43.5, 20)
const ratio = (text: string | undefined) => within(decimal(text), -23.5, 40)

/** SINR of LTE in dB; beyond 30 it can only be the scale of fifths. */
function lteRatio(text: string | undefined, inFifths = false): number | null {
  const value = within(decimal(text), -23, 250)
  if (value === null || (!inFifths && value <= 30)) return value
  return value < 0 ? null : Math.round(2 * value - 200) / 10
}

/** Bandwidth of NR: a code up to 16, otherwise MHz. */
function nrMegahertz(text: string | undefined, inMegahertz = false): number | null {
  const value = decimal(text)
  return value !== null && (inMegahertz || value > 16) ? within(value, 5, 400) : nrBandwidth(value)
}

/** Technology and number in `LTE BAND 3`, `NR5G BAND 78`, `NRDC BAND 257`, `NR N78`. */
function bandOf(text: string | undefined): { rat: CarrierRat; band: number; plain: boolean } | null {
  const match = /^(LTE|NR)\S* +(BAND |N|B)?(\d{1,3})$/i.exec(text ?? '')
  if (!match) return null
  const rat: CarrierRat = match[1]?.toUpperCase() === 'LTE' ? 'lte' : 'nr'
  return { rat, band: Number(match[3]), plain: rat === 'nr' && match[2]?.length === 1 }
}

/** ARFCNs of GSM 900, 850 and 1800 or 1900, which overlap: `code` 1 says 1900 (3GPP TS 45.005 clause 2). */
function gsmBand(arfcn: number | null, code: string | undefined): number | null {
  if (arfcn === null) return null
  if (arfcn <= 124 || (arfcn >= 955 && arfcn <= 1023)) return 900
  if (arfcn >= 512 && arfcn <= 885) return code === '1' ? 1900 : 1800
  return arfcn >= 128 && arfcn <= 251 ? 850 : null
}

/** The serving cell as `+QENG` tells it. */
interface Serving {
  primary: CarrierFact | null
  /** The NR leg of EN-DC, where it is measured. */
  leg: CarrierFact | null
  facts: Facts
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
    const [name = '', ...v] = row[0]?.toLowerCase() === 'servingcell' ? row.slice(2) : row
    const kind = name.toUpperCase()
    if (/^(?:LTE|4G|E?MTC|CAT-?|NB)/.test(kind)) {
      found.primary = {
        role: 'pcc',
        rat: 'lte',
        pci: decimal(v[4]),
        channel: decimal(v[5]),
        band: decimal(v[6]),
        uplink_bandwidth_mhz: lteBandwidth(decimal(v[7])),
        bandwidth_mhz: lteBandwidth(decimal(v[8])),
        rsrp: power(v[10]),
        rsrq: quality(v[11]),
        rssi: power(v[12]),
        sinr: lteRatio(v[13], options?.sinr === 'fifths'),
      }
      found.facts = { cell_id: hex(v[3]), tac: hex(v[9]), rat: /NB/.test(kind) ? 'nb_iot' : null }
    } else if (kind === 'NR5G-NSA') {
      const leg: CarrierFact = {
        role: 'scc',
        rat: 'nr',
        active: true,
        pci: decimal(v[2]),
        rsrp: power(v[3]),
        sinr: ratio(v[4]),
        rsrq: quality(v[5]),
        channel: decimal(v[6]),
        band: decimal(v[7]),
        bandwidth_mhz: nrMegahertz(v[8], options?.megahertz),
      }
      if (leg.rsrp !== null) found.leg = leg
    } else if (kind.startsWith('NR')) {
      found.primary = {
        role: 'pcc',
        rat: 'nr',
        pci: decimal(v[4]),
        channel: decimal(v[6]),
        band: decimal(v[7]),
        bandwidth_mhz: nrMegahertz(v[8], options?.megahertz),
        rsrp: power(v[9]),
        rsrq: quality(v[10]),
        sinr: ratio(v[11]),
      }
      found.facts = { cell_id: hex(v[3]), tac: hex(v[5]) }
    } else if (kind === 'WCDMA') {
      const channel = decimal(v[4])
      const band = channel === null ? null : umtsBand(channel)
      found.primary = { role: 'pcc', rat: 'umts', channel, band, pci: decimal(v[5]) }
      found.facts = { lac: hex(v[2]), cell_id: hex(v[3]), rscp: power(v[7]), ecio: quality(v[8]) }
    } else if (kind === 'GSM') {
      const channel = decimal(v[5])
      const level = decimal(v[7])
      const rssi = level === null || level < 0 ? level : level - 111
      const band = gsmBand(channel, v[6])
      found.primary = { role: 'pcc', rat: 'gsm', channel, band, rssi: within(rssi, -120, -20) }
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
  const [role = '', channel, width, name, ...rest] = v
  const band = bandOf(name)
  if (!/^[PS]CC$/i.test(role) || band === null) return null
  const { rat } = band
  const long = rat === 'lte' || band.plain
  const short = !long && [1, 3, 4].includes(rest.length)
  const [state, pci, ...more] = short ? ['2', ...rest] : rest
  const primary = role.toUpperCase() === 'PCC'
  if (!primary && state === '0') return null
  const active = primary || state === '2'
  const measured = more.slice(long || short ? 0 : 3)
  const [uplink, uplinkWidth] = more.slice(long ? 4 : short ? 3 : 0)
  const megahertz = (text: string | undefined) =>
    rat === 'lte' ? blocksToMhz(decimal(text)) : nrMegahertz(text, band.plain || options?.megahertz)
  const hundredths = decimal(measured[2])
  const sinr = long ? lteRatio(measured[3]) : within(hundredths === null ? null : hundredths / 100, -23.5, 40)
  return {
    role: primary ? 'pcc' : 'scc',
    rat,
    band: band.band,
    channel: decimal(channel),
    pci: decimal(pci),
    bandwidth_mhz: megahertz(width),
    uplink_bandwidth_mhz: uplink === '1' ? megahertz(uplinkWidth) : null,
    active,
    rsrp: power(measured[0]),
    rsrq: quality(measured[1]),
    rssi: long ? power(measured[2]) : null,
    sinr: sinr === 0 && !active ? null : sinr,
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

/** The first carrier, and what only the second one tells. */
function completed(first: CarrierFact, second: CarrierFact | undefined): CarrierFact {
  const told = Object.entries(first).filter(([, value]) => value !== null && value !== undefined)
  return { ...first, ...second, role: first.role, ...Object.fromEntries(told) }
}

/** The primary carrier of the two answers that tell it. */
function primaryOf(
  own: CarrierFact | null,
  other: CarrierFact | undefined,
  options: Options,
): CarrierFact | undefined {
  if (own === null || other === undefined) return own ?? other
  if (own.rat !== 'lte' || options?.primary === undefined) return completed(own, other)
  const carrier = completed(other, own)
  return options.primary === 'power' ? { ...carrier, sinr: own.sinr ?? other.sinr ?? null } : carrier
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
  const nr = others.filter(c => c.rat === 'nr')
  if (leg !== null) {
    const listedLeg = nr.find(c => c.pci === leg.pci) ?? nr[0]
    if (listedLeg) nr[nr.indexOf(listedLeg)] = completed(leg, listedLeg)
    else nr.push(leg)
  }
  const primary = primaryOf(own, first, options)
  const told = networkOf(answers)
  if (primary === undefined) return told.map((c, i) => (i === 0 ? c : { ...c, role: 'scc' }))
  return [primary, ...others.filter(c => c.rat !== 'nr'), ...nr].map(c =>
    isPlaced(c)
      ? c
      : completed(
          c,
          told.find(other => other.rat === c.rat),
        ),
  )
}

const isPlaced = ({ channel }: CarrierFact) => channel !== null && channel !== undefined

/**
 * Cells heard beside the serving one, of which only those with a PCI count. `+QENG: "neighbourcell intra"|"neighbourcell
 * inter","LTE",<earfcn>,pci,rsrq,rsrp,…`, on UMTS and GSM `"neighbourcell","LTE",<earfcn>,pci,rsrp,rsrq,…`: the two
 * levels are told apart by their ranges; `"neighbourcell","NR",<arfcn>,pci,rsrp,rsrq,sinr,…` (RM500U);
 * `"neighbourcell","WCDMA",<uarfcn>,priority,high,low,psc,…` on LTE and `<uarfcn>,srxqual,psc,…` on UMTS, where the
 * levels are not read. Source: Quectel RG520N&RG5x0F&RM5x0N AT commands manual, chapter 5.20.
 */
export function neighboursOf(answers: Answers, { primary }: Serving): NeighbourFact[] {
  return allNamed(linesOf(answers, neighbourhood), '+QENG').flatMap(
    ([title = '', kind = '', ...v]): NeighbourFact[] => {
      const rat = kind === 'WCDMA' ? 'umts' : kind === 'LTE' ? 'lte' : kind.startsWith('NR') ? 'nr' : null
      if (rat === null || !/^neighbourcell/i.test(title)) return []
      const channel = decimal(v[0])
      const pci = decimal(v[rat !== 'umts' ? 1 : primary?.rat === 'lte' ? 4 : 2])
      if (channel === null || pci === null) return []
      if (rat === 'umts') return [{ rat, channel, pci }]
      const levels = [decimal(v[2]), decimal(v[3])]
      return [
        {
          rat,
          channel,
          pci,
          rsrp: greatest(levels.map(level => within(level, -160, -44))),
          rsrq: greatest(levels.map(level => within(level, -43.5, 20))),
          ...(rat === 'nr' && { sinr: ratio(v[4]) }),
        },
      ]
    },
  )
}

/** Whether `+QNWINFO` can add something: a carrier without a channel, or none at all though there is service. */
export function incomplete(answers: Answers, options: Options): boolean {
  const carriers = carriersOf(answers, options, servingOf(answers, options))
  if (carriers.length > 0) return !carriers.every(isPlaced)
  return !answers.lines(serving)?.some(line => /SEARCH|LIMSRV/i.test(line))
}

/** The technology by the carriers: configured ones count. */
export function ratOf(carriers: readonly CarrierFact[]): Rat | null {
  const [primary, ...others] = carriers
  if (primary?.rat === 'nr') return 'nr_sa'
  if (primary?.rat !== 'lte') return null
  return others.some(c => c.rat === 'nr') ? 'nr_nsa' : others.length > 0 ? 'lte_a' : 'lte'
}
