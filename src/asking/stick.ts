import type { Rat, RegistrationDomain } from '../contract/info.ts'

/** How the data connection that a stick holds stands, in its own words. */
export type StickLink = 'connected' | 'connecting' | 'disconnected' | 'failed'

/**
 * A number at the begin of a text, whatever sign of comparison stands before it and unit behind: `&gt;=-51dBm`, `-9.0dB`.
 * None of these sticks has a value of more than six digits.
 */
export function quantity(text: string | undefined): number | null {
  const [, number] =
    /^\s*(?:[<>]=?|=)?\s*([+-]?\d{1,6}(?:\.\d{1,6})?)\s*(?:dBm?|%|MHz|°?C)?\s*$/i.exec(text ?? '') ?? []
  return number === undefined ? null : Number(number)
}

/** A whole number in hexadecimal, without `0x` or with it; null where it is none. */
export function hexadecimal(text: string | undefined): number | null {
  const [, digits] = /^\s*(?:0x)?([0-9a-f]{1,9})\s*$/i.exec(text ?? '') ?? []
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

/** A whole number in decimal. */
export function decimal(text: string | undefined): number | null {
  return /^\s*\d{1,12}\s*$/.test(text ?? '') ? Number(text) : null
}

/** Digits of an identity, blanks left out; null where there are others or too few. */
export function digits(text: string | undefined, least: number, most: number): string | null {
  const plain = (text ?? '').replace(/\s+/g, '')
  return /^\d+$/.test(plain) && plain.length >= least && plain.length <= most ? plain : null
}

/** A text on one line, or null where it is empty or only says that there is none. */
export function word(text = ''): string | null {
  const plain = text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
  return /^(?:n\/?a|none|null|undefined|unknown|-+)?$/i.test(plain) ? null : plain.slice(0, 64)
}

/** Band number of `3`, `B3`, `LTE BAND 3`, `n78`, `100MHz@633984(N78)`. */
export function bandNumber(text: string | undefined): number | null {
  const [, inside, plain] = /\(n?b?(\d{1,3})\)|^\D*?(\d{1,3})$/i.exec((text ?? '').trim()) ?? []
  const number = Number(inside ?? plain)
  return inside === undefined && plain === undefined ? null : number > 0 ? number : null
}

/** Technologies that are of LTE or NR, whose cells have tracking areas. */
export const isEvolved = (rat: Rat | null): boolean => /^(?:lte|nr)/.test(rat ?? '')

/** The domain a stick is registered in, which none of them tells: by its technology. */
export const domainOf = (rat: Rat | null): RegistrationDomain =>
  rat === 'nr_sa' ? 'c5greg' : isEvolved(rat) ? 'cereg' : 'creg'
