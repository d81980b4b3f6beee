import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { option, readUci, type Section } from '../discovery/uci.ts'
import type { Files } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { holderOf } from './holder.ts'
import { freePorts, type Managed, managedBy } from './manager.ts'
import { overSerial } from './owner.ts'

/** What ModemManager says of a modem whose ports it keeps to itself; null where it leaves one, or does not drive the modem. */
export async function keptBy(call: Call, modem: Modem): Promise<Managed | null> {
  const managed = await managedBy(call, modem)
  return managed !== null && freePorts(modem, managed).length === 0 ? managed : null
}

/** Whether an interface of the modem has this protocol. */
const isOf = ({ networks }: Pick<Modem, 'networks'>, wanted: string) =>
  networks.some(({ proto, disabled }) => proto === wanted && !disabled)

/** QModem's section of this modem, unless it is switched off there: `config modem-device '2_1'`, `option path '/sys/bus/usb/devices/2-1/'`. */
function qmodemOf(files: Files, { found }: Pick<Modem, 'found'>): Section | undefined {
  const isIts = (path = '') => path.replace(/\/$/, '').replace(/^.*\//, '') === found.path
  return readUci(files, 'qmodem').find(
    each =>
      each.type === 'modem-device' && option(each, 'state') !== 'disabled' && isIts(option(each, 'path')),
  )
}

/**
 * The AT ports that the program which drives the modem leaves to others. ModemManager: what it ignores; wwand, pppd: what it has
 * not open; QModem, which opens a port for one command at a time: another one than its own where there is one. Throws
 * Failure('port_busy') where none is left.
 */
export async function portsLeft(call: Call, modem: Modem): Promise<readonly string[]> {
  const { files } = call.platform
  const { ports } = modem
  const taken = (owner: string) => new Failure('port_busy', `${owner}, which drives the modem`)
  /** Without one for AT commands there is nothing to try: the others are for other things. */
  const withoutThoseOf = (owner: string, program: RegExp) => {
    const free = ports.filter(path => !program.test(holderOf(files, path)?.name ?? ''))
    if (ports.length > 0 && !free.some(path => modem.known.includes(path))) throw taken(owner)
    return free
  }
  const managed = await managedBy(call, modem)
  if (managed !== null) {
    const free = freePorts(modem, managed)
    if (free.length === 0) throw taken('ModemManager')
    return free
  }
  if (isOf(modem, 'wwand')) return withoutThoseOf('wwand', /^wwand$/)
  if (isOf(modem, '3g') || isOf(modem, 'ppp')) return withoutThoseOf('pppd', overSerial)
  const own = option(qmodemOf(files, modem), 'at_port')
  const isAt = (path: string) => modem.known.includes(path) && path !== own
  return !modem.configured && ports.some(isAt) ? ports.filter(isAt) : ports
}

/** The program that drives the modem, as its interfaces, QModem's configuration and the way it was read by say; null: none. */
export function ownerOf(files: Files, modem: Modem, { ways }: Pick<ModemInfo, 'ways'>): string | null {
  if (ways?.includes('modemmanager') || isOf(modem, 'modemmanager')) return 'ModemManager'
  if (isOf(modem, 'wwand')) return 'wwand'
  return qmodemOf(files, modem) ? 'QModem' : null
}
