import type { Expected, ExpectedModemband, ExpectedModemdata } from './corpus.ts'

/** A field that is not what was expected. */
export interface Mismatch {
  field: string
  expected: string
  actual: string
}

/** Outcome of comparing one program's output with one case. */
export interface Comparison {
  /** Fields that were compared. */
  compared: number
  mismatches: Mismatch[]
}

/** What modemband prints for a case, and what its setters sent. */
export interface ModembandOutput {
  getinfo: string
  supported: readonly number[]
  enabled: readonly number[]
  supported5gnsa?: readonly number[]
  enabled5gnsa?: readonly number[]
  supported5gsa?: readonly number[]
  enabled5gsa?: readonly number[]
  /** By command line, everything that reached the modem, in order. */
  set: Readonly<Record<string, readonly string[]>>
}

/** What modemdata's params.sh prints. */
export type ModemdataOutput = Readonly<Record<string, unknown>> & {
  addon?: readonly { idx: number; key: string; value: string }[]
}

/** What our programs print for a case; a program that is left out is not compared. */
export interface Outputs {
  threeginfo?: Readonly<Record<string, string>>
  modemband?: ModembandOutput
  modemdata?: ModemdataOutput
}

const number = /^[-+]?\d+(?:\.\d+)?$/
const hexField = /(?:_hex|tac_h)$/
/** Digits that are names, not numbers: their leading zeros and their full length count. */
const digitName = /^(?:imei|imsi|iccid|operator_mcc|operator_mnc|firmware|conn_time_since)$/

/** The text of a field as it is compared: white space folded, nothing is `-`, hexadecimal and numbers by value. */
export function canonical(field: string, text: unknown): string {
  let folded = String(text ?? '')
    .trim()
    .replace(/\s+/g, ' ')
  if (folded === '') return '-'
  if (digitName.test(field)) return folded
  if (field === 'mode') folded = folded.replaceAll(' / ', ' + ')
  if (hexField.test(field)) return folded.toUpperCase().replace(/^0+(?=.)/, '')
  return number.test(folded) ? String(Number(folded)) : folded
}

function comparison() {
  const result: Comparison = { compared: 0, mismatches: [] }
  const compare = (field: string, expected: string, actual: string) => {
    result.compared++
    if (expected !== actual) result.mismatches.push({ field, expected, actual })
  }
  return { result, compare }
}

/** Compares the fields of `3ginfo.sh json`; a field without an expected value is not compared. */
export function compareThreeginfo(
  expected: Readonly<Record<string, string>>,
  actual: Readonly<Record<string, string>>,
  skip: readonly string[] = [],
): Comparison {
  const { result, compare } = comparison()
  for (const [field, text] of Object.entries(expected))
    if (!skip.includes(field)) compare(field, canonical(field, text), canonical(field, actual[field]))
  return result
}

/** Lists of modemband by their name in the corpus, with the subcommand that prints them. */
const bandLists = {
  supported: 'getsupportedbands',
  enabled: 'getbands',
  supported5gnsa: 'getsupportedbands5gnsa',
  enabled5gnsa: 'getbands5gnsa',
  supported5gsa: 'getsupportedbands5gsa',
  enabled5gsa: 'getbands5gsa',
} as const

const listText = (bands: readonly number[] | undefined) =>
  [...(bands ?? [])].sort((a, b) => a - b).join(' ') || '-'

/** Commands that write bands or finish such a write. */
const bandWrite =
  /(?:gtact|xact|qcfg|qnwprefcfg|csyssel|slband|band_pref|znlockband|syscfgex|!band|#bnd|bmbandpref|bandcfg|cnbp)=|!reset$/

/** The band writes among the commands that reached a modem: lower case, one part of a compound line each. */
export function bandWrites(commands: readonly string[]): string[] {
  return commands
    .flatMap(line => {
      const [first = '', ...more] =
        line
          .trim()
          .toLowerCase()
          .match(/(?:"[^"]*"|[^;"])+/g) ?? []
      return [first, ...more.map(part => (part.startsWith('at') ? part : `at${part}`))]
    })
    .map(command => command.replace(/\s+/g, ' ').trim())
    .filter(command => bandWrite.test(command) && !/=(?:\?|"[^"]*")$/.test(command))
}

/**
 * A band write as it is compared. Of `+GTACT=<rat>,<preferred>,<preferred>,<bands>` only the bands the setter is about
 * count: keeping the other technologies' bands is right.
 */
function canonicalWrite(setter: string, command: string): string {
  const [, head, tail = ''] = /^(at\+gtact=[^,]*,[^,]*,[^,]*)(.*)$/.exec(command) ?? []
  if (head === undefined || tail === ',0') return command
  const own = setter.includes('5g')
    ? (code: number) => code > 500
    : (code: number) => code > 100 && code < 200
  return [head, ...tail.split(',').map(Number).filter(own)].join(',')
}

