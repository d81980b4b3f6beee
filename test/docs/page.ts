import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../world/memory/host.ts'

/** A code block of a page. */
export interface Block {
  language: string
  text: string
  /** The last path in backticks in the paragraph before the block, where it stands right before it. */
  path: string | null
}

/** One command of a `console` block and what the page says it prints. */
export interface Command {
  command: string
  output: string
}

/** The text of a page of this repository. */
export const readPage = (name: string): string => fs.readFileSync(path.join(repository, name), 'utf8')

/** The code blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/(?:^|\n)```(\w*)\n([\s\S]*?)\n```/g)].map(match => {
    const before = page.slice(0, match.index).trimEnd().split('\n\n').at(-1) ?? ''
    const found = [...before.matchAll(/`(README\.md|[\w./-]*\/[\w./-]*\.\w+)`/g)].at(-1)?.[1]
    return { language: match[1] ?? '', text: `${match[2] ?? ''}\n`, path: found ?? null }
  })
}

/** The commands of the `console` blocks among them: a line `$ …` and its output up to the next one. */
export function commandsOf(blocks: readonly Block[]): Command[] {
  return blocks
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => `\n${text}`.split('\n$ ').slice(1))
    .map(part => {
      const [command = '', ...lines] = part.split('\n')
      return { command, output: lines.join('\n').trim() }
    })
}

/** The lines of the `sh` blocks, without comments. */
export function shellLinesOf(blocks: readonly Block[]): string[] {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .map(line => line.replace(/\s+#.*$/, '').trim())
    .filter(line => line !== '')
}

/** The page from a heading to the next one of the same rank. */
export function section(page: string, heading: string): string {
  const rank = /^#+ /.exec(heading)?.[0] ?? '## '
  const start = page.indexOf(`\n${heading}\n`)
  const end = page.indexOf(`\n${rank}`, start + heading.length)
  if (start < 0) throw new Error(`the page has no heading ${heading}`)
  return page.slice(start, end < 0 ? undefined : end)
}
