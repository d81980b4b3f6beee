import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import type { TestModule } from 'vitest/node'
import manifest from '../../package.json' with { type: 'json' }
import { skippedIn, skippedTable } from '../closing.ts'
import { repository } from './project.ts'

describe('the scripts of package.json', () => {
  it('run files that are there', () => {
    const files = Object.values(manifest.scripts).flatMap(script => script.match(/\S+\.ts\b/g) ?? [])
    expect(files.length).toBeGreaterThan(8)
    expect(files.filter(file => !existsSync(join(repository, file)))).toEqual([])
  })

  it.each(['bench', 'soak', 'screenshots'] as const)(
    '%s looks for what it needs before anything else',
    name => {
      expect(manifest.scripts[name]).toMatch(/^tsx test\/needs\.ts (?:router|browser) && /)
    },
  )
})

/** A file with skipped tests, as vitest tells of it: the name of each and the note, if it has one. */
const moduleOf = (file: string, tests: readonly (readonly [name: string, note?: string])[]) =>
  ({
    relativeModuleId: file,
    children: {
      allTests: () =>
        tests.map(([fullName, note]) => ({
          fullName,
          result: () => ({ state: fullName.startsWith('runs') ? 'passed' : 'skipped', note }),
        })),
    },
  }) as unknown as TestModule

test('a run ends with what was skipped and why: by the test, by its file, by its name', () => {
  const skipped = [
    ...skippedIn(moduleOf('a.test.ts', [['x', 'there is no openssl'], ['runs']]), undefined),
    ...skippedIn(moduleOf('b.test.ts', [['x'], ['y']]), 'Pages are not tested: there is no browser'),
    ...skippedIn(moduleOf('c.test.ts', [['z (no apk in PATH)'], ['u']]), undefined),
  ]
  expect(skippedTable(skipped)).toBe(`
5 tests were skipped:
      1  a.test.ts  there is no openssl
      1  c.test.ts  no apk in PATH
      1  c.test.ts  see the file
      2  b.test.ts  Pages are not tested: there is no browser
`)
  expect(skippedTable([])).toBe('')
})
