import { decimal, named } from '../asking/fields.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Call } from '../modem/call.ts'
import { withPort } from '../modem/port.ts'
import type { Deadline } from '../platform/platform.ts'
import type { StoredMessages } from './policy.ts'

const command = '+CPMS?'
/** Between two counts, ms. */
const everyMs = 300_000

/** Whether messages are to be counted in this look. */
export const isCountDue = (before: Deadline, now: Deadline): boolean =>
  Math.floor(before / everyMs) !== Math.floor(now / everyMs)

/**
 * How many messages lie where new ones come in, by one line (3GPP TS 27.005 §3.2.2); null where the modem does not tell,
 * where its port is in use, and where its model must not be asked. Wire: `+CPMS: "SM",3,50,"SM",3,50,"ME",0,23`.
 */
export async function countMessages(
  call: Call,
  modem: Modem,
  { port, model: name, port_state, sim }: ModemInfo,
): Promise<StoredMessages | null> {
  if (port_state !== 'ok' || sim.state !== 'ready' || modelOf(modem, name).avoid?.includes(command))
    return null
  try {
    return await withPort(call, modem, port, {
      lockUntil: call.platform.now(),
      async work(channel) {
        const { lines } = await channel.send(`AT${command}`, { timeoutMs: 3000 })
        const fields = named(lines, '+CPMS') ?? []
        const [storage = '', used] = fields.length >= 8 ? fields.slice(6) : fields
        const count = decimal(used)
        return /^[A-Z]{2}$/.test(storage) && count !== null ? { storage, used: count } : null
      },
    })
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}
