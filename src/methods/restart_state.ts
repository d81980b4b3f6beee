import { Failure, findModem, type Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { RestartReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/restart_state.ts'
import { restartState } from '../modem/restart.ts'

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
