import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** A serial port of a modem. */
export interface SerialPort {
  /** Device name without `/dev/`: `ttyUSB2`, `ttyACM0`, `wwan0at0`, `mhi_DUN`. */
  name: string
  /** USB interface number. */
  interface: number
  /** The PTY on this machine that stands for the port; null when there is no device node. */
  tty: string | null
}

/** A modem as Linux presents it. */
export interface Hardware {
  bus: 'usb' | 'pci'
  /** `vid:pid` in lower-case hexadecimal. */
  id: string
  /** Place on the bus: `1-1`, `2-1.4`, `0000:01:00.0`. */
  address: string
  manufacturer: string | null
  product: string | null
  serial: string | null
  ports: readonly SerialPort[]
  /** The modem's network device; `interface` is its USB interface number. */
  net: { name: string; driver: string; interface: number } | null
}

/** Bytes every network device of the rig has received and sent. */
const traffic = { rx: 1234567890, tx: 234567890 } as const

/** Class, subclass and protocol of an interface by its driver. */
const classes: Readonly<Record<string, readonly [string, string, string]>> = {
  cdc_acm: ['02', '02', '01'],
  cdc_ether: ['02', '06', '00'],
  cdc_ncm: ['02', '0d', '00'],
  cdc_mbim: ['02', '0e', '00'],
  rndis_host: ['e0', '01', '03'],
}

/** Writes into `/sys` below a root and remembers what to take away again. */
function writer(root: string) {
  const made: string[] = []
  const at = (path: string) => join(root, path)
  return {
    made,
    /** A folder with attribute files, a line feed behind each value. */
    device(path: string, attributes: Readonly<Record<string, string | number | null>>): void {
      mkdirSync(at(path), { recursive: true })
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null) continue
        mkdirSync(dirname(at(join(path, name))), { recursive: true })
        writeFileSync(at(join(path, name)), `${value}\n`)
      }
    },
    /** A relative link, as sysfs makes them; links outside of `owner` are taken away with the device. */
    link(path: string, target: string, owner: string): void {
      mkdirSync(dirname(at(path)), { recursive: true })
      mkdirSync(at(target), { recursive: true })
      rmSync(at(path), { force: true })
      symlinkSync(relative(dirname(path), target), at(path))
      if (!path.startsWith(`${owner}/`)) made.push(path)
    },
  }
}

/** Files of a network device. */
function netAttributes(index: number): Record<string, string | number> {
  return {
    address: `02:00:5e:10:00:${(index + 1).toString(16).padStart(2, '0')}`,
    operstate: 'up',
    carrier: 1,
    mtu: 1500,
    ifindex: 10 + index,
    'statistics/rx_bytes': traffic.rx,
    'statistics/tx_bytes': traffic.tx,
  }
}

function plugUsb(root: string, modem: Hardware, index: number): string[] {
  const { device, link, made } = writer(root)
  const bus = Number.parseInt(modem.address, 10)
  const home = `/sys/devices/platform/1e1c0000.xhci/usb${bus}/${modem.address}`
  const [vid = '', pid = ''] = modem.id.split(':')
  const numbers = [...modem.ports.map(port => port.interface), ...(modem.net ? [modem.net.interface] : [])]
  const interfaces = Math.max(0, ...numbers) + 1
  made.push(home)
  device(home, {
    idVendor: vid,
    idProduct: pid,
    product: modem.product,
    manufacturer: modem.manufacturer,
    serial: modem.serial,
    busnum: bus,
    devnum: index + 2,
    devpath: modem.address.replace(/^\d+-/, ''),
    speed: 480,
    version: ' 2.00',
    bNumInterfaces: String(interfaces).padStart(2, ' '),
    bConfigurationValue: 1,
    bcdDevice: '0318',
    bDeviceClass: '00',
    uevent: `DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=${[vid, pid].map(trimHex).join('/')}/318\nTYPE=0/0/0\nBUSNUM=00${bus}`,
  })
  link(`/sys/bus/usb/devices/${modem.address}`, home, home)
  link(`${home}/subsystem`, '/sys/bus/usb', home)
  link(`${home}/driver`, '/sys/bus/usb/drivers/usb', home)
  for (let number = 0; number < interfaces; number++) {
    const name = `${modem.address}:1.${number}`
    const path = `${home}/${name}`
    const driver = driverOf(modem, number)
    const [kind, sub, protocol] = classOf(driver)
    device(path, {
      bInterfaceNumber: hex2(number),
      bInterfaceClass: kind,
      bInterfaceSubClass: sub,
      bInterfaceProtocol: protocol,
      bAlternateSetting: ' 0',
      bNumEndpoints: '03',
    })
    link(`/sys/bus/usb/devices/${name}`, path, home)
    link(`${path}/subsystem`, '/sys/bus/usb', home)
    if (driver !== null) link(`${path}/driver`, `/sys/bus/usb/drivers/${driver}`, home)
  }
  for (const port of modem.ports) {
    const parent = `${home}/${modem.address}:1.${port.interface}`
    const acm = port.name.startsWith('ttyACM')
    const owner = acm ? parent : `${parent}/${port.name}`
    const tty = `${owner}/tty/${port.name}`
    device(tty, { dev: `${acm ? 166 : 188}:${port.name.replace(/\D+/, '')}`, uevent: `DEVNAME=${port.name}` })
    link(`${tty}/device`, owner, home)
    link(`${tty}/subsystem`, '/sys/class/tty', home)
    if (!acm) {
      link(`${owner}/subsystem`, '/sys/bus/usb-serial', home)
      link(`${owner}/driver`, '/sys/bus/usb-serial/drivers/option1', home)
    }
    link(`/sys/class/tty/${port.name}`, tty, home)
  }
  if (modem.net) {
    const parent = `${home}/${modem.address}:1.${modem.net.interface}`
    const path = `${parent}/net/${modem.net.name}`
    device(path, netAttributes(index))
    link(`${path}/device`, parent, home)
    link(`${path}/subsystem`, '/sys/class/net', home)
    link(`/sys/class/net/${modem.net.name}`, path, home)
  }
  return made
}

