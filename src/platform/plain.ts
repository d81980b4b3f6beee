/**
 * Text for a log or a terminal: control characters, which could move the cursor or forge a line, and characters that
 * turn the direction of writing stand as `\u001b`, which is the same text where it is inside of JSON. Line feeds and
 * tabs stay.
 */
export function plain(text: string): string {
  return text.replace(
    /[^\t\n -~\xa0-\u2027\u202f-\u2065\u206a-\uffff]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What to put in place of a text that names somebody; so many of its characters name only a maker, country or net. */
export type Replace = (text: string, kept: number) => string

/**
 * Finds what names a device or a person: IMEI, IMSI and ICCID; telephone numbers, which begin with `+`, also with blanks
 * or dashes, or stand in quotes before a type of address (128–255, 3GPP TS 27.007), and any digits that are longer than
 * a cell identity; IPv6 addresses, with colons or as 3GPP writes them, 16 or 32 numbers with dots.
 */
export function personal(line: string, replace: Replace): string {
  const keeping = (kept: number) => (text: string) => replace(text, kept)
  return line
    .replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){15}(?:(?:\.\d{1,3}){16})?(?![\d.])/g, text =>
      replace(text, text.split('.', 2).join('.').length),
    )
    .replace(/(?<![\w:])(?:[\da-fA-F]{1,4})?(?:::?[\da-fA-F]{1,4}){1,7}(?:::)?(?![\w:])/g, text =>
      /::|:.*:.*:/.test(text) ? replace(text, text.indexOf(':')) : text,
    )
    .replace(/\d(?:-?[\da-fA-F]){13,}/g, keeping(5))
    .replace(/\+\d(?:[ -]?\d){6,13}|\d{12,13}/g, keeping(3))
    .replace(/"\d{5,}(?=", ?(?:1[2-9]\d|2[0-5]\d)\b)/g, keeping(3))
}

/** A line fit for a public place: what names a device or a person has stars for all but its beginning. */
export const masked = (line: string): string =>
  personal(line, (text, kept) => text.slice(0, kept) + text.slice(kept).replace(/\w/g, '*'))

/** One line for the system log: plain, masked, of bounded length. */
export function logLine(text: string): string {
  return plain(masked(text).slice(0, 400).replace(/\s+/g, ' '))
}
