import { findModem, type Method, refresh } from '#core'
import type { ReadArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/info.ts'
import type { ModemInfo } from '../contract/info.ts'

/** `info`: everything about one modem. */
export const method: Method<ReadArgs, ModemInfo> = {
  validate,
  run: async (args, call) => refresh(call, await findModem(call.platform, args.modem), args.max_age ?? 2000),
}
