import fs from 'node:fs'
import { posix } from 'node:path'
import type { Simulator } from '../modem/simulator.ts'
import type { Layout } from './layout.ts'

/** A simulated modem behind a device node, with the bytes nobody has read yet. */
export interface WasmPort {
  simulator: Simulator
  unread: Buffer
}

/** What all programs of one router share. */
export interface WasmMachine {
  layout: Layout
  /** Simulated modems by device path. */
  ports: ReadonlyMap<string, WasmPort>
  /** Open descriptions that hold a lock, by path. */
  locks: Map<string, object>
  /** Number given to the process started last. */
  lastPid: number
  now(): number
}

/** An open description; `dup2` makes two descriptors share one. */
type Description =
  | { kind: 'text'; path: string; input: Buffer; refs: number }
  | { kind: 'sink'; chunks: Buffer[]; refs: number }
  | { kind: 'file'; path: string; fd: number; refs: number }
  | { kind: 'port'; path: string; port: WasmPort; refs: number }
  | { kind: 'null'; path: string; refs: number }

/** A started program: its wait status when it has ended. */
interface Child {
  poll(): number | null
}

const ENOENT = -2
const EBADF = -9
const latin1 = (text: string) => Buffer.from(text, 'latin1')

/** One process: descriptors, children and the answers to the guest's system calls. */
export interface WasmProcess {
  call(name: string, args: readonly unknown[]): unknown
  /** Exit code once `std.exit` was called. */
  exited(): number | null
  /** The given descriptors that have something to read, and when a silent one may have (ms), null for never. */
  readable(fds: readonly number[]): { ready: number[]; nextAt: number | null }
  output(): { stdout: string; stderr: string }
  /** Closes every descriptor, which frees the locks. */
  end(): void
}

const codeOf = (error: unknown): number => (error as { errno?: number }).errno ?? -5

