import { validate } from '../contract/generated/validate/change_pin.ts'
import type { ChangePinArgs, SimChangeReply } from '../contract/sim.ts'
import { withModem } from '../modem/session.ts'
import { changeSim, guardAttempts, readSim } from '../modem/sim.ts'
import type { Method } from './method.ts'

/** `change_pin`: replace the PIN; the SIM must have its lock on. The SIM's OK is the proof, a PIN cannot be read. */
export const method: Method<ChangePinArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, pin, new_pin, force = false }, call) =>
    withModem(call, wanted, async session => {
      const before = await readSim(session)
      guardAttempts('PIN', before.pin_attempts, force)
      return changeSim(session, before, `+CPWD="SC","${pin}","${new_pin}"`, after => after.state === 'ready')
    }),
}
