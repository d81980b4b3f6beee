import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative, resolve } from 'node:path'

/** A JavaScript engine for the bundles, in order of preference. */
export type Engine =
  /** A real `qjs`: the one in PATH, or the one `fetch-qjs.sh` unpacked. `command` runs it on this machine. */
  | { kind: 'path' | 'private'; description: string; binary: string; command: readonly string[] }
  /** No real one: the WASM build, with `std` and `os` provided by the rig. */
  | { kind: 'wasm'; description: string }

/** A file to lay into a scratch root: where it is here, and its absolute path there. */
export interface Staged {
  from: string
  to: string
}

/** Where `fetch-qjs.sh` unpacks the engine. */
export const privateFolder = resolve(import.meta.dirname, '../../../node_modules/.cache/modem-rig/qjs')

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

function search(): Engine {
  const inPath = lookup('qjs')
  const native = inPath !== null && interpreter(inPath) !== undefined ? inPath : null
  const nativeVersion = native === null ? null : version([native])
  if (native !== null && nativeVersion !== null) {
    return { kind: 'path', description: `qjs ${nativeVersion} from PATH`, binary: native, command: [native] }
  }
  const binary = join(privateFolder, 'usr/bin/qjs')
  const found = privateLoader(privateFolder)
  if (found !== null && existsSync(binary)) {
    const command = [found.loader, '--library-path', found.libraries, binary]
    const number = version(command)
    const place = relative(process.cwd(), privateFolder)
    if (number !== null) {
      return { kind: 'private', description: `qjs ${number} unpacked in ${place}`, binary, command }
    }
  }
  return { kind: 'wasm', description: 'the WASM build of QuickJS with a stand-in for std and os' }
}

let known: Engine | undefined

/** The best engine this machine has; looked for once. */
export function engine(): Engine {
  known ??= search()
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
  const found = current.kind === 'private' ? privateLoader(privateFolder) : null
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
