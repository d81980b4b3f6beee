import type { Reach } from '../contract/condition.ts'
import type { Need } from './drivers.ts'

/** Words in a row: `a`, `a and b`, `a, b and c`. */
const row = (words: readonly string[], last = 'and') =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

/** What a missing driver is told with. */
export interface MissingDriver {
  needs: readonly Need[]
  /** Those of them the kernel has not loaded. */
  absent: readonly Need[]
  packages: readonly string[]
  newId: string | null
}

/** Why a modem whose functions have no driver cannot be used, and the package or the command that helps. */
export function driverMissing({ needs, absent, packages, newId }: MissingDriver): string {
  const lacks = new Set(needs.map(each => each.serves))
  const what = lacks.has('serial')
    ? lacks.has('network')
      ? 'ports and the network function'
      : 'serial ports'
    : 'network function'
  const begin = `The modem is there, but its ${what} ${lacks.has('serial') ? 'have' : 'has'} no kernel driver`
  const names = row(needs.map(each => each.driver))
  if (packages.length > 0)
    return `${begin}. Install ${row(packages)}, then plug the modem in again or restart the router.`
  if (absent.length > 0)
    return `${begin} (${names}), and OpenWrt has no package of it. Use the modem in another mode or slot, over USB.`
  return newId === null
    ? `${begin}: ${names} is there and does not know this modem. A newer OpenWrt may know it.`
    : `${begin}: ${names} is there and does not know this modem. As root, type ${newId}; it holds until the next start.`
}

/** Why a modem that shows itself as a disk is none yet. */
export const storageMode =
  'The modem shows itself as a disk with its drivers (storage mode). Install usb-modeswitch, which switches it, and plug it in again.'

/** That a stick is its own router, which is no fault. */
export const hilink = (device: string | null): string =>
  `This stick is a router of its own (HiLink): it has no AT port and needs none. ${
    device === null ? 'An' : `Its network device is ${device}: an`
  } interface with proto dhcp uses it; while that is up, its values are read from its web pages.`

/** Why a modem has no AT port although its drivers are there, and what can be done with what it has. */
export function noAtPort(speaks: readonly Reach[], packages: readonly string[]): string {
  const names = row(speaks.map(each => each.toUpperCase()))
  const begin =
    names === ''
      ? 'The modem shows neither an AT port nor a network function: it may be starting, or its USB mode has none'
      : `The modem has no AT port in its USB mode, which offers ${names} alone`
  return packages.length > 0
    ? `${begin}. Programs as ${row(packages, 'or')} can talk to it and can choose a USB mode with an AT port.`
    : `${begin}. Choose a USB mode with an AT port, on a computer or by the modem's own pages.`
}
