import type { ModemScript } from '../modem/script.ts'
import { drawDevice, type Hardware, type Node } from '../sysfs.ts'

/** A modem to lay out: a script, and where it is plugged in. */
export interface PluggedModem {
  script: ModemScript
  /** USB port path (default `1-1`) or PCI address (default `0000:01:00.0`). */
  path?: string
  /** USB device number; changes when the modem is enumerated anew. Default 3. */
  devnum?: number
}

/** UCI and netifd around the modems. */
export interface Surroundings {
  /** Files under /etc/config by name. */
  uci?: Readonly<Record<string, string>>
  /** Seconds the interface `wwan` is up; null: it is down. Default 93784. */
  uptime?: number | null
  /** What netifd tells instead: the interfaces of its dump; null: it does not answer. */
  dump?: readonly object[] | null
}

/** The hardware a script describes, at its usual place unless another is given. */
export function hardwareOf({ device, port, net }: ModemScript, address?: string): Hardware {
  const bus = device?.bus ?? 'usb'
  const at = port?.interface ?? 2
  return {
    bus,
    id: device?.id ?? '',
    address: address ?? (bus === 'usb' ? '1-1' : '0000:01:00.0'),
    manufacturer: device?.manufacturer ?? null,
    product: device?.product ?? null,
    serial: null,
    ports: port ? [{ name: port.name, interface: at }] : [],
    nets: net ? [{ ...net, interface: at === 4 ? 5 : 4 }] : [],
  }
}

/** What the kernel shows of a modem. */
export const drawModem = ({ script, path, devnum = 3 }: PluggedModem): Map<string, Node> =>
  drawDevice(hardwareOf(script, path), { devnum })

/** Everything of a router's file system that the modems make, except their device nodes. */
export function layout(modems: readonly PluggedModem[], { uci = {} }: Surroundings = {}): Map<string, Node> {
  const nodes = new Map<string, Node>()
  for (const modem of modems) {
    for (const [path, node] of drawModem(modem)) nodes.set(path, node)
    if (modem.script.board !== null) nodes.set('/tmp/sysinfo/board_name', { text: `${modem.script.board}\n` })
  }
  for (const [name, text] of Object.entries(uci)) nodes.set(`/etc/config/${name}`, { text })
  return nodes
}

/** The UCI files of the usual set-up: the 3ginfo page bound to the first modem's port, interface `wwan` on its device. */
export function usualUci(script: ModemScript): Record<string, string> {
  const device = script.net === null ? '' : `\toption device '${script.net.name}'\n`
  return {
    '3ginfo': `config 3ginfo\n\toption device '/dev/${script.port?.name}'\n\toption network 'wwan'\n`,
    network: `config interface 'wwan'\n\toption proto 'dhcp'\n${device}`,
  }
}

/** What `ubus call network.interface dump` prints. */
export function interfaceDump(device: string | null, uptime: number | null): string {
  const wwan = {
    interface: 'wwan',
    up: uptime !== null,
    pending: false,
    available: true,
    ...(uptime === null ? {} : { uptime, l3_device: device ?? undefined }),
    proto: 'dhcp',
    device: device ?? undefined,
    'ipv4-address': uptime === null ? [] : [{ address: '10.64.12.34', mask: 24 }],
    'ipv6-address': [],
    route: uptime === null ? [] : [{ target: '0.0.0.0', mask: 0, nexthop: '10.64.12.1' }],
  }
  return JSON.stringify({
    interface: [{ interface: 'loopback', up: true, l3_device: 'lo', proto: 'static' }, wwan],
  })
}
