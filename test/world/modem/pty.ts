import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ReadStream } from 'node:tty'
import type { ModemScript } from './script.ts'
import { type Behaviour, createSimulator, type Exchange } from './simulator.ts'

/** What made the pseudo-terminal. */
export type PtyMaker = 'node-pty' | 'socat'

/** A simulated modem on a terminal device that any program can open. */
export interface PtyHost {
  /** `/dev/pts/N`. */
  readonly path: string
  readonly maker: PtyMaker
  /** Every command line received, oldest first; times are milliseconds since the host was started. */
  readonly log: readonly Exchange[]
  /** Takes the modem away: the device vanishes, who has it open sees a hang-up. */
  close(): void
}

/** How to host a modem. */
export interface PtyOptions {
  behaviours?: readonly Behaviour[]
  /** Only this one; default: node-pty, where that fails socat. */
  maker?: PtyMaker
  /** The modem reads nothing: what is sent to it stays where it is. Only with node-pty. */
  deaf?: boolean
}

/** The modem's end of a terminal pair. */
interface Pair {
  path: string
  write(bytes: Uint8Array): void
  close(): void
}

type Listener = (bytes: Uint8Array) => void

/** The binding of node-pty, whose typed interface can only start programs. */
interface Binding {
  open(columns: number, rows: number): { master: number; slave: number; pty: string }
}

/**
 * A pair from node-pty. We keep the other end open too: the modem's end would otherwise be hung up by the first
 * client that closes. Raw mode belongs to the pair and is set here, for clients that do not set it.
 */
async function openNative(listen: Listener | null): Promise<Pair> {
  const require = createRequire(import.meta.url)
  const loader = require('@lydell/node-pty/requireBinary.js') as { requireBinary(file: string): Binding }
  const { master, slave, pty } = loader.requireBinary('pty.node').open(80, 24)
  const held = new ReadStream(slave)
  held.setRawMode(true)
  const modem = new ReadStream(master)
  const close = () => {
    modem.destroy()
    held.destroy()
  }
  if (listen) modem.on('data', listen)
  modem.on('error', close)
  return { path: pty, write: bytes => void modem.write(bytes), close }
}

/** A pair from socat, which tells its name on standard error and carries the bytes over its standard streams. */
async function openSocat(listen: Listener | null): Promise<Pair> {
  const child: ChildProcess = spawn('socat', ['-d', '-d', 'PTY,raw,echo=0', 'STDIO'], { stdio: 'pipe' })
  const path = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`socat ended: ${said.trim()}`)))
    child.stderr?.on('data', (bytes: Uint8Array) => {
      said += String(bytes)
      const name = /PTY is (\/dev\/\S+)/.exec(said)?.[1]
      if (name !== undefined) resolve(name)
    })
  })
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY)
  child.stdin?.on('error', () => undefined)
  if (listen) child.stdout?.on('data', listen)
  let open = true
  return {
    path,
    write: bytes => void child.stdin?.write(bytes),
    close() {
      if (open) closeSync(held)
      open = false
      child.kill()
    },
  }
}

const makers = { 'node-pty': openNative, socat: openSocat } satisfies Record<PtyMaker, unknown>

/** Starts a simulated modem on a pseudo-terminal. Throws an Error with every reason when none can be had. */
export async function hostOnPty(script: ModemScript, options: PtyOptions = {}): Promise<PtyHost> {
  const simulator = createSimulator(script, options.behaviours)
  const started = performance.now()
  const now = () => performance.now() - started
  let timer: NodeJS.Timeout | undefined
  let pair: Pair | null = null

  const pump = () => {
    clearTimeout(timer)
    for (;;) {
      const { bytes, nextAt } = simulator.output(now())
      if (bytes) pair?.write(bytes)
      if (nextAt === null) return
      const wait = nextAt - now()
      if (wait > 0) {
        timer = setTimeout(pump, wait)
        return
      }
    }
  }
  const listen: Listener = bytes => {
    simulator.input(bytes, now())
    pump()
  }

  const reasons: string[] = []
  for (const maker of options.maker ? [options.maker] : (['node-pty', 'socat'] as const)) {
    try {
      const made = await makers[maker](options.deaf ? null : listen)
      pair = made
      return {
        path: made.path,
        maker,
        log: simulator.log,
        close() {
          clearTimeout(timer)
          pair = null
          made.close()
        },
      }
    } catch (error) {
      reasons.push(`${maker}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(`no pseudo-terminal: ${reasons.join('; ')}`)
}
