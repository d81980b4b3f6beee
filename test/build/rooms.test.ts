import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { circlesIn } from './circles.ts'
import { repository } from './project.ts'

/** The rooms of `src`, lowest first: a room imports from those below it, values and types alike. */
const rooms = [
  'contract',
  'radio',
  'platform',
  'recording',
  'channel',
  'asking',
  'dialects',
  'models',
  'discovery',
  'connection',
  'messages',
  'modem',
  'jobs',
  'desired',
  'checks',
  'watch',
  'metrics',
  'methods',
  'shim',
  'main',
]

const trees = ['src', 'build', 'test', 'luci-view']

/** Every source of the project and what it imports of it, types included. */
function readImports(): Map<string, string[]> {
  const paths = trees.flatMap(tree =>
    readdirSync(join(repository, tree), { recursive: true, encoding: 'utf8' })
      .filter(path => /(?<!\.d)\.ts$/.test(path))
      .map(path => join(tree, path)),
  )
  return new Map(
    paths.sort().map(path => [
      path,
      ts
        .preProcessFile(readFileSync(join(repository, path), 'utf8'))
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => join(dirname(path), fileName)),
    ]),
  )
}

const imports = readImports()
const roomOf = (path: string) => path.split('/')[1] ?? ''
const edges = [...imports].flatMap(([from, list]) => list.map(to => ({ from, to })))
const told = ({ from, to }: { from: string; to: string }) => `${from} imports ${to}`

describe('the rooms', () => {
  test('have no circle of files in the project', () => {
    expect(imports.size).toBeGreaterThan(300)
    expect(circlesIn(imports)).toEqual([])
  })

  test('would show a circle, types included', () => {
    const circle = new Map([
      ['a.ts', ['b.ts', 'd.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['a.ts']],
    ])
    expect(circlesIn(circle)).toEqual(['a.ts → b.ts → c.ts → a.ts'])
  })

  test('stand one above the other: nothing is imported upwards', () => {
    const inner = edges.filter(({ from, to }) => from.startsWith('src/') && to.startsWith('src/'))
    const found = new Set(inner.flatMap(({ from, to }) => [roomOf(from), roomOf(to)]))
    expect([...found].sort()).toEqual([...rooms].sort())
    expect(
      inner.filter(({ from, to }) => rooms.indexOf(roomOf(to)) > rooms.indexOf(roomOf(from))).map(told),
    ).toEqual([])
  })

  test('of src know neither the build nor the tests, and one dialect knows no other', () => {
    const outside = edges.filter(({ from, to }) => from.startsWith('src/') && !to.startsWith('src/'))
    const dialectOf = (path: string) => /^src\/dialects\/([^/]+)\//.exec(path)?.[1]
    const across = edges.filter(({ from, to }) => {
      const [one, other] = [dialectOf(from), dialectOf(to)]
      return one !== undefined && other !== undefined && one !== other
    })
    expect([...outside, ...across].map(told)).toEqual([])
  })

  test('of a dialect: the settings may read what the reading half has, never the other way round', () => {
    const back = edges.filter(
      ({ from, to }) => /^src\/dialects\/[^/]+\/read\.ts$/.test(from) && /\/[^/]+\/settings\.ts$/.test(to),
    )
    expect(back.map(told)).toEqual([])
  })

  test('need no facade: nothing only passes on what another file has', () => {
    const facades = [...imports.keys()].filter(
      path =>
        path.startsWith('src/') &&
        /^export \{[^}]*\} from/m.test(readFileSync(join(repository, path), 'utf8')),
    )
    expect(facades).toEqual([])
  })
})
