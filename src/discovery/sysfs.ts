import type { Bus } from '../contract/info.ts'
import type { Files } from '../platform/platform.ts'

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

/** One USB or PCI device that has serial ports or mobile network devices. */
export interface Found {
  bus: Bus
  /** Kernel name of the device: `1-1.2`, `0000:01:00.0`. */
  path: string
  /** Its directory under /sys/devices. */
  directory: string
  /** `vid:pid` in lower case. */
  id: string
  manufacturer: string | null
  product: string | null
  /** Changes when the device is plugged in or enumerated anew; on PCI, where nothing is counted, with its ports' names. */
  enumeration: string
  ports: FoundPort[]
  devices: FoundDevice[]
}

const usb = /^(.*\/(\d+-[\d.]+))\/\2:\d+\.(\d+)(?:\/|$)/
const pci = /^(.*\/([\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[\da-f]))(?:\/|$)/

/** Network drivers only mobile modems use. */
export const mobile =
  /^(?:qmi_wwan|cdc_mbim|huawei_cdc_ncm|sierra_net|hso|mhi_net|mhi_wwan_mbim|mtk_t7xx|iosm|rmnet.*)$/

const classes = [
  ['/sys/class/tty', /^tty(?:USB|ACM|HS)\d+$/],
  ['/sys/class/wwan', /^wwan\d+at\d+$/],
  ['/sys/class/mhi_uci_q', /^mhi_DUN\d*$/],
] as const

/** Reads a sysfs attribute: one line without its end; null when there is none or it is empty. */
export function attribute(files: Files, path: string): string | null {
  const text = files.read(path, 256)?.trim()
  return text ? text : null
}

function driverOf(files: Files, directory: string): string | null {
  return files.realpath(`${directory}/driver`)?.replace(/^.*\//, '') ?? null
}

/** Finds every device with a modem's serial port or network device. Only reads /sys; opens no port. */
export function scan(files: Files): Found[] {
  const found = new Map<string, Found>()

  const device = (
    real: string,
  ): { entry: Found; interfaceDirectory: string; number: number | null } | null => {
    const onUsb = usb.exec(real)
    const match = onUsb ?? pci.exec(real)
    const directory = match?.[1]
    const path = match?.[2]
    if (directory === undefined || path === undefined) return null
    const bus: Bus = onUsb ? 'usb' : 'pci'
    const read = (name: string) => attribute(files, `${directory}/${name}`)
    let entry = found.get(directory)
    if (entry === undefined) {
      const vendor = read(bus === 'usb' ? 'idVendor' : 'vendor')?.replace(/^0x/, '')
      const product = read(bus === 'usb' ? 'idProduct' : 'device')?.replace(/^0x/, '')
      if (vendor === undefined || product === undefined) return null
      entry = {
        bus,
        path,
        directory,
        id: `${vendor}:${product}`.toLowerCase(),
        manufacturer: bus === 'usb' ? read('manufacturer') : null,
        product: bus === 'usb' ? read('product') : null,
        enumeration: bus === 'usb' ? `${read('busnum')}.${read('devnum')}` : path,
        ports: [],
        devices: [],
      }
      found.set(directory, entry)
    }
    const interfaceDirectory = onUsb
      ? real.slice(0, real.indexOf('/', directory.length + 1)) || real
      : directory
    return { entry, interfaceDirectory, number: onUsb ? Number(onUsb[3]) : null }
  }

  for (const [directory, names] of classes) {
    for (const name of files.list(directory)) {
      if (!names.test(name)) continue
      const real = files.realpath(`${directory}/${name}`)
      const home = real === null ? null : device(real)
      if (home === null) continue
      if (home.entry.bus === 'pci') home.entry.enumeration += ` ${name}`
      home.entry.ports.push({
        path: `/dev/${name}`,
        interface: home.number,
        driver: driverOf(files, home.interfaceDirectory),
      })
    }
  }
  for (const name of files.list('/sys/class/net')) {
    const real = files.realpath(`/sys/class/net/${name}`)
    if (real === null || real.includes('/virtual/')) continue
    const owner = [...found.keys()].find(directory => real.startsWith(`${directory}/`))
    const driver = driverOf(files, real.replace(/\/(?:net|wwan)\/.*$/, ''))
    if (owner === undefined && !mobile.test(driver ?? '')) continue
    device(real)?.entry.devices.push({ name, driver })
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}
