import type { SetAutoconnectArgs, SetAutoconnectReply } from '../contract/dialling.ts'
import { validate } from '../contract/generated/validate/set_autoconnect.ts'
import { tried } from '../jobs/tried.ts'
import { change } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `set_autoconnect`: let the modem dial by itself, or not. */
export const method: Method<SetAutoconnectArgs, SetAutoconnectReply> = tried('set_autoconnect', {
  validate,
  run: ({ modem: wanted, enabled }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.autoconnect, 'dialling by itself', session.model)
      const done = await change(session, setting, enabled, 'dialling by itself')
      return { modem: session.modem.modem, requested: enabled, ...done, verified: done.after === enabled }
    }),
})
