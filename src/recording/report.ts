import type { Mask } from './mask.ts'

/** One headed part of a report. */
export interface Part {
  title: string
  lines: readonly string[]
  /** Most characters in the short form. */
  most: number
  /** Of what is too long, the end is kept: in logs the news are last. */
  isNewestLast?: true
  /** Lines of a talk: `> AT`, `< OK`, `! RING`. */
  isTalk?: true
}

/** Longest line of a part, which forums show whole, and of the summary. */
const widest = { line: 120, summary: 300 }

/** A line in pieces, broken at blanks. */
function folded(line: string): string[] {
  const pieces: string[] = []
  const indent = /^ */.exec(line)?.[0] ?? ''
  for (const word of line.split(/(?<=\S) /)) {
    const last = pieces.at(-1)
    if (last === undefined) pieces.push(word.slice(0, widest.line))
    else if (last.length + word.length < widest.line) pieces[pieces.length - 1] = `${last} ${word}`
    else pieces.push(`${indent}  ${word}`.slice(0, widest.line))
  }
  return pieces
}

const bytesOf = (text: string) => text.length + 2 * text.replace(/[ -~\n]+/g, '').length

/** As many of the lines as `most` characters hold, with a word about the others. */
function cut({ isNewestLast }: Part, shown: readonly string[], most: number): string[] {
  const inOrder = isNewestLast ? [...shown].reverse() : [...shown]
  let left = most
  const kept = inOrder.filter(line => {
    left -= line.length + 1
    return left >= 0
  })
  const more = shown.length - kept.length
  const note = more > 0 ? [`(${more} more ${more === 1 ? 'line' : 'lines'}: modem report --long)`] : []
  return isNewestLast ? [...note, ...kept.reverse()] : [...kept, ...note]
}

/**
 * The text of a report, of at most `limit` bytes: the summary, the parts under their titles, at the end what was masked.
 * Talks are learned before anything is shown.
 */
export function reportText(
  summary: readonly string[],
  parts: readonly Part[],
  mask: Mask,
  { limit, factor }: { limit: number; factor: number },
): string {
  for (const { isTalk, lines } of parts) if (isTalk) for (const line of lines) mask.learn(line.slice(2))
  const clean = (line: string) => line.replace(/[^\t -~\xa0-\uffff]/g, '?')
  const host = (line: string) => clean(mask.host(line))
  const talk = (line: string) => clean(line.slice(0, 2) + mask.line(line.slice(2), line.startsWith('>')))
  const head = summary.map(line => host(line).slice(0, widest.summary))
  const shown = parts.map(({ lines, isTalk }) => lines.map(isTalk ? talk : host).flatMap(folded))
  const counts = Object.entries(mask.counts()).map(([kind, count]) => `${count} ${kind}`)
  const end = `masked: ${counts.join(', ') || 'nothing'}. Read it through before you post it.`
  for (let scale = factor; ; scale *= 0.8) {
    const bodies = parts.map((part, at) => [
      `== ${part.title}`,
      ...(part.lines.length === 0 ? ['nothing'] : cut(part, shown[at] ?? [], part.most * scale)),
    ])
    const text = `${[head, ...bodies, [end]].map(lines => lines.join('\n')).join('\n\n')}\n`
    if (bytesOf(text) <= limit || scale < 0.01) return text
  }
}