function plugPci(root: string, modem: Hardware, index: number): string[] {
  const { device, link, made } = writer(root)
  const home = `/sys/devices/pci0000:00/0000:00:00.0/${modem.address}`
  const [vendor = '', id = ''] = modem.id.split(':')
  made.push(home)
  device(home, { vendor: `0x${vendor}`, device: `0x${id}`, class: '0x0d4000', revision: '0x00', enable: 1 })
  link(`/sys/bus/pci/devices/${modem.address}`, home, home)
  link(`${home}/subsystem`, '/sys/bus/pci', home)
  link(`${home}/driver`, '/sys/bus/pci/drivers/mhi-pci-generic', home)
  const mhi = `${home}/mhi${index}`
  for (const port of modem.ports) {
    const wwan = /^(wwan\d+)[a-z]+\d+$/.exec(port.name)?.[1]
    const parent = wwan === undefined ? `${mhi}/mhi${index}_DUN` : `${mhi}/wwan/${wwan}`
    const group = wwan === undefined ? 'mhi_uci_q' : 'wwan'
    const path = wwan === undefined ? `${parent}/mhi_uci_q/${port.name}` : `${parent}/${port.name}`
    device(path, wwan === undefined ? { dev: '510:0' } : { dev: '509:0', type: 'AT' })
    link(`${path}/device`, parent, home)
    link(`${path}/subsystem`, `/sys/class/${group}`, home)
    link(`/sys/class/${group}/${port.name}`, path, home)
    if (wwan !== undefined) {
      link(`${parent}/device`, mhi, home)
      link(`/sys/class/wwan/${wwan}`, parent, home)
    }
  }
  if (modem.net) {
    const parent = `${mhi}/mhi${index}_IP_HW0`
    const path = `${parent}/net/${modem.net.name}`
    device(path, netAttributes(index))
    link(`${path}/device`, parent, home)
    link(`/sys/class/net/${modem.net.name}`, path, home)
  }
  return made
}

/** Lays a modem into `/sys` below `root`; answers the paths that vanish with it. `index` tells modems apart. */
export function plugIn(root: string, modem: Hardware, index: number): string[] {
  return modem.bus === 'usb' ? plugUsb(root, modem, index) : plugPci(root, modem, index)
}

/** A network device without hardware, as a dial-up connection has it. */
export function plugVirtual(root: string, name: string): void {
  const { device, link } = writer(root)
  const path = `/sys/devices/virtual/net/${name}`
  device(path, netAttributes(200))
  link(`/sys/class/net/${name}`, path, path)
}

/** Text of `/sys/kernel/debug/usb/devices` for these modems (Linux Documentation/driver-api/usb/usb.rst). */
export function usbDevices(modems: readonly Hardware[]): string {
  return modems
    .flatMap((modem, index) => {
      if (modem.bus !== 'usb') return []
      const [vid, pid] = modem.id.split(':')
      const numbers = [
        ...modem.ports.map(port => port.interface),
        ...(modem.net ? [modem.net.interface] : []),
      ]
      const count = Math.max(0, ...numbers) + 1
      const strings = { Manufacturer: modem.manufacturer, Product: modem.product, SerialNumber: modem.serial }
      return [
        '',
        `T:  Bus=0${Number.parseInt(modem.address, 10)} Lev=01 Prnt=01 Port=0${index} Cnt=01 Dev#=${String(index + 2).padStart(3)} Spd=480  MxCh= 0`,
        'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
        `P:  Vendor=${vid} ProdID=${pid} Rev= 3.18`,
        ...Object.entries(strings).flatMap(([name, text]) => (text === null ? [] : [`S:  ${name}=${text}`])),
        `C:* #Ifs=${String(count).padStart(2)} Cfg#= 1 Atr=a0 MxPwr=500mA`,
        ...Array.from({ length: count }, (_, number) => {
          const driver = driverOf(modem, number)
          const [kind, sub, protocol] = classOf(driver)
          return `I:* If#=${String(number).padStart(2)} Alt= 0 #EPs= 3 Cls=${kind}(${kind === 'ff' ? 'vend.' : 'comm.'}) Sub=${sub} Prot=${protocol} Driver=${driver ?? '(none)'}`
        }),
      ]
    })
    .concat('')
    .join('\n')
}

function driverOf(modem: Hardware, number: number): string | null {
  const port = modem.ports.find(each => each.interface === number)
  if (port) return port.name.startsWith('ttyACM') ? 'cdc_acm' : 'option'
  return modem.net?.interface === number ? modem.net.driver : null
}

const classOf = (driver: string | null) => classes[driver ?? ''] ?? (['ff', 'ff', 'ff'] as const)
const hex2 = (number: number) => number.toString(16).padStart(2, '0')
const trimHex = (text: string) => text.replace(/^0+(?=.)/, '')
