import type { Bus } from '../contract/info.ts'
import type { UsbInterface } from '../contract/list.ts'
import type { Files } from '../platform/platform.ts'
import { attribute, driverOf } from './attribute.ts'
import { interfacesOf } from './interfaces.ts'

/** A serial port of a modem. */
export interface FoundPort {
  /** Device path. */
  path: string
  /** USB interface number; null on other buses. */
  interface: number | null
  /** Kernel driver of the port's interface, `option`, `cdc_acm` …; null when not bound to one. */
  driver: string | null
}

/** A network device of a modem. */
export interface FoundDevice {
  name: string
  driver: string | null
}

/** One USB or PCI device with what the kernel has made of it. */
export interface Found {
  bus: Bus
  /** Kernel name of the device: `1-1.2`, `0000:01:00.0`. */
  path: string
  /** Its directory under /sys/devices. */
  directory: string
  /** `vid:pid` in lower case. */
  id: string
  /** Class in hexadecimal: two digits on USB (`00`: each interface has its own), six on PCI; empty when not told. */
  class: string
  manufacturer: string | null
  product: string | null
  /** Changes when the device is plugged in or enumerated anew; on PCI, where nothing is counted, with its ports' names. */
  enumeration: string
  /** Driver of a PCI device; on USB the interfaces have theirs. */
  driver: string | null
  /** Interfaces of a USB device in the order of their numbers. */
  interfaces: UsbInterface[]
  ports: FoundPort[]
  devices: FoundDevice[]
}

const usb = /^(.*\/(\d+-[\d.]+))\/\2:\d+\.(\d+)(?:\/|$)/
const pci = /^(.*\/([\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[\da-f]))(?:\/|$)/

const classes = [
  ['/sys/class/tty', /^tty(?:USB|ACM|HS)\d+$/],
  ['/sys/class/wwan', /^wwan\d+at\d+$/],
  ['/sys/class/mhi_uci_q', /^mhi_DUN\d*$/],
] as const

/** Classes of what holds other devices, USB hubs and PCI bridges, and of host controllers. */
const carrying = /^(?:09|06....|0c03..)$/

/** Reads a device; null when its id is not told, and when it carries other devices. */
function readDevice(files: Files, bus: Bus, directory: string, path: string): Found | null {
  const read = (name: string) => attribute(files, `${directory}/${name}`)
  const hex = (name: string) => read(name)?.replace(/^0x/, '').toLowerCase()
  const [vendor, product] =
    bus === 'usb' ? [hex('idVendor'), hex('idProduct')] : [hex('vendor'), hex('device')]
  const kind = hex(bus === 'usb' ? 'bDeviceClass' : 'class') ?? ''
  if (vendor === undefined || product === undefined || carrying.test(kind)) return null
  return {
    bus,
    path,
    directory,
    id: `${vendor}:${product}`,
    class: kind,
    manufacturer: bus === 'usb' ? read('manufacturer') : null,
    product: bus === 'usb' ? read('product') : null,
    enumeration: bus === 'usb' ? `${read('busnum')}.${read('devnum')}` : path,
    driver: bus === 'usb' ? null : driverOf(files, directory),
    interfaces: bus === 'usb' ? interfacesOf(files, directory, path) : [],
    ports: [],
    devices: [],
  }
}

/** Finds every USB and PCI device that may be a modem, with its ports. Only reads /sys; opens no port. */
export function scan(files: Files): Found[] {
  const found = new Map<string, Found | null>()
  const device = (bus: Bus, directory: string, path: string): Found | null => {
    const known = found.get(directory)
    const entry = known === undefined ? readDevice(files, bus, directory, path) : known
    found.set(directory, entry)
    return entry
  }
  /** The device a path of /sys/devices belongs to, with the directory and the number of the interface. */
  const owner = (real: string) => {
    const onUsb = usb.exec(real)
    const [, directory = '', path = ''] = onUsb ?? pci.exec(real) ?? []
    const entry = directory === '' ? null : device(onUsb ? 'usb' : 'pci', directory, path)
    const end = real.indexOf('/', directory.length + 1)
    const place = onUsb ? real.slice(0, end < 0 ? real.length : end) : directory
    return entry && { entry, place, number: onUsb ? Number(onUsb[3]) : null }
  }

  for (const [bus, names] of [
    ['usb', /^\d+-[\d.]+$/],
    ['pci', /^[\da-f:.]+$/],
  ] as const)
    for (const name of files.list(`/sys/bus/${bus}/devices`)) {
      const real = names.test(name) ? files.realpath(`/sys/bus/${bus}/devices/${name}`) : null
      if (real !== null) device(bus, real, name)
    }
  for (const [directory, names] of classes) {
    for (const name of files.list(directory)) {
      if (!names.test(name)) continue
      const real = files.realpath(`${directory}/${name}`)
      const home = real === null ? null : owner(real)
      if (home === null) continue
      if (home.entry.bus === 'pci') home.entry.enumeration += ` ${name}`
      const driver = driverOf(files, home.place)
      home.entry.ports.push({ path: `/dev/${name}`, interface: home.number, driver })
    }
  }
  for (const name of files.list('/sys/class/net')) {
    const real = files.realpath(`/sys/class/net/${name}`)
    if (real === null || real.includes('/virtual/')) continue
    const driver = driverOf(files, real.replace(/\/(?:net|wwan)\/.*$/, ''))
    owner(real)?.entry.devices.push({ name, driver })
  }
  return [...found.values()].filter(entry => entry !== null).sort((a, b) => (a.path < b.path ? -1 : 1))
}
