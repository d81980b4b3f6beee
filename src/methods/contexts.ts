import type { ModemArgs } from '../contract/args.ts'
import type { ContextsReply } from '../contract/contexts.ts'
import { validate } from '../contract/generated/validate/contexts.ts'
import { readSetting } from '../modem/change.ts'
import { contexts } from '../modem/contexts.ts'
import { unread } from '../modem/refusals.ts'
import { withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `contexts`: the packet data contexts with their access point names. */
export const method: Method<ModemArgs, ContextsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { state, why } = await readSetting(session, contexts)
      if (state === null) throw unread(why, 'the packet data contexts')
      return { modem: session.modem.modem, contexts: state }
    }),
}
