import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/select_sim.ts'
import type { SelectSimArgs, SimChangeReply } from '../contract/sim.ts'
import { readBack, write } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import { forgetSnapshot } from '../modem/snapshot.ts'
import type { Method } from './method.ts'

/** `select_sim`: use the SIM of another slot. */
export const method: Method<SelectSimArgs, SimChangeReply> = {
  validate,
  run: ({ modem: wanted, slot }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.slot, 'choice of the SIM slot', session.model)
      need(setting.write, 'choice of the SIM slot', session.model)
      const slots = setting.slots(session.model.options)
      if (!slots.includes(slot))
        throw new Failure('invalid_argument', `slot ${slot} is not possible; possible: ${slots.join(', ')}`)
      const before = await readSim(session)
      const { sent, restart_needed } = await write(session, setting, slot, 'SIM slot')
      const after = await readBack(session, sent, readSim)
      forgetSnapshot(call.platform.files, session.modem.modem)
      const { modem } = session.modem
      return { modem, before, after, verified: after?.slot === slot, restart_needed, answer: sent.answer }
    }),
}
