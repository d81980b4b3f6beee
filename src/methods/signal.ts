import type { ReadArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/signal.ts'
import type { SignalReply } from '../contract/status.ts'
import { findModem } from '../discovery/remembered.ts'
import { refresh } from '../modem/refresh.ts'
import type { Method } from './method.ts'

/** `signal`: what changes from second to second. */
export const method: Method<ReadArgs, SignalReply> = {
  validate,
  async run(args, call) {
    const info = await refresh(call, await findModem(call.platform, args.modem), args.max_age ?? 2000)
    const { modem, rat, signal, carriers, age_ms } = info
    return { modem, rat, signal, carriers, age_ms }
  },
}
