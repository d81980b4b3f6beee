import { Failure } from '../contract/failure.ts'
import type { RestartReply } from '../contract/restart.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Call } from './call.ts'
import { mayBeOwned } from './owner.ts'
import { withPort } from './port.ts'

/** How long a modem may stay away, ms; slow ones take a minute to enumerate. */
const patienceMs = 120_000
/** How long the end of a restart is told, so that everybody who waits for it hears of it, ms. */
const toldMs = 60_000
/** A modem that never left is taken for one that stays after this time: some leave late, ms. */
const stayMs = 60_000
/** Before it, it is not even asked: what it answers is said before it restarts, ms. */
const settledMs = 8000

interface Order {
  /** Platform clock. */
  at: number
  enumeration: string
  /** Bus and path: the name of a modem goes by the number of a tty where its section says so. */
  place: string
  /** Whether the modem was seen missing since. */
  gone: boolean
  /** How it ended, as whoever waited for it to the end has found. */
  end?: { at: number; reply: RestartReply }
}

/** Remembers that a restart was ordered. */
export function noteRestart({ platform }: Call, modem: Modem): void {
  const { enumeration, bus, path } = modem.found
  const order: Order = { at: platform.now(), enumeration, place: `${bus}-${path}`, gone: false }
  platform.files.write(placeOf(modem.modem, 'restart'), JSON.stringify(order))
}

function readOrder({ platform }: Call, modem: string): Order | null {
  try {
    const text = platform.files.trusted(runDirectory) ? platform.files.read(placeOf(modem, 'restart')) : null
    const order = JSON.parse(text ?? 'null') as Order | null
    return typeof order?.at === 'number' && order.at <= platform.now() ? order : null
  } catch {
    return null
  }
}

/** Whether the modem answers on one of its ports. */
export async function answers(call: Call, modem: Modem): Promise<boolean> {
  try {
    if (mayBeOwned(call.platform.files, modem) && (await (await import('./owners.ts')).keptBy(call, modem)))
      return true
    return await withPort(call, modem, null, {
      work: async channel => (await channel.send('AT', { timeoutMs: 1000 })).final.kind === 'ok',
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    if (modem.ports.length > 0) return false
    const { orderByWays } = await import('./ways.ts')
    const isAwake = await orderByWays(call, modem, (orders, task) => orders.isAwake(task)).catch(() => false)
    return isAwake === true
  }
}

/**
 * Where a restarted modem is now. Who ordered the restart and waits for it, and nobody else, notes in the order what is
 * seen; the end is then told for a minute.
 */
export const restartState = async (call: Call, wanted: string, isOwn = false): Promise<RestartReply> =>
  (await restartSeen(call, wanted, isOwn)).reply

/** As {@link restartState}; `isAwake`: it was asked and answers, whether it has left or not. */
export async function restartSeen(
  call: Call,
  wanted: string,
  isOwn: boolean,
): Promise<{ reply: RestartReply; isAwake: boolean }> {
  const { platform } = call
  const order = readOrder(call, wanted)
  const note = (news: Partial<Order>) => {
    if (isOwn) platform.files.write(placeOf(wanted, 'restart'), JSON.stringify({ ...order, ...news }))
  }
  if (order?.end && platform.now() - order.end.at < toldMs)
    return { reply: order.end.reply, isAwake: order.end.reply.state === 'back' }
  if (order === null || order.end) {
    const message = 'No restart was ordered since the last one ended.'
    const reply = { modem: wanted, state: 'none', elapsed_ms: null, left: null, message } as const
    return { reply, isAwake: false }
  }
  const elapsed_ms = Math.round(platform.now() - order.at)
  let modem: Modem | null = null
  try {
    modem = await findModem(platform, order.place)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
  }
  const left = order.gone || modem?.found.enumeration !== order.enumeration
  if (left && !order.gone) note({ gone: true })
  const say = (state: 'waiting' | 'back' | 'lost', message: string, isAwake = false) => {
    const reply = { modem: wanted, state, elapsed_ms, left, message }
    if (state !== 'waiting') note({ gone: left, end: { at: platform.now(), reply } })
    return { reply, isAwake }
  }
  if (modem !== null && (left || elapsed_ms >= settledMs) && (await answers(call, modem))) {
    if (left) return say('back', 'The modem is back and answers.', true)
    return elapsed_ms < stayMs
      ? say('waiting', 'The modem answers and has not left its bus yet.', true)
      : say('back', 'The modem answers, and was not seen to leave its bus: it may not have restarted.', true)
  }
  if (elapsed_ms > patienceMs) {
    const why =
      modem === null ? 'It is not on its bus any more.' : 'It is on its bus, but its AT port does not answer.'
    return say('lost', `The modem did not come back. ${why}`)
  }
  return say('waiting', modem === null ? 'The modem has left its bus.' : 'The modem does not answer yet.')
}
