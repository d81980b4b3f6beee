import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_service_centre.ts'
import type { ServiceCentreReply, SetServiceCentreArgs } from '../contract/messages.ts'
import { send } from '../modem/change.ts'
import { readServiceCentre, writeServiceCentre } from '../modem/service-centre.ts'
import { withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `set_service_centre`: the number lies on the card, and is never made empty: then nothing could be sent. */
export const method: Method<SetServiceCentreArgs, ServiceCentreReply> = {
  validate,
  run: ({ modem, number: requested }, call) =>
    withModem(call, modem, async session => {
      const { number: before, isUcs2 } = await readServiceCentre(session)
      const { answer } = await send(session, [writeServiceCentre(requested, isUcs2)])
      const { number: after } = await readServiceCentre(session).catch(failure => {
        if (failure instanceof Failure) return { number: null }
        throw failure
      })
      const verified = after === requested
      return { modem: session.modem.modem, requested, before, after, verified, restart_needed: false, answer }
    }),
}
