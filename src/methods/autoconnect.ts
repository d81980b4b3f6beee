import type { ModemArgs } from '../contract/args.ts'
import type { AutoconnectReply } from '../contract/dialling.ts'
import { validate } from '../contract/generated/validate/autoconnect.ts'
import { readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `autoconnect`: whether the modem dials by itself. */
export const method: Method<ModemArgs, AutoconnectReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const setting = need(session.settings.autoconnect, 'dialling by itself', session.model)
      return { modem: session.modem.modem, enabled: (await readSetting(session, setting)).state }
    }),
}
