import type { Mask } from './mask.ts'
import type { Exchange } from './replay.ts'

/** One thing of a talk with the time at which it was, ms. */
export interface Heard {
  from: '>' | '<' | '!'
  line: string
  at: number
}

/** What a modem said to one command, with its times and news. */
export interface Block {
  /** With `AT`. */
  command: string
  /** From the command on, which comes first. */
  heard: readonly Heard[]
  /** Lines of the answer without its final result. */
  lines: readonly string[]
  /** Null: none came in time. */
  final: string | null
  /** Whether it is one of the commands that were only tried. */
  isTried: boolean
}

/** Silence shorter than this is not written down, ms. */
const shortMs = 300

/** The exchanges of a recording, as a port that replays it wants them. */
export const exchangesOf = (blocks: readonly Block[]): Exchange[] =>
  blocks.flatMap(({ command, lines, final }) => (final === null ? [] : [{ command, lines, final }]))

/** The same exchanges with pseudonyms. */
export function maskedExchanges(blocks: readonly Block[], mask: Mask): Exchange[] {
  return exchangesOf(blocks).map(({ command, lines, final }) => ({
    command: mask.line(command, true),
    lines: lines.map(line => mask.line(line)),
    final,
  }))
}

/** Lines a fixture cannot hold: a control character may stand in an answer. */
const writable = (line: string) => line.replace(/[^ -~\xa0-\uffff]/g, '?')

function blockText({ command, heard, lines, final, isTried }: Block, mask: Mask): string[] {
  const head = `> ${writable(mask.line(command, true))}`
  if (final === null) return [`# ${head.slice(2)} was not answered in time.`]
  const texts: string[] = isTried ? ['# tried', head] : [head]
  let last = heard[0]?.at ?? 0
  let nth = 0
  let isOver = false
  for (const { from, line, at } of heard.slice(1)) {
    if (from === '>') continue
    const pause = Math.round(at - last)
    if (pause >= shortMs) texts.push(`~ ${pause}`)
    last = at
    if (from === '!') {
      const shown = writable(mask.line(line))
      if (shown.trim() !== '') texts.push(`! ${shown}`)
    } else if (!isOver && lines[nth] === line) {
      nth++
      texts.push(`< ${writable(mask.line(line))}`.trimEnd())
    } else if (line === final && nth === lines.length) {
      isOver = true
      texts.push(`< ${final}`)
    }
  }
  while (!isOver && nth < lines.length) texts.push(`< ${writable(mask.line(lines[nth++] ?? ''))}`.trimEnd())
  if (!isOver) texts.push(`< ${final}`)
  return texts
}

/** The text of a fixture: what the modem is, then what it said. The lines of `about` are comments. */
export function fixtureText(
  about: readonly string[],
  facts: readonly string[],
  blocks: readonly Block[],
  mask: Mask,
): string {
  const comments = about.map(line => `# ${mask.host(writable(line))}`)
  const isRefused = ({ isTried, final, lines }: Block) => isTried && final === 'ERROR' && lines.length === 0
  const parts = blocks.filter(block => !isRefused(block)).map(block => blockText(block, mask).join('\n'))
  const refused = blocks.filter(isRefused).map(({ command }) => command)
  if (refused.length > 0) parts.push(`# tried and refused: ${refused.join(' ')}`)
  return `${[[...comments, ...facts.map(line => mask.host(writable(line)))].join('\n'), ...parts].join('\n\n')}\n`
}
