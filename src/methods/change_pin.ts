import { validate } from '../contract/generated/validate/change_pin.ts'
import type { ChangePinArgs, SimChangeReply } from '../contract/sim.ts'
import { whoIs } from '../modem/card.ts'
import { givePin } from '../modem/pin.ts'
import { forgetPins } from '../modem/pin-marks.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Method } from './method.ts'

/** `change_pin`: replace the PIN; the SIM must have its lock on. The SIM's OK is the proof, a PIN cannot be read. */
export const method: Method<ChangePinArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, pin, new_pin, force = false }, call) =>
    withModem(call, wanted, async session => {
      const before = await readSim(session)
      const command = `+CPWD="SC","${pin}","${new_pin}"`
      const done = await givePin(session, before, pin, force, command, after => after.state === 'ready')
      if (done.verified) forgetPins(call.platform.files, await whoIs(session))
      return done
    }),
}
