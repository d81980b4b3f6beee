import type {
  Connection,
  ConnectionError,
  ConnectionProtocol,
  ConnectionState,
} from '../contract/connection.ts'
import { attribute } from '../discovery/attribute.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Network } from '../discovery/networks.ts'
import type { Found } from '../discovery/sysfs.ts'
import type { Deadline, Files, Platform } from '../platform/platform.ts'

/** Kernel drivers of network devices and what they speak to the modem. */
const protocols: Readonly<Record<string, ConnectionProtocol>> = {
  qmi_wwan: 'qmi',
  qmi_wwan_q: 'qmi',
  qmi_wwan_f: 'qmi',
  GobiNet: 'qmi',
  cdc_mbim: 'mbim',
  mhi_wwan_mbim: 'mbim',
  mtk_t7xx: 'mbim',
  iosm: 'mbim',
  cdc_ether: 'ecm',
  cdc_ncm: 'ncm',
  huawei_cdc_ncm: 'ncm',
  rndis_host: 'rndis',
  sierra_net: 'sierra',
  hso: 'hso',
  mhi_net: 'mhi',
}

/** An object of netifd's answers, of which nothing is certain. */
export type Entry = Readonly<Record<string, unknown>>

/**
 * One interface of `ubus call network.interface dump`, as netifd's ubus.c prints it; of each key what is no such value
 * counts as absent.
 */
export interface DumpedInterface {
  interface?: unknown
  /** Whether it is up; `pending`: being set up; `available`: its device is there; `autostart`: not stopped. */
  up?: unknown
  pending?: unknown
  available?: unknown
  autostart?: unknown
  /** Whether a protocol handler has added it, as qmi does with `wan_4`. */
  dynamic?: unknown
  uptime?: unknown
  l3_device?: unknown
  device?: unknown
  proto?: unknown
  metric?: unknown
  errors?: unknown
  /** What its protocol handler has written down: of qmi the client id of its session, `cid_4`, `cid_6`. */
  data?: unknown
  route?: unknown
  'ipv4-address'?: unknown
  'ipv6-address'?: unknown
  'ipv6-prefix'?: unknown
  'dns-server'?: unknown
}

/**
 * Whether a protocol handler forbids netifd to try again after this error (`proto_block_restart`): then only `ifup`
 * starts the interface.
 */
export function isBlocking({ subsystem, code }: Pick<ConnectionError, 'subsystem' | 'code'>): boolean {
  return /^wwan\.NO_|\.(?:PIN_|PUK_|SIM_(?!NOT_R|ST)|PLMN|OPTION_|AUTH_T|PEER_A|MM_(?!INTE|MODEM|TEAR))/.test(
    `${subsystem}.${code}`,
  )
}

/** A text that is not empty; null for everything else. */
export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null

/** The objects of a list; empty where it is none. */
export const entriesOf = (list: unknown): Entry[] =>
  Array.isArray(list) ? list.filter(entry => entry instanceof Object) : []

/** Addresses with their prefix lengths, from netifd's `{"address":…,"mask":…}`. */
export const networksIn = (list: unknown): string[] =>
  entriesOf(list).flatMap(({ address, mask }) => (text(address) ? [`${address}/${Number(mask)}`] : []))

const addressesOf = (all: readonly DumpedInterface[]): string[] =>
  (['ipv4-address', 'ipv6-address'] as const).flatMap(kind => all.flatMap(i => networksIn(i[kind])))

/** The interfaces of `ubus call network.interface dump`; empty when netifd does not answer. */
export async function dumpInterfaces(platform: Platform, until: Deadline): Promise<DumpedInterface[]> {
  const limit = Math.min(until, platform.now() + 2000)
  const { code, stdout } = await platform.exec(['ubus', 'call', 'network.interface', 'dump'], limit)
  if (code !== 0) return []
  try {
    return entriesOf((JSON.parse(stdout) as { interface?: unknown }).interface)
  } catch {
    return []
  }
}

/** Reads an attribute of a network device, `mtu`, `statistics/rx_bytes`; null where there is none. */
export type DeviceAttribute = (device: string, name: string) => string | null

/** Attributes of network devices as the kernel tells them in /sys/class/net. */
export function attributesOf(files: Files): DeviceAttribute {
  return (device, name) =>
    /^[\w.:-]{1,15}$/.test(device) ? attribute(files, `/sys/class/net/${device}/${name}`) : null
}

function lastError(list: unknown): ConnectionError | null {
  const errors = entriesOf(list)
  const { subsystem, code, data } = errors.at(-1) ?? {}
  if (!text(code)) return null
  const said = [data ?? []].flat().join(' ')
  return { code: String(code), subsystem: text(subsystem), text: text(said), count: errors.length }
}

