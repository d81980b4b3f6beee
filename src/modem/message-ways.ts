import { Failure } from '../contract/failure.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Stored } from '../messages/sms.ts'
import type { Call } from './call.ts'
import { mayBeOwned } from './owner.ts'
import type { Listed, Orders } from './reading.ts'

/** Messages of a modem that are had by another way than AT. */
export interface OtherBox extends Listed {
  modem: string
  /** Deletes what lies in one place; null when it is gone, else why not. */
  remove(slot: Stored): Promise<string | null>
}

/** Whether ModemManager keeps the ports of the modem to itself. */
const isKept = async (call: Call, modem: Modem): Promise<boolean> =>
  mayBeOwned(call.platform.files, modem) && (await (await import('./owners.ts')).keptBy(call, modem)) !== null

/**
 * Works over AT; where the modem has no AT port that answers, or ModemManager keeps them, with the messages that the next way
 * lists, all of them or those with `ids`. Where no way does, what AT said counts.
 */
export async function orByWays<T>(
  call: Call,
  wanted: string | undefined,
  overAt: () => Promise<T>,
  beside: (box: OtherBox) => Promise<T>,
  ids?: readonly string[],
): Promise<T> {
  try {
    return await overAt()
  } catch (failure) {
    if (!(failure instanceof Failure) || !/^(?:no_port|port_(?:missing|silent|busy))$/.test(failure.code))
      throw failure
    const found = await findModem(call.platform, wanted)
    if (failure.code === 'port_busy' && !(await isKept(call, found))) throw failure
    const { modem } = found
    const { orderByWays } = await import('./ways.ts')
    const done = await orderByWays(call, found, ({ messages, deleteMessage }: Orders, task) => {
      if (messages === undefined) return undefined
      const remove = async (slot: Stored) =>
        (await deleteMessage?.(task, slot)) ?? (deleteMessage ? null : 'It cannot be deleted this way.')
      return messages(task, ids).then(listed => beside({ modem, ...listed, remove }))
    })
    if (done === null) throw failure
    return done
  }
}
