import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/message.ts'
import type { MessageArgs, MessageReply } from '../contract/messages.ts'
import type { Stored } from '../messages/sms.ts'
import { orByWays } from '../modem/message-ways.ts'
import { describeMessage, messageWith } from '../modem/messages.ts'
import { withModem } from '../modem/session.ts'
import { listAll, withMessages } from '../modem/storage.ts'
import type { Method } from './method.ts'

function toldOf(modem: string, slots: readonly Stored[], id: string): MessageReply {
  const found = messageWith(slots, id)
  const message = found === undefined ? null : describeMessage(found)
  if (found === undefined || message === null)
    throw new Failure('invalid_argument', `there is no message ${id} any more; see messages`)
  const pdus = found.slots.flatMap(({ storage, index, hex }) =>
    hex === null ? [] : [{ storage, index, pdu: hex }],
  )
  return { modem, message, pdus }
}

/** `message`: one message with the PDUs it came in. */
export const method: Method<MessageArgs, MessageReply> = {
  validate,
  run: ({ modem: wanted, id }, call) =>
    orByWays(
      call,
      wanted,
      () =>
        withModem(call, wanted, async session => {
          const { value } = await withMessages(session, box => listAll(session, box))
          return toldOf(session.modem.modem, value.slots, id)
        }),
      async ({ modem, slots }) => toldOf(modem, slots, id),
      [id],
    ),
}
