import type { ConfiguredDevice } from '../contract/connection.ts'
import type { Files } from '../platform/platform.ts'
import type { Found } from './sysfs.ts'
import { option, type Section } from './uci.ts'

/** One interface of /etc/config/network that is a modem's; plain data. */
export interface Network {
  name: string
  proto: string | null
  /** What it names as its device; null where it leaves the choice to its protocol handler. */
  device: ConfiguredDevice | null
  /** Whether `option disabled` hides it from netifd. */
  disabled: boolean
  metric: number
}

/** Where a path leads to, with its links resolved; null where it does not exist. */
export type Resolve = (path: string) => string | null

/** The parts of one modem that an interface can name. */
export interface ModemParts extends Pick<Found, 'path' | 'directory'> {
  /** Names of its network devices. */
  devices: readonly string[]
  /** Paths of its control nodes, `/dev/cdc-wdm0`, `/dev/wwan0qmi0`. */
  nodes: readonly string[]
  /** Path of a serial port that dials; null where it has none. */
  dial: string | null
}

/** Protocol handlers that dial with a modem, of OpenWrt and of its forks. */
export const mobile =
  /^(?:qmi|qmid|qmap|mbim|ncm|3g|wwan|directip|modemmanager|wwand|quectel|fibocom|atc|xmm|rmnet|gobinet)$/

/** Nodes only a modem has. */
const modemNode = /^\/dev\/(?:cdc-wdm|tty(?:USB|ACM|HS)|wwan|mhi_|smd|at_mdm)\w*$/

/** Names of network devices: those a modem alone has, and those that others have too. */
const modemDevice = /^(?:wwan|usb|rmnet|mhi_|qmimux)\w*$/
const anyDevice = /^(?:eth\d|enx)\w*$/

/** What a person calls an interface over a modem. */
const mobileName = /wwan|lte|[345]g|modem|mobile|cell|gsm|qmi|mbim/i

const classes = ['tty', 'usbmisc', 'wwan', 'mhi_uci_q', 'net']

/** Places in /sys of what an interface can name: a device node, a network device, a place on the bus, a path in /sys. */
function placesOf(named: string, real: Resolve): string[] {
  const inClass = (kind: string, name: string) => {
    const path = `/sys/class/${kind}/${name}`
    return real(`${path}/device`) ?? real(path)
  }
  const found = (paths: readonly (string | null)[]) => paths.filter(path => path !== null)
  if (named.startsWith('/sys/')) return found([real(named)])
  if (named.startsWith('/dev/')) {
    const name = (real(named) ?? named).replace(/^.*\//, '')
    return found(classes.map(kind => inClass(kind, name)))
  }
  if (/^\d+-\d[\d.]*$/.test(named)) return found([real(`/sys/bus/usb/devices/${named}`)])
  if (/^[\da-f]{4}:[\da-f:.]+$/i.test(named)) return found([real(`/sys/bus/pci/devices/${named}`)])
  if (!/^[\w.:-]{1,15}$/.test(named)) return []
  const below = named.replace(/[._]\d+$/, '')
  return found([inClass('net', named), ...(below === named ? [] : [inClass('net', below)])])
}

const wordsOf = (section: Section | undefined, ...keys: readonly string[]): string[] =>
  keys.flatMap(key => [section?.options[key] ?? []].flat().flatMap(text => text.split(/\s+/))).filter(Boolean)

/** What a section of type interface names: devices, paths, and what those are made of. */
function namedBy(section: Section, sections: readonly Section[]): string[] {
  const direct = wordsOf(section, 'device', 'ifname', 'devpath', 'bus').filter(word => !word.startsWith('@'))
  const modem = option(section, 'modem')
  const described = sections.find(s => s.type === 'wwand_modem' && modem !== undefined && s.name === modem)
  const made = direct.flatMap(word =>
    wordsOf(
      sections.find(s => s.type === 'device' && option(s, 'name') === word),
      'ports',
      'ifname',
    ),
  )
  return [...direct, ...made, ...wordsOf(described, 'device', 'netdev', 'usb_path', 'path', 'tty')]
}

/** What a modem has now of the kind that was named. */
function standIn(named: string, { directory, devices, nodes, dial }: ModemParts): string | null {
  if (named.startsWith('/sys/')) return directory
  if (/^\/dev\/(?:cdc-wdm|wwan\d+(?:qmi|mbim))/.test(named)) return nodes[0] ?? null
  if (/^\/dev\/tty/.test(named)) return dial
  return named.includes('/') ? null : (devices[0] ?? null)
}

/** Whether a device that does not exist may have been this modem's. */
function mayHaveBeen(section: Section, named: readonly string[], modem: ModemParts): boolean {
  if (mobile.test(option(section, 'proto') ?? '') || named.some(word => modemNode.test(word))) return true
  if (named.some(word => modemDevice.test(word))) return true
  const isEthernet = modem.devices.every(name => anyDevice.test(name) || name.startsWith('usb'))
  return named.some(word => anyDevice.test(word)) && (isEthernet || mobileName.test(section.name ?? ''))
}

/** Whether netifd takes an option for true. */
export const isTrue = (text: string | undefined) => /^(?:1|on|true|yes|enabled)$/.test(text ?? '')

/**
 * Which interfaces of /etc/config/network are whose: for each modem those that name a part of it, or, where there are
 * none, those that name what only a modem has and what does not exist. `sections` is the whole file.
 */
export function networksOf(
  sections: readonly Section[],
  modems: readonly ModemParts[],
  real: Resolve,
): Network[][] {
  const interfaces = sections.flatMap(section => {
    if (section.type !== 'interface' || section.name === null) return []
    const named = namedBy(section, sections)
    return [{ section, name: section.name, named, places: named.flatMap(word => placesOf(word, real)) }]
  })
  const isIn = (place: string, { directory }: ModemParts) =>
    place === directory || place.startsWith(`${directory}/`)
  const networkOf = ({ section, name, named: [word] }: (typeof interfaces)[number], lost?: ModemParts) => ({
    name,
    proto: option(section, 'proto') ?? null,
    device: word === undefined ? null : { name: word, exists: !lost, now: lost ? standIn(word, lost) : null },
    disabled: isTrue(option(section, 'disabled')),
    metric: Number(option(section, 'metric')) || 0,
  })
  const owned = modems.map(modem =>
    interfaces.filter(({ places }) => places.some(place => isIn(place, modem))),
  )
  const lost = interfaces.filter(({ places }) => places.length === 0)
  return modems.map((modem, i) => {
    const own = owned[i] ?? []
    if (own.length > 0) return own.map(each => networkOf(each))
    const moved = lost.filter(({ named }) => named.some(word => word.split('/').includes(modem.path)))
    const others = lost.filter(({ section, named }) => mayHaveBeen(section, named, modem))
    return (moved.length > 0 ? moved : others).map(each => networkOf(each, modem))
  })
}

/** The control nodes of a modem, through which QMI and MBIM are spoken. */
export function controlNodes(files: Files, { directory }: Pick<Found, 'directory'>): string[] {
  const kinds = [
    ['usbmisc', /^cdc-wdm\d+$/],
    ['wwan', /^wwan\d+(?:qmi|mbim)\d+$/],
  ] as const
  return kinds.flatMap(([kind, names]) =>
    files
      .list(`/sys/class/${kind}`)
      .filter(name => names.test(name))
      .filter(name =>
        placesOf(`/dev/${name}`, path => files.realpath(path)).some(p => p.startsWith(`${directory}/`)),
      )
      .map(name => `/dev/${name}`),
  )
}
