import type { Paint } from './paint.ts'

/** What a cell may hold; null and undefined are not known. */
export type Cell = string | number | boolean | null | undefined

/** A value in one line: a dash for what is not known. */
export function cellText(value: Cell): string {
  if (value === null || value === undefined) return '-'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value).replace(/\s+/g, ' ')
}

const isKnown = (value: Cell) => !['', '-'].includes(cellText(value))

/** Characters as a terminal counts them: no colours, no marks that stand above another character. */
const widthOf = (text: string) => [...text.replace(/\x1b\[\d+m|\p{M}/gu, '')].length

/**
 * A table with a line of headings: numbers to the right, everything else to the left, columns in which nothing is known
 * left out. Empty without rows.
 */
export function tableText(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const known = headings.map((_, at) => rows.some(row => isKnown(row[at])))
  const kept = <Item>(row: readonly Item[]) => row.filter((_, at) => known[at])
  const names = kept(headings)
  const cells = rows.map(row => kept(headings.map((_, at) => row[at])))
  const isRight = names.map((_, at) => cells.every(row => typeof row[at] === 'number' || !isKnown(row[at])))
  const texts = cells.map(row => row.map(cellText))
  const widths = names.map((name, at) => Math.max(...[name, ...texts.map(row => row[at] ?? '')].map(widthOf)))
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => {
        const room = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)))
        return isRight[at] ? room + text : text + room
      })
      .join('  ')
      .trimEnd()
  if (names.length === 0) return ''
  return [paint('head', line(names)), ...texts.map(line)].map(text => `${text}\n`).join('')
}

/** Names with their values, what is not known left out. */
export function factsText(facts: readonly (readonly [name: string, value: Cell])[], paint: Paint): string {
  const known = facts.filter(([, value]) => isKnown(value))
  const width = Math.max(0, ...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${paint('weak', name.padEnd(width))}  ${cellText(value)}\n`).join('')
}

/** Paragraphs one below the other, empty ones left out. */
export const pageText = (parts: readonly string[]): string => parts.filter(Boolean).join('\n')
