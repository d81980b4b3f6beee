import type { Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { ModesReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/modes.ts'
import { need, readSetting, withModem } from '../modem/control.ts'

/** `modes`: which technologies the modem may use and could be told to use. */
export const method: Method<ModemArgs, ModesReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model } = session
      const modes = need(session.control.modes, 'choice of technologies', model)
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
