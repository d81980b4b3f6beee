import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What lies at one path: a text, or a link to another absolute path. */
export type Node = { text: string } | { link: string }

/** A serial port of a modem. */
export interface SerialPort {
  /** Device name without `/dev/`: `ttyUSB2`, `ttyACM0`, `wwan0at0`, `mhi_DUN`. */
  name: string
  /** USB interface number. */
  interface: number
  /** Driver of the interface; by default `cdc_acm` for a ttyACM and else `option`. */
  driver?: string
}

/** A network device of a modem; `interface` is its USB interface number. */
export interface NetworkDevice {
  name: string
  driver: string
  interface: number
}

/** An interface of a USB device, where it is not the usual one of its driver. */
export interface UsbFunction {
  number: number
  /** Class, subclass and protocol as `02/0e/00`. */
  kind?: string
  /** Null where none is bound. */
  driver: string | null
  /** Control device, `cdc-wdm0`. */
  control?: string
  /** What `qmi/raw_ip` of its network device says. */
  rawIp?: string
  /** Bytes received and sent, and the state, of its network device. */
  traffic?: { rx?: number; tx?: number; operstate?: string }
}

/** A device as Linux presents it. */
export interface Hardware {
  bus: 'usb' | 'pci'
  /** `vid:pid` in hexadecimal; empty when the kernel tells none. */
  id: string
  /** Place on the bus: `1-1`, `2-1.4` behind a hub, `0000:01:00.0`. */
  address: string
  manufacturer: string | null
  product: string | null
  serial: string | null
  ports: readonly SerialPort[]
  nets: readonly NetworkDevice[]
  /** All interfaces of a USB device; without them each port and network device has one, and so have the numbers between. */
  interfaces?: readonly UsbFunction[]
  /** Mbit/s of a USB device; 480 where it is not given. */
  speed?: string
  /** Driver of a PCI device; `mhi-pci-generic` where it is not given, null: none is bound. */
  driver?: string | null
}

/** What counts devices: the kernel's number of a USB device, and the place among the modems, which tells them apart. */
export interface Enumeration {
  devnum?: number
  index?: number
}

/** Bytes every network device has received and sent. */
const traffic = { rx: 1234567890, tx: 234567890 } as const

/** Class, subclass and protocol of an interface by its driver. */
const classes: Readonly<Record<string, readonly [string, string, string]>> = {
  cdc_acm: ['02', '02', '01'],
  cdc_ether: ['02', '06', '00'],
  cdc_ncm: ['02', '0d', '00'],
  cdc_mbim: ['02', '0e', '00'],
  rndis_host: ['e0', '01', '03'],
  'usb-storage': ['08', '06', '50'],
  usbhid: ['03', '01', '01'],
}

/** Draws into a map of paths. */
function pen() {
  const nodes = new Map<string, Node>()
  const link = (path: string, target: string) => void nodes.set(path, { link: target })
  return {
    nodes,
    link,
    /** A folder with attribute files, a line feed behind each value. */
    device(path: string, attributes: Readonly<Record<string, string | number | null>>): void {
      for (const [name, value] of Object.entries(attributes))
        if (value !== null) nodes.set(`${path}/${name}`, { text: `${value}\n` })
    },
    /** A link to a driver, which is there as long as the kernel has its module. */
    driver(path: string, bus: string, name: string): void {
      link(`${path}/driver`, `/sys/bus/${bus}/drivers/${name}`)
      nodes.set(`/sys/bus/${bus}/drivers/${name}/bind`, { text: '' })
    },
  }
}

/** The folder of a device below `/sys/devices`; a device behind a hub lies below it. */
export function homeOf({ bus, address }: Pick<Hardware, 'bus' | 'address'>): string {
  if (bus === 'pci') return `/sys/devices/pci0000:00/0000:00:00.0/${address}`
  const [root = '', way = ''] = address.split('-')
  const steps = way.split('.').map((_, i, all) => `${root}-${all.slice(0, i + 1).join('.')}`)
  return `/sys/devices/platform/1e1c0000.xhci/usb${root}/${steps.join('/')}`
}

/** A network device with its files, below the device or interface that is its parent. */
function drawNet(
  { device, link, nodes }: ReturnType<typeof pen>,
  name: string,
  index: number,
  parent?: string,
  { rx, tx, operstate }: NonNullable<UsbFunction['traffic']> = {},
) {
  const path = parent === undefined ? `/sys/devices/virtual/net/${name}` : `${parent}/net/${name}`
  device(path, {
    address: `02:00:5e:10:00:${hex2(index + 1)}`,
    operstate: operstate ?? 'up',
    carrier: 1,
    mtu: 1500,
    ifindex: 10 + index,
    'statistics/rx_bytes': rx ?? traffic.rx,
    'statistics/tx_bytes': tx ?? traffic.tx,
  })
  if (parent !== undefined) link(`${path}/device`, parent)
  link(`${path}/subsystem`, '/sys/class/net')
  link(`/sys/class/net/${name}`, path)
  return nodes
}

