import { managerList, managerText } from '../asking/manager.ts'
import type { Channel } from '../channel/at.ts'
import { managerJson, openManager, runManager } from '../channel/mmcli.ts'
import { Failure } from '../contract/failure.ts'
import type { Modem } from '../discovery/modem.ts'
import { controlNodes } from '../discovery/networks.ts'
import type { Files, Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { managerPid } from './owner.ts'

/** What ModemManager says of a modem that it drives. */
export interface Managed {
  /** Its D-Bus path, good for this call: ModemManager counts anew whenever it starts and a modem is plugged in. */
  path: string
  /** The JSON of `mmcli -m … -J`. */
  answer: unknown
}

const modemPath = /^\/org\/freedesktop\/ModemManager1\/Modem\/\d+$/

/** How many modems of ModemManager are looked at to find one. */
const most = 8

const nameOf = (path: string) => path.replace(/^.*\//, '')

/** Whether ModemManager's modem is this one: by its place on the bus, which a udev rule may hide, else by its ports. */
function isOf(answer: unknown, { found }: Modem, nodes: readonly string[]): boolean {
  const places = ['device', 'physdev'].map(key => managerText(answer, `modem.generic.${key}`))
  if (places.some(place => place?.startsWith('/sys/'))) return places.includes(found.directory)
  const own = [...found.ports.map(({ path }) => path), ...nodes].map(nameOf)
  const names = [...own, ...found.devices.map(({ name }) => name)]
  return Object.keys(portsOf(answer)).some(name => names.includes(name))
}

/** ModemManager's ports of a modem: the name and what it is for, `at`, `qmi`, `net`, `ignored`. Wire: `ttyUSB2 (at)`. */
function portsOf(answer: unknown): Record<string, string> {
  const rows = managerList(answer, 'modem.generic.ports').map(text => /^(\S+) \((.*)\)$/.exec(text) ?? [])
  return Object.fromEntries(rows.map(([, name = '', kind = '']) => [name, kind]))
}

/** Whether ModemManager may drive this modem: an interface of the modem is its, or it runs. */
function mayDrive(files: Files, { networks }: Modem): boolean {
  const pid = files.read(managerPid, 16)?.trim() ?? ''
  const isRunning = /^\d+$/.test(pid) && files.exists(`/proc/${pid}`)
  return isRunning || networks.some(({ proto, disabled }) => proto === 'modemmanager' && !disabled)
}

/**
 * What ModemManager says of this modem; null where it does not know it, does not run, or is not installed. Throws
 * Failure('port_busy') when it does not answer: then nobody knows whose the ports are.
 */
export async function managedBy({ platform, deadline, trace }: Call, modem: Modem): Promise<Managed | null> {
  if (!mayDrive(platform.files, modem)) return null
  const nodes = controlNodes(platform.files, modem.found)
  const ask = async (...args: string[]) => {
    trace?.('>', `mmcli ${args.join(' ')}`, platform.now())
    const { kind, stdout } = await runManager(platform, [...args, '-J'], deadline - 1000)
    trace?.('<', stdout, platform.now())
    if (kind === 'silent') throw new Failure('port_busy', 'ModemManager, which does not answer')
    return { kind, answer: managerJson(stdout) }
  }
  const take = (answer: unknown): Managed | null => {
    const path = managerText(answer, 'modem.dbus-path') ?? ''
    return modemPath.test(path) && isOf(answer, modem, nodes) ? { path, answer } : null
  }
  const direct = await ask('-m', modem.found.directory)
  if (direct.kind === 'absent') return null
  const own = take(direct.answer)
  if (own !== null) return own
  const all = managerList((await ask('-L')).answer, 'modem-list').filter(path => modemPath.test(path))
  for (const path of all.slice(0, most)) {
    const other = take((await ask('-m', path)).answer)
    if (other !== null) return other
  }
  return null
}

/** The modem that ModemManager has at a path of D-Bus, or at the number with which that ends; null where it is none of these. */
export async function modemByPath(
  platform: Platform,
  modems: readonly Modem[],
  wanted: string,
): Promise<Modem | null> {
  const path = /^\d{1,4}$/.test(wanted) ? `/org/freedesktop/ModemManager1/Modem/${wanted}` : wanted
  if (!modemPath.test(path)) return null
  const { stdout } = await runManager(platform, ['-m', path, '-J'], platform.now() + 6000)
  const answer = managerJson(stdout)
  return modems.find(each => isOf(answer, each, controlNodes(platform.files, each.found))) ?? null
}

/**
 * AT ports of the modem that ModemManager leaves alone: those its model names, or a caller has chosen, and ModemManager
 * ignores or does not list.
 */
export function freePorts({ found, match, ports, apart }: Modem, { answer }: Managed): string[] {
  const theirs = portsOf(answer)
  const isAt = (path: string) =>
    apart === true ||
    found.ports.some(port => port.path === path && match.model.at.includes(port.interface ?? -1))
  return ports.filter(path => isAt(path) && (theirs[nameOf(path)] ?? 'ignored') === 'ignored')
}

/** A conversation with ModemManager about this modem. */
export function talkToManager({ platform, deadline, trace }: Call, { path }: Managed): Channel {
  return openManager(platform, path, { now: () => platform.now(), deadline, ...(trace ? { trace } : {}) })
}
