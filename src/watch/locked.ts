import { Failure } from '../contract/failure.ts'
import type { Modem } from '../discovery/modem.ts'
import { option, readUci } from '../discovery/uci.ts'
import type { Call } from '../modem/call.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Files } from '../platform/platform.ts'

/** Whether a PIN is configured for whoever dials or for `apply`. */
const isConfigured = (files: Files): boolean =>
  readUci(files, 'modem').some(section => option(section, 'pin') !== undefined) ||
  readUci(files, 'network').some(
    section => (option(section, 'pincode') ?? option(section, 'pin')) !== undefined,
  )

/**
 * Whether a restart would leave the SIM card waiting for a PIN that only a person knows: it asks for one, and none is
 * configured. False where the modem does not tell.
 */
export async function wouldLock(call: Call, { modem, ports }: Modem): Promise<boolean> {
  if (ports.length === 0 || isConfigured(call.platform.files)) return false
  try {
    return await withModem(call, modem, async session => {
      const { state, lock_enabled } = await readSim(session)
      return state === 'ready' && lock_enabled === true
    })
  } catch (failure) {
    if (failure instanceof Failure) return false
    throw failure
  }
}
