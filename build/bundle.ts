import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build as esbuild, type Metafile, type Plugin } from 'esbuild'
import { type BundleTable, table as routerTable } from './bundles.ts'
import { readSources, type Source } from './sources.ts'

/** One bundle of the router tree. */
export interface Bundle {
  /** Below `/usr/share/modem`, for example `methods/info.js`. */
  path: string
  bytes: Uint8Array
  /** Its source files, relative to the root. */
  sources: string[]
  exports: string[]
  /** Bundles it imports when it is loaded. */
  imports: string[]
}

/** What `qjs` itself provides. */
const builtins = ['std', 'os']

const options = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2023',
  charset: 'utf8',
  minify: true,
  legalComments: 'none',
  external: builtins,
  logLevel: 'silent',
} as const satisfies BuildOptions

/** The sources of a root and the bundle each one lies in. */
interface Plan {
  root: string
  sources: ReadonlyMap<string, Source>
  /** Bundle → its sources. */
  members: ReadonlyMap<string, readonly string[]>
  /** Source → its bundle. */
  places: ReadonlyMap<string, string>
  /** Bundles made of a pattern: the host loads them by name, so each exports all it has. */
  families: ReadonlySet<string>
  apart: BundleTable['apart']
}

/**
 * Bundles everything the router runs, as `table` says. What one bundle imports from another stays an import of its file,
 * whose exports are what others import. Throws one error that names every mistake: a source that is missing, named
 * twice or used by no line, an imported name that is not exported, a class that would exist twice, a bundle that needs
 * anything else but `std` and `os`, one that loads at once what it means to load when needed, and one that loads a program,
 * which would run.
 */
export async function bundle(
  root: string,
  methods: readonly string[],
  table: BundleTable = routerTable,
): Promise<Bundle[]> {
  const missing = methods.map(name => `src/methods/${name}.ts`).filter(path => !existsSync(join(root, path)))
  if (missing.length > 0) throw new Error(missing.map(path => `${path} is missing`).join('\n'))
  const plan = planOf(root, table)
  const absent = absentNames(plan)
  if (absent.length > 0) throw new Error(absent.join('\n'))
  const bundles = await Promise.all([...plan.members.keys()].map(name => bundleOne(plan, name)))
  const faults = [
    ...doubledClasses(root, bundles),
    ...eagerLoads(plan, bundles),
    ...loadedPrograms(plan, bundles),
    ...copiedOften(plan, bundles, table.copies),
  ]
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return bundles.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Names of the dialects at `root`: the folders with a file `read.ts`. */
export function dialectNames(root: string): string[] {
  return [...readSources(root).keys()].flatMap(
    path => /^src\/dialects\/([^/]+)\/read\.ts$/.exec(path)?.[1] ?? [],
  )
}

/** Bundles that are loaded together with one, itself included: what qjs compiles before it runs. */
export function loadedWith(bundles: readonly Bundle[], path: string): string[] {
  const loaded = new Set<string>()
  const visit = (name: string) => {
    if (loaded.has(name)) return
    loaded.add(name)
    for (const next of bundles.find(other => other.path === name)?.imports ?? []) visit(next)
  }
  visit(path)
  return [...loaded]
}

/** How many bundles each source is shipped in, the most copied first. */
export function shippedOften(bundles: readonly Bundle[]): [source: string, bundles: number][] {
  const counts = new Map<string, number>()
  for (const { sources } of bundles)
    for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 1).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}

function planOf(root: string, { bundles, apart }: BundleTable): Plan {
  const sources = readSources(root)
  const members = new Map<string, string[]>()
  const places = new Map<string, string>()
  const families = new Set<string>()
  const mistakes: string[] = []
  const put = (path: string, name: string) => {
    const other = places.get(path)
    if (other !== undefined) mistakes.push(`${path} is named for ${other} and for ${name}`)
    places.set(path, name)
    members.set(name, [...(members.get(name) ?? []), path])
  }
  const lines = Object.entries(bundles).flatMap(([name, patterns]) =>
    patterns.map(pattern => ({ name, pattern })),
  )
  const fits = ({ pattern }: { pattern: string }, path: string) =>
    new RegExp(`^src/${pattern.replaceAll('*', '([^/]+)')}\\.ts$`).exec(path)
  const isPlain = ({ pattern }: { pattern: string }) => !pattern.includes('*')
  const plain = lines.filter(isPlain)
  for (const line of plain) {
    const path = `src/${line.pattern}.ts`
    if (sources.has(path)) put(path, line.name)
    else mistakes.push(`${line.name} needs ${path}, which is missing`)
  }
  for (const line of lines.filter(other => !isPlain(other))) {
    const found = [...sources].flatMap(([path, { exports }]) => {
      const match = exports.length === 0 || plain.some(other => fits(other, path)) ? null : fits(line, path)
      return match ? [{ path, name: line.name.replace('*', match[1] ?? '') }] : []
    })
    if (found.length === 0) mistakes.push(`${line.name}: no source fits src/${line.pattern}.ts`)
    for (const { path, name } of found) {
      put(path, name)
      if (line.name.includes('*')) families.add(name)
    }
  }
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return { root, sources, members, places, families, apart }
}

