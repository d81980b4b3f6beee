import { Failure, type Method } from '#core'
import type { SelectSimArgs, SimChangeReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/select_sim.ts'
import { change, need, withModem } from '../modem/control.ts'
import { readSim } from '../modem/sim.ts'

/** `select_sim`: use the SIM of another slot. */
export const method: Method<SelectSimArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, slot }, call) =>
    withModem(call, wanted, async session => {
      const control = need(session.control.slot, 'choice of the SIM slot', session.model)
      const slots = control.slots(session.model.options)
      if (!slots.includes(slot))
        throw new Failure('invalid_argument', `slot ${slot} is not possible; possible: ${slots.join(', ')}`)
      const before = await readSim(session)
      const done = await change(session, control, slot, 'SIM slot')
      const after = done.after === null ? null : await readSim(session)
      const { restart_needed, answer } = done
      return {
        modem: session.modem.modem,
        before,
        after,
        verified: after?.slot === slot,
        restart_needed,
        answer,
      }
    }),
}
