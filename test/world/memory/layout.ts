import type { ModemScript } from '../modem/script.ts'

/** What lies at one path of a laid-out root: a text, or a link to another absolute path. */
export type Node = { text: string } | { link: string }

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
}

function usbNodes({ script, path = '1-1', devnum = 3 }: PluggedModem): [string, Node][] {
  const [vid = '', pid = ''] = script.device?.id.split(':') ?? []
  const bus = path.split('-')[0]
  const device = `/sys/devices/platform/soc/1e1c0000.xhci/usb${bus}/${path}`
  const port = script.port
  const at = port?.interface ?? 2
  const netInterface = at === 4 ? 5 : 4
  const attributes = {
    idVendor: vid,
    idProduct: pid,
    product: script.device?.product ?? '',
    manufacturer: script.device?.manufacturer ?? '',
    serial: '0123456789ABCDEF',
    busnum: String(bus),
    devnum: String(devnum),
    speed: '480',
    bNumInterfaces: ' 5',
  }
  const nodes: [string, Node][] = Object.entries(attributes).map(([name, text]) => [
    `${device}/${name}`,
    { text: `${text}\n` },
  ])
  nodes.push([`/sys/bus/usb/devices/${path}`, { link: device }])
  if (port) {
    const home = `${device}/${path}:1.${at}`
    const acm = port.name.startsWith('ttyACM')
    const tty = acm ? `${home}/tty/${port.name}` : `${home}/${port.name}/tty/${port.name}`
    nodes.push(
      [`${home}/bInterfaceNumber`, { text: `${String(at).padStart(2, '0')}\n` }],
      [`${home}/driver`, { link: `/sys/bus/usb/drivers/${acm ? 'cdc_acm' : 'option'}` }],
      [`/sys/bus/usb/drivers/${acm ? 'cdc_acm' : 'option'}/module`, { text: '' }],
      [`${tty}/dev`, { text: '188:0\n' }],
      [`/sys/class/tty/${port.name}`, { link: tty }],
    )
  }
  if (script.net) nodes.push(...netNodes(`${device}/${path}:1.${netInterface}`, script.net, 'usb'))
  return nodes
}

function netNodes(home: string, net: { name: string; driver: string }, bus: string): [string, Node][] {
  const directory = `${home}/net/${net.name}`
  return [
    [`${home}/driver`, { link: `/sys/bus/${bus}/drivers/${net.driver}` }],
    [`/sys/bus/${bus}/drivers/${net.driver}/module`, { text: '' }],
    [`${directory}/operstate`, { text: 'up\n' }],
    [`${directory}/statistics/rx_bytes`, { text: '1234567890\n' }],
    [`${directory}/statistics/tx_bytes`, { text: '234567890\n' }],
    [`/sys/class/net/${net.name}`, { link: directory }],
  ]
}

function pciNodes({ script, path = '0000:01:00.0' }: PluggedModem): [string, Node][] {
  const [vendor = '', id = ''] = script.device?.id.split(':') ?? []
  const device = `/sys/devices/pci0000:00/0000:00:00.0/${path}`
  const nodes: [string, Node][] = [
    [`${device}/vendor`, { text: `0x${vendor}\n` }],
    [`${device}/device`, { text: `0x${id}\n` }],
    [`/sys/bus/pci/devices/${path}`, { link: device }],
  ]
  const port = script.port
  if (port?.name.startsWith('mhi_')) {
    nodes.push(
      [`${device}/mhi_uci_q/${port.name}/uevent`, { text: '' }],
      [`/sys/class/mhi_uci_q/${port.name}`, { link: `${device}/mhi_uci_q/${port.name}` }],
    )
  } else if (port) {
    const home = `${device}/mhi0/wwan/wwan0/${port.name}`
    nodes.push([`${home}/uevent`, { text: '' }], [`/sys/class/wwan/${port.name}`, { link: home }])
  }
  if (script.net) nodes.push(...netNodes(`${device}/mhi0_IP_HW0`, script.net, 'mhi'))
  return nodes
}

/** Everything of a router's file system that the modems make, except their device nodes. */
export function layout(modems: readonly PluggedModem[], { uci = {} }: Surroundings = {}): Map<string, Node> {
  const nodes = new Map<string, Node>()
  for (const modem of modems) {
    const made = modem.script.device?.bus === 'pci' ? pciNodes(modem) : usbNodes(modem)
    for (const [path, node] of made) nodes.set(path, node)
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
