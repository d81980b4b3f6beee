import { decimal, named } from '../asking/fields.ts'
import type { ReadArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/status.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { StatusReply, StatusWord } from '../contract/status.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import { loadDialect } from '../modem/dialect.ts'
import { holderOf } from '../modem/holder.ts'
import { withPort } from '../modem/port.ts'
import { refresh } from '../modem/refresh.ts'
import { radioOff, statusOf } from '../modem/status.ts'
import type { Method } from './method.ts'

const radio = '+CFUN?'

/** Words that hold as well while the radio is off, because the modem then tells neither network nor SIM. */
const quiet: readonly StatusWord[] = ['sim_missing', 'sim_failure', 'searching', 'not_registered']

/** Whether `+CFUN?` says that the radio is off (0, 4, or what the dialect adds); false when the port is in use or does not tell. */
async function isRadioOff(call: Call, modem: Modem, { port, model }: ModemInfo): Promise<boolean> {
  try {
    const { lines } = await withPort(call, modem, port, {
      lockUntil: call.platform.now(),
      work: channel => channel.send(`AT${radio}`, { timeoutMs: 2000 }),
    })
    const { radioOff: further = [] } = (await loadDialect(call.platform, modelOf(modem, model).dialect)) ?? {}
    return [0, 4, ...further].includes(decimal(named(lines, '+CFUN')?.[0]) ?? 1)
  } catch (failure) {
    if (failure instanceof Failure) return false
    throw failure
  }
}

/** `status`: one word and its reason. */
export const method: Method<ReadArgs, StatusReply> = {
  validate,
  async run(args, call) {
    try {
      const chosen = await findModem(call.platform, args.modem)
      const info = await refresh(call, chosen, args.max_age ?? 2000)
      const { modem, registration, operator, rat, signal, age_ms, port } = info
      const troubled = port !== null && ['busy', 'silent', 'slow'].includes(info.port_state)
      const holder = troubled ? holderOf(call.platform.files, port) : null
      const { error, proto, state } = info.connection
      const cause = error && (await import('../connection/causes.ts')).causeOf(error, proto, state)
      const told = statusOf(info, holder, cause)
      const isQuiet = ['idle', 'unknown'].includes(registration.state) && quiet.includes(told.status)
      const mayAsk = !chosen.match.model.avoid?.includes(radio)
      const off = isQuiet && mayAsk && (await isRadioOff(call, chosen, info))
      return {
        modem,
        ...(off ? radioOff : told),
        registration,
        operator: operator.name,
        rat,
        percent: signal.percent,
        age_ms,
      }
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.code !== 'no_modem') throw failure
      const nothing = { modem: null, registration: null, operator: null, rat: null, percent: null, age_ms: 0 }
      return {
        ...nothing,
        status: 'no_modem',
        reason: 'No modem is plugged in, or it gets no power: neither USB nor PCI shows one.',
      }
    }
  },
}
