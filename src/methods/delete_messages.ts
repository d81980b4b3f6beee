import { validate } from '../contract/generated/validate/delete_messages.ts'
import type { DeleteMessagesArgs, DeleteMessagesReply } from '../contract/messages.ts'
import type { Stored } from '../messages/sms.ts'
import { orByWays } from '../modem/message-ways.ts'
import { messageWith } from '../modem/messages.ts'
import type { Listed } from '../modem/reading.ts'
import { type Session, withModem } from '../modem/session.ts'
import { type Box, listAll, messageRefusal, withMessages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/**
 * Whether a slot holds something else than was listed: another program may have deleted that since, and what came then has its
 * place. A modem that does not read single messages says nothing.
 */
async function isOther({ channel }: Session, { index, hex }: Stored, timeoutMs: number): Promise<boolean> {
  if (hex === null) return false
  const { lines } = await channel.send(`AT+CMGR=${index}`, { timeoutMs })
  const now = lines.flatMap(line => (/^[\dA-F]+\s*$/i.test(line) ? line.trim().toUpperCase() : [])).join('')
  return now !== '' && !now.endsWith(hex) && !hex.endsWith(now)
}

/** Deletes what lies in one slot; null when it is gone, else why not. */
async function deleteSlot(session: Session, { select }: Box, slot: Stored): Promise<string | null> {
  const { call, channel } = session
  const { storage, index } = slot
  const left = () => call.deadline - call.platform.now() - 3000
  if (left() < 500) return 'The call had no time left for it.'
  if (!(await select(storage))) return `The modem does not give access to ${storage}.`
  if (await isOther(session, slot, Math.min(5000, left())))
    return 'Another message has its place by now; nothing was deleted.'
  if (left() < 500) return 'The call had no time left for it.'
  const { final } = await channel.send(`AT+CMGD=${index}`, { timeoutMs: left() })
  if (final.kind === 'ok' || (final.kind === 'error' && final.code === 321)) return null
  return final.kind === 'timeout'
    ? 'The modem did not say whether it is deleted.'
    : `The modem refused: ${messageRefusal(final)}.`
}

/** Deletes the messages with these identifiers, each slot once. */
async function deleteAll(
  ids: readonly string[],
  { slots, complete }: Listed,
  remove: (slot: Stored) => Promise<string | null>,
): Promise<Pick<DeleteMessagesReply, 'deleted' | 'failed'>> {
  const deleted: string[] = []
  const failed: DeleteMessagesReply['failed'] = []
  const gone = new Map<Stored, string | null>()
  for (const id of new Set(ids)) {
    const parts = messageWith(slots, id)?.slots ?? []
    for (const slot of parts) if (!gone.has(slot)) gone.set(slot, await remove(slot))
    const why =
      parts.length === 0
        ? complete
          ? 'There is no such message any more.'
          : 'It is not among the messages that were listed, which are not all.'
        : parts.map(slot => gone.get(slot) ?? null).find(text => text !== null)
    if (why === undefined) deleted.push(id)
    else failed.push({ id, message: why ?? '' })
  }
  return { deleted, failed }
}

/** `delete_messages`: all parts of each. What came since it was listed is never meant by its identifier. */
export const method: Method<DeleteMessagesArgs, DeleteMessagesReply> = {
  validate,
  run: ({ modem: wanted, ids }, call) =>
    orByWays(
      call,
      wanted,
      () =>
        withModem(call, wanted, async session => {
          const { value, restored } = await withMessages(session, async box => {
            const listed = await listAll(session, box)
            return deleteAll(ids, listed, slot => deleteSlot(session, box, slot))
          })
          return { modem: session.modem.modem, ...value, settings_restored: restored }
        }),
      async ({ modem, remove, ...listed }) => ({
        modem,
        ...(await deleteAll(ids, listed, remove)),
        settings_restored: true,
      }),
      ids,
    ),
}
