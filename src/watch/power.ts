import { lineForm } from '../contract/power-line.ts'
import { attribute } from '../discovery/attribute.ts'
import { option, readUci } from '../discovery/uci.ts'
import type { Files } from '../platform/platform.ts'
import type { Known } from './memory.ts'

/**
 * Boards of OpenWrt with one modem whose power is switched by a line that has a name: `gpio-export` of their device tree
 * or `gpio_switch` of their board.d. What the line has to say is not written here: it is read while the modem is there.
 */
const boards: Readonly<Record<string, readonly string[]>> = {
  'tplink,tl-mr6400-v1': ['tp-link:power:lte'],
  'tplink,archer-mr200': ['power_usb1'],
  'zyxel,lte3301-plus': ['lte_power', 'power_modem'],
  'zyxel,lte5398-m904': ['lte_power'],
  'tozed,zlt-s12-pro': ['lt72_power'],
  'cudy,lt300-v3': ['4g'],
  'glinet,gl-xe300': ['lte_power'],
  'glinet,gl-e750': ['lte_power'],
  'glinet,gl-x300b': ['minipcie'],
  'glinet,gl-mifi': ['minipcie'],
  'glinet,gl-x3000': ['5G_power'],
  'glinet,gl-xe3000': ['5G_power'],
  'teltonika,rut955': ['modem_vbus'],
  'teltonika,rut955-h7v3c0': ['modem_vbus'],
  'teltonika,rutc50': ['modem_power'],
  'telco,t1': ['lte_power'],
  'comfast,cf-e5': ['lte_power'],
  'dlink,dwr-921-c1': ['lte_modem_enable'],
  'dlink,dwr-922-e2': ['lte_modem_enable'],
  'dlink,dwr-960': ['power_mpcie'],
  'dlink,dwr-961-a1': ['power_mpcie'],
  'dlink,dwr-512-b': ['modem3g_enable'],
  'bolt,bl100': ['modem_enable'],
  'alfa-network,r36m-e4g': ['modem-enable'],
  'alfa-network,tube-e4g': ['modem-enable'],
  'head-weblink,hdrm200': ['power_mpcie'],
  'zbtlink,zbt-we826-e': ['power_mpcie'],
  'hnet,c108': ['power_modem'],
  'huasifei,mt7621dtu': ['modem_enable'],
  'huasifei,wh3000-pro': ['modem_power'],
  'huasifei,wh3000-pro-emmc': ['modem_power'],
  'huasifei,wh3000-pro-nand': ['modem_power'],
  'zbtlink,zbt-z800ax': ['lte_power'],
  'arcadyan,aw1000': ['lte_power'],
  'bananapi,bpi-r3-mini': ['lte_power'],
  'mikrotik,wap-r-2nd': ['minipcie'],
  'hongdian,h7920-v40': ['modem_power'],
}

/** A line in /sys/class/gpio by its name. */
export const linePlace = (name: string): string | null =>
  lineForm.test(name) ? `/sys/class/gpio/${name}/value` : null

/** What a line that is driven says; null where it cannot be read or is an input. */
export function lineValue(files: Files, name: string): 0 | 1 | null {
  const place = linePlace(name)
  if (place === null) return null
  const direction = attribute(files, place.replace(/value$/, 'direction'))
  const value = direction === 'in' ? null : attribute(files, place)
  return value === '0' ? 0 : value === '1' ? 1 : null
}

/** The line of the board that powers a modem, as a section of type `watch` names it. */
export function configuredLine(files: Files, modem: string): string | null {
  const sections = readUci(files, 'modem').filter(({ type }) => type === 'watch')
  const own = sections.find(section => [undefined, modem].includes(option(section, 'modem')))
  const name = option(own, 'power_line')
  return name !== undefined && lineForm.test(name) ? name : null
}

/** The name of the line that powers the modem of this board: as configured, else as the board is known to have it. */
export function lineName(files: Files, configured: string | null): string | null {
  if (configured !== null) return configured
  const board = files.read('/tmp/sysinfo/board_name', 256)?.trim() ?? ''
  return boards[board]?.find(name => lineValue(files, name) !== null) ?? null
}

/** The line with the value it has while the modem is on its bus, which is then the one that powers it. */
export function lineOf(files: Files, configured: string | null): Known['line'] {
  const name = lineName(files, configured)
  const on = name === null ? null : lineValue(files, name)
  return name === null || on === null ? null : { name, on }
}
