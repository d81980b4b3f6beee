import { listModems } from '../../../src/discovery/modems.ts'
import { drawDevice, type Hardware, type UsbFunction } from '../sysfs.ts'
import { createHost, type Host } from './host.ts'

/** A USB device in few words. */
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
  /** All its interfaces, where it is told what each is. */
  functions?: readonly UsbFunction[]
}

/** A PCI device: its serial ports by class and its network devices as `name driver`. */
export interface PciDevice {
  id: string
  address: string
  wwan?: readonly string[]
  mhi?: readonly string[]
  nets?: readonly string[]
  /** Its driver, where it is not the usual one; null: none. */
  driver?: string | null
}

function usbHardware({
  id,
  path,
  manufacturer,
  product,
  ports = [],
  nets = [],
  functions,
}: UsbDevice): Hardware {
  const parsed = (text: string) => {
    const [name = '', number, driver = ''] = text.split(' ')
    return { name, interface: Number(number), driver }
  }
  return {
    bus: 'usb',
    id,
    address: path,
    manufacturer: manufacturer ?? null,
    product: product ?? null,
    serial: null,
    ports: ports.map(parsed),
    nets: nets.map(parsed),
    ...(functions === undefined ? {} : { interfaces: functions }),
  }
}

function pciHardware({ id, address, wwan = [], mhi = [], nets = [], driver }: PciDevice): Hardware {
  return {
    bus: 'pci',
    id,
    address,
    manufacturer: null,
    product: null,
    serial: null,
    ports: [...wwan, ...mhi].map(name => ({ name, interface: 0 })),
    nets: nets.map(text => {
      const [name = '', driver = ''] = text.split(' ')
      return { name, driver, interface: 0 }
    }),
    ...(driver === undefined ? {} : { driver }),
  }
}

/** A host with these devices and files and no simulated modem behind them. */
export function hostOfDevices(
  devices: readonly (UsbDevice | PciDevice)[],
  files: Readonly<Record<string, string>> = {},
): Host {
  const host = createHost([])
  for (const device of devices) {
    const drawn =
      'address' in device
        ? drawDevice(pciHardware(device))
        : drawDevice(usbHardware(device), device.devnum === undefined ? {} : { devnum: device.devnum })
    for (const [path, node] of drawn) host.nodes.set(path, node)
  }
  for (const [path, text] of Object.entries(files)) host.nodes.set(path, { text })
  return host
}

/** What discovery finds on such a host. */
export function discover(
  devices: readonly (UsbDevice | PciDevice)[],
  files: Readonly<Record<string, string>> = {},
) {
  return listModems(hostOfDevices(devices, files).platform)
}

/** The module most tests plug in, with all its ports. */
export const fg621Device: UsbDevice = {
  id: '2cb7:0a05',
  path: '1-1',
  manufacturer: 'Fibocom Wireless Inc.',
  product: 'FG621 Module',
  ports: ['ttyUSB0 2 option', 'ttyUSB1 3 option', 'ttyUSB2 4 option'],
  nets: ['eth1 0 cdc_ncm'],
}
