import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { SerialPort } from 'serialport'
import { Failure } from '../../contract/failure.ts'
import { logLine } from '../plain.ts'
import type { Deadline, Exec, ExecOptions, Files, Lock, Platform, Transport } from '../platform.ts'

/** Where this platform looks for the host's files. */
export interface NodePlatformOptions {
  /** Directory that stands for `/` (a laid-out router root); default: the real one. Device nodes may be links. */
  root?: string
  /** Imports a module of a room; tests and the demo pass the sources, an installation the bundles. */
  load: Platform['load']
  /** Answers for programs of the router that this host lacks (`ubus`); null: run the real program. */
  exec?: (argv: readonly string[]) => Exec | null
  /** Starts a job where there is no `qjs`; default: the real program. */
  spawn?: Platform['spawn']
}

const now = (): Deadline => Number(process.hrtime.bigint() / 1000n) / 1000

function createFiles(root: string): Files {
  const at = (name: string) => (root === '' ? name : path.join(root, name))
  const outside = (name: string) =>
    root !== '' && name.startsWith(`${root}/`) ? name.slice(root.length) : name
  const guarded = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch {
      return otherwise
    }
  }
  const trusted = (name: string) =>
    guarded(() => {
      const status = fs.lstatSync(at(name))
      const isOwn = status.uid === process.getuid?.() && (status.mode & 0o022) === 0
      return isOwn && (status.isFile() || status.isDirectory())
    }, false)
  return {
    read(name, limit = 262_144) {
      return guarded(() => {
        if (!fs.statSync(at(name)).isFile()) return null
        const fd = fs.openSync(at(name), 'r')
        try {
          const buffer = Buffer.alloc(limit)
          return buffer.toString('utf8', 0, fs.readSync(fd, buffer, 0, limit, null))
        } finally {
          fs.closeSync(fd)
        }
      }, null)
    },
    list: name => guarded(() => fs.readdirSync(at(name)).sort(), []),
    realpath: name => guarded(() => outside(fs.realpathSync(at(name))), null),
    stamp: name =>
      guarded(() => {
        const { ino, size, mtimeMs } = fs.statSync(at(name))
        return `${ino}.${size}.${mtimeMs}`
      }, null),
    exists: name => fs.existsSync(at(name)),
    trusted,
    write(name, text) {
      const temporary = `${at(name)}.${process.pid}`
      return guarded(() => {
        fs.mkdirSync(path.dirname(at(name)), { recursive: true, mode: 0o700 })
        if (!trusted(path.dirname(name))) return false
        fs.writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' })
        fs.renameSync(temporary, at(name))
        return true
      }, false)
    },
    remove: name => guarded(() => fs.rmSync(at(name), { force: true }), undefined),
  }
}

function run(
  argv: readonly string[],
  until: Deadline,
  stdin: number | 'ignore',
  { gently, withErrors }: ExecOptions = {},
): Promise<Exec> {
  return new Promise(resolve => {
    const [program = '', ...rest] = argv
    const child = spawn(program, rest, { stdio: [stdin, 'pipe', withErrors ? 'pipe' : 'ignore'] })
    const kill = () => {
      child.kill('SIGKILL')
      child.stdout?.destroy()
      child.stderr?.destroy()
    }
    const left = Math.max(0, until - now())
    const timers = gently ? [0, 1000].map(later => setTimeout(() => child.kill('SIGTERM'), left + later)) : []
    timers.push(setTimeout(kill, left + (gently ? 2000 : 0)))
    let stdout = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (stdout.length < 1_048_576) stdout += text
      })
    const finish = (code: number | null) => {
      for (const timer of timers) clearTimeout(timer)
      resolve({ code, stdout })
    }
    child.on('error', () => finish(null))
    child.on('close', finish)
  })
}

