const hex = (...octets: readonly number[]) =>
  octets.map(octet => octet.toString(16).padStart(2, '0').toUpperCase()).join('')

/** Digits as they stand in a PDU, two by two and swapped. */
const swapped = (digits: string) =>
  `${digits}F`.replace(/(.)(.)/g, '$2$1').slice(0, 2 * Math.ceil(digits.length / 2))

/** A message that came, in UCS2, at some minute of one day. */
export function deliver(from: string, text: string, minute: number): string {
  const units = [...Buffer.from(text, 'utf16le').swap16()]
  const time = `623041${swapped(`12${String(minute).padStart(2, '0')}00`)}00`
  return `0004${hex(from.length)}91${swapped(from)}0008${time}${hex(units.length, ...units)}`
}

/** A report that the part with this reference was delivered. */
export const delivered = (to: string, reference: number) =>
  `0006${hex(reference)}${hex(to.length)}91${swapped(to)}${'82302190623540'.repeat(2)}00`
