import type { Attached, UsbInterface } from '../contract/list.ts'
import type { Files } from '../platform/platform.ts'
import { attribute, driverOf } from './attribute.ts'

/** What hangs on an interface, from the names in its directory and one level below. */
function attachedTo(files: Files, directory: string, names: readonly string[]): Attached[] {
  return names.flatMap((name): Attached[] => {
    const below = (kind: Attached['kind'], pattern = /./) =>
      files
        .list(`${directory}/${name}`)
        .filter(each => pattern.test(each))
        .map(each => ({ kind, name: each }))
    if (/^ttyUSB\d+$/.test(name)) return [{ kind: 'tty', name }]
    if (name === 'tty') return below('tty')
    if (name === 'net') return below('net')
    if (name === 'usbmisc') return below('wdm', /^cdc-wdm\d+$/)
    if (/^host\d+$/.test(name)) return [{ kind: 'storage', name }]
    return /^[\dA-F]{4}:[\dA-F]{4}:[\dA-F]{4}\.[\dA-F]{4}$/.test(name) ? [{ kind: 'hid', name }] : []
  })
}

/** The interfaces of the USB device at a directory of /sys, in the order of their numbers. */
export function interfacesOf(files: Files, directory: string, path: string): UsbInterface[] {
  const own = files.list(directory).filter(name => name.startsWith(`${path}:`))
  return own
    .map(name => {
      const place = `${directory}/${name}`
      const read = (what: string) => attribute(files, `${place}/${what}`) ?? ''
      return {
        number: Number(name.replace(/^.*\./, '')),
        class: read('bInterfaceClass'),
        subclass: read('bInterfaceSubClass'),
        protocol: read('bInterfaceProtocol'),
        driver: driverOf(files, place),
        attached: attachedTo(files, place, files.list(place)),
      }
    })
    .sort((a, b) => a.number - b.number)
}
