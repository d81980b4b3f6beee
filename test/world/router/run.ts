import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Namespace } from './namespace.ts'
import { lookup } from './qjs.ts'

/** How to run a program of the router. */
export interface RunOptions {
  stdin?: string | Uint8Array
  /** Added to PATH and HOME, which are all a service has. */
  env?: Readonly<Record<string, string>>
  /** After it the program, not its children, gets SIGKILL; default 60,000. */
  timeoutMs?: number
  /** Octal, default 022. */
  umask?: string
  /** Start with SIGPIPE ignored, as rpcd's children do. */
  ignoreSigpipe?: boolean
  /** Write down every program that is executed (needs strace; slow). */
  trace?: boolean
}

/** What a program of the router did. */
export interface Run {
  /** Exit code; null when a signal ended it. */
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
  /** True when SIGKILL came at the time-out. */
  killed: boolean
  /** Processes started by the run, its own included; null when the kernel does not tell or runs overlapped. */
  processes: number | null
  /** Every program executed, with its words, in order; null unless traced. */
  programs: string[][] | null
  /** Every file opened for reading, in order, each time it was; null unless traced. */
  opened: string[] | null
  /** Wall time in milliseconds. */
  ms: number
}

/** The time a program's output is waited for after its end, when a child of it keeps the pipe open. */
const lingerMs = 100

/** Applies umask and signals, then becomes the command: `$1` umask, `$2` 1 to ignore SIGPIPE. */
const prologue = 'umask "$1"; [ "$2" = 0 ] || trap "" PIPE; shift 2; exec "$@"'

/** SIGKILL to the program that `nsenter` (or strace) waits for; it hands the signal on. */
function killDirectChild(child: ChildProcess): void {
  let pid = child.pid
  for (let depth = 0; pid !== undefined && depth < 4; depth++) {
    const name = readComm(pid)
    if (name !== null && name !== 'strace' && name !== 'nsenter') break
    const children: string[] = readText(`/proc/${pid}/task/${pid}/children`).trim().split(' ')
    const next: string | undefined = children[0]
    if (next === undefined || next === '') break
    pid = Number(next)
  }
  if (pid !== undefined) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function readComm(pid: number): string | null {
  return readText(`/proc/${pid}/comm`).trim() || null
}

/**
 * The lines of all processes in order of time. Strace writes one file a process (`log.1234`): in one for all of them a
 * call is cut into `<unfinished …>` and `resumed` where another process comes between.
 */
function readTrace(folder: string): string {
  return readdirSync(folder)
    .flatMap(name => readText(join(folder, name)).split('\n'))
    .map(line => ({ line: line.slice(line.indexOf(' ') + 1), time: Number.parseFloat(line) || 0 }))
    .sort((a, b) => a.time - b.time)
    .map(({ line }) => line)
    .join('\n')
}

/** The words of every successful execve in strace's output, without the first, which is nsenter's. */
function parseTrace(text: string): string[][] {
  return [
    ...text.matchAll(
      /execve\("(?:[^"\\]|\\.)*", \[((?:"(?:[^"\\]|\\.)*"(?:\.\.\.)?(?:, )?)*)\][^\n]* = 0$/gm,
    ),
  ]
    .map(([, words = '']) =>
      [...words.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) =>
        word.replace(/\\(x[0-9a-f]{2}|[0-7]{1,3}|.)/g, (_, code: string) => unescaped(code)),
      ),
    )
    .slice(1)
}

/** Paths of the files opened read-only with success in strace's output. */
function parseOpened(text: string): string[] {
  return [...text.matchAll(/openat\([^,]+, "([^"]*)", O_RDONLY[^\n]*= \d+$/gm)].map(([, path = '']) => path)
}

function unescaped(code: string): string {
  if (/^x/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
  if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
  return { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f' }[code] ?? code
}

/** True when `trace` can work here. */
export function canTrace(): boolean {
  const strace = lookup('strace')
  return strace !== null && spawnSync(strace, ['-qq', '-e', 'trace=none', 'true']).status === 0
}

/** Runs a program inside a namespace and waits for its end. */
export function runInside(
  inside: Namespace,
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Omit<Run, 'processes'>> {
  const {
    stdin = '',
    env = {},
    timeoutMs = 60_000,
    umask = '022',
    ignoreSigpipe = false,
    trace = false,
  } = options
  const strace = trace ? lookup('strace') : null
  if (trace && strace === null) return Promise.reject(new Error('trace needs strace'))
  const folder = strace === null ? null : mkdtempSync(join(tmpdir(), 'modem-trace-'))
  const traced =
    strace === null || folder === null
      ? []
      : [
          strace,
          '-ff',
          '-ttt',
          '-qq',
          '-s',
          '4096',
          '-e',
          'signal=none',
          '-e',
          'trace=execve,openat',
          '-o',
          join(folder, 'log'),
        ]
  return new Promise((resolve, reject) => {
    const begin = performance.now()
    const child = spawn(
      '/bin/sh',
      ['-c', prologue, 'sh', umask, ignoreSigpipe ? '1' : '0', ...traced, ...inside.enter, ...argv],
      { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...env }, stdio: 'pipe' },
    )
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', chunk => stdout.push(chunk))
    child.stderr.on('data', chunk => stderr.push(chunk))
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    let killed = false
    const timer = setTimeout(() => {
      killed = true
      killDirectChild(child)
    }, timeoutMs)
    let ms = 0
    let linger: NodeJS.Timeout | undefined
    child.once('error', reject)
    child.once('exit', () => {
      ms = performance.now() - begin
      clearTimeout(timer)
      linger = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, lingerMs)
    })
    child.once('close', (code, signal) => {
      clearTimeout(linger)
      let programs: string[][] | null = null
      let opened: string[] | null = null
      if (folder !== null) {
        const log = readTrace(folder)
        programs = parseTrace(log)
        opened = parseOpened(log)
        rmSync(folder, { recursive: true, force: true })
      }
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        killed,
        programs,
        opened,
        ms,
      })
    })
  })
}
