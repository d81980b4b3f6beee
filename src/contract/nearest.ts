/** How many letters have to be added, left out or replaced to make one word of another (Levenshtein). */
export function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [to, wanted] of [...other].entries())
      next.push(
        Math.min((row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1, (row[to] ?? 0) + Number(letter !== wanted)),
      )
    row = next
  }
  return row[other.length] ?? 0
}

const inOrder = (name: string) => name.split(/[_-]+/).sort().join('_')

/** The name that was probably meant: by letters, whatever the order of its words; null where none is near. */
export function nearest(given: string, names: readonly string[]): string | null {
  const name = given.slice(0, 64).toLowerCase()
  const far = (other: string) =>
    Math.min(distance(name, other), distance(inOrder(name), inOrder(other)) + Number(name !== other) / 2)
  const [best] = [...names].sort((a, b) => far(a) - far(b))
  return best !== undefined && far(best) <= Math.max(2, name.length * 0.4) ? best : null
}
