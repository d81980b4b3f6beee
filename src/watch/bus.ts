import type { Files } from '../platform/platform.ts'
import type { Known } from './memory.ts'

/** One value for one file of the kernel. */
export interface Write {
  path: string
  value: string
}

/** A way to take a modem off its bus and to bring it back. */
export interface Lever {
  /** What was done, as a sentence without its end. */
  name: string
  off: readonly Write[]
  on: readonly Write[]
  /** How long it stays off, ms. */
  holdMs: number
}

const usbPath = /^(\d{1,3})-(?:(\d{1,3}(?:\.\d{1,3})*)\.)?(\d{1,3})$/
const pciPath = /^[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[\da-f]$/

/** The directory of the hub's port a USB device hangs on: `usb1-port1` of a root hub, `1-1-port2` of another one. */
function portOf(path: string): string | null {
  const [, bus, way, port] = usbPath.exec(path) ?? []
  if (bus === undefined || port === undefined) return null
  const devices = '/sys/bus/usb/devices'
  return way === undefined
    ? `${devices}/${bus}-0:1.0/usb${bus}-port${port}`
    : `${devices}/${bus}-${way}/${bus}-${way}:1.0/${bus}-${way}-port${port}`
}

/** Whether a port of a hub can be switched, and carries nothing but the device at `path`. */
function isOwnPort(files: Files, port: string, path: string): boolean {
  const child = files.realpath(`${port}/device`)
  return files.exists(`${port}/disable`) && (child === null || child.endsWith(`/${path}`))
}

function usbLevers(files: Files, path: string): Lever[] {
  const levers: Lever[] = []
  const authorized = `/sys/bus/usb/devices/${path}/authorized`
  if (files.exists(authorized))
    levers.push({
      name: 'The modem was taken off its bus and let in again',
      off: [{ path: authorized, value: '0' }],
      on: [{ path: authorized, value: '1' }],
      holdMs: 2000,
    })
  const port = portOf(path)
  if (port === null || !isOwnPort(files, port, path)) return levers
  // The same socket on the bus of the other speed: the modem would change over to it.
  const twin = files.realpath(`${port}/peer`)
  const isFree = twin !== null && files.exists(`${twin}/disable`) && files.realpath(`${twin}/device`) === null
  const ports = isFree ? [port, twin] : [port]
  const writes = (value: string) => ports.map(each => ({ path: `${each}/disable`, value }))
  levers.push({
    name: 'Its USB port was switched off and on',
    off: writes('1'),
    on: writes('0'),
    holdMs: 4000,
  })
  return levers
}

function pciLevers(files: Files, path: string): Lever[] {
  const remove = `/sys/bus/pci/devices/${path}/remove`
  return [
    {
      name: 'It was removed from PCI, which was scanned anew',
      off: files.exists(remove) ? [{ path: remove, value: '1' }] : [],
      on: [{ path: '/sys/bus/pci/rescan', value: '1' }],
      holdMs: 3000,
    },
  ]
}

/** The ways to enumerate a modem anew, gentle first, by its place: it may have vanished. None where that is not known. */
export function reenumeration(files: Files, { bus, path }: Pick<Known, 'bus' | 'path'>): Lever[] {
  if (bus === 'usb' && path !== null && usbPath.test(path)) return usbLevers(files, path)
  if (bus === 'pci' && path !== null && pciPath.test(path)) return pciLevers(files, path)
  return []
}
