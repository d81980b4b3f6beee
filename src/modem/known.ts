import { Failure } from '../contract/failure.ts'
import { choose } from '../discovery/choice.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Platform } from '../platform/platform.ts'
import { snapshotDirectory } from './snapshot.ts'

const path = `${snapshotDirectory}/modems`

/**
 * What decides which modems there are and how they are configured, as one text that changes with any of it: the
 * kernel's lists of devices and their numbers, the configuration files, and where the configured ports lead to.
 */
function circumstances({ files, data }: Platform, ports: readonly string[]): string {
  const folders = ['usb', 'pci'].map(bus => `/etc/modem/models/${bus}`)
  const own = folders.flatMap(folder => files.list(folder).map(name => `${folder}/${name}`))
  const configuration = ['modem', '3ginfo', 'modemdefine'].map(name => `/etc/config/${name}`)
  const devices = files.list('/sys/bus/usb/devices').filter(name => !name.includes(':'))
  return JSON.stringify([
    ...['tty', 'wwan', 'mhi_uci_q', 'net'].map(kind => files.list(`/sys/class/${kind}`)),
    devices.map(name => [name, files.read(`/sys/bus/usb/devices/${name}/devnum`, 16)]),
    [...configuration, ...own, `${data}/host.js`].map(name => [name, files.stamp(name)]),
    ports.map(port => [port, files.realpath(port)]),
  ])
}

/** First line of the file; the second are the modems. */
interface Head {
  circumstances: string
  /** Configured ports. */
  ports: string[]
  /** Length of the second line. */
  length: number
}

/** The modems as they were found, when nothing they were found by has changed since; null otherwise. */
function knownModems(platform: Platform): Modem[] | null {
  const { files } = platform
  try {
    const [first = '', second = ''] = (
      (files.trusted(snapshotDirectory) ? files.read(path) : null) ?? ''
    ).split('\n')
    const head = JSON.parse(first) as Head
    const holds = head.length === second.length && head.circumstances === circumstances(platform, head.ports)
    return holds ? (JSON.parse(second) as Modem[]) : null
  } catch {
    return null
  }
}

function rememberModems(platform: Platform, modems: readonly Modem[], ports: string[]): void {
  const second = JSON.stringify(modems)
  const head: Head = { circumstances: circumstances(platform, ports), ports, length: second.length }
  platform.files.write(path, `${JSON.stringify(head)}\n${second}`)
}

/**
 * The modem a call is about. `wanted` is an identifier or the path of a port; without it the only modem, or the one
 * the configuration points to. Throws Failure('no_modem' | 'modem_not_found' | 'several_modems').
 */
export function chooseModem(modems: readonly Modem[], wanted: string | undefined): Modem {
  if (wanted !== undefined) {
    const chosen = modems.find(
      m => m.modem === wanted || m.ports.includes(wanted) || m.found.ports.some(port => port.path === wanted),
    )
    if (!chosen) throw new Failure('modem_not_found', wanted)
    if (!wanted.startsWith('/')) return chosen
    return { ...chosen, ports: [wanted], configured: true }
  }
  if (modems.length === 0) throw new Failure('no_modem', 'neither USB nor PCI shows one')
  const main = modems.find(m => m.byDefault)
  if (main) return main
  throw new Failure('several_modems', modems.map(m => m.modem).join(', '))
}

/** The modem a call is about, as {@link chooseModem}; what finds modems is loaded only when something has changed. */
export async function findModem(platform: Platform, wanted: string | undefined): Promise<Modem> {
  const known = knownModems(platform)
  if (known !== null) return chooseModem(known, wanted)
  const { configuredPorts, listModems } = await import('#host')
  const modems = listModems(platform)
  rememberModems(platform, modems, configuredPorts(platform))
  return chooseModem(modems, wanted)
}

/** The model when the modem's own name for itself is known: several models can hide behind one id. */
export function refined({ found, match }: Modem, answered: string | null): Model {
  return choose(match.candidates, [found.product, answered], match.board) ?? match.model
}
