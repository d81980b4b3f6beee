/** How many lists and objects may lie in each other; the deepest answer of uqmi has five. */
const deepest = 12

/**
 * The text with a name for every value that stands in an object without one: `{"a":1,{"b":2},{"b":3}}` becomes
 * `{"a":1,"cell_0":{"b":2},"cell_1":{"b":3}}`. So uqmi prints the neighbours of `--get-cell-location-info` and the domain
 * names of `--get-current-settings` (uqmi 2025-07-30, measured). Null where lists or objects lie too deep in each other.
 */
export function withNames(text: string): string | null {
  const open: string[] = []
  let made = ''
  let isNameDue = false
  let named = 0
  for (let i = 0; i < text.length; i++) {
    const mark = text[i] ?? ''
    const isSpace = mark === ' ' || mark === '\t'
    let end = i + 1
    if (mark === '"') {
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
      end++
    }
    if (isNameDue && !isSpace && mark !== '}') {
      const isName = mark === '"' && /^\s*:/.test(text.slice(end, end + 8))
      if (!isName) made += `"cell_${named++}":`
      isNameDue = false
    }
    made += text.slice(i, end)
    if (mark === '{' || mark === '[') {
      open.push(mark)
      isNameDue = mark === '{'
    } else if (mark === '}' || mark === ']') {
      open.pop()
      isNameDue = false
    } else if (mark === ',') isNameDue = open.at(-1) === '{'
    if (open.length > deepest) return null
    i = end - 1
  }
  return made
}