function drawUsb(modem: Hardware, { devnum = 3, index = 0 }: Enumeration): Map<string, Node> {
  const drawing = pen()
  const { device, link, driver, nodes } = drawing
  const home = homeOf(modem)
  const bus = Number.parseInt(modem.address, 10)
  const [vid = '', pid = ''] = modem.id.split(':')
  const functions = functionsOf(modem)
  device(home, {
    idVendor: vid || null,
    idProduct: pid || null,
    product: modem.product,
    manufacturer: modem.manufacturer,
    serial: modem.serial,
    busnum: bus,
    devnum,
    devpath: modem.address.replace(/^\d+-/, ''),
    speed: modem.speed ?? 480,
    version: ' 2.00',
    bNumInterfaces: String(functions.length).padStart(2, ' '),
    bConfigurationValue: 1,
    bcdDevice: '0318',
    bDeviceClass: '00',
    uevent: `DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=${[vid, pid].map(trimHex).join('/')}/318\nTYPE=0/0/0\nBUSNUM=00${bus}`,
  })
  link(`/sys/bus/usb/devices/${modem.address}`, home)
  link(`${home}/subsystem`, '/sys/bus/usb')
  driver(home, 'usb', 'usb')
  for (const { number, kind, driver: bound, control } of functions) {
    const name = `${modem.address}:1.${number}`
    const path = `${home}/${name}`
    const [first, sub, protocol] = kind?.split('/') ?? classOf(bound)
    device(path, {
      bInterfaceNumber: hex2(number),
      bInterfaceClass: first ?? null,
      bInterfaceSubClass: sub ?? null,
      bInterfaceProtocol: protocol ?? null,
      bAlternateSetting: ' 0',
      bNumEndpoints: '03',
    })
    link(`/sys/bus/usb/devices/${name}`, path)
    link(`${path}/subsystem`, '/sys/bus/usb')
    if (bound !== null) driver(path, 'usb', bound)
    if (control !== undefined) {
      device(`${path}/usbmisc/${control}`, { dev: '180:176', uevent: `DEVNAME=${control}` })
      link(`${path}/usbmisc/${control}/device`, path)
      link(`/sys/class/usbmisc/${control}`, `${path}/usbmisc/${control}`)
    }
    if (bound === 'usb-storage') device(`${path}/host${index}`, { uevent: 'DEVTYPE=scsi_host' })
    if (bound === 'usbhid')
      device(`${path}/0003:${modem.id.toUpperCase()}.0001`, { uevent: 'DRIVER=hid-generic' })
  }
  for (const { name, interface: number } of modem.ports) {
    const parent = `${home}/${modem.address}:1.${number}`
    const serial = name.startsWith('ttyUSB')
    const owner = serial ? `${parent}/${name}` : parent
    const tty = `${owner}/tty/${name}`
    device(tty, { dev: `${serial ? 188 : 166}:${name.replace(/\D+/, '')}`, uevent: `DEVNAME=${name}` })
    link(`${tty}/device`, owner)
    link(`${tty}/subsystem`, '/sys/class/tty')
    if (serial) {
      link(`${owner}/subsystem`, '/sys/bus/usb-serial')
      driver(owner, 'usb-serial', 'option1')
    }
    link(`/sys/class/tty/${name}`, tty)
  }
  for (const net of modem.nets) {
    const parent = `${home}/${modem.address}:1.${net.interface}`
    const own = functions.find(each => each.number === net.interface)
    drawNet(drawing, net.name, index, parent, own?.traffic)
    if (own?.rawIp !== undefined) device(`${parent}/net/${net.name}/qmi`, { raw_ip: own.rawIp })
  }
  return nodes
}

