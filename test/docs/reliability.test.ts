import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { hasTest, named, sourceOf } from './titles.ts'

const page = readFileSync(join(repository, 'docs/reliability.md'), 'utf8')

it('every attack of the page on reliability names tests that exist', () => {
  const [, attacks = ''] = /\n## Attacks\n([\s\S]*?)\n## /.exec(page) ?? []
  const cells = attacks.split('\n').map(row => row.split(' | ').at(-1) ?? '')
  const tests = named(cells.filter(cell => cell.includes('.test.ts')).join(' '))
  expect(tests.length).toBeGreaterThan(12)
  const missing = tests.flatMap(({ file, titles }) => {
    const source = sourceOf(file)
    return [...(source === '' ? [file] : []), ...titles.filter(title => !hasTest(source, title))]
  })
  expect(missing).toEqual([])
})
