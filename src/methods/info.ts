import type { ReadArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/info.ts'
import type { ModemInfo } from '../contract/info.ts'
import { findModem } from '../discovery/remembered.ts'
import { refresh } from '../modem/refresh.ts'
import type { Method } from './method.ts'

/** `info`: everything about one modem. */
export const method: Method<ReadArgs, ModemInfo> = {
  validate,
  run: async (args, call) => refresh(call, await findModem(call.platform, args.modem), args.max_age ?? 2000),
}
