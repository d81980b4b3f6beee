import { Failure, forgetSnapshot, type Method } from '#core'
import type { SelectSimArgs, SimChangeReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/select_sim.ts'
import { need, readBack, withModem, write } from '../modem/control.ts'
import { readSim } from '../modem/sim.ts'

/** `select_sim`: use the SIM of another slot. */
export const method: Method<SelectSimArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, slot }, call) =>
    withModem(call, wanted, async session => {
      const control = need(session.control.slot, 'choice of the SIM slot', session.model)
      need(control.write, 'choice of the SIM slot', session.model)
      const slots = control.slots(session.model.options)
      if (!slots.includes(slot))
        throw new Failure('invalid_argument', `slot ${slot} is not possible; possible: ${slots.join(', ')}`)
      const before = await readSim(session)
      const { sent, restart_needed } = await write(session, control, slot, 'SIM slot')
      const after = await readBack(session, sent, readSim)
      forgetSnapshot(call.platform.files, session.modem.modem)
      const { modem } = session.modem
      return { modem, before, after, verified: after?.slot === slot, restart_needed, answer: sent.answer }
    }),
}
