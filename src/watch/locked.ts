import { Failure } from '../contract/failure.ts'
import { planFor, planOf } from '../desired/plan.ts'
import type { Modem } from '../discovery/modem.ts'
import { sectionFor } from '../discovery/modems.ts'
import { readUci } from '../discovery/uci.ts'
import type { Call } from '../modem/call.ts'
import { type Who, whoIs } from '../modem/card.ts'
import { isForCard } from '../modem/card-number.ts'
import { objectionTo, readMarks } from '../modem/pin-marks.ts'
import { pincodeFor, pincodesOf } from '../modem/pincode.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Platform } from '../platform/platform.ts'

/** The PIN that whoever dials, else `apply`, would give to this card by itself; undefined: none. */
function pinFor(platform: Platform, modem: Modem, { iccid }: Who): string | undefined {
  const { files } = platform
  const given = pincodeFor(pincodesOf(files, modem), iccid, false)
  if (given !== undefined) return given.pin
  const plan = planFor(planOf(sectionFor(platform, modem)), readUci(files, 'modem'), iccid)
  return isForCard(plan.iccid, iccid) ? plan.pin : undefined
}

/**
 * Whether a restart would leave the SIM card waiting for a PIN that only a person knows: it asks for one, and none that it
 * has not refused is configured for it. False where the modem does not tell.
 */
export async function wouldLock(call: Call, { modem, ports }: Modem): Promise<boolean> {
  if (ports.length === 0) return false
  const { platform } = call
  try {
    return await withModem(call, modem, async session => {
      const { state, lock_enabled, pin_attempts } = await readSim(session)
      if (state !== 'ready' || lock_enabled !== true) return false
      const who = await whoIs(session)
      const pin = pinFor(platform, session.modem, who)
      const marks = readMarks(platform.files, who)
      return pin === undefined || objectionTo(marks, 'PIN', pin, who, pin_attempts, false) !== null
    })
  } catch (failure) {
    if (failure instanceof Failure) return false
    throw failure
  }
}
