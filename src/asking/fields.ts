import { possible } from '../radio/ranges.ts'

/**
 * Splits an answer's values at commas outside of quotes; outer blanks and quotes are dropped.
 * Wire: `1,"a,b", 7 ,` → `['1', 'a,b', '7', '']`.
 */
export function csv(text: string, separator = ','): string[] {
  if (!text.includes('"')) return text.split(separator).map(value => value.trim())
  const values: string[] = []
  let value = ''
  let quoted = false
  for (const c of text) {
    if (c === '"') quoted = !quoted
    else if (c === separator && !quoted) {
      values.push(value.trim())
      value = ''
    } else value += c
  }
  values.push(value.trim())
  return values
}

/** A name as it is compared: without outer blanks, without a leading `+`, in upper case. */
export function plainName(text: string): string {
  const name = text.trim().toUpperCase()
  return name.startsWith('+') ? name.slice(1) : name
}

/** The name a line begins with, as it is compared; null when it has no colon. */
export function titleOf(line: string): string | null {
  const colon = line.indexOf(':')
  return colon < 0 ? null : plainName(line.slice(0, colon))
}

/**
 * The text behind `NAME:` when the line begins with that name, else null. Compared without case; blanks around the
 * colon and a missing leading `+` are accepted (`$QCSQ :-84`, `ICCID: 89…`).
 */
export function after(line: string, name: string): string | null {
  return titleOf(line) === plainName(name) ? line.slice(line.indexOf(':') + 1).trim() : null
}

/** The values behind `NAME:` of the first line with that name; null when there is none. */
export function named(lines: readonly string[] | null, name: string): string[] | null {
  for (const line of lines ?? []) {
    const text = after(line, name)
    if (text !== null) return csv(text)
  }
  return null
}

/** The values behind `NAME:` of every line with that name. */
export function allNamed(lines: readonly string[] | null, name: string): string[][] {
  const rows: string[][] = []
  for (const line of lines ?? []) {
    const text = after(line, name)
    if (text !== null) rows.push(csv(text))
  }
  return rows
}

/**
 * The values of a row as it was printed whole, else without the last one, of which a part may be missing. `forms`: how many
 * values whole rows have, ascending; a row with more than the last is whole.
 */
export function uncut(values: readonly string[], ...forms: readonly number[]): readonly string[] {
  const isWhole = forms.includes(values.length) || values.length > (forms.at(-1) ?? 0)
  return isWhole ? values : values.slice(0, -1)
}

/** A decimal number, sign and fraction allowed; null for anything else (`-`, empty, `NA`). */
export function decimal(text: string | undefined): number | null {
  return text !== undefined && /^[-+]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null
}

/** A whole number of up to 13 hexadecimal digits, `0x` allowed; null for anything else. */
export function hex(text: string | undefined): number | null {
  return text !== undefined && /^(?:0[xX])?[\da-fA-F]{1,13}$/.test(text) ? Number.parseInt(text, 16) : null
}

/** The value unless it is one of the numbers that mean "unknown". */
export function unless(value: number | null, ...sentinels: readonly number[]): number | null {
  return value === null || sentinels.includes(value) ? null : value
}

/** The value when it lies in the range, else null. */
export function within(value: number | null, low: number, high: number): number | null {
  return value !== null && value >= low && value <= high ? value : null
}

/** The greatest of the values that are there. */
export function greatest(values: readonly (number | null)[]): number | null {
  let best: number | null = null
  for (const value of values) if (value !== null && (best === null || value > best)) best = value
  return best
}

/**
 * The values of receive antennas in their order, null where one receives nothing, without the silent ones at the end;
 * null where fewer than two receive something, and nothing is told apart.
 */
export function antennasOf(values: readonly (number | null)[]): (number | null)[] | null {
  const last = values.findLastIndex(value => value !== null)
  return values.filter(value => value !== null).length > 1 ? values.slice(0, last + 1) : null
}

/** The hottest of these sensors in °C that can be one. */
export function hottest(sensors: readonly (number | null)[]): number | null {
  return greatest(sensors.map(value => possible('temperature', null, value)))
}