/** Names that are imported from a source and not exported there; nothing else would notice before the router does. */
function absentNames({ sources }: Plan): string[] {
  return [...sources].flatMap(([path, { imports }]) =>
    imports.flatMap(({ from, values }) => {
      if (!from.startsWith('src/') || from.startsWith('src/platform/node/')) return []
      const target = sources.get(from)
      if (target === undefined) return values.length > 0 ? [`${path}: ${from} is missing`] : []
      return values
        .filter(name => name !== '*' && !target.exports.includes(name))
        .map(name => `${path} imports ${name}, which ${from} does not export`)
    }),
  )
}

/** What others import from a source of a bundle; all of it where the host loads it by name. */
function exportsOf({ sources, places, families }: Plan, name: string, path: string): string[] {
  const all = sources.get(path)?.exports ?? []
  if (families.has(name)) return all
  const others = [...sources].filter(([user]) => places.get(user) !== name)
  const wanted = new Set(
    others.flatMap(([, { imports }]) =>
      imports.filter(({ from }) => from === path).flatMap(({ values }) => values),
    ),
  )
  return wanted.has('*') ? all : all.filter(exported => wanted.has(exported))
}

/** The entry of a bundle: its sources, and of each what others need. */
function entryOf(plan: Plan, name: string): string {
  return (plan.members.get(name) ?? [])
    .map(path => {
      const names = exportsOf(plan, name, path)
      const from = `'./${path}'`
      return names.length === 0 ? `import ${from}` : `export { ${names.join(', ')} } from ${from}`
    })
    .join('\n')
}

async function bundleOne(plan: Plan, name: string): Promise<Bundle> {
  const { root } = plan
  const { outputFiles, metafile } = await run({
    absWorkingDir: root,
    stdin: { contents: entryOf(plan, name), resolveDir: root, sourcefile: `${name}.js`, loader: 'js' },
    outfile: join(root, 'out.js'),
    plugins: [acrossBundles(plan, name)],
  })
  const foreign = foreignImports(metafile)
  if (foreign.length > 0) throw new Error(foreign.join('\n'))
  const [output] = Object.values(metafile.outputs)
  const path = `${name}.js`
  return {
    path,
    bytes: Buffer.from(mergedImports(outputFiles[0]?.text ?? '')),
    sources: Object.entries(output?.inputs ?? {})
      .filter(([source, { bytesInOutput }]) => bytesInOutput > 0 && plan.sources.has(source))
      .map(([source]) => source),
    exports: output?.exports ?? [],
    imports: [
      ...new Set(
        (output?.imports ?? [])
          .filter(({ path: target, kind }) => kind === 'import-statement' && target.startsWith('.'))
          .map(({ path: target }) => join(dirname(path), target)),
      ),
    ],
  }
}

/** Leaves what lies in another bundle outside, as the path of that bundle's file. */
const acrossBundles = ({ root, places, apart }: Plan, name: string): Plugin => ({
  name: 'across bundles',
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir }) => {
      const other = places.get(relative(root, resolve(resolveDir, path)))
      if (other === undefined || other === name || copies(apart, name, other)) return null
      const target = relative(dirname(name), `${other}.js`)
      return { path: target.startsWith('.') ? target : `./${target}`, external: true, sideEffects: false }
    })
  },
})

/** Whether a bundle takes a copy of what it needs of another one. */
const copies = (apart: BundleTable['apart'], name: string, other: string) =>
  Object.entries(apart).some(([taker, giver]) => {
    const [before = '', after = ''] = taker.split('*')
    const middle = name.slice(before.length, name.length - after.length)
    return (
      name === taker.replace('*', middle) && [giver].flat().some(each => other === each.replace('*', middle))
    )
  })

