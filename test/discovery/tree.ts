import { listModems } from '../../src/discovery/modems.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import type { Node } from '../world/memory/layout.ts'

/** A USB device as the kernel shows it. */
export interface UsbDevice {
  id: string
  /** Place on the bus, `1-1.2`. */
  path: string
  devnum?: number
  manufacturer?: string
  product?: string
  /** Serial ports as `name interface driver`. */
  ports?: readonly string[]
  /** Network devices as `name interface driver`. */
  nets?: readonly string[]
}

/** A PCI device: its serial ports by class and its network devices as `name driver`. */
export interface PciDevice {
  id: string
  address: string
  wwan?: readonly string[]
  mhi?: readonly string[]
  nets?: readonly string[]
}

const words = (text: string) => text.split(' ') as [string, string, string]

function driver(nodes: Map<string, Node>, directory: string, name: string): void {
  nodes.set(`${directory}/driver`, { link: `/sys/bus/any/drivers/${name}` })
  nodes.set(`/sys/bus/any/drivers/${name}/module`, { text: '' })
}

function net(nodes: Map<string, Node>, directory: string, name: string): void {
  nodes.set(`${directory}/net/${name}/operstate`, { text: 'up\n' })
  nodes.set(`/sys/class/net/${name}`, { link: `${directory}/net/${name}` })
}

/** Plugs a USB device in; a path below another device's (`1-1.2`) lies below a hub. */
export function plugUsb(nodes: Map<string, Node>, device: UsbDevice): void {
  const { id, path, devnum = 3, manufacturer, product, ports = [], nets = [] } = device
  const [bus = '', rest = ''] = path.split('-')
  const steps = rest.split('.').map((_, i, all) => `${bus}-${all.slice(0, i + 1).join('.')}`)
  const home = `/sys/devices/platform/soc/xhci/usb${bus}/${steps.join('/')}`
  const [vid = '', pid = ''] = id.split(':')
  const attributes = { idVendor: vid, idProduct: pid, manufacturer, product, busnum: bus, devnum }
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) nodes.set(`${home}/${name}`, { text: `${value}\n` })
  for (const [name, number, module] of ports.map(words)) {
    const directory = `${home}/${path}:1.${number}`
    driver(nodes, directory, module)
    const tty = name.startsWith('ttyUSB') ? `${directory}/${name}/tty/${name}` : `${directory}/tty/${name}`
    nodes.set(`${tty}/dev`, { text: '188:0\n' })
    nodes.set(`/sys/class/tty/${name}`, { link: tty })
  }
  for (const [name, number, module] of nets.map(words)) {
    const directory = `${home}/${path}:1.${number}`
    driver(nodes, directory, module)
    net(nodes, directory, name)
  }
}

/** Plugs a PCI device in. */
export function plugPci(nodes: Map<string, Node>, device: PciDevice): void {
  const { id, address, wwan = [], mhi = [], nets = [] } = device
  const home = `/sys/devices/pci0000:00/0000:00:00.0/${address}`
  const [vendor, product] = id.split(':')
  nodes.set(`${home}/vendor`, { text: `0x${vendor}\n` })
  nodes.set(`${home}/device`, { text: `0x${product}\n` })
  driver(nodes, home, 'mhi-pci-generic')
  for (const name of wwan) {
    const directory = `${home}/mhi0/wwan/${name.replace(/at\d+$/, '')}/${name}`
    nodes.set(`${directory}/type`, { text: 'AT\n' })
    nodes.set(`/sys/class/wwan/${name}`, { link: directory })
  }
  for (const name of mhi) {
    const directory = `${home}/0306_00.01.00_DUN/mhi_uci_q/${name}`
    nodes.set(`${directory}/dev`, { text: '510:0\n' })
    nodes.set(`/sys/class/mhi_uci_q/${name}`, { link: directory })
  }
  for (const [name = '', module = ''] of nets.map(each => each.split(' '))) {
    driver(nodes, `${home}/mhi0_IP_HW0`, module)
    net(nodes, `${home}/mhi0_IP_HW0`, name)
  }
}

/** A host with these devices and files and no simulated modem behind them. */
export function hostWith(
  devices: readonly (UsbDevice | PciDevice)[],
  files: Readonly<Record<string, string>> = {},
): Host {
  const host = createHost([])
  for (const device of devices)
    if ('address' in device) plugPci(host.nodes, device)
    else plugUsb(host.nodes, device)
  for (const [path, text] of Object.entries(files)) host.nodes.set(path, { text })
  return host
}

/** What discovery finds on such a host. */
export function discover(
  devices: readonly (UsbDevice | PciDevice)[],
  files: Readonly<Record<string, string>> = {},
) {
  return listModems(hostWith(devices, files).platform)
}

/** The module most tests plug in. */
export const fg621: UsbDevice = {
  id: '2cb7:0a05',
  path: '1-1',
  manufacturer: 'Fibocom Wireless Inc.',
  product: 'FG621 Module',
  ports: ['ttyUSB0 2 option', 'ttyUSB1 3 option', 'ttyUSB2 4 option'],
  nets: ['eth1 0 cdc_ncm'],
}
