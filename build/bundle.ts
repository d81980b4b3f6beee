import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type BuildOptions, build as esbuild, type Metafile, type Plugin } from 'esbuild'

/** One bundle of the router tree. */
export interface Bundle {
  /** Below `/usr/share/modem`, for example `methods/info.js`. */
  path: string
  bytes: Uint8Array
  /** Its source files, relative to the root. */
  sources: string[]
  exports: string[]
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

/**
 * Bundles everything the router runs: the entry points, one file per method and two per dialect, its reading half
 * `<name>.js` and its writing half `<name>.control.js`. What these share exists once and stays outside of them: every
 * `#name` of package.json's imports as `<name>.js`, every module of the contract, and the files of the platform. Throws
 * when a source is missing, when a shared name is not exported, when a class would exist twice, or when a bundle needs
 * anything else but `std` and `os`.
 */
export async function bundle(root: string, methods: readonly string[]): Promise<Bundle[]> {
  const source = (path: string) => join(root, 'src', path)
  const missing = methods.map(name => `methods/${name}.ts`).filter(path => !existsSync(source(path)))
  if (missing.length > 0) throw new Error(missing.map(path => `src/${path} is missing`).join('\n'))
  const main = ['rpcd', 'backend', 'shim', 'cli'].map(name => [name, source(`main/${name}.ts`)])
  const ofMethods = methods.map(name => [`methods/${name}`, source(`methods/${name}.ts`)])
  const ofDialects = (await halvesOf(root)).map(half => [`dialects/${half}`, `half:${half}`])
  const groups = [
    ...[...sharedSources(root)].map(([name, file]) => bundleGroup(root, { [name]: file }, './', name)),
    bundleGroup(root, Object.fromEntries(main), './'),
    bundleGroup(root, Object.fromEntries([...ofMethods, ...ofDialects]), '../'),
    ...[...apart(root)].map(([file, name]) =>
      bundleGroup(root, { [name]: file }, name.includes('/') ? '../' : './'),
    ),
  ]
  const bundles = (await Promise.all(groups))
    .flat()
    .filter(({ exports, path }) => !isTypesOnly(path, exports))
  const faults = [...absentNames(bundles), ...doubledClasses(root, bundles)]
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return bundles.sort((a, b) => (a.path < b.path ? -1 : 1))
}

const isTypesOnly = (path: string, exports: readonly string[]) =>
  path.startsWith('contract/') && exports.length === 0

/** Sources that are a bundle by themselves wherever they are used, with its name: each is loaded once. */
function apart(root: string): Map<string, string> {
  const contract = modulesOf(root, 'contract').map(name => `contract/${name}`)
  const source = (path: string) => join(root, 'src', `${path}.ts`)
  return new Map(
    [...contract.map(name => [name, name]), ['platform/quickjs/files', 'files']]
      .map(([path = '', name = '']): [string, string] => [source(path), name])
      .filter(([path]) => existsSync(path)),
  )
}

/** Names of the sources directly in a room, without extension. */
function modulesOf(root: string, room: string): string[] {
  const folder = join(root, 'src', room)
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.filter(name => name.endsWith('.ts')).map(name => basename(name, '.ts'))
}

/** Names of the dialects at `root`: the files of the room that export `dialect`. */
export async function dialectNames(root: string): Promise<string[]> {
  return (await halvesOf(root)).filter(half => !half.endsWith('.control'))
}

/** The halves of every dialect, `<name>` and `<name>.control`; other files of the room are parts of dialects. */
async function halvesOf(root: string): Promise<string[]> {
  const { metafile } = await run({
    absWorkingDir: root,
    entryPoints: modulesOf(root, 'dialects').map(name => join(root, `src/dialects/${name}.ts`)),
    outdir: root,
    plugins: [shared(root, '../')],
  })
  const halves: string[] = []
  for (const { entryPoint = '', exports } of Object.values(metafile.outputs)) {
    const name = basename(entryPoint, '.ts')
    if (exports.includes('dialect'))
      halves.push(name, ...(exports.includes('control') ? [`${name}.control`] : []))
    else if (exports.includes('control')) throw new Error(`${entryPoint} exports control without dialect`)
  }
  return halves.sort()
}

async function bundleGroup(
  root: string,
  entryPoints: Record<string, string>,
  prefix: string,
  itself = '',
): Promise<Bundle[]> {
  const { outputFiles, metafile } = await run({
    absWorkingDir: root,
    entryPoints,
    outdir: join(root, 'out'),
    plugins: [shared(root, prefix, itself), halves(root)],
  })
  const foreign = foreignImports(metafile)
  if (foreign.length > 0) throw new Error(foreign.join('\n'))
  return Object.entries(metafile.outputs).map(([output, { inputs, exports }]) => ({
    path: output.replace(/^out\//, ''),
    bytes: outputFiles.find(({ path }) => path === join(root, output))?.contents ?? new Uint8Array(),
    sources: Object.keys(inputs).filter(path => (inputs[path]?.bytesInOutput ?? 0) > 0),
    exports,
  }))
}

/** What a router bundle may not need: packages, Node, the Node platform. */
function foreignImports({ inputs, outputs }: Metafile): string[] {
  const sources = Object.keys(inputs)
    .filter(path => path.includes('node_modules/') || path.startsWith('src/platform/node/'))
    .map(path => `${path} may not be part of a router bundle`)
  const imports = Object.entries(outputs).flatMap(([path, output]) =>
    output.imports
      .filter(found => !builtins.includes(found.path) && !sharedPath.test(found.path))
      .map(found => `${path} may not import ${found.path}`),
  )
  return [...sources, ...imports]
}

/** How a bundle imports what all share. */
const sharedPath = /^\.\.?\/(?:contract\/)?[\w-]+\.js$/

/** Shared names that are imported but not exported; nothing else would notice before the router does. */
function absentNames(bundles: readonly Bundle[]): string[] {
  return bundles.flatMap(({ path, bytes }) =>
    [
      ...Buffer.from(bytes)
        .toString()
        .matchAll(/\{([^{}]*)\}from"\.\.?\/([\w/-]+\.js)"/g),
    ].flatMap(([, names = '', from = '']) => {
      const exported = bundles.find(other => other.path === from)?.exports ?? []
      const imported = names.split(',').map(name => name.replace(/ as .*/, ''))
      return imported
        .filter(name => name !== '' && !exported.includes(name))
        .map(name => `${path} imports ${name}, which ${from.replace('.js', '.ts')} does not export`)
    }),
  )
}

/** A class in two bundles is two classes, and `instanceof` tells them apart. */
function doubledClasses(root: string, bundles: readonly Bundle[]): string[] {
  const sources = bundles.flatMap(bundled => bundled.sources)
  const doubled = new Set(sources.filter((source, index) => sources.indexOf(source) < index))
  return [...doubled]
    .filter(source => existsSync(join(root, source)))
    .filter(source => /^(?:export )?class /m.test(readFileSync(join(root, source), 'utf8')))
    .map(source => {
      const paths = bundles.filter(bundled => bundled.sources.includes(source)).map(({ path }) => path)
      return `the class of ${source} would exist in each of ${paths.join(', ')}: export it from a shared module`
    })
}

/** Shared modules by name: `#core` of package.json's imports is `core`. */
function sharedSources(root: string): Map<string, string> {
  const { imports = {} }: { imports?: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return new Map(Object.entries(imports).map(([name, path]) => [name.replace('#', ''), join(root, path)]))
}

/** Leaves shared modules, except `itself`, and the contract outside, as paths that begin with `prefix`. */
const shared = (root: string, prefix: string, itself = ''): Plugin => ({
  name: 'shared',
  setup({ onResolve }) {
    const sources = sharedSources(root)
    onResolve({ filter: /^#/ }, ({ path }) => {
      const name = path.slice(1)
      const source = sources.get(name)
      if (source === undefined) return { errors: [{ text: `package.json has no import ${path}` }] }
      return name === itself ? { path: source } : { path: `${prefix}${name}.js`, external: true }
    })
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const name = kind === 'entry-point' ? undefined : apart(root).get(resolve(resolveDir, path))
      return name === undefined ? null : { path: `${prefix}${name}.js`, external: true }
    })
  },
})

/** Entry points that export one half of a dialect, so that the other half is shaken off. */
const halves = (root: string): Plugin => ({
  name: 'halves',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^half:/ }, ({ path }) => ({ path: path.slice('half:'.length), namespace: 'half' }))
    onLoad({ filter: /./, namespace: 'half' }, ({ path }) => {
      const [name, half = 'dialect'] = path.split('.')
      return { contents: `export { ${half} } from './${name}.ts'`, resolveDir: join(root, 'src/dialects') }
    })
  },
})

async function run(
  settings: Required<Pick<BuildOptions, 'absWorkingDir' | 'entryPoints' | 'outdir' | 'plugins'>>,
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
