import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/restart_state.ts'
import type { RestartReply } from '../contract/restart.ts'
import { findModem } from '../discovery/remembered.ts'
import { restartState } from '../modem/restart.ts'
import type { Method } from './method.ts'

/** `restart_state`: whether a restarted modem is back. The modem may be missing from its bus meanwhile. */
export const method: Method<ModemArgs, RestartReply> = {
  validate,
  async run({ modem }, call) {
    let name = modem
    try {
      name = (await findModem(call.platform, modem)).modem
    } catch (failure) {
      if (!(failure instanceof Failure) || name === undefined) throw failure
    }
    return restartState(call, name ?? '')
  },
}
