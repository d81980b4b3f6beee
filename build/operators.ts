import { all } from 'mcc-mnc-list'
import { operatorFile } from '../src/radio/plmn.ts'

/** A record of mcc-mnc-list as it is: the package's own types leave the nulls out. */
interface Assignment {
  countryName: string | null
  mcc: string
  mnc: string
  brand: string | null
  operator: string | null
  status: string
}

/**
 * Countries under the names people use, where the list has a longer or an ambiguous one. "United States of America"
 * and "Russian Federation" stay, since the existing pages show them so.
 */
const countries: Readonly<Record<string, string>> = {
  Congo: 'Republic of the Congo',
  'Federated States of Micronesia': 'Micronesia',
  'Former Netherlands Antilles': 'Curaçao and Caribbean Netherlands',
  'French Antilles': 'Guadeloupe and Martinique',
  'French Departments and Territories in the Indian Ocean': 'Réunion and Mayotte',
}

/** Brands under the names people know, where the list has a product name, an odd spelling or a country in it. */
const names: Readonly<Record<string, string>> = {
  AirTel: 'Airtel',
  'Al Jawal': 'STC',
  'NTT docomo': 'NTT Docomo',
  'Orange Belgium': 'Orange',
  'Vi India': 'Vi',
  'Vodafone UK': 'Vodafone',
}

/** Networks of another country than most of their MCC. */
const elsewhere: Readonly<Record<string, string>> = {
  '31059': 'Bermuda',
  '338050': 'Bermuda',
  '42505': 'Palestine',
  '42506': 'Palestine',
}

/** Legal forms at the end of company names. */
const legalForm =
  /[,\s]+(?:ltd|limited|inc|incorporated|llc|plc|corp|corporation|co|gmbh|ag|ab|asa?|a\/s|oyj?|oü|sas|s\.?a\.?(?:u\.?)?|s\.l\.(?:u\.)?|b\.?v\.?|n\.?v\.?|s\.?r\.?o\.?|a\.s\.|d\.o\.o\.|s\.p\.a\.|sp\. z o\.o\.|pty|\(pty\)|s\.?a\.? de c\.v\.)\.?$/i

/**
 * Whether a network can be on the air. Merged networks are listed as not operational though their number lives on
 * (24008 of Telenor Sweden), so these stay where they have a brand.
 */
function alive({ status, brand }: Assignment): boolean {
  return !/reserved|spare/i.test(status) && (operational(status) || brand !== null)
}

function operational(status: string): boolean {
  return !/not operational/i.test(status)
}

function countryOf({ countryName }: Assignment): string {
  const short = (countryName ?? '').replace(/ \(.*\)$/, '')
  return countries[short] ?? short
}

/** The name shown for a network: its brand without remarks, otherwise the company without its legal form. */
function nameOf({ brand, operator }: Assignment): string {
  if (brand) {
    const plain = brand.split(';')[0]?.replace(/\s*\([^)]*\)$/, '') ?? brand
    return names[plain] ?? plain
  }
  let name = operator ?? ''
  while (legalForm.test(name)) name = name.replace(legalForm, '')
  return name
}

/** The value most records have; among equals the first. */
function commonest(values: readonly string[]): string {
  const count = (value: string) => values.filter(other => other === value).length
  return values.reduce((best, value) => (count(value) > count(best) ? value : best), values[0] ?? '')
}

function groups<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const grouped = new Map<string, T[]>()
  for (const value of values) grouped.set(key(value), [...(grouped.get(key(value)) ?? []), value])
  return grouped
}

/** One MCC: the heading, then one line for each name with all its network codes. */
function section(mcc: string, records: readonly Assignment[]): string {
  const country = commonest(records.map(countryOf))
  const lines = new Map<string, string[]>()
  const networks = groups(
    records.filter(r => /^\d{2,3}$/.test(r.mnc) && alive(r) && nameOf(r) !== ''),
    r => r.mnc,
  )
  for (const mnc of [...networks.keys()].sort()) {
    const own = elsewhere[mcc + mnc]
    const rank = (r: Assignment) =>
      (countryOf(r) === (own ?? country) ? 0 : 2) + (operational(r.status) ? 0 : 1)
    const chosen = (networks.get(mnc) ?? []).reduce((best, r) => (rank(r) < rank(best) ? r : best))
    const name = nameOf(chosen)
    if (/[#\t\n]/.test(name))
      throw new Error(`operator name not fit for the data format: ${mcc}${mnc} ${name}`)
    const text = own === undefined ? name : `${name}\t${own}`
    lines.set(text, [...(lines.get(text) ?? []), mnc])
  }
  return `#${mcc}${country}\n${[...lines].map(([text, mncs]) => `${mncs.join(',')} ${text}\n`).join('')}`
}

/**
 * Operator data for the router by file name, in the format of `lookupOperator`; deterministic. Source: the npm
 * package mcc-mnc-list (MIT), which holds the tables of Wikipedia's "Mobile country code" pages (CC BY-SA 4.0).
 *
 * One file for each first digit of the MCC: eight files, 38 KB (20 KB compressed), and a lookup reads one of at most
 * 12 KB. With a file for each MCC, 238 of them, compression alone would lose 12 KB, before inodes and package lists.
 */
export function compileOperators(): Map<string, string> {
  const byMcc = groups(all() as readonly Assignment[], r => r.mcc)
  const files = new Map<string, string>()
  for (const mcc of [...byMcc.keys()].sort()) {
    const file = operatorFile(mcc)
    if (file !== null) files.set(file, (files.get(file) ?? '') + section(mcc, byMcc.get(mcc) ?? []))
  }
  return files
}