/** Compares modemband's name, its lists (as sets) and what its setters sent. */
export function compareModemband(
  expected: ExpectedModemband,
  actual: ModembandOutput,
  skip: readonly string[] = [],
): Comparison {
  const { result, compare } = comparison()
  if (!skip.includes('getinfo'))
    compare('getinfo', canonical('getinfo', expected.getinfo), canonical('getinfo', actual.getinfo))
  for (const [field, command] of Object.entries(bandLists)) {
    const list = expected[field as keyof typeof bandLists]
    if (list === undefined || skip.includes(field) || skip.includes(command)) continue
    compare(field, listText(list), listText(actual[field as keyof typeof bandLists]))
  }
  for (const [line, commands] of Object.entries(expected.set)) {
    if (skip.includes(line)) continue
    const writes = (sent: readonly string[]) =>
      bandWrites(sent)
        .map(command => canonicalWrite(line, command))
        .join(' | ') || '-'
    compare(line, writes(commands), writes(actual.set[line] ?? []))
  }
  return result
}

/** Name of a field or addon key in the corpus' fixes: `TAC`, `addon/TAC`, `addon[TAC]`, `addon[88].key`. */
function fixedName(name: string): { key: string; renamed: boolean } {
  const key = name.replace(/^addon[/[]/, '').replace(/\](?:\.key)?$/, '')
  return { key, renamed: name.endsWith('.key') }
}

/** The fields of `params.sh` beside its addon table. */
const paramsField = /^(?:csq|signal|operator_\w+|country|mode|registration|(?:lac|cid)_(?:dec|hex))$/

/** Area codes in brackets are hexadecimal: `20601 (012C)` is `20601 (12C)`. */
const addonText = (text: unknown) =>
  canonical('', text).replace(/ \(([0-9a-f]+)\)$/i, (_, hex: string) => ` (${canonical('_hex', hex)})`)

/**
 * Compares the output of `params.sh`. Fixes win over what was recorded; a key fixed to null must not be there, and
 * with it the other entries of its carrier are not compared. Entries nobody expects are not compared.
 */
export function compareModemdata(
  expected: ExpectedModemdata,
  actual: ModemdataOutput,
  skip: readonly string[] = [],
): Comparison {
  const { result, compare } = comparison()
  const { addon = [], ...fields } = expected.json ?? {}
  const printed = actual.addon ?? []
  const wanted = new Map<string, unknown>(Object.entries(fields))
  const rows = addon.map(row => ({ ...row }))
  const forbidden = new Set<string>()
  for (const [name, value] of Object.entries(expected.fixes)) {
    const { key, renamed } = fixedName(name)
    if (key === '_json' || key === '(whole)') continue
    const row = rows.find(r => (renamed ? r.idx === Number(key) : r.key === key))
    if (value === null) forbidden.add(key)
    else if (row && renamed) row.key = value
    else if (row) row.value = value
    else if (paramsField.test(key)) wanted.set(key, value)
    else rows.push({ idx: -1, key, value })
  }
  const skipped = new Set(skip.map(name => fixedName(name).key))
  for (const [field, value] of wanted)
    if (!skipped.has(field)) compare(field, canonical(field, value), canonical(field, actual[field]))
  const gone = [...forbidden].flatMap(key => /^(\(S.*?\)) band$/.exec(key)?.[1] ?? [])
  for (const { idx, key, value } of rows) {
    if (skipped.has(key) || forbidden.has(key) || gone.some(prefix => key.startsWith(prefix))) continue
    const found = printed.find(row => row.key === key && (idx === -1 || row.idx === idx))
    compare(`${idx === -1 ? '' : `${idx} `}${key}`, addonText(value), addonText(found?.value))
  }
  for (const key of forbidden) {
    if (skipped.has(key)) continue
    compare(key, 'absent', printed.some(row => row.key === key) ? 'present' : 'absent')
  }
  return result
}

/** Compares everything a case has an expectation for and a program has an output for. */
export function compareCase(
  expected: Expected,
  outputs: Outputs,
): Partial<Record<keyof Outputs, Comparison>> {
  const { threeginfo, modemband, modemdata } = outputs
  return {
    ...(expected['3ginfo'] && threeginfo
      ? { threeginfo: compareThreeginfo(expected['3ginfo'], threeginfo, expected.skip['3ginfo']) }
      : {}),
    ...(expected.modemband && modemband
      ? { modemband: compareModemband(expected.modemband, modemband, expected.skip.modemband) }
      : {}),
    ...(expected.modemdata && modemdata
      ? { modemdata: compareModemdata(expected.modemdata, modemdata, expected.skip.modemdata) }
      : {}),
  }
}
