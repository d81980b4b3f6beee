/** How many characters have to be added, taken away or replaced to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [i, sign] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, against] of [...other].entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (sign === against ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}

/** The names that are most like what was meant, best first. */
export function nearest(names: readonly string[], meant: string, most = 5): string[] {
  const last = (text: string) => text.split('/').at(-1) ?? text
  const rate = (name: string) =>
    (name.includes(meant) || last(name).includes(last(meant)) ? 0 : 100) +
    Math.min(distance(name, meant), distance(last(name), last(meant)))
  return [...names].sort((a, b) => rate(a) - rate(b)).slice(0, most)
}