function drawPci(modem: Hardware, { index = 0 }: Enumeration): Map<string, Node> {
  const drawing = pen()
  const { device, link, driver, nodes } = drawing
  const home = homeOf(modem)
  const [vendor = '', id = ''] = modem.id.split(':')
  device(home, {
    vendor: `0x${vendor}`,
    device: `0x${id}`,
    class: '0x0d4000',
    revision: '0x00',
    enable: 1,
    uevent: 'DRIVER=mhi-pci-generic',
  })
  link(`/sys/bus/pci/devices/${modem.address}`, home)
  link(`${home}/subsystem`, '/sys/bus/pci')
  const bound = modem.driver === undefined ? 'mhi-pci-generic' : modem.driver
  if (bound !== null) driver(home, 'pci', bound)
  const mhi = `${home}/mhi${index}`
  for (const { name } of modem.ports) {
    const wwan = /^(wwan\d+)[a-z]+\d+$/.exec(name)?.[1]
    const group = wwan === undefined ? 'mhi_uci_q' : 'wwan'
    const parent = `${mhi}/${wwan === undefined ? `mhi${index}_${name.replace(/^mhi_/, '')}` : `wwan/${wwan}`}`
    const path = wwan === undefined ? `${parent}/mhi_uci_q/${name}` : `${parent}/${name}`
    device(path, wwan === undefined ? { dev: '510:0' } : { dev: '509:0', type: 'AT' })
    link(`${path}/device`, parent)
    link(`${path}/subsystem`, `/sys/class/${group}`)
    link(`/sys/class/${group}/${name}`, path)
    if (wwan !== undefined) {
      link(`${parent}/device`, mhi)
      link(`/sys/class/wwan/${wwan}`, parent)
    }
  }
  for (const net of modem.nets) {
    const parent = `${mhi}/mhi${index}_IP_HW0`
    driver(parent, 'mhi', net.driver)
    drawNet(drawing, net.name, index, parent)
  }
  return nodes
}

/** The part of `/sys` that the kernel makes for a device. */
export function drawDevice(modem: Hardware, enumeration: Enumeration = {}): Map<string, Node> {
  return modem.bus === 'usb' ? drawUsb(modem, enumeration) : drawPci(modem, enumeration)
}

/** A network device without hardware, as a dial-up connection has it. */
export const drawVirtual = (name: string): Map<string, Node> => drawNet(pen(), name, 200)

/** Of what was drawn for a device, the paths that vanish with it, and with them all below: drivers stay. */
export function vanishing(modem: Hardware, nodes: ReadonlyMap<string, Node>): string[] {
  const home = homeOf(modem)
  const links = [...nodes].filter(([path, node]) => 'link' in node && !path.startsWith(`${home}/`))
  return [home, ...links.map(([path]) => path)]
}

/** Writes a drawing below a folder of this machine; links are relative, as sysfs makes them. */
export function writeNodes(root: string, nodes: ReadonlyMap<string, Node>): void {
  for (const [name, node] of nodes) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    if ('text' in node) writeFileSync(path, node.text)
    else {
      mkdirSync(join(root, node.link), { recursive: true })
      rmSync(path, { force: true })
      symlinkSync(relative(dirname(name), node.link), path)
    }
  }
}

/** Text of `/sys/kernel/debug/usb/devices` for these modems (Linux Documentation/driver-api/usb/usb.rst). */
export function usbDevices(modems: readonly Hardware[]): string {
  return modems
    .flatMap((modem, index) => {
      if (modem.bus !== 'usb') return []
      const [vid, pid] = modem.id.split(':')
      const functions = functionsOf(modem)
      const strings = { Manufacturer: modem.manufacturer, Product: modem.product, SerialNumber: modem.serial }
      return [
        '',
        `T:  Bus=0${Number.parseInt(modem.address, 10)} Lev=01 Prnt=01 Port=0${index} Cnt=01 Dev#=${String(index + 2).padStart(3)} Spd=${modem.speed ?? 480}  MxCh= 0`,
        'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
        `P:  Vendor=${vid} ProdID=${pid} Rev= 3.18`,
        ...Object.entries(strings).flatMap(([name, text]) => (text === null ? [] : [`S:  ${name}=${text}`])),
        `C:* #Ifs=${String(functions.length).padStart(2)} Cfg#= 1 Atr=a0 MxPwr=500mA`,
        ...functions.map(({ number, kind, driver }) => {
          const [first, sub, protocol] = kind?.split('/') ?? classOf(driver)
          return `I:* If#=${String(number).padStart(2)} Alt= 0 #EPs= 3 Cls=${first}(${first === 'ff' ? 'vend.' : 'comm.'}) Sub=${sub} Prot=${protocol} Driver=${driver ?? '(none)'}`
        }),
      ]
    })
    .concat('')
    .join('\n')
}

function driverOf(modem: Hardware, number: number): string | null {
  const port = modem.ports.find(each => each.interface === number)
  if (port) return port.driver ?? (port.name.startsWith('ttyACM') ? 'cdc_acm' : 'option')
  return modem.nets.find(each => each.interface === number)?.driver ?? null
}

function functionsOf(modem: Hardware): readonly UsbFunction[] {
  if (modem.interfaces) return modem.interfaces
  const last = Math.max(0, ...[...modem.ports, ...modem.nets].map(each => each.interface))
  return Array.from({ length: last + 1 }, (_, number) => ({ number, driver: driverOf(modem, number) }))
}
const classOf = (driver: string | null) => classes[driver ?? ''] ?? (['ff', 'ff', 'ff'] as const)
const hex2 = (number: number) => number.toString(16).padStart(2, '0')
const trimHex = (text: string) => text.replace(/^0+(?=.)/, '')
