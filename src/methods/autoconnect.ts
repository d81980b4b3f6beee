import type { Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { AutoconnectReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/autoconnect.ts'
import { need, readSetting, withModem } from '../modem/control.ts'

/** `autoconnect`: whether the modem dials by itself. */
export const method: Method<ModemArgs, AutoconnectReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const control = need(session.control.autoconnect, 'dialling by itself', session.model)
      return { modem: session.modem.modem, enabled: (await readSetting(session, control)).state }
    }),
}
