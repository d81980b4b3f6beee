import type { ModemArgs } from '../contract/args.ts'
import type { BandsReply } from '../contract/bands.ts'
import { validate } from '../contract/generated/validate/bands.ts'
import { bandRats, supportedBands } from '../modem/bands.ts'
import { readSetting } from '../modem/change.ts'
import { nameOf, need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `bands`: which bands the modem can use and may use. */
export const method: Method<ModemArgs, BandsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model, modem } = session
      const { state } = await readSetting(session, need(session.settings.bands, 'bands', model))
      const supported = supportedBands(model, state)
      const enabled = state?.enabled ?? {}
      return {
        modem: modem.modem,
        name: nameOf(model),
        supported,
        enabled,
        writable: bandRats.filter(rat => supported[rat] !== undefined && enabled[rat] !== undefined),
      }
    }),
}
