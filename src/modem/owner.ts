import type { Modem } from '../discovery/modem.ts'
import type { Files } from '../platform/platform.ts'

/** Where OpenWrt's service of ModemManager keeps its process number. */
export const managerPid = '/var/run/modemmanager/modemmanager.pid'

/** Programs that dial over a serial port and have it open as long as the connection stands. */
export const overSerial = /^(?:pppd|chat)$/

/**
 * Whether another program may have ports of this modem for itself, ModemManager, wwand, pppd or QModem: then that is to be
 * looked at. A router without them pays for two files that do not exist.
 */
export const mayBeOwned = (files: Files, { networks }: Pick<Modem, 'networks'>): boolean =>
  networks.some(({ proto }) => /^(?:modemm|wwand|3g$|ppp$)/.test(`${proto}`)) ||
  files.exists(managerPid) ||
  files.exists('/etc/config/qmodem')