/** One import statement for each file that is needed, in front, instead of one for each source that needs it. */
function mergedImports(text: string): string {
  const names = new Map<string, Set<string>>()
  const rest = text.replace(/\bimport\{([^{}]*)\}from"([^"]*)";/g, (_, list: string, from: string) => {
    names.set(from, new Set([...(names.get(from) ?? []), ...list.split(',')]))
    return ''
  })
  const merged = [...names].map(([from, list]) => `import{${[...list].join(',')}}from"${from}";`)
  return merged.join('') + rest
}

/** What a router bundle may not need: packages, Node, the Node platform. */
function foreignImports({ inputs, outputs }: Metafile): string[] {
  const sources = Object.keys(inputs)
    .filter(path => path.includes('node_modules/') || path.startsWith('src/platform/node/'))
    .map(path => `${path} may not be part of a router bundle`)
  const imports = Object.values(outputs).flatMap(output =>
    output.imports
      .filter(({ path }) => !builtins.includes(path) && !path.startsWith('.'))
      .map(({ path }) => `a router bundle may not import ${path}`),
  )
  return [...sources, ...imports]
}

/** A class in two bundles is two classes, and `instanceof` tells them apart. */
function doubledClasses(root: string, bundles: readonly Bundle[]): string[] {
  return shippedOften(bundles)
    .map(([source]) => source)
    .filter(source => /^(?:export )?class /m.test(readFileSync(join(root, source), 'utf8')))
    .map(source => {
      const paths = bundles.filter(({ sources }) => sources.includes(source)).map(({ path }) => path)
      return `the class of ${source} would exist in each of ${paths.join(', ')}: name it in build/bundles.ts`
    })
}

/** A bundle that is loaded when needed may not be loaded at once by what needs it. */
function eagerLoads({ sources, places }: Plan, bundles: readonly Bundle[]): string[] {
  return bundles.flatMap(({ path, sources: carried }) => {
    const loaded = loadedWith(bundles, path)
    return carried.flatMap(source =>
      (sources.get(source)?.imports ?? [])
        .filter(({ dynamic }) => dynamic)
        .map(({ from }) => `${places.get(from) ?? basename(from, '.ts')}.js`)
        .filter(target => loaded.includes(target) && target !== path)
        .map(target => `${path} loads ${target} at once, which ${source} means to load when it is needed`),
    )
  })
}

/** Whoever loads a bundle with a source that exports nothing, runs it. */
function loadedPrograms({ sources, members, places }: Plan, bundles: readonly Bundle[]): string[] {
  const isProgram = (path: string) => sources.get(path)?.exports.length === 0
  const programs = [...members].flatMap(([name, paths]) => (paths.some(isProgram) ? [`${name}.js`] : []))
  return bundles.flatMap(({ path, imports, sources: carried }) => {
    const wanted = carried.flatMap(source => sources.get(source)?.imports ?? [])
    const later = wanted.flatMap(({ from, dynamic }) => (dynamic ? [`${places.get(from)}.js`] : []))
    return [...new Set([...imports, ...later])]
      .filter(target => target !== path && programs.includes(target))
      .map(target => `${path} loads ${target}, which is a program and would run`)
  })
}

/** Large sources in more bundles than two need a reason, and a reason needs such a source. */
function copiedOften(
  { sources }: Plan,
  bundles: readonly Bundle[],
  reasons: BundleTable['copies'],
): string[] {
  const often = shippedOften(bundles)
    .filter(([source, count]) => count > 2 && (sources.get(source)?.lines ?? 0) > 30)
    .map(([source]) => source.replace(/^src\/(.*)\.ts$/, '$1'))
  return [
    ...often
      .filter(source => reasons[source] === undefined)
      .map(
        source =>
          `src/${source}.ts is copied into more than two bundles: name it in build/bundles.ts, or the reason`,
      ),
    ...Object.keys(reasons)
      .filter(source => !often.includes(source))
      .map(source => `build/bundles.ts has a reason for copies of ${source}, which is not copied often`),
  ]
}

async function run(
  settings: Required<Pick<BuildOptions, 'absWorkingDir' | 'stdin' | 'outfile' | 'plugins'>>,
) {
  try {
    return await esbuild({ ...options, ...settings })
  } catch (error) {
    throw new Error(esbuildErrors(error))
  }
}

function esbuildErrors(error: unknown): string {
  const errors =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : []
  const lines = errors.map(({ text, location }) =>
    location ? `${location.file}:${location.line}: ${text}` : text,
  )
  return lines.join('\n') || String(error)
}
