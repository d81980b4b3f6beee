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

/**
 * A line fit for a public place: IMEI, IMSI, ICCID and telephone numbers lose their digits but the first, which name the
 * maker or the country. Telephone numbers are what begins with `+`, what 3GPP TS 27.007 writes in quotes before a type
 * of address (128–255), and any digits that are longer than a cell identity.
 */
export function masked(line: string): string {
  const hide = (kept: number) => (digits: string) =>
    digits.slice(0, kept) + digits.slice(kept).replace(/\w/g, '*')
  return line
    .replace(/\d(?:-?[\dA-F]){13,}/gi, hide(5))
    .replace(/\+\d{7,13}|\d{12,13}/g, hide(3))
    .replace(/"\d{5,}(?=", ?(?:1[2-9]\d|2[0-5]\d)\b)/g, hide(3))
}

/** One line for the system log: plain, masked, of bounded length. */
export function logLine(text: string): string {
  return plain(masked(text).slice(0, 400).replace(/\s+/g, ' '))
}
