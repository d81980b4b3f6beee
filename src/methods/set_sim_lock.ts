import { validate } from '../contract/generated/validate/set_sim_lock.ts'
import type { SetSimLockArgs, SimChangeReply } from '../contract/sim.ts'
import { givePin } from '../modem/pin.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Method } from './method.ts'

/** `set_sim_lock`: whether the SIM asks for its PIN at power-up. */
export const method: Method<SetSimLockArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, enabled, pin, force = false }, call) =>
    withModem(call, wanted, async session => {
      const before = await readSim(session)
      if (before.lock_enabled === enabled) {
        const { modem } = session.modem
        return { modem, before, after: before, verified: true, restart_needed: false, answer: 'unchanged' }
      }
      const command = `+CLCK="SC",${enabled ? 1 : 0},"${pin}"`
      return givePin(session, before, pin, force, command, after => after.lock_enabled === enabled)
    }),
}
