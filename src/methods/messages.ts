import { validate } from '../contract/generated/validate/messages.ts'
import type { MessagesArgs, MessagesReply } from '../contract/messages.ts'
import { describeMessages, instantOf } from '../modem/messages.ts'
import { withModem } from '../modem/session.ts'
import { listAll, withMessages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/** `messages`: what lies in the card and in the modem, the parts of each message joined, newest first. */
export const method: Method<MessagesArgs, MessagesReply> = {
  validate,
  run: ({ modem, since, limit = 100 }, call) =>
    withModem(call, modem, async session => {
      const { value, restored } = await withMessages(session, async box => {
        const { slots, complete } = await listAll(session, box)
        return { slots, complete, storages: box.state.uses }
      })
      const from = Date.parse(since ?? '') || 0
      const found = describeMessages(value.slots).filter(message => (instantOf(message) ?? from) >= from)
      return {
        modem: session.modem.modem,
        messages: found.slice(0, limit),
        found: found.length,
        storages: value.storages,
        complete: value.complete,
        settings_restored: restored,
      }
    }),
}
