import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { after, csv, decimal, hex, named, unless } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { registered, registrationOf } from '../../asking/standard.ts'
import type { CarrierRat, Rat } from '../../contract/info.ts'
import { lteBand } from '../../radio/channels.ts'
import { fromIndex } from '../../radio/quality.ts'
import { possible } from '../../radio/ranges.ts'
import type { Dialect } from '../dialect.ts'
import type { Options } from './options.ts'

const cells = '+ZCELLINFO?'
const aggregation = '+ZCAINFO?'
const mode = '+ZPAS?'
const uplink = '+ZULCA?'

const signalOf = (options: Options) => options?.signal ?? '+ZRSSI'

/** A decimal number, or a hexadecimal one with `0x`. */
const number = (text: string | undefined) => (/^0x/i.test(text ?? '') ? hex(text) : decimal(text))

/** Technologies by the words of the band texts. */
const words = [
  ['lte', /LTE/],
  ['umts', /UMTS|WCDMA|HSPA|HS[DU]PA/],
  ['gsm', /GSM|DCS|PCS|EDGE|GPRS/],
] as const satisfies readonly (readonly [CarrierRat, RegExp])[]

const technologyOf = (text: string) => words.find(([, word]) => word.test(text.toUpperCase()))?.[0] ?? null

/** UMTS bands by the megahertz of texts like `UMTS 2100`. */
const umtsBands: Readonly<Record<string, number>> = {
  2100: 1,
  1900: 2,
  1800: 3,
  1700: 4,
  850: 5,
  2600: 7,
  900: 8,
}

interface Cell {
  rat: CarrierRat
  /** Band text of 2G and 3G, which the pages show as technology. */
  text: string | null
  area: number | null
  cell: number | null
  carrier: CarrierFact
}

/**
 * The serving cell. Wire: `+ZCELLINFO: 53294889,410,LTE B3,1350` (cell, PCI, band, channel, decimal, blanks vary;
 * `LTE BUnknown` on MF286D and MF289F), `40002,13148628,UMTS 900[,10663]` (LAC, cell), `12648430,137,WCDMA B1,10638`
 * (R11e-LTE6: cell, PSC), `0XFFFE,0XFFFFFFFF,0X00000000,LTE B3,1600` (ME3630: area, cell, PCI) and the same with keys
 * (`tac:…,cellid:…,pci:…,band:…`).
 */
function cellOf(lines: readonly string[] | null): Cell | null {
  const values = named(lines, '+ZCELLINFO')?.map(value => value.replace(/^[a-zA-Z_ ]+:\s*/, ''))
  if (!values) return null
  const keyed = lines?.some(line => /band\s*:/i.test(line))
  const at = keyed ? 3 : values.findIndex(value => /[g-wyzG-WYZ]/.test(value))
  const text = values[at]
  if (text === undefined || at < 2) return null
  const rat = technologyOf(text) ?? (keyed ? 'lte' : null)
  if (rat === null) return null
  const [first = null, second = null, third = null] = values.slice(0, at).map(number)
  const code = third === null && (rat === 'lte' || (second !== null && second < 512 && (first ?? 0) > 65535))
  const figure = /B\s*(\d+)$|^(\d{1,2})$/i.exec(text)
  const megahertz = /\d{3,4}/.exec(text)?.[0] ?? ''
  const other = rat === 'umts' ? umtsBands[megahertz] : rat === 'gsm' ? Number(megahertz) : null
  return {
    rat,
    text: rat === 'lte' ? null : text,
    area: code ? null : first,
    cell: code ? first : second,
    carrier: {
      role: 'pcc',
      rat,
      band: (figure ? Number(figure[1] ?? figure[2]) : other) || null,
      channel: number(values[at + 1]),
      pci: code ? second : third,
    },
  }
}

/** Values of one carrier of the aggregation answer and its tracking area, when the primary's group tells it. */
interface Aggregated {
  carrier: CarrierFact
  tac: number | null
}

/** A carrier's signal: RSRP, RSRQ, RSSI (0: not given) and SINR, in dBm and dB. */
function lteSignal([rsrp, rsrq, rssi, sinr]: readonly (string | undefined)[]) {
  return {
    rsrp: unless(decimal(rsrp), 0),
    rsrq: unless(decimal(rsrq), 0),
    rssi: unless(decimal(rssi), 0),
    sinr: decimal(sinr),
  }
}