/** Makes a process of the machine with `input` on descriptor 0. */
export function createProcess(
  machine: WasmMachine,
  input: Uint8Array,
  env: Readonly<Record<string, string>>,
): WasmProcess {
  const { layout, ports, locks } = machine
  const pid = ++machine.lastPid
  const stdout: Description = { kind: 'sink', chunks: [], refs: 1 }
  const stderr: Description = { kind: 'sink', chunks: [], refs: 1 }
  const table = new Map<number, Description>([
    [0, { kind: 'text', path: '/dev/stdin', input: Buffer.from(input), refs: 1 }],
    [1, stdout],
    [2, stderr],
  ])
  const children = new Map<number, Child>()
  let exitCode: number | null = null

  const clean = (path: string) => posix.resolve('/', path)
  const here = (path: string) => layout.root + clean(path)
  const portAt = (path: string) => ports.get(clean(path))
  const add = (made: Description): number => {
    let fd = 3
    while (table.has(fd)) fd++
    table.set(fd, made)
    return fd
  }
  const release = (fd: number): number => {
    const open = table.get(fd)
    if (!open) return EBADF
    table.delete(fd)
    if (--open.refs > 0) return 0
    if (open.kind === 'file') fs.closeSync(open.fd)
    if ('path' in open && locks.get(open.path) === open) locks.delete(open.path)
    return 0
  }
  const attempt = (work: () => unknown): number => {
    try {
      work()
      return 0
    } catch (error) {
      return codeOf(error)
    }
  }
  const pump = (port: WasmPort): number | null => {
    const { bytes, nextAt } = port.simulator.output(machine.now())
    if (bytes) port.unread = Buffer.concat([port.unread, bytes])
    return nextAt
  }
  const take = (fd: number, length: number): Buffer | number => {
    const open = table.get(fd)
    if (!open) return EBADF
    if (open.kind === 'null') return Buffer.alloc(0)
    if (open.kind === 'file') {
      const buffer = Buffer.alloc(Math.min(length, 1 << 20))
      return buffer.subarray(0, fs.readSync(open.fd, buffer))
    }
    if (open.kind === 'port') {
      pump(open.port)
      const got = open.port.unread.subarray(0, length)
      open.port.unread = open.port.unread.subarray(got.length)
      return got
    }
    if (open.kind === 'sink') {
      const all = Buffer.concat(open.chunks.splice(0))
      if (all.length > length) open.chunks.push(all.subarray(length))
      return all.subarray(0, length)
    }
    const got = open.input.subarray(0, length)
    open.input = open.input.subarray(got.length)
    return got
  }
  const put = (fd: number, bytes: Buffer): number => {
    const open = table.get(fd)
    if (!open || open.kind === 'text') return EBADF
    if (open.kind === 'file') fs.writeSync(open.fd, bytes)
    else if (open.kind === 'port') open.port.simulator.input(bytes, machine.now())
    else if (open.kind === 'sink') open.chunks.push(bytes)
    return bytes.length
  }

  /** flock on the description behind descriptor 0 of the child. */
  const flock = (argv: readonly string[], stdin: number): Child => {
    const open = table.get(stdin)
    const patient = !argv.includes('-n')
    return {
      poll() {
        if (!open || !('path' in open) || !/^\d+$/.test(argv.at(-1) ?? '')) return 64 << 8
        const holder = locks.get(open.path)
        if (holder === undefined || holder === open) {
          locks.set(open.path, open)
          return 0
        }
        return patient ? null : 1 << 8
      },
    }
  }
  const run = (argv: readonly string[], stdin: number, out: number): Child => {
    const [program, ...words] = argv
    if (program === 'flock') return flock(words, stdin)
    if (program === 'ubus') {
      const reply =
        words[0] === 'call' ? layout.read(`/usr/share/rig/ubus/${words[1]}.${words[2]}.json`) : null
      if (reply !== null) put(out, Buffer.from(reply))
      return { poll: () => (reply === null ? 4 << 8 : 0) }
    }
    if (program === 'logger') {
      const tag = words[words.indexOf('-t') + 1] ?? 'root'
      layout.write(
        '/tmp/log/messages',
        `${layout.read('/tmp/log/messages') ?? ''}user.notice ${tag}: ${words.at(-1)}\n`,
      )
      return { poll: () => 0 }
    }
    return { poll: () => 127 << 8 }
  }

  const calls: Record<string, (...args: never[]) => unknown> = {
    now: () => machine.now(),
    getpid: () => pid,
    constants: () => fs.constants,
    getenv: (name: string) => env[name] ?? null,
    exit(code: number) {
      exitCode = code
      return 0
    },
    open(path: string, flags: number | string, mode: number) {
      const port = portAt(path)
      if (port) return add({ kind: 'port', path: clean(path), port, refs: 1 })
      if (clean(path) === '/dev/null') return add({ kind: 'null', path: '/dev/null', refs: 1 })
      try {
        return add({ kind: 'file', path: clean(path), fd: fs.openSync(here(path), flags, mode), refs: 1 })
      } catch (error) {
        return codeOf(error)
      }
    },
    close: release,
    read(fd: number, length: number) {
      const got = take(fd, length)
      return typeof got === 'number' ? got : got.toString('latin1')
    },
    readText(fd: number, max: number | null) {
      const parts: Buffer[] = []
      let left = max ?? Number.MAX_SAFE_INTEGER
      for (;;) {
        const got = left > 0 ? take(fd, left) : Buffer.alloc(0)
        if (typeof got === 'number' || got.length === 0) return Buffer.concat(parts).toString('utf8')
        parts.push(got)
        left -= got.length
      }
    },
    write: (fd: number, text: string) => put(fd, latin1(text)),
    writeText: (fd: number, text: string) => put(fd, Buffer.from(text, 'utf8')),
    readdir(path: string) {
      try {
        return [['.', '..', ...fs.readdirSync(here(path))], 0]
      } catch (error) {
        return [[], -codeOf(error)]
      }
    },
    realpath(path: string) {
      if (portAt(path)) return [clean(path), 0]
      try {
        const root = fs.realpathSync(layout.root)
        const real = fs.realpathSync(here(path))
        return real.startsWith(`${root}/`) ? [real.slice(root.length), 0] : ['', -ENOENT]
      } catch (error) {
        return ['', -codeOf(error)]
      }
    },
    stat(path: string) {
      if (portAt(path) || clean(path) === '/dev/null') return [{ mode: 0o020600 }, 0]
      try {
        const { mode, size, ino, mtimeMs } = fs.statSync(here(path))
        return [{ mode, size, ino, mtime: mtimeMs }, 0]
      } catch (error) {
        return [null, -codeOf(error)]
      }
    },
    lstat(path: string) {
      try {
        const { mode, uid } = fs.lstatSync(here(path))
        return [{ mode, uid: uid === process.getuid?.() ? 0 : uid }, 0]
      } catch (error) {
        return [null, -codeOf(error)]
      }
    },
    mkdir: (path: string, mode: number) => attempt(() => fs.mkdirSync(here(path), mode)),
    remove: (path: string) => attempt(() => fs.unlinkSync(here(path))),
    rename: (from: string, to: string) => attempt(() => fs.renameSync(here(from), here(to))),
    isatty: (fd: number) => table.get(fd)?.kind === 'port',
    dup2(from: number, to: number) {
      const open = table.get(from)
      if (!open) return EBADF
      open.refs++
      release(to)
      table.set(to, open)
      return to
    },
    pipe() {
      const made: Description = { kind: 'sink', chunks: [], refs: 2 }
      return [add(made), add(made)]
    },
    exec(argv: readonly string[], stdin: number, out: number) {
      const number = ++machine.lastPid
      children.set(number, run(argv, stdin, out))
      return number
    },
    waitpid(child: number, options: number) {
      const running = children.get(child)
      if (!running) return [-10, 0]
      const status = running.poll()
      if (status === null && (options & 1) === 1) return [0, 0]
      children.delete(child)
      return [child, status ?? 9]
    },
    kill(child: number) {
      if (!children.has(child)) return -3
      children.set(child, { poll: () => 9 })
      return 0
    },
  }
  return {
    call(name, args) {
      const call = calls[name]
      return call ? call(...(args as never[])) : null
    },
    exited: () => exitCode,
    readable(fds) {
      const ready: number[] = []
      let soonest: number | null = null
      for (const fd of fds) {
        const open = table.get(fd)
        const nextAt = open?.kind === 'port' ? pump(open.port) : null
        if (open?.kind !== 'port' || open.port.unread.length > 0) ready.push(fd)
        else if (nextAt !== null) soonest = Math.min(soonest ?? nextAt, nextAt)
      }
      return { ready, nextAt: soonest }
    },
    output: () => ({
      stdout: Buffer.concat(stdout.chunks).toString('utf8'),
      stderr: Buffer.concat(stderr.chunks).toString('utf8'),
    }),
    end() {
      for (const fd of [...table.keys()]) release(fd)
    },
  }
}
