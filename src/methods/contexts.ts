import { Failure, type Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { ContextsReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/contexts.ts'
import { contexts } from '../modem/contexts.ts'
import { readSetting, withModem } from '../modem/control.ts'

/** `contexts`: the packet data contexts with their access point names. */
export const method: Method<ModemArgs, ContextsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { state } = await readSetting(session, contexts)
      if (state === null) throw new Failure('not_understood', 'the packet data contexts')
      return { modem: session.modem.modem, contexts: state }
    }),
}
