/** What a template may name; null, undefined and the empty text are missing values. */
export type Values = Readonly<Record<string, string | number | null | undefined>>

/** The first of the names that has a value, as text; null when none has. */
function textOf(names: string, values: Values): string | null {
  for (const name of names.split('|')) {
    if (name.startsWith('=')) return name.slice(1)
    const [key = '', decimals] = name.split('.')
    const value = Object.hasOwn(values, key) ? values[key] : null
    if (typeof value === 'number')
      return decimals === undefined
        ? String(value)
        : value.toFixed(Number(decimals)).replace(/^-(?=[0.]+$)/, '')
    if (value) return value
  }
  return null
}

/** Fills a piece without brackets; null when a value in it is missing. */
function fillPiece(piece: string, values: Values): string | null {
  let missing = false
  const text = piece.replace(/\{([^{}]*)\}/g, (_, names: string) => {
    const value = textOf(names, values)
    missing ||= value === null
    return value ?? ''
  })
  return missing ? null : text
}

/**
 * Fills a template of a {@link LegacyLayout}. `{name}` is a value, `{name.1}` a number with one decimal, `{a|b}` the
 * first of several that there is, `{a|=x}` falls back to the text x. `[…]` vanishes when a value inside it is missing
 * (no brackets within brackets). Null when a value outside of brackets is missing.
 */
export function fill(template: string, values: Values): string | null {
  let text = ''
  for (const [i, piece] of template.split(/[[\]]/).entries()) {
    const filled = fillPiece(piece, values)
    if (filled === null && i % 2 === 0) return null
    text += filled ?? ''
  }
  return text === '' ? null : text
}
