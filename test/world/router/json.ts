/** What the beginning of a text holds, read as json-c's tokener reads a plugin's output. */
export type FirstValue =
  /** One complete object. */
  | { kind: 'object'; value: Record<string, unknown>; bytes: number }
  /** Nothing at all, or `null`. */
  | { kind: 'nothing' }
  /** A value that does not end, is no object, is nested deeper than 31, or is not JSON. */
  | { kind: 'unusable'; why: string }

/** Levels of objects and arrays json-c's tokener accepts by default. */
export const nestingLimit = 31

/** Where the bracketed value that begins at `start` ends; null when it does not, -1 when it nests too deep. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0
  let inString = false
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at)
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') {
      if (++depth > nestingLimit) return -1
    } else if ((char === '}' || char === ']') && --depth === 0) return at + 1
  }
  return null
}

/**
 * The first JSON value of a text; what follows it does not count. Stricter than json-c in one point: what
 * `JSON.parse` refuses, such as control characters in strings, is unusable.
 */
export function firstValue(text: string): FirstValue {
  if (text === '') return { kind: 'nothing' }
  const start = /^[ \t\n\v\f\r]*/.exec(text)?.[0].length ?? 0
  if (/^null/i.test(text.slice(start, start + 4))) return { kind: 'nothing' }
  if (start === text.length) return { kind: 'unusable', why: 'only white space' }
  if (text[start] !== '{') return { kind: 'unusable', why: 'no object' }
  const end = endOfValue(text, start)
  if (end === null) return { kind: 'unusable', why: 'the object does not end' }
  if (end === -1) return { kind: 'unusable', why: `nested deeper than ${nestingLimit}` }
  const json = text.slice(start, end)
  try {
    const value: Record<string, unknown> = JSON.parse(json)
    return { kind: 'object', value, bytes: Buffer.byteLength(json) }
  } catch (error) {
    return { kind: 'unusable', why: error instanceof Error ? error.message : String(error) }
  }
}
