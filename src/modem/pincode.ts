import type { Modem } from '../discovery/modem.ts'
import { sectionFor } from '../discovery/modems.ts'
import { option, readUci, type Section } from '../discovery/uci.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { fingerprint, readMarks } from './pin-marks.ts'

/** Whether an interface of /etc/config/network is one of this modem: by name, tty, cdc-wdm, net device or sysfs path. */
function isOf(files: Files, section: Section, { found, network }: Modem): boolean {
  if (section.name !== null && section.name === network) return true
  const device = option(section, 'device') ?? option(section, 'devpath') ?? ''
  const control = /^\/dev\/(cdc-wdm\d+)$/.exec(device)?.[1]
  const real = files.realpath(control === undefined ? device : `/sys/class/usbmisc/${control}`) ?? device
  return (
    found.ports.some(({ path }) => path === device) ||
    found.devices.some(({ name }) => name === device) ||
    `${real}/`.startsWith(`${found.directory}/`)
  )
}

/**
 * What is wrong with the PINs netifd gives by itself (`network.*.pincode`, at every start of the interface, without a
 * look at the attempts that are left). They are told, never changed.
 */
export function pincodeWarnings(platform: Platform, modems: readonly Modem[]): string[] {
  const { files } = platform
  const sections = readUci(files, 'network').filter(
    section => section.type === 'interface' && option(section, 'pincode') !== undefined,
  )
  return modems.flatMap(modem =>
    sections
      .filter(section => isOf(files, section, modem))
      .flatMap(section => {
        const pin = option(section, 'pincode') ?? ''
        const place = `${modem.found.bus}-${modem.found.path}`
        const own = option(sectionFor(platform, modem), 'pin') ?? pin
        const isRefused = readMarks(files).some(
          mark => mark.outcome === 'refused' && mark.place === place && mark.pin === fingerprint(pin),
        )
        const trouble = isRefused
          ? 'a card in this modem has refused this PIN'
          : own !== pin
            ? 'it differs from option pin in /etc/config/modem'
            : /^\d{4,8}$/.test(pin)
              ? null
              : 'a PIN is 4 to 8 digits'
        const netifd = 'netifd gives it to the card by itself, again and again; remove or correct it'
        return trouble === null ? [] : [`network.${section.name ?? ''}.pincode: ${trouble}; ${netifd}`]
      }),
  )
}
