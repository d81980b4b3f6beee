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
/** A modem that never left counts as restarted after this time, ms. */
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
export async function restartState(call: Call, wanted: string, isOwn = false): Promise<RestartReply> {
  const { platform } = call
  const order = readOrder(call, wanted)
  const note = (news: Partial<Order>) => {
    if (isOwn) platform.files.write(placeOf(wanted, 'restart'), JSON.stringify({ ...order, ...news }))
  }
  const ended = (reply: RestartReply) => {
    note({ end: { at: platform.now(), reply } })
    return reply
  }
  const say = (state: RestartReply['state'], elapsed_ms: number | null, message: string) => ({
    modem: wanted,
    state,
    elapsed_ms,
    message,
  })
  if (order?.end && platform.now() - order.end.at < toldMs) return order.end.reply
  if (order === null || order.end)
    return say('none', null, 'No restart was ordered since the last one ended.')
  const elapsed = Math.round(platform.now() - order.at)
  let modem: Modem | null = null
  try {
    modem = await findModem(platform, order.place)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
  }
  if (modem === null && !order.gone) note({ gone: true })
  const hasLeft = order.gone || (modem !== null && modem.found.enumeration !== order.enumeration)
  if (modem !== null && (hasLeft || elapsed >= settledMs) && (await answers(call, modem))) {
    const how = hasLeft ? 'is back and answers' : 'answers, and was not seen to leave its bus'
    return ended(say('back', elapsed, `The modem ${how}.`))
  }
  if (elapsed > patienceMs) {
    const why =
      modem === null ? 'It is not on its bus any more.' : 'It is on its bus, but its AT port does not answer.'
    return ended(say('lost', elapsed, `The modem did not come back. ${why}`))
  }
  return say(
    'waiting',
    elapsed,
    modem === null ? 'The modem has left its bus.' : 'The modem does not answer yet.',
  )
}
