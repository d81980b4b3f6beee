import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../world/memory/host.ts'

const isFile = (text: string) => /^test\/.+\.test\.ts$/.test(text)

/** What a cell names: files, each followed by titles of its tests. */
export function named(cell: string): { file: string; titles: string[] }[] {
  const found: { file: string; titles: string[] }[] = []
  for (const [, text = ''] of cell.matchAll(/`([^`]+)`/g)) {
    if (isFile(text)) found.push({ file: text, titles: [] })
    else found.at(-1)?.titles.push(text)
  }
  return found
}

/** Whether a source has a test of this title that is not switched off. */
export function hasTest(source: string, title: string): boolean {
  const text = source.replace(/\\(['"])/g, '$1')
  const at = ["'", '"', '`'].map(quote => text.indexOf(`${quote}${title}${quote},`)).find(index => index >= 0)
  const calls = [...text.slice(0, at ?? 0).matchAll(/\b(?:it|test)((?:\.\w+)*)\s*(?=[(<])/g)]
  const last = calls.at(-1)
  return last !== undefined && !/\.(?:skip|todo)\b/.test(last[1] ?? '')
}

/** A file of tests; empty when there is none. */
export function sourceOf(file: string): string {
  const path = join(repository, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