function stateOf(
  entry: DumpedInterface | undefined,
  network: Network | undefined,
  { addresses, error }: Pick<Connection, 'addresses' | 'error'>,
  isAnswered: boolean,
): ConnectionState {
  const isMissing = network?.device?.exists === false
  if (entry === undefined) {
    if (network === undefined) return 'not_configured'
    if (network.disabled) return 'disabled'
    return isMissing ? 'device_missing' : isAnswered ? 'not_loaded' : 'unknown'
  }
  if (addresses.length > 0) return 'connected'
  if (entry.proto === 'none' && (network?.proto ?? 'none') !== 'none') return 'handler_missing'
  if (entry.up) return 'up_without_address'
  if (entry.available === false || isMissing) return 'device_missing'
  if (entry.pending) return 'connecting'
  if (entry.autostart === false) return error && isBlocking(error) ? 'blocked' : 'stopped'
  return 'down'
}

/** What of a modem decides which connection is its own. */
export type Connectable = Pick<Modem, 'network' | 'networks'> & { found: Pick<Found, 'devices'> }

const entryOf = (dump: readonly DumpedInterface[], name: string | undefined) =>
  dump.find(i => i.interface === name)

/** The name of an interface, or of the one whose protocol handler has added it: `wan` for `wan_4`. */
function parentOf(dump: readonly DumpedInterface[], i: DumpedInterface): string {
  const name = String(i.interface)
  const parent = name.replace(/_[^_]+$/, '')
  return i.dynamic && entryOf(dump, parent) ? parent : name
}

/** An interface that is up and what is up with it: what its handler has added, and others on its network device. */
export function familyOf(dump: readonly DumpedInterface[], name: string | undefined): DumpedInterface[] {
  const layer3 = text(entryOf(dump, name)?.l3_device)
  const belongs = (i: DumpedInterface) =>
    parentOf(dump, i) === name || (layer3 !== null && i.l3_device === layer3)
  return dump.filter(i => i.up && belongs(i))
}

/** The chosen interface, else the one that is up, has an address, is not for IPv6 alone, and has the least metric. */
export function nameOf(
  dump: readonly DumpedInterface[],
  { network, networks, found }: Connectable,
): string | undefined {
  const networkOf = (name: string) => networks.find(n => n.name === name)
  if (network && (entryOf(dump, network) ?? networkOf(network))) return network
  const isOurs = (name: unknown) => found.devices.some(d => d.name === name)
  const scoreOf = (name: string) => {
    const entry = entryOf(dump, name)
    const isSecond = (entry?.proto ?? networkOf(name)?.proto) === 'dhcpv6'
    const hasAddress = () => addressesOf(familyOf(dump, name)).length > 0
    const step = entry ? (entry.up ? (hasAddress() ? 0 : 2) : entry.pending ? 4 : 6) : 8
    return (step + Number(isSecond)) * 2 ** 32 + Number(entry?.metric ?? networkOf(name)?.metric ?? 0)
  }
  const [best] = [
    ...networks.map(n => n.name),
    ...dump.filter(i => isOurs(i.l3_device) || isOurs(i.device)).map(i => parentOf(dump, i)),
  ].sort((a, b) => scoreOf(a) - scoreOf(b))
  return best
}

/**
 * The data connection of a modem, from what netifd tells, what the configuration gives the modem, and the kernel's
 * attributes of network devices.
 */
export function connectionOf(
  dump: readonly DumpedInterface[],
  modem: Connectable,
  attributeOf: DeviceAttribute,
): Connection {
  const { networks, found } = modem
  const { devices } = found
  const name = nameOf(dump, modem)
  const entry = entryOf(dump, name)
  const known = networks.find(n => n.name === name)
  const family = familyOf(dump, name)
  const isUp = entry?.up === true

  const addresses = isUp ? addressesOf(family) : []
  const error = lastError(entry?.errors)
  const state = stateOf(entry, known, { addresses, error }, dump.length > 0)
  const own = devices[0]?.name ?? null
  const [layer3 = null] = family.flatMap(i => text(i.l3_device) ?? [])
  const device = state === 'device_missing' && own ? own : (layer3 ?? text(entry?.device) ?? own)
  const driver = (devices.find(d => d.name === device) ?? devices[0])?.driver ?? ''
  const proto = known?.proto ?? text(entry?.proto)
  const isPpp = proto === 'ppp' || proto === '3g' || device?.startsWith('ppp')
  const number = (attribute: string) => {
    const value = device && attributeOf(device, attribute)
    return /^\d+$/.test(value ?? '') ? Number(value) : null
  }
  const routes = family.flatMap(i => entriesOf(i.route)).filter(r => r.mask === 0)
  const through = (target: string) => {
    const hop = text(routes.find(r => r.target === target)?.nexthop)
    return hop === target ? null : hop
  }
  return {
    interface: name ?? null,
    proto,
    state,
    error,
    configured_device: known?.device ?? null,
    device,
    protocol: isPpp ? 'ppp' : (protocols[driver] ?? null),
    up: isUp,
    uptime_s: isUp && typeof entry.uptime === 'number' ? entry.uptime : null,
    rx_bytes: number('statistics/rx_bytes'),
    tx_bytes: number('statistics/tx_bytes'),
    mtu: number('mtu'),
    addresses,
    prefix: family.flatMap(i => networksIn(i['ipv6-prefix']))[0] ?? null,
    default_route: routes.length > 0,
    gateway: through('0.0.0.0'),
    gateway6: through('::'),
    dns: [...new Set(family.flatMap(i => [i['dns-server'] ?? []].flat().filter(text)))] as string[],
  }
}
