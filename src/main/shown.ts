import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import { type Modem, pickModem } from '../discovery/modem.ts'
import type { Files } from '../platform/platform.ts'

/** Whether a configured device is the address of a stick that is a router of its own, as the legacy pages tell it. */
export const isAddress = (device: string | undefined) => /^192\.168\.\d{1,3}\.\d{1,3}$/.test(device ?? '')

/** The stick that is a router of its own. */
export const stickAmong = (modems: readonly Modem[]): Modem | undefined =>
  modems.find(({ condition }) => condition?.kind === 'hilink')

/** The modem on a port, or without one the modem that is meant; undefined where that is not certain. */
function certainModem(modems: readonly Modem[], port: string | undefined): Modem | undefined {
  try {
    return pickModem(modems, port, true)
  } catch (failure) {
    if (failure instanceof Failure) return undefined
    throw failure
  }
}

/**
 * The modem the legacy pages show: that of the configured port or address, else the first that can be spoken to, else the
 * first there is.
 */
export function shownModem(modems: readonly Modem[], configured: string | undefined): Modem | null {
  const port = configured?.startsWith('/') ? configured : undefined
  const stick = isAddress(configured) ? stickAmong(modems) : undefined
  return (
    stick ??
    certainModem(modems, port) ??
    modems.find(each => each.found.ports.length > 0) ??
    modems[0] ??
    null
  )
}

/** `info` as a legacy program shows it: of a stick that is a router with what it has told beside. */
export async function shownInfo(
  files: Files,
  modem: Modem,
  info: ModemInfo,
  program: '3ginfo' | 'modemdata',
): Promise<ModemInfo> {
  if (info.ways?.[0] !== 'http' || info.port === null) return info
  const { readStickNotes } = await import('../modem/stick-notes.ts')
  const { asLegacyStick } = await import('../shim/stick.ts')
  return asLegacyStick(info, readStickNotes(files, modem, info.port), program)
}
