import type { Method } from '#core'
import type { SetAutoconnectArgs, SetAutoconnectReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/set_autoconnect.ts'
import { change, need, withModem } from '../modem/control.ts'

/** `set_autoconnect`: let the modem dial by itself, or not. */
export const method: Method<SetAutoconnectArgs, SetAutoconnectReply> = {
  validate,
  run: ({ modem: wanted, enabled }, call) =>
    withModem(call, wanted, async session => {
      const control = need(session.control.autoconnect, 'dialling by itself', session.model)
      const done = await change(session, control, enabled, 'dialling by itself')
      return { modem: session.modem.modem, requested: enabled, ...done, verified: done.after === enabled }
    }),
}
