/** Numbers that depend on nothing but the seed (a linear congruential generator). */
function sequence(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 8
  }
}

/** A number from `least` to `greatest` that is not `value` where there is another one. */
function another(value: number, least: number, greatest: number, random: number): number {
  const count = greatest - least + 1
  const other = least + (random % count)
  return other === value ? least + ((random + 1) % count) : other
}

/**
 * As many digits, the first `kept` the same, the others from the order in which it was learned alone: nothing of the
 * original can be computed from it. No digit that is replaced stays.
 */
export function digitPseudonym(digits: string, kept: number, nth: number): string {
  const next = sequence(nth)
  return digits.replace(/./g, (digit, at: number) => {
    if (at < kept) return digit
    const other = next() % 9
    return String(/\d/.test(digit) && other >= Number(digit) ? other + 1 : other)
  })
}

/** Letters and digits of as many characters, as of a serial number, the first `kept` the same. */
export function serialPseudonym(text: string, kept: number, nth: number): string {
  const next = sequence(nth)
  return text.replace(/[A-Z\d]/gi, (sign, at: number) => {
    if (at < kept) return sign
    if (/\d/.test(sign)) return String(another(Number(sign), 0, 9, next()))
    return String.fromCharCode(another(sign.toUpperCase().charCodeAt(0), 65, 90, next()))
  })
}

/** Bytes that have as many digits, decimal and hexadecimal, as those they stand for. */
const classes = [
  [0, 0],
  [1, 9],
  [10, 15],
  [16, 99],
  [100, 255],
] as const

function bytePseudonym(byte: number, random: number): number {
  const [least, greatest] = classes.find(([, last]) => byte <= last) ?? [0, 255]
  return another(byte, least, greatest, random)
}

const hex2 = (byte: number) => byte.toString(16).padStart(2, '0')

/** The bytes of an address: IPv4, IPv6 with colons or as 3GPP writes it, 16 numbers with dots; null where it is none. */
function bytesOf(address: string): number[] | null {
  const dotted = address.split('.').map(Number)
  if (/^[\d.]+$/.test(address))
    return (dotted.length === 4 || dotted.length === 16) && dotted.every(byte => byte < 256) ? dotted : null
  const [head = '', tail] = address.split('::')
  const groups = (text = '') => (text === '' ? [] : text.split(':'))
  const gap = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(Math.max(0, gap)).fill('0'), ...groups(tail)]
  const values = all.map(group => Number.parseInt(group, 16))
  if (all.length !== 8 || !values.every(value => value >= 0 && value <= 0xffff)) return null
  return values.flatMap(value => [value >> 8, value & 255])
}

/** IPv6 as Linux prints it: the first longest run of groups that are 0 is `::`. */
function shortened(groups: readonly string[]): string {
  let best = { at: 0, count: 1 }
  for (const at of groups.keys()) {
    const end = groups.findIndex((group, i) => i >= at && group !== '0')
    const count = (end < 0 ? groups.length : end) - at
    if (count > best.count) best = { at, count }
  }
  if (best.count < 2) return groups.join(':')
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.count).join(':')}`
}

/** The ways in which modems and Linux write an address, in upper case; of IPv4 also packed, in both orders. */
function writingsOf(bytes: readonly number[]): string[] {
  const packed = bytes.map(hex2).join('')
  const dotted = bytes.join('.')
  if (bytes.length === 4) return [dotted, packed, [...bytes].reverse().map(hex2).join('')]
  const groups = packed.match(/.{4}/g) ?? []
  const bare = groups.map(group => group.replace(/^0{1,3}/, ''))
  return [dotted, packed, groups.join(':'), bare.join(':'), shortened(bare)]
}

/** What an address is replaced by in each of its writings, in upper case; empty where it is none or says nothing. */
export function addressPseudonyms(address: string, nth: number): [address: string, pseudonym: string][] {
  const bytes = bytesOf(address.toLowerCase())
  const isMask = bytes?.length === 4 && (bytes[0] === 0 || bytes[0] === 255)
  if (bytes === null || isMask || bytes.every(byte => byte === 0)) return []
  const next = sequence(nth)
  const other = bytes.map((byte, at) => (at < 2 ? byte : bytePseudonym(byte, next())))
  const [from, to] = [writingsOf(bytes), writingsOf(other)]
  return from.map((text, at) => [text.toUpperCase(), (to[at] ?? '').toUpperCase()])
}

/** A hardware address in its writing, with the maker's half as it is. */
export function macPseudonym(mac: string, nth: number): string {
  const next = sequence(nth)
  let digits = 0
  return mac.replace(/[\da-f]/gi, digit =>
    ++digits <= 6 ? digit : another(Number.parseInt(digit, 16), 0, 15, next()).toString(16),
  )
}

/** Another number with as many digits, decimal and hexadecimal, which ends in no byte of 0 where this one does not. */
export function numberPseudonym(value: number, nth: number): number {
  const next = sequence(nth)
  const least = Math.max(10 ** (String(value).length - 1), 16 ** (value.toString(16).length - 1))
  const greatest = Math.min(10 ** String(value).length, 16 ** value.toString(16).length) - 1
  const count = greatest - least + 1
  const random = next() * 0x1000000 + next()
  const isFit = (other: number) => other !== value && (other % 256 === 0) === (value % 256 === 0)
  const step = value % 256 === 0 ? 1 : 77
  let other = least + (random % count)
  for (let tries = 0; tries < 300 && !isFit(other); tries++) other = least + ((other - least + step) % count)
  return other
}

/** Nibbles of each octet swapped, as numbers stand in PDUs and files of the card (3GPP TS 23.040 §9.1.2.5). */
const swapped = (digits: string) => digits.replace(/(.)(.)/g, '$2$1')

/**
 * The forms of digits in hexadecimal text, in upper case: swapped BCD from the first and from the second digit, whole
 * with a filler and without the digit that needs it; ASCII; UCS2, big and little endian.
 */
export function formsOf(digits: string): string[] {
  const even = (text: string) => text.slice(0, text.length - (text.length % 2))
  const filled = (text: string) => (text.length % 2 === 0 ? text : `${text}F`)
  const later = digits.slice(1)
  const each = (write: (code: string) => string) =>
    [...digits].map(digit => write(digit.charCodeAt(0).toString(16).toUpperCase())).join('')
  return [
    swapped(filled(digits)),
    swapped(filled(later)),
    swapped(even(digits)),
    swapped(even(later)),
    each(code => code),
    each(code => `00${code}`),
    each(code => `${code}00`),
  ]
}