/**
 * The carriers, primary first. Wire, decimal: `+ZCAINFO: <pci>,<band>,<tac>,<earfcn>,<MHz>` and for each secondary
 * `<pci>,<state>,<band>,<earfcn>,<MHz>`, separated by `;` (MF286D, MF289F, MF286R) or `,` (MF286, MF286A). State 2 is
 * active (public tools, and the states of the Qualcomm chip). R11e-LTE6 adds four signal values to each group and has
 * the uplink channel where the others have the tracking area. Band 0: no carrier; MHz 0.0: unknown.
 */
function aggregatedOf(lines: readonly string[] | null): Aggregated[] {
  const groups: string[][] = []
  for (const line of lines ?? []) {
    for (const part of after(line, '+ZCAINFO')?.split(';') ?? []) {
      const values = csv(part)
      const size = values.length % 9 === 0 ? 9 : 5
      for (let i = 0; i + size <= values.length; i += size) groups.push(values.slice(i, i + size))
    }
  }
  return groups.flatMap((group, i): Aggregated[] => {
    const band = number(group[i === 0 ? 1 : 2])
    if (!band) return []
    const carrier: CarrierFact = {
      role: i === 0 ? 'pcc' : 'scc',
      rat: 'lte',
      band,
      channel: number(group[3]),
      pci: number(group[0]),
      bandwidth_mhz: decimal(group[4]) || null,
      active: i === 0 || group[1] === '2',
      ...(group.length > 5 ? lteSignal(group.slice(5)) : {}),
    }
    const uplink = i === 0 && group.length > 5 ? number(group[2]) : null
    if (uplink) carrier.uplink_channel = uplink
    return [{ carrier, tac: i === 0 && group.length === 5 ? number(group[2]) : null }]
  })
}

/**
 * Signal of the serving cell. Wire: `+ZRSSI: -98,-10.5,-68,7.5` (LTE: RSRP, RSRQ, RSSI, SINR; MF28D the first two),
 * `-91,-7` (3G: RSCP, Ec/Io), `-71` (2G: RSSI), `75,16,180` (older sticks, without signs: RSSI, 2·Ec/Io, 2·RSCP).
 * 0 in the third place: RSSI not given (Tozed). An MF289F was seen to tell RSSI first (`-71,-101,-13,4.2`), which shows
 * where the second value is no RSRQ. `+CESQ` as in 3GPP TS 27.007 §8.69.
 */
function measured(answers: Answers, options: Options, rat: CarrierRat | null): Facts {
  const v = named(answers.lines(signalOf(options)), '+ZRSSI')
  if (v !== null) {
    const [a = null, b = null, c = null] = v.map(text => decimal(text))
    if (v.length === 3 && a !== null && b !== null && c !== null && Math.min(a, b, c) > 0)
      return { rssi: -a, ecio: -b / 2, rscp: -c / 2 }
    if (v.length === 1 || rat === 'gsm') return { rssi: a }
    if (rat === 'umts') return { rscp: a, ecio: b }
    const [first, second, third, fourth] = v
    const isPowerFirst = c !== null && b !== null && possible('rsrq', 'lte', b) === null
    return lteSignal(isPowerFirst ? [second, third, first, fourth] : v)
  }
  const [rxlev = null, , rscp = null, ecno = null, rsrq = null, rsrp = null] =
    named(answers.lines('+CESQ'), '+CESQ')?.map(text => decimal(text)) ?? []
  return {
    rssi: fromIndex('rxlev', rxlev),
    rscp: fromIndex('rscp', rscp),
    ecio: fromIndex('ecno', ecno),
    rsrq: fromIndex('rsrq', rsrq),
    rsrp: fromIndex('rsrp', rsrp),
  }
}

/** Access technology code of the registration; null without service. */
function actOf(answers: Answers): number | null {
  for (const domain of ['creg', 'cereg'] as const) {
    const name = `+${domain.toUpperCase()}`
    const found = registrationOf(answers.lines(`${name}=2;${name}?`), domain)
    if (found && registered(found.stat)) return found.act
  }
  return null
}

/** Technologies by the access technology code, 0–8 in this order. */
const coded: readonly (CarrierRat | null)[] = [
  'gsm',
  'gsm',
  'umts',
  'gsm',
  'umts',
  'umts',
  'umts',
  null,
  'umts',
]