function openTty(name: string, real: string): Transport {
  const status = fs.statSync(real, { throwIfNoEntry: false })
  if (!status?.isCharacterDevice())
    throw new Failure('port_missing', `${name}${status?.isFile() ? ' is a plain file' : ''}`)
  const port = new SerialPort({ path: real, baudRate: 115_200, lock: false, autoOpen: false, hupcl: false })
  const received: Uint8Array[] = []
  let wake: (() => void) | null = null
  let gone = false
  const event = () => {
    wake?.()
    wake = null
  }
  const lost = () => {
    gone = true
    event()
  }
  port.on('data', (bytes: Buffer) => {
    received.push(new Uint8Array(bytes))
    event()
  })
  port.on('close', lost)
  port.on('error', lost)
  const opened = new Promise<void>(resolve => {
    port.open(error => {
      if (error) lost()
      resolve()
    })
  })
  const failure = () => new Failure('port_lost', name)
  return {
    async write(bytes, until) {
      await opened
      if (gone) throw failure()
      const taken = await new Promise<boolean>(resolve => {
        const timer = setTimeout(() => resolve(false), Math.max(1, until - now()))
        port.write(Buffer.from(bytes), error => {
          if (error) lost()
          clearTimeout(timer)
          resolve(true)
        })
      })
      if (gone) throw failure()
      if (!taken) throw new Failure('port_stuck', name)
    },
    async read(until) {
      await opened
      const bytes = received.shift()
      if (bytes) return bytes
      if (gone) throw failure()
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, Math.max(1, until - now()))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      const late = received.shift()
      if (late === undefined && gone) throw failure()
      return late ?? null
    },
    close() {
      void opened.then(() => port.isOpen && port.flush(() => port.isOpen && port.close()))
    },
  }
}

/** A development machine may lack `flock`; then the port is not locked against other programs. */
const hasFlock = (process.env.PATH ?? '').split(':').some(folder => fs.existsSync(path.join(folder, 'flock')))

async function lock(name: string, real: string, until: Deadline): Promise<Lock | null> {
  const began = now()
  let fd: number
  try {
    fd = fs.openSync(real, fs.constants.O_RDWR | fs.constants.O_NOCTTY | fs.constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure('port_missing', name)
    return null
  }
  const take = async (argv: readonly string[], limit: Deadline) => (await run(argv, limit, fd)).code === 0
  const atOnce = !hasFlock || (await take(['flock', '-n', '0'], began + 2000))
  if (!atOnce && (until <= now() || !(await take(['flock', '0'], until)))) {
    fs.closeSync(fd)
    return null
  }
  return { waited: atOnce ? 0 : now() - began, release: () => fs.closeSync(fd) }
}

/** The platform of a development machine: Node.js with `serialport`, optionally below a laid-out root. */
/** Bytes of a plain file of this machine. */
async function readBytes(name: string, offset: number, length: number): Promise<Uint8Array | null> {
  const file = await open(name, 'r').catch(() => null)
  try {
    if (!(await file?.stat())?.isFile()) return null
    const buffer = new Uint8Array(length)
    const { bytesRead = 0 } = (await file?.read(buffer, 0, length, offset)) ?? {}
    return buffer.subarray(0, bytesRead)
  } catch {
    return null
  } finally {
    await file?.close()
  }
}

export function createNodePlatform(options: NodePlatformOptions): Platform {
  const { root = '', load } = options
  const device = (name: string) => (root === '' ? name : path.join(root, name))
  return {
    now,
    files: createFiles(root),
    data: '/usr/share/modem',
    load,
    bytes: (name, ...part) => readBytes(device(name), ...part),
    exec: async (argv, until, how) => options.exec?.(argv) ?? run(argv, until, 'ignore', how),
    spawn: argv =>
      options.spawn?.(argv) ??
      new Promise(resolve => {
        const [program = '', ...rest] = argv
        const child = spawn(program, rest, { stdio: 'ignore', detached: true })
        child.on('error', () => resolve(false))
        child.on('spawn', () => resolve(true))
        child.unref()
      }),
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
    openTty: name => openTty(name, device(name)),
    lock: (name, until) => lock(name, device(name), until),
    log: line => console.error(`modem: ${logLine(line)}`),
  }
}
