import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'

/** A `qjs` that runs on this machine. */
export interface RealEngine {
  /** Started with the system's own C library, or with the one unpacked beside it by `fetch-qjs.sh`. */
  kind: 'path' | 'private'
  /** As it tells it: `2025-04-26`. */
  version: string
  description: string
  binary: string
  /** What runs it on this machine. */
  command: readonly string[]
}

/** A JavaScript engine for the bundles. */
export type Engine =
  | RealEngine
  /** No real one: the WASM build, with `std` and `os` provided by the rig. */
  | { kind: 'wasm'; description: string }

/** A file to lay into a scratch root: where it is here, and its absolute path there. */
export interface Staged {
  from: string
  to: string
}

/** Where `fetch-qjs.sh` unpacks engines: `qjs`, and `qjs-SUITE` of other suites than its usual one. */
const unpacked = resolve(import.meta.dirname, '../../../node_modules/.cache/modem-rig')

/** The program's absolute path by PATH, links resolved; null when there is none. */
export function lookup(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  const found = folders.map(folder => join(folder, program)).find(path => existsSync(path))
  return found === undefined ? null : realpathSync(found)
}

/** The loader and library folder of a Debian tree unpacked at `folder`; null when it has none. */
function privateLoader(folder: string): { loader: string; libraries: string } | null {
  const lib = join(folder, 'usr/lib')
  if (!existsSync(lib)) return null
  for (const triplet of readdirSync(lib)) {
    const libraries = join(lib, triplet)
    if (!existsSync(join(libraries, 'libc.so.6'))) continue
    const loader = readdirSync(libraries).find(name => /^ld-linux.*\.so/.test(name))
    if (loader !== undefined) return { loader: join(libraries, loader), libraries }
  }
  return null
}

/** `2025-04-26` from the first line of `qjs --help`; null when the command does not run. */
function version(command: readonly string[]): string | null {
  const [program = '', ...args] = command
  const { stdout } = spawnSync(program, [...args, '--help'], { encoding: 'utf8' })
  return /QuickJS(?:-ng)? version (\S+)/.exec(stdout ?? '')?.[1] ?? null
}

/**
 * The loader an ELF program asks for (PT_INTERP), null for a static program, undefined for anything else, such as a
 * wrapper script.
 */
function interpreter(path: string): string | null | undefined {
  const image = readFileSync(path)
  if (image.toString('latin1', 0, 4) !== '\x7fELF') return undefined
  const wide = image[4] === 2
  const little = image[5] === 1
  const number = (at: number, bytes: number) =>
    little ? image.readUIntLE(at, bytes) : image.readUIntBE(at, bytes)
  const headers = wide ? number(32, 6) : number(28, 4)
  const size = number(wide ? 54 : 42, 2)
  const count = number(wide ? 56 : 44, 2)
  for (let header = headers; header < headers + size * count; header += size) {
    if (number(header, 4) !== 3) continue
    const start = number(header + (wide ? 8 : 4), 4)
    return image.toString('latin1', start, image.indexOf(0, start))
  }
  return null
}

/** The Debian tree an engine was unpacked with; null for one of the system. */
const treeOf = (binary: string) => resolve(dirname(binary), '../..')

/** The engine a path names; null when it is none or does not run here. */
function realEngine(path: string): RealEngine | null {
  if (!existsSync(path)) return null
  const binary = realpathSync(path)
  if (interpreter(binary) === undefined) return null
  const own = treeOf(binary) === '/' ? null : privateLoader(treeOf(binary))
  const command = own === null ? [binary] : [own.loader, '--library-path', own.libraries, binary]
  const number = version(command)
  if (number === null) return null
  const kind = own === null ? 'path' : 'private'
  const place = own === null ? binary : relative(process.cwd(), treeOf(binary))
  const description = `qjs ${number} ${own === null ? 'from' : 'unpacked in'} ${place}`
  return { kind, version: number, description, binary, command }
}

/** Paths where an engine may be, best first. */
function places(): string[] {
  const folders = existsSync(unpacked) ? readdirSync(unpacked).filter(name => /^qjs(?:-|$)/.test(name)) : []
  return [lookup('qjs') ?? [], folders.sort().map(name => join(unpacked, name, 'usr/bin/qjs'))].flat()
}

/**
 * The real engines to test with, one of each version, best first: those whose paths `given` holds, with colons between
 * them; else the one in PATH and what `fetch-qjs.sh` unpacked. Throws where a given one does not run.
 */
export function realEngines(given = process.env.MODEM_QJS): RealEngine[] {
  const paths = given ? given.split(delimiter) : places()
  const found = paths.map(path => {
    const engine = realEngine(path)
    if (engine === null && given) throw new Error(`MODEM_QJS: ${path} is no qjs that runs here`)
    return engine
  })
  const real = found.filter(engine => engine !== null)
  return real.filter(({ version }, i) => real.findIndex(other => other.version === version) === i)
}

let known: Engine | undefined

/** The best engine this machine has; looked for once. */
export function engine(): Engine {
  known ??= realEngines()[0] ?? {
    kind: 'wasm',
    description: 'the WASM build of QuickJS with a stand-in for std and os',
  }
  return known
}

/**
 * The files a program needs in a scratch root to run at `to`: itself, its loader at its native path and its shared
 * libraries. With a private engine every program gets that engine's newer C library. Null when one is missing.
 */
export function stage(binary: string, to: string): Staged[] | null {
  const files: Staged[] = [{ from: binary, to }]
  const wanted = interpreter(binary)
  if (wanted === undefined) return null
  if (wanted === null) return files
  const current = engine()
  const found = current.kind === 'private' ? privateLoader(treeOf(current.binary)) : null
  const command = found
    ? [
        found.loader,
        '--library-path',
        `${found.libraries}:/usr/lib/${basename(found.libraries)}`,
        '--list',
        binary,
      ]
    : ['ldd', binary]
  const [program = '', ...args] = command
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0 || / => not found/.test(stdout)) return null
  for (const line of stdout.split('\n')) {
    const [, name = '', path = name] = /^\s*(\S+)(?: => (\S+))? \(0x/.exec(line) ?? []
    if (!path.startsWith('/')) continue
    const from = realpathSync(path)
    const place = name.startsWith('/') ? name : join('/lib', basename(dirname(from)), name)
    files.push({ from, to: place })
  }
  return files
}
