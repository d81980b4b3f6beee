/** Numbers that depend on nothing but the seed (a linear congruential generator). */
function sequence(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 8
  }
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

/** An address of the same form and length: IPv4 and dotted IPv6 keep their first two numbers, IPv6 its first group. */
export function addressPseudonym(address: string, nth: number): string {
  const next = sequence(nth)
  if (!address.includes(':'))
    return address
      .split('.')
      .map((octet, at) => (at < 2 ? octet : otherOctet(octet, next())))
      .join('.')
  const start = address.indexOf(':')
  return (
    address.slice(0, start) +
    address.slice(start).replace(/[\dA-F]/g, digit => {
      const other = 1 + (next() % 14)
      return (other >= Number.parseInt(digit, 16) ? other + 1 : other).toString(16).toUpperCase()
    })
  )
}

/** Another number of as many digits, at most 249. */
function otherOctet(octet: string, random: number): string {
  const [least, count] = octet.length === 1 ? [1, 9] : octet.length === 2 ? [10, 90] : [100, 150]
  const value = least + (random % count)
  return String(value === Number(octet) ? least + ((random + 1) % count) : value)
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
