import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/modes.ts'
import type { ModesReply } from '../contract/modes.ts'
import { readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `modes`: which technologies the modem may use and could be told to use. */
export const method: Method<ModemArgs, ModesReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model } = session
      const modes = need(session.settings.modes, 'choice of technologies', model)
      const { state, answers } = await readSetting(session, modes)
      return {
        modem: session.modem.modem,
        mode: state?.mode ?? null,
        nr: state?.nr ?? null,
        modes: [...modes.modes(model.options, answers)],
        nr_modes: [...(modes.nrModes?.(model.options, answers) ?? [])],
      }
    }),
}
