import { modemListPlace, runDirectory } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import { type Modem, pickModem } from './modem.ts'

/**
 * What decides which modems there are and how they are configured, as one text that changes with any of it: the
 * kernel's lists of devices, their numbers and its drivers, the build, the configuration files, and where configured
 * devices lead to.
 */
function circumstances({ files, data }: Platform, ports: readonly string[]): string {
  const folders = ['usb', 'pci'].map(bus => `/etc/modem/models/${bus}`)
  const own = folders.flatMap(folder => files.list(folder).map(name => `${folder}/${name}`))
  const configuration = ['modem', '3ginfo', 'modemdefine', 'network'].map(name => `/etc/config/${name}`)
  const onUsb = files.list('/sys/bus/usb/devices')
  const devices = onUsb.filter(name => !name.includes(':'))
  return JSON.stringify([
    ...['tty', 'wwan', 'mhi_uci_q', 'usbmisc', 'net'].map(kind => files.list(`/sys/class/${kind}`)),
    ...['pci/devices', 'usb/drivers', 'pci/drivers', 'mhi/drivers'].map(place =>
      files.list(`/sys/bus/${place}`),
    ),
    onUsb.length,
    devices.map(name => [name, files.read(`/sys/bus/usb/devices/${name}/devnum`, 16)]),
    files.read(`${data}/build`, 64),
    [...configuration, ...own].map(name => [name, files.stamp(name)]),
    ports.map(port => [port, files.realpath(port)]),
  ])
}

/** First line of the file; the second are the modems. */
interface Head {
  circumstances: string
  /** Configured ports, and the nodes that network interfaces name. */
  ports: string[]
  /** Length of the second line. */
  length: number
}

/** The modems as they were found, when nothing they were found by has changed since; null otherwise. */
function knownModems(platform: Platform): Modem[] | null {
  const { files } = platform
  try {
    const [first = '', second = ''] = (
      (files.trusted(runDirectory) ? files.read(modemListPlace) : null) ?? ''
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
  platform.files.write(modemListPlace, `${JSON.stringify(head)}\n${second}`)
}

/** The modems of this host; what finds them is loaded only when something has changed. */
export async function presentModems(platform: Platform): Promise<Modem[]> {
  const known = knownModems(platform)
  if (known !== null) return known
  const { configuredPorts, listModems } = await import('./modems.ts')
  const modems = listModems(platform)
  rememberModems(platform, modems, configuredPorts(platform, modems))
  return modems
}

/** The modem a call is about, as {@link pickModem}. */
export const findModem = async (
  platform: Platform,
  wanted: string | undefined,
  anyPort = false,
): Promise<Modem> => pickModem(await presentModems(platform), wanted, anyPort)
