import { Failure } from '../contract/failure.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Stored } from '../messages/sms.ts'
import type { Call } from './call.ts'
import type { Orders } from './reading.ts'

/** Messages of a modem that are had by another way than AT. */
export interface OtherBox {
  modem: string
  slots: Stored[]
  /** Deletes what lies in one place; null when it is gone, else why not. */
  remove(slot: Stored): Promise<string | null>
}

/**
 * Works over AT; where the modem has no AT port that answers, with the messages that the next way lists. Where no way does,
 * what AT said counts.
 */
export async function orByWays<T>(
  call: Call,
  wanted: string | undefined,
  overAt: () => Promise<T>,
  beside: (box: OtherBox) => Promise<T>,
): Promise<T> {
  try {
    return await overAt()
  } catch (failure) {
    if (!(failure instanceof Failure) || !/^(?:no_port|port_(?:missing|silent))$/.test(failure.code))
      throw failure
    const { modem, ...found } = await findModem(call.platform, wanted)
    const { orderByWays } = await import('./ways.ts')
    const done = await orderByWays(call, { modem, ...found }, ({ messages, deleteMessage }: Orders, task) => {
      if (messages === undefined) return undefined
      const remove = async (slot: Stored) =>
        (await deleteMessage?.(task, slot)) ?? (deleteMessage ? null : 'It cannot be deleted this way.')
      return messages(task).then(slots => beside({ modem, slots, remove }))
    })
    if (done === null) throw failure
    return done
  }
}
