import type { Connection, ConnectionProtocol } from '../contract/info.ts'
import { attribute } from '../discovery/attribute.ts'
import type { FoundDevice } from '../discovery/sysfs.ts'
import type { Deadline, Platform } from '../platform/platform.ts'

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

interface DumpedInterface {
  interface?: unknown
  up?: unknown
  uptime?: unknown
  l3_device?: unknown
  device?: unknown
  proto?: unknown
  'ipv4-address'?: unknown
  'ipv6-address'?: unknown
}

function addressesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: { address?: unknown; mask?: unknown } | null) =>
    typeof entry?.address === 'string' ? [`${entry.address}/${Number(entry.mask)}`] : [],
  )
}

/** The interfaces of `ubus call network.interface dump`; empty when netifd does not answer. */
export async function dumpInterfaces(platform: Platform, until: Deadline): Promise<DumpedInterface[]> {
  const limit = Math.min(until, platform.now() + 2000)
  const { code, stdout } = await platform.exec(['ubus', 'call', 'network.interface', 'dump'], limit)
  if (code !== 0) return []
  try {
    const dump = JSON.parse(stdout) as { interface?: unknown }
    return Array.isArray(dump.interface) ? (dump.interface as DumpedInterface[]) : []
  } catch {
    return []
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/**
 * The data connection of a modem: the configured interface, else the one whose network device belongs to the modem.
 * Byte counters are the kernel's (`/sys/class/net/<device>/statistics`).
 */
export function connectionOf(
  platform: Platform,
  interfaces: readonly DumpedInterface[],
  devices: readonly FoundDevice[],
  network: string | undefined,
): Connection {
  const names = devices.map(d => d.name)
  const uses = (i: DumpedInterface, name: string) => i.l3_device === name || i.device === name
  const candidates = interfaces.filter(i => names.some(name => uses(i, name)))
  const chosen =
    (network !== undefined ? interfaces.find(i => i.interface === network) : undefined) ??
    candidates.find(i => i.up === true && addressesOf(i['ipv4-address']).length > 0) ??
    candidates[0]
  const device = text(chosen?.l3_device) ?? text(chosen?.device) ?? names[0] ?? null
  const driver = (devices.find(d => d.name === device) ?? devices[0])?.driver ?? null
  const isPpp = chosen?.proto === 'ppp' || chosen?.proto === '3g' || device?.startsWith('ppp') === true
  const counter = (direction: 'rx' | 'tx') => {
    if (device === null || !/^[\w.:-]{1,15}$/.test(device)) return null
    const value = attribute(platform.files, `/sys/class/net/${device}/statistics/${direction}_bytes`)
    return value !== null && /^\d+$/.test(value) ? Number(value) : null
  }
  return {
    interface: text(chosen?.interface),
    device,
    protocol: isPpp ? 'ppp' : driver === null ? null : (protocols[driver] ?? null),
    up: chosen?.up === true,
    uptime_s: chosen?.up === true && typeof chosen.uptime === 'number' ? chosen.uptime : null,
    rx_bytes: counter('rx'),
    tx_bytes: counter('tx'),
    addresses: [...addressesOf(chosen?.['ipv4-address']), ...addressesOf(chosen?.['ipv6-address'])],
  }
}
