import type { ReadArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/status.ts'
import type { StatusReply, StatusWord } from '../contract/status.ts'
import { findModem } from '../discovery/remembered.ts'
import { currentStatus } from '../modem/current-status.ts'
import { writeReady } from '../modem/ready.ts'
import { refresh } from '../modem/refresh.ts'
import type { Method } from './method.ts'

/** Words that hold as well while the radio is off, because the modem then tells neither network nor SIM. */
const quiet: readonly StatusWord[] = ['starting', 'sim_missing', 'sim_failure', 'searching', 'not_registered']

/** The words whose sentence tells no time that passes, and how long they may be told of one reading, ms. */
const steady: readonly StatusWord[] = ['connected', 'registered']
const steadyMs = 60_000

/** `status`: one word and its reason. */
export const method: Method<ReadArgs, StatusReply> = {
  validate,
  async run(args, call) {
    const { platform } = call
    try {
      const chosen = await findModem(platform, args.modem)
      const maxAge = args.max_age ?? 2000
      const info = await refresh(call, chosen, maxAge)
      const read = platform.now() - info.age_ms
      const { modem, registration, operator, rat, signal, age_ms } = info
      const { told, ages } = await currentStatus(platform, chosen, info)
      const isQuiet =
        info.port_state === 'ok' &&
        ['idle', 'unknown'].includes(registration.state) &&
        quiet.includes(told.status)
      const off = isQuiet
        ? await (await import('../modem/radio.ts')).radioOff(call, chosen, info, maxAge)
        : null
      const reply: StatusReply = {
        modem,
        ...(off === null ? told : ({ status: 'radio_off', reason: off } as const)),
        since_s: Math.floor(ages.state.least / 1000),
        registration,
        operator: operator.name,
        rat,
        percent: signal.percent,
        age_ms,
      }
      if (info.port_state === 'ok' && off === null && !chosen.apart) {
        const { age_ms: _, since_s: __, ...ageless } = reply
        const since = ages.state.least - (platform.now() - read)
        writeReady(
          platform.files,
          'status',
          chosen,
          read,
          JSON.stringify(ageless).slice(1),
          since,
          steady.includes(reply.status) ? steadyMs : undefined,
        )
      }
      return reply
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.code !== 'no_modem') throw failure
      return {
        modem: null,
        status: 'no_modem',
        reason: 'No modem is plugged in, or it gets no power: neither USB nor PCI shows one.',
        since_s: null,
        registration: null,
        operator: null,
        rat: null,
        percent: null,
        age_ms: 0,
      }
    }
  },
}
