import type { Files, Platform } from '../platform/platform.ts'
import { isModem } from './composition.ts'
import { conditionOf } from './condition.ts'
import { matchModel } from './models.ts'
import { type Modem, pickModem } from './modem.ts'
import { controlNodes, networksOf } from './networks.ts'
import { type Found, type FoundPort, scan } from './sysfs.ts'
import { isPort, isSerial, legacyBinding, option, readUci, type Section } from './uci.ts'

/** Drivers the kernel has, of USB devices and of modems on PCI. */
const loadedDrivers = (files: Files): string[] =>
  ['usb', 'mhi'].flatMap(bus => files.list(`/sys/bus/${bus}/drivers`))

/** Ports in the order of the model's interface numbers, which are its AT ports, then the others in the kernel's order. */
function rankPorts(
  ports: readonly FoundPort[],
  preferred: readonly number[],
): { at: string[]; others: string[] } {
  const at = preferred.flatMap(n => ports.filter(p => p.interface === n))
  const others = ports.filter(p => !at.includes(p))
  return { at: at.map(p => p.path), others: others.map(p => p.path) }
}

const has = (found: Found, port: string | undefined) => found.ports.some(p => p.path === port)

/** The section that names the modem's path, or has no path and names one of its ports. */
function sectionOf(found: Found, sections: readonly Section[]): Section | undefined {
  return (
    sections.find(s => option(s, 'path') === found.path) ??
    sections.find(s => option(s, 'path') === undefined && has(found, option(s, 'port')))
  )
}

/** The section of /etc/config/modem that is about this modem. */
export function sectionFor(platform: Platform, modem: Modem): Section | undefined {
  return sectionOf(
    modem.found,
    readUci(platform.files, 'modem').filter(s => s.type === 'modem'),
  )
}

/** The port to dial with by AT commands: an AT port beside the one that is read, else that one; null where there is none. */
export const portToDial = ({ known, ports }: Pick<Modem, 'known' | 'ports'>): string | null =>
  known.find(path => path !== ports[0]) ?? ports[0] ?? null

/** Every modem of this host, in the order of their bus paths. No port is opened. */
export function listModems(platform: Platform): Modem[] {
  const { files } = platform
  const sections = readUci(files, 'modem').filter(s => s.type === 'modem')
  const legacy = legacyBinding(files)
  const all = scan(files)
  const loaded = loadedDrivers(files)
  const modems = all.flatMap((found): Modem[] => {
    const match = matchModel(files, platform.data, found.bus, found.id, [found.product])
    if (!isModem(found, match)) return []
    const section = sectionOf(found, sections)
    if (/^(?:0|no|off|false|disabled)$/.test(option(section, 'enabled') ?? '')) return []
    const chosen = option(section, 'port') ?? (has(found, legacy.port) ? legacy.port : undefined)
    const foreign = all.some(other => other !== found && has(other, chosen))
    const exists = has(found, chosen) || found.ports.length === 0 || files.exists(chosen ?? '')
    const usable = chosen !== undefined && isPort(chosen) && isSerial(files, chosen) && exists && !foreign
    const { at, others } = rankPorts(found.ports, match.model.at)
    return [
      {
        modem: section?.name ?? `${found.bus}-${found.path}`,
        found,
        match,
        condition: conditionOf(found, loaded),
        ports: usable ? [chosen] : [...at, ...others],
        known: [...(usable ? [chosen] : []), ...(at.length > 0 ? at : others)],
        configured: usable,
        byDefault: false,
        alone: false,
        network: option(section, 'network'),
        networks: [],
      },
    ]
  })
  // A stick that is its own router or a disk is never meant by who names no modem and has another one.
  const meant = modems.filter(m => m.condition?.kind !== 'hilink' && m.condition?.kind !== 'storage')
  const [only] = meant.length > 0 ? meant : modems
  const isOnly = (meant.length || modems.length) === 1
  const main = isOnly ? only : modems.find(m => has(m.found, legacy.port))
  if (main) main.byDefault = true
  if (main) main.alone = modems.length === 1
  for (const modem of modems) {
    const legacyFits =
      (isOnly && modem === only) || (legacy.port !== undefined && modem.ports[0] === legacy.port)
    if (legacyFits) modem.network ??= legacy.network
  }
  const parts = modems.map(modem => ({
    ...modem.found,
    devices: modem.found.devices.map(({ name }) => name),
    nodes: controlNodes(files, modem.found),
    dial: portToDial(modem),
  }))
  const networks = networksOf(readUci(files, 'network'), parts, path => files.realpath(path))
  for (const [i, modem] of modems.entries()) modem.networks = networks[i] ?? []
  return modems
}

/** Paths of the ports the configuration names, and of the nodes that interfaces of these modems name. */
export function configuredPorts({ files }: Platform, modems: readonly Modem[]): string[] {
  const sections = readUci(files, 'modem').map(section => option(section, 'port'))
  const named = modems.flatMap(({ networks }) => networks.map(({ device }) => device?.name))
  return [...sections, legacyBinding(files).port, ...named.filter(name => name?.startsWith('/dev/'))].filter(
    port => port !== undefined,
  )
}

/** The modem a program of root is about, found anew, by any of its ports too: see `pickModem`. */
export function findModemAnew(platform: Platform, wanted: string | undefined): Modem {
  return pickModem(listModems(platform), wanted, true)
}
