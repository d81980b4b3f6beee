import type { ModemArgs } from '../contract/args.ts'
import type { BandsReply } from '../contract/bands.ts'
import { validate } from '../contract/generated/validate/bands.ts'
import { bandRats, readBands } from '../modem/bands.ts'
import { nameOf, need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `bands`: which bands the modem can use and may use. */
export const method: Method<ModemArgs, BandsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model, modem } = session
      const { supported, enabled } = await readBands(session, need(session.settings.bands, 'bands', model))
      return {
        modem: modem.modem,
        name: nameOf(model),
        supported,
        enabled,
        writable: bandRats.filter(rat => enabled[rat] !== undefined),
      }
    }),
}