/**
 * Technology where the code of the registration means something else here: 8 is HSPA+ and 9 is LTE with aggregation on
 * ASR chips (MF286R, R11e-LTE6). Wire: `+ZPAS: "LTE_A","CS_PS"`.
 */
function ratOf(answers: Answers, act: number | null, rat: CarrierRat | null): Rat | null {
  if (rat === 'gsm') return act === 3 ? 'edge' : 'gsm'
  if (rat === 'umts' || (rat === null && act === 8))
    return act === 8 ? 'hspa_plus' : act !== null && act >= 4 && act <= 6 ? null : 'umts'
  return act === 9 || /LTE.?A/i.test(named(answers.lines(mode), '+ZPAS')?.[0] ?? '') ? 'lte_a' : null
}

/** The R11e, of which only the reading commands of ZTE are known. */
export const isMikrotik = (options: Options) => options?.signal === '+CESQ'

export function cellQuestions(options: Options): Question<Options>[] {
  const signal = signalOf(options)
  const listed: Question<Options>[] = [{ ask: cells }, { ask: aggregation, last: true }]
  if (isMikrotik(options)) return [{ ask: signal }, { ask: mode }, ...listed]
  const fallback = signal === '+ZRSSI?' ? '+ZRSSI' : '+ZRSSI?'
  return [
    { ask: signal, fallback },
    ...listed,
    { ask: '+CESQ', when: answers => answers.lines(signal) === null },
  ]
}

/** Modules and sticks of ZTE and the MikroTik R11e built like them. */
export const dialect: Dialect<Options> = {
  identity: options => ({
    firmware: options?.asr ? ['+GMR', '+CGMR'] : ['+CGMR', '+GMR'],
    ...(options?.asr ? { imei: ['*MRD_IMEI?', '+CGSN', '+GSN'] } : {}),
    iccid: options?.asr || options?.signal === '+CESQ' ? ['*ICCID?', '+ICCID'] : ['+ICCID', '*ICCID?'],
  }),
  modelName: answered => answered.replace(/\s+MODULE$/i, ''),
  questions: options => [...cellQuestions(options), ...(options?.uplink ? [{ ask: uplink }] : [])],
  read(answers, options) {
    const act = actOf(answers)
    const cell = cellOf(answers.lines(cells))
    const listed = aggregatedOf(answers.lines(aggregation))
    const rat = cell?.rat ?? coded[act ?? 7] ?? (listed.length > 0 ? 'lte' : null)
    const { rssi, rsrp, rsrq, sinr, ...others } = measured(answers, options, rat)
    const first = listed.find(l => l.carrier.role === 'pcc')
    const doubtful = rsrp && first?.carrier.rsrp && Math.abs(rsrp - first.carrier.rsrp) > 6
    const base = rat === 'lte' ? (first?.carrier ?? cell?.carrier) : cell?.carrier
    const channel = base?.channel || cell?.carrier.channel || null
    const primary = base && {
      ...base,
      channel,
      band: base.band ?? (rat === 'lte' && channel !== null ? lteBand(channel) : null),
      rssi: rssi ?? (doubtful ? null : base.rssi) ?? null,
      rsrp: rsrp ?? base.rsrp ?? null,
      rsrq: rsrq ?? base.rsrq ?? null,
      sinr: sinr ?? (doubtful ? null : base.sinr) ?? null,
    }
    const secondaries = (rat === 'lte' ? listed.filter(l => l !== first) : []).map(({ carrier }) =>
      doubtful ? { ...carrier, rssi: null, rsrp: null, rsrq: null, sinr: null } : carrier,
    )
    const allowed = named(answers.lines(uplink), '+ZULCA')?.[0]
    return {
      ...others,
      ...(primary ? {} : { rssi, rsrp, rsrq, sinr }),
      rat: ratOf(answers, act, rat),
      rat_text: cell?.text ?? null,
      cell_id: cell?.cell ?? null,
      tac: rat === 'lte' ? (first?.tac ?? cell?.area ?? null) : null,
      lac: rat === 'lte' ? null : (cell?.area ?? null),
      carriers: primary ? [primary, ...secondaries] : [],
      ...(allowed ? { uplink_aggregation: allowed === '1' } : {}),
    }
  },
}
