import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { firstValue } from './json.ts'
import type { Router } from './root.ts'
import type { Run } from './run.ts'

/** ubus status codes a plugin's caller meets. */
export const status = { ok: 0, invalid: 2, noMethod: 3, notFound: 4, noData: 5 } as const

/** Bytes of arguments that reach a plugin; the rest is cut off without a word. */
export const inputLimit = 65_536

/** Bytes from which a reply does not reach the caller. */
export const replyLimit = 1_048_560

/** Signatures as `ubus -v list` shows them: argument names with an example value of the type. */
export type Signatures = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** What the caller of a plugin's method gets. */
export interface Reply {
  /** ubus status; null when the reply was too large and got lost. */
  status: number | null
  /** The reply's object; null unless status is 0. */
  data: Record<string, unknown> | null
  /** Why a status other than 0, in words; empty with status 0. */
  why: string
  /** What the plugin did; null when none was started. */
  run: Run | null
}

/** The exec-plugin half of rpcd. */
export interface Rpcd {
  /** Signatures by object; an object whose `list` was empty or malformed is missing. */
  readonly objects: ReadonlyMap<string, Signatures>
  /** Calls a method; over HTTP the session goes along as `ubus_rpc_session`. */
  call(
    object: string,
    method: string,
    args?: Readonly<Record<string, unknown>>,
    session?: string,
  ): Promise<Reply>
  /** The most calls that ran at once: from 3 on, rpcd's double close (openwrt/rpcd#41) may bite. */
  readonly peak: number
}

/** Options of the stand-in. */
export interface RpcdOptions {
  /** When the plugin is killed; rpcd's default is 30,000. */
  timeoutMs?: number
  /** Passed to every run, for a trace. */
  trace?: boolean
}

const folder = '/usr/libexec/rpcd'

/** A plugin's own process environment: umask 0077, SIGPIPE ignored. */
const manners = { umask: '077', ignoreSigpipe: true } as const

function plugins(router: Router): string[] {
  const here = join(router.root, folder)
  if (!existsSync(here)) return []
  return readdirSync(here).filter(name => {
    try {
      accessSync(join(here, name), constants.X_OK)
      return statSync(join(here, name)).isFile()
    } catch {
      return false
    }
  })
}

/** What rpcd makes of a plugin's output; the exit code does not count. */
function judge(stdout: string): Omit<Reply, 'run'> {
  const found = firstValue(stdout)
  if (found.kind === 'nothing') return { status: status.noData, data: null, why: 'no output' }
  if (found.kind === 'unusable') return { status: status.invalid, data: null, why: found.why }
  if (found.bytes >= replyLimit)
    return { status: null, data: null, why: `reply of ${found.bytes} bytes lost` }
  return { status: status.ok, data: found.value, why: '' }
}

/**
 * Starts the stand-in for rpcd (2026-04-21): every executable of `/usr/libexec/rpcd` is asked `list` once. A plugin
 * over its time gets SIGKILL, its children do not, and what it had printed by then is judged like any output.
 */
export async function startRpcd(router: Router, options: RpcdOptions = {}): Promise<Rpcd> {
  const { timeoutMs = 30_000, trace = false } = options
  const objects = new Map<string, Signatures>()
  for (const name of plugins(router)) {
    const { stdout } = await router.run([join(folder, name), 'list'], { ...manners, timeoutMs })
    const found = firstValue(stdout)
    if (found.kind !== 'object') continue
    const methods = Object.entries(found.value).filter(
      (entry): entry is [string, Record<string, unknown>] =>
        typeof entry[1] === 'object' && entry[1] !== null && !Array.isArray(entry[1]),
    )
    if (Object.keys(found.value).length > 0) objects.set(name, Object.fromEntries(methods))
  }
  let active = 0
  let peak = 0
  return {
    objects,
    get peak() {
      return peak
    },
    async call(object, method, args = {}, session) {
      const signatures = objects.get(object)
      if (!signatures) return { status: status.notFound, data: null, why: `no object ${object}`, run: null }
      if (!Object.hasOwn(signatures, method)) {
        return { status: status.noMethod, data: null, why: `no method ${method}`, run: null }
      }
      const input = JSON.stringify(session === undefined ? args : { ...args, ubus_rpc_session: session })
      peak = Math.max(peak, ++active)
      const run = await router
        .run([join(folder, object), 'call', method], {
          ...manners,
          timeoutMs,
          trace,
          stdin: Buffer.from(input).subarray(0, inputLimit),
        })
        .finally(() => active--)
      const judged = judge(run.stdout)
      return { ...judged, why: run.killed ? `killed after ${timeoutMs} ms, ${judged.why}` : judged.why, run }
    },
  }
}
