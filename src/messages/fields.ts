import { noShifts, pack, septetsOf, textOf, unpack } from './gsm7.ts'

/** Octets of hexadecimal text; null where it is none. */
export function octetsOf(hex: string): number[] | null {
  if (!/^(?:[\da-f]{2})*$/i.test(hex)) return null
  return (hex.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16))
}

/** Octets as upper case hexadecimal text. */
export const hexOf = (octets: readonly number[]): string =>
  octets.map(octet => octet.toString(16).padStart(2, '0').toUpperCase()).join('')

/** Nibbles of octets, the lower one first. */
const nibblesOf = (octets: readonly number[]) => octets.flatMap(octet => [octet & 0xf, octet >> 4])

const digits = '0123456789*#abc'

/** Number of octets that hold so many digits. */
export const octetsFor = (length: number): number => Math.ceil(length / 2)

/**
 * Number or name of an address (TS 23.040 §9.1.2.5) of `length` digits. Wire: type 91, `8406214365F7`, 11 digits is
 * +48601234567; type D0, seven bits a character, is a name.
 */
export function readAddress(type: number, octets: readonly number[], length: number): string {
  const kind = (type >> 4) & 7
  if (kind === 5) return textOf(unpack(octets, Math.floor((length * 4) / 7)), noShifts)
  const read = nibblesOf(octets)
    .slice(0, length)
    .map(nibble => digits[nibble] ?? '')
    .join('')
  return kind === 1 && read !== '' ? `+${read}` : read
}

/** Length, type and octets of a number; of a name where it has other characters than digits. */
export function writeAddress(address: string): number[] {
  const number = address.replace(/^\+/, '')
  if (!/^[\d*#abc]*$/.test(number)) {
    const septets = [...address].flatMap(char => septetsOf(char, noShifts) ?? [])
    return [Math.ceil((septets.length * 7) / 4), 0xd0, ...pack(septets)]
  }
  const octets = (number.match(/..?/g) ?? []).map(
    ([low = '', high]) => digits.indexOf(low) | ((high === undefined ? 0xf : digits.indexOf(high)) << 4),
  )
  return [number.length, address.startsWith('+') ? 0x91 : 0x81, ...octets]
}

const two = (value: number) => String(value).padStart(2, '0')

/**
 * Time of the service centre in its own zone (TS 23.040 §9.2.3.11), null where it is none. Wire: `62304190623549` is
 * 2026-03-14T09:26:53-03:30; the zone is in quarters of an hour, 08 of its octet is the sign.
 */
export function readTime(octets: readonly number[]): string | null {
  const values = octets.map((octet, index) => {
    const low = index === 6 ? octet & 7 : octet & 0xf
    return low > 9 || octet >> 4 > 9 ? -1 : low * 10 + (octet >> 4)
  })
  const [year = -1, month = 0, day = 0, hour = 24, minute = 60, second = 60, zone = -1] = values
  const isTime =
    Math.min(...values) >= 0 && month > 0 && month < 13 && day > 0 && day < 32 && hour < 24 && minute < 60
  if (!isTime || second > 59 || zone < 0 || zone > 79) return null
  const sign = ((octets[6] ?? 0) & 8) === 0 ? '+' : '-'
  const offset = `${sign}${two(zone >> 2)}:${two((zone & 3) * 15)}`
  return `${year < 70 ? 20 : 19}${two(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${offset}`
}

/** How long a message stays valid, in minutes, by its relative validity period (TS 23.040 §9.2.3.12.1). */
export function minutesOf(validity: number): number {
  const day = 24 * 60
  if (validity < 144) return (validity + 1) * 5
  if (validity < 168) return day / 2 + (validity - 143) * 30
  return validity < 197 ? (validity - 166) * day : (validity - 192) * 7 * day
}

/** A message that waits elsewhere, of which this one tells. */
export interface Waiting {
  what: 'voicemail' | 'fax' | 'email' | 'other'
  /** Whether there is one now. */
  active: boolean
  /** Whether the notice itself is to be kept. */
  store: boolean
  /** How many there are, where it is told. */
  count: number | null
}

const kinds = ['voicemail', 'fax', 'email', 'other'] as const

/** What kind of message waits, by the two lowest bits. */
export const waitingKind = (octet: number): Waiting['what'] => kinds[octet & 3] ?? 'other'

/** How a text is coded (TS 23.038 §4). */
export interface Coding {
  alphabet: 'gsm7' | '8bit' | 'ucs2'
  compressed: boolean
  /** 0 is shown at once and not kept. */
  class: number | null
  waiting: Waiting | null
}

/** Reads a data coding scheme; what is reserved is the default alphabet. */
export function readCoding(octet: number): Coding {
  const group = octet >> 4
  const plain: Coding = { alphabet: 'gsm7', compressed: false, class: null, waiting: null }
  if (group < 8) {
    const alphabet = (['gsm7', '8bit', 'ucs2', 'gsm7'] as const)[(octet >> 2) & 3] ?? 'gsm7'
    const hasClass = (octet & 0x10) !== 0
    return { ...plain, alphabet, compressed: (octet & 0x20) !== 0, class: hasClass ? octet & 3 : null }
  }
  if (group === 15) return { ...plain, alphabet: (octet & 4) === 0 ? 'gsm7' : '8bit', class: octet & 3 }
  if (group < 12) return plain
  const waiting = {
    what: waitingKind(octet),
    active: (octet & 8) !== 0,
    store: group > 12,
    count: null,
  }
  return { ...plain, alphabet: group === 14 ? 'ucs2' : 'gsm7', waiting }
}
