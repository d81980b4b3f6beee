import { distance } from '../../../src/contract/nearest.ts'

/** The names that are most like what was meant, best first. */
export function nearest(names: readonly string[], meant: string, most = 5): string[] {
  const last = (text: string) => text.split('/').at(-1) ?? text
  const rate = (name: string) =>
    (name.includes(meant) || last(name).includes(last(meant)) ? 0 : 100) +
    Math.min(distance(name, meant), distance(last(name), last(meant)))
  return [...names].sort((a, b) => rate(a) - rate(b)).slice(0, most)
}
