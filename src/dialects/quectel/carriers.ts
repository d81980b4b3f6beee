import { completed, lteKind } from '../../asking/carriers.ts'
import type { CarrierFact, Facts, NeighbourFact } from '../../asking/facts.ts'
import { allNamed, decimal, hex, unless } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CarrierRat } from '../../contract/info.ts'
import { umtsBand } from '../../radio/channels.ts'
import { blocksToMhz, fromIndex, lteBandwidth, nrBandwidth } from '../../radio/quality.ts'
import { possible } from '../../radio/ranges.ts'
import type { Options } from './options.ts'
import { aggregation, linesOf, neighbourhood, network, serving } from './wire.ts'

/** dBm or dB; -32768 is no measurement. */
const figure = (text: string | undefined) => unless(decimal(text), -32768)

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
    const lte = lteKind(kind)
    if (lte !== null) {
      const width = (text: string | undefined) => (lte === 'lte' ? lteBandwidth(decimal(text)) : null)
      found.primary = {
        role: 'pcc',
        rat: 'lte',
        pci: decimal(v[4]),
        channel: decimal(v[5]),
        band: decimal(v[6]),
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
  const [uplink, uplinkWidth, uplinkText] = more.slice(long ? 4 : short ? 3 : 0)
  const uplinkChannel = uplink === '1' ? decimal(uplinkText) : null
  const megahertz = (text: string | undefined) =>
    rat === 'lte' ? blocksToMhz(decimal(text)) : nrMegahertz(text, band.plain || options?.megahertz)
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

/** RSRP and RSRQ, in whichever order: the power is the lower one, and alone what no quality can be. */
function levelsOf(one: number | null, other: number | null): readonly [number | null, number | null] {
  if (one !== null && other !== null) return [Math.min(one, other), Math.max(one, other)]
  const level = one ?? other
  return possible('rsrq', null, level) === null ? [level, null] : [null, level]
}

/**
 * Cells heard beside the serving one, of which only those with a PCI count. `+QENG: "neighbourcell intra"|"neighbourcell
 * inter","LTE",<earfcn>,pci,rsrq,rsrp,…`, on UMTS and GSM `"neighbourcell","LTE",<earfcn>,pci,rsrp,rsrq,…`: the two
 * levels are told apart by {@link levelsOf}; `"neighbourcell","NR",<arfcn>,pci,rsrp,rsrq,sinr,…` (RM500U);
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
      const [rsrp, rsrq] = levelsOf(figure(v[2]), figure(v[3]))
      return [
        {
          rat,
          channel,
          pci,
          rsrp,
          rsrq,
          ...(rat === 'nr' && { sinr: figure(v[4]) }),
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
