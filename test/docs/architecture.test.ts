import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { treeOf } from './follow.ts'
import { blocksOf, readPage, section } from './page.ts'

const page = readPage('docs/architecture.md')
const [drawing] = blocksOf(section(page, '## The rooms'))

/** The rooms of the drawing from top to bottom. */
const drawn = [...(drawing?.text ?? '').matchAll(/^ {2}(\w+) +┃ (.+)$/gm)].map(
  ([, name = '', says = '']) => ({
    name,
    says,
  }),
)

/** The steps of the call: what is named in the column of files, in their order. */
const steps = [
  ...section(page, '## One call’s way through them').matchAll(/^\| (\d+) \| `([^`]+)` \| (.*) \|$/gm),
].map(([, number, file = '', text = '']) => ({ number: Number(number), file, text }))

const sources = treeOf(`${repository}src`)

/** The sources a source imports, also when they are needed. */
function importsOf(file: string): string[] {
  const text = sources.get(file.replace(/^src\//, '')) ?? ''
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, to = '']) =>
    path.join(path.dirname(file), to),
  )
}

/** Whether a source can be reached from another one by imports. */
function reaches(from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return importsOf(from).some(next => reaches(next, to, seen))
}

describe('the drawing of the rooms', () => {
  it('has every room of src, each with a sentence, and no other', () => {
    const folders = fs.readdirSync(path.join(repository, 'src'), { withFileTypes: true })
    expect(folders.filter(entry => !entry.isDirectory()).map(({ name }) => name)).toEqual([])
    expect(drawn.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort())
    expect(drawn.filter(({ says }) => says.length < 20)).toEqual([])
  })

  it('has them in the order the test of the rooms holds', () => {
    const test = fs.readFileSync(path.join(repository, 'test/build/rooms.test.ts'), 'utf8')
    const listed = /const rooms = \[([^\]]*)\]/.exec(test)?.[1] ?? ''
    const order = [...listed.matchAll(/'(\w+)'/g)].map(([, name]) => name)
    expect(order.length).toBeGreaterThan(10)
    expect(drawn.map(({ name }) => name).reverse()).toEqual(order)
  })

  it('is right about what is pure: neither clock, nor files, nor port', () => {
    const [, list = ''] = /^\* (.*) are pure/m.exec(page) ?? []
    const pure = [...list.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    expect(pure.length).toBeGreaterThan(2)
    const users = [...sources.keys()].filter(
      file =>
        pure.includes(file.split('/')[0] ?? '') &&
        importsOf(`src/${file}`).some(to => to.startsWith('src/platform/')),
    )
    expect(users).toEqual([])
  })
})

describe('the way of one call', () => {
  it('is told in steps that follow each other, by files that are there', () => {
    expect(steps.length).toBeGreaterThan(8)
    expect(steps.map(({ number }) => number)).toEqual(steps.map((_, i) => i + 1))
    const named = [...page.matchAll(/`((?:src|build|rpcd|test)\/[\w./-]+)`/g)].map(([, file = '']) => file)
    expect(named.length).toBeGreaterThan(15)
    expect(named.filter(file => !fs.existsSync(path.join(repository, file)))).toEqual([])
  })

  it('is that of the imports: each step is reached from one before it, or is loaded by name', () => {
    const files = steps.flatMap(({ file, text }) => [
      file,
      ...[...text.matchAll(/`(src\/[\w./-]+)`/g)].map(([, name = '']) => name),
    ])
    const own = files.filter(file => file.startsWith('src/'))
    const byName = own.filter(file => /^src\/(?:methods|dialects)\//.test(file))
    const lost = own.filter(
      (file, i) => i > 0 && !byName.includes(file) && !own.slice(0, i).some(other => reaches(other, file)),
    )
    expect(byName).toHaveLength(2)
    expect(lost).toEqual([])
  })
})
