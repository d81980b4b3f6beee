import type { Method } from '#core'
import type { BandsReply, ModemArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/bands.ts'
import { bandRats, readBands } from '../modem/bands.ts'
import { nameOf, withModem } from '../modem/control.ts'

/** `bands`: which bands the modem can use and may use. */
export const method: Method<ModemArgs, BandsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { supported, state } = await readBands(session)
      return {
        modem: session.modem.modem,
        name: nameOf(session.model),
        supported,
        enabled: state.enabled,
        writable: bandRats.filter(rat => supported[rat] !== undefined && state.enabled[rat] !== undefined),
      }
    }),
}
