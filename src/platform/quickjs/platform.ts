import * as os from 'os'
import { Failure } from '../../contract/failure.ts'
import { logLine } from '../plain.ts'
import type { Deadline, Exec, ExecOptions, Lock, Platform, Transport } from '../platform.ts'
import { files, isKind, plain } from './files.ts'
import { ready } from './waiting.ts'

const enoent = -2
const sigkill = 9
const sigterm = 15
/** `S_IFCHR`. */
const characterDevice = 0o020000
const data = '/usr/share/modem'

/** How many bytes a terminal that says it is writable takes without blocking: every driver has room for as many. */
const pieceBytes = 256

const readable = (fd: number, until: Deadline) => ready(os.setReadHandler, fd, until)

/**
 * Closes a terminal whose modem may not have taken what it was sent. Whoever closes it last waits until the bytes are
 * sent, up to 30 s on USB, unless he is being killed: so that is a child, which is killed when this one has closed.
 */
function abandon(fd: number): void {
  const pid = os.exec(['sleep', '9'], { block: false, stdin: fd, stdout: fd, stderr: fd })
  os.close(fd)
  os.kill(pid, sigkill)
  for (let nth = 0; nth < 50 && os.waitpid(pid, os.WNOHANG)[0] === 0; nth++) os.sleep(2)
}

const sleep = (ms: number) => new Promise<void>(resolve => os.setTimeout(resolve, ms))

/**
 * Waits for a child to end without blocking; sends it the signals, of which SIGKILL is the last, from `until` on, one a
 * second. Returns its exit code; null when a signal ended it or it could not be started, which the forked child tells by
 * 127.
 */
async function ended(pid: number, until: Deadline, signals = [sigkill]): Promise<number | null> {
  let limit = until
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    const [done, status] = os.waitpid(pid, os.WNOHANG)
    if (done === pid) return (status & 127) === 0 && status >> 8 !== 127 ? status >> 8 : null
    if (os.now() >= limit) {
      const signal = signals.shift() ?? sigkill
      os.kill(pid, signal)
      limit += 1000
      if (signal !== sigkill) continue
      // One that waits for a dying flash (`sync`) does not even end by this.
      for (let nth = 0; nth < 50 && os.waitpid(pid, os.WNOHANG)[0] === 0; nth++) await sleep(2)
      return null
    }
    await sleep(pause)
  }
}

/** Whoever closes the output of a program that is being asked to end kills it in the middle (SIGPIPE): it is read on. */
async function exec(argv: readonly string[], until: Deadline, options: ExecOptions = {}): Promise<Exec> {
  const [reader, writer] = os.pipe()
  const nowhere = os.open('/dev/null', os.O_RDWR)
  const stderr = options.withErrors ? writer : nowhere
  const pid = os.exec(argv, { block: false, stdin: nowhere, stdout: writer, stderr })
  os.close(writer)
  os.close(nowhere)
  const signals = options.gently ? [sigterm, sigterm, sigkill] : [sigkill]
  const buffer = new ArrayBuffer(16_384)
  let stdout = ''
  let limit = until
  const isRead = async () => {
    while (stdout.length < 1_048_576 && (await readable(reader, limit))) {
      const size = os.read(reader, buffer, 0, buffer.byteLength)
      if (size <= 0) return true
      stdout += String.fromCharCode(...new Uint8Array(buffer, 0, size))
    }
    return stdout.length >= 1_048_576
  }
  while (!(await isRead()) && signals.length > 1) {
    os.kill(pid, signals.shift() ?? sigkill)
    limit += 1000
  }
  os.close(reader)
  const code = await ended(pid, limit, signals)
  try {
    stdout = decodeURIComponent(stdout.replace(/[%\x80-\xff]/g, c => `%${c.charCodeAt(0).toString(16)}`))
  } catch {}
  return { code, stdout }
}

function openTty(path: string): Transport {
  if (!isKind(path, characterDevice))
    throw new Failure('port_missing', `${path}${isKind(path, plain) ? ' is a plain file' : ''}`)
  const fd = os.open(path, os.O_RDWR)
  if (fd < 0) throw new Failure(fd === enoent ? 'port_missing' : 'port_busy', path)
  if (os.isatty(fd)) os.ttySetRaw(fd)
  const buffer = new ArrayBuffer(4096)
  let open = true
  let unanswered = false
  const lost = () => {
    unanswered = false
    return new Failure('port_lost', path)
  }
  return {
    async write(bytes, until) {
      const copy = bytes.slice().buffer as ArrayBuffer
      unanswered = true
      for (let sent = 0; sent < copy.byteLength; ) {
        if (!(await ready(os.setWriteHandler, fd, until))) throw new Failure('port_stuck', path)
        const size = os.write(fd, copy, sent, Math.min(pieceBytes, copy.byteLength - sent))
        if (size <= 0) throw lost()
        sent += size
      }
    },
    async read(until) {
      if (!(await readable(fd, until))) return null
      const size = os.read(fd, buffer, 0, buffer.byteLength)
      if (size <= 0) throw lost()
      unanswered = false
      return new Uint8Array(buffer.slice(0, size))
    },
    close() {
      if (open) (unanswered ? abandon : os.close)(fd)
      open = false
    },
  }
}

/**
 * `flock` on an open descriptor of the file locks its open file description: the lock outlives the `flock` process,
 * and the kernel drops it when this process ends in whatever way.
 */
async function lock(path: string, until: Deadline): Promise<Lock | null> {
  const began = os.now()
  const fd = os.open(path, os.O_RDWR)
  if (fd === enoent) throw new Failure('port_missing', path)
  if (fd < 0) return null
  const take = async (argv: readonly string[], limit: Deadline) => {
    const code = await ended(os.exec(argv, { block: false, stdin: fd }), limit)
    if (code !== null || os.now() >= limit) return code
    os.close(fd)
    throw new Failure('no_lock', 'the program flock is missing')
  }
  const atOnce = (await take(['flock', '-n', '0'], began + 2000)) === 0
  if (!atOnce && (until <= os.now() || (await take(['flock', '0'], until)) !== 0)) {
    os.close(fd)
    return null
  }
  return { waited: atOnce ? 0 : os.now() - began, release: () => os.close(fd) }
}

/** The platform of the router: QuickJS with `std` and `os`. */
export function createPlatform(): Platform {
  return {
    now: () => os.now(),
    files,
    data,
    bytes: async (...where) => (await import('./bytes.ts')).readBytes(...where),
    exec,
    // Of what the router always has, this alone makes a session: then neither rpcd nor a terminal ends it.
    spawn: async ([program = '', ...rest]) => {
      const words = ['start-stop-daemon', '-S', '-b', '-p', '/dev/null', '-x', program]
      return (await exec([...words, '--', ...rest], os.now() + 5000)).code === 0
    },
    openTty,
    connect: async (...to) => (await import('./connect.ts')).connect(...to),
    lock,
    sleep,
    async load(room, id) {
      const path = /^[a-z0-9_-]+(?:\.settings)?$/.test(id) ? `${data}/${room}/${id}.js` : ''
      return path !== '' && files.exists(path) ? import(path) : null
    },
    log(line) {
      const pid = os.exec(['logger', '-t', 'modem', '--', logLine(line)], { block: false })
      void ended(pid, os.now() + 5000)
    },
  }
}
