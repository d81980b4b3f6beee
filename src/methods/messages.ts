import { validate } from '../contract/generated/validate/messages.ts'
import type { MessagesArgs, MessagesReply } from '../contract/messages.ts'
import type { Stored } from '../messages/sms.ts'
import { orByWays } from '../modem/message-ways.ts'
import { describeMessages, instantOf } from '../modem/messages.ts'
import { withModem } from '../modem/session.ts'
import { listAll, withMessages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/** The messages that are wanted, newest first, and how many there are of them. */
function chosen(slots: readonly Stored[], { since, limit = 100 }: MessagesArgs) {
  const from = Date.parse(since ?? '') || 0
  const found = describeMessages(slots).filter(message => (instantOf(message) ?? from) >= from)
  return { messages: found.slice(0, limit), found: found.length }
}

/** `messages`: what lies in the card and in the modem, the parts of each message joined, newest first. */
export const method: Method<MessagesArgs, MessagesReply> = {
  validate,
  run: (args, call) =>
    orByWays(
      call,
      args.modem,
      () =>
        withModem(call, args.modem, async session => {
          const { value, restored } = await withMessages(session, async box => {
            const { slots, complete } = await listAll(session, box)
            return { slots, complete, storages: box.state.uses }
          })
          const { slots, complete, storages } = value
          const told = { modem: session.modem.modem, ...chosen(slots, args) }
          return { ...told, storages, complete, settings_restored: restored }
        }),
      async ({ modem, slots, complete }) => ({
        ...{ modem, ...chosen(slots, args) },
        ...{ storages: [], complete, settings_restored: true },
      }),
    ),
}
