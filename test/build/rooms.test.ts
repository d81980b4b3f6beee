import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { bundle } from '../../build/bundle.ts'
import { generate } from '../../build/generate.ts'
import { repository } from './project.ts'

/** Which rooms a room may import values from; everything it may import values from it may import types from too. */
const values: Readonly<Record<string, readonly string[]>> = {
  main: [
    'core',
    'host',
    'operators',
    'shim',
    'methods',
    'modem',
    'discovery',
    'contract',
    'platform',
    'platform/quickjs',
    'platform/node',
  ],
  core: ['modem', 'dialects', 'channel', 'discovery', 'radio', 'contract'],
  host: ['discovery', 'contract'],
  operators: ['radio'],
  methods: ['core', 'host', 'modem', 'dialects', 'channel', 'discovery', 'radio', 'contract'],
  modem: ['core', 'host', 'identity', 'operators', 'dialects', 'channel', 'discovery', 'radio', 'contract'],
  dialects: ['core', 'channel', 'radio', 'contract'],
  channel: ['contract'],
  discovery: ['core', 'contract'],
  shim: ['radio', 'contract'],
  radio: ['contract'],
  contract: [],
  models: [],
  platform: [],
  'platform/quickjs': ['platform', 'contract', 'std', 'os'],
  'platform/node': ['platform', 'contract', 'node', 'package'],
}

/** Rooms whose types alone may be imported. */
const types: Readonly<Record<string, readonly string[]>> = {
  main: ['models'],
  operators: ['modem', 'platform'],
  methods: ['platform', 'models'],
  modem: ['platform', 'models'],
  channel: ['platform'],
  discovery: ['platform', 'models'],
  shim: ['models'],
  models: ['dialects', 'contract'],
  platform: ['contract'],
}

const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => /(?<!\.d)\.ts$/.test(path))
  .map(path => `src/${path}`)
  .sort()

/** The room of a source, or what kind of thing is imported from outside. */
function roomOf(path: string): string {
  if (path === 'std' || path === 'os') return path
  if (path.startsWith('node:')) return 'node'
  if (path.startsWith('#')) return path.slice(1)
  const [, room] = /^src\/(platform\/\w+(?=\/)|\w+)/.exec(path) ?? []
  return room ?? 'package'
}

interface Edge {
  from: string
  to: string
}

const forbidden = (edges: readonly Edge[], ...tables: (typeof values)[]) =>
  edges
    .map(({ from, to }) => ({ from, to, here: roomOf(from), there: roomOf(to) }))
    .filter(({ here, there }) => here !== there && !tables.some(table => table[here]?.includes(there)))
    .map(({ from, to, here, there }) => `${here} may not import ${there}: ${from} imports ${to}`)

async function valueEdges(): Promise<Edge[]> {
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: sources,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    external: ['std', 'os', '#*'],
    outdir: 'out',
    logLevel: 'silent',
  })
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path: to }) => ({ from, to })),
  )
}

function allEdges(): Edge[] {
  return sources.flatMap(from =>
    ts.preProcessFile(readFileSync(join(repository, from), 'utf8')).importedFiles.map(({ fileName }) => ({
      from,
      to: fileName.startsWith('.') ? join(dirname(from), fileName) : fileName,
    })),
  )
}

test('values come only from the rooms a room may know', async () => {
  const edges = await valueEdges()
  expect(edges.length).toBeGreaterThan(0)
  expect(forbidden(edges, values)).toEqual([])
})

test('types come only from the rooms a room may know', () => {
  expect(forbidden(allEdges(), values, types)).toEqual([])
})

test('no two rooms import values from each other, but for those the shared modules are made of', () => {
  const shared = ['core', 'host']
  const rooms = Object.keys(values).filter(room => !shared.includes(room))
  const mutual = rooms.flatMap(one =>
    rooms.filter(other => one < other && values[one]?.includes(other) && values[other]?.includes(one)),
  )
  expect(mutual).toEqual([])
})

test('no router bundle needs Node or a package, or a name its shared modules lack', async () => {
  const { args } = JSON.parse(generate(repository).get('src/contract/generated/schema.json') ?? '')
  const bundles = await bundle(repository, Object.keys(args))
  const foreign = bundles.flatMap(({ sources: carried }) => carried.filter(path => path.includes('node')))
  expect(foreign).toEqual([])
  expect(bundles.map(({ path }) => path)).toContain('rpcd.js')
})
