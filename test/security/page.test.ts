import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTest, named, sourceOf } from '../docs/titles.ts'
import { repository } from '../world/memory/host.ts'

const page = readFileSync(join(repository, 'docs/security.md'), 'utf8')

/** Cells of every row of every table, without heads and rules. */
const rows = page
  .split('\n')
  .filter((line, index, lines) => line.startsWith('| ') && !/^\|-/.test(lines[index + 1] ?? ''))
  .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')))

describe('the page on security', () => {
  it('has four cells in every row and says what may or may not be', () => {
    expect(rows.length).toBeGreaterThan(45)
    expect(rows.filter(cells => cells.length !== 4)).toEqual([])
    const silent = rows.filter(([, what = '']) => !/\bmay\b/.test(what))
    expect(silent).toEqual([])
  })

  it('names with every line a test that exists', () => {
    const missing = rows.flatMap(([who, what, , cell = '']) => {
      const tests = named(cell)
      const empty = tests.length === 0 || tests.some(({ titles }) => titles.length === 0)
      const absent = tests.flatMap(({ file, titles }) =>
        titles.filter(title => !hasTest(sourceOf(file), title)).map(title => `${file}: ${title}`),
      )
      return [...(empty ? [`${who} ${what}: no test`] : []), ...absent]
    })
    expect(missing).toEqual([])
  })

  it('would notice a test that does not exist or is switched off', () => {
    const source = "it('one', () => {})\nit.each([\n  1,\n])('two %s', () => {})\nit.skip('three', () => {})"
    expect(['one', 'two %s', 'three', 'four'].map(title => hasTest(source, title))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('names every file of tests that is for it', () => {
    const own = readdirSync(import.meta.dirname).filter(
      name => name.endsWith('.test.ts') && name !== 'page.test.ts',
    )
    expect(own.filter(name => !page.includes(`\`test/security/${name}\``))).toEqual([])
  })
})
