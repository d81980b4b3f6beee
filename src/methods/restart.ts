import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/restart.ts'
import type { RestartArgs, RestartReply } from '../contract/restart.ts'
import { send } from '../modem/change.ts'
import { noteRestart, restartState } from '../modem/restart.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `restart`: order it, then wait as long as a call may; `restart_state` tells the rest. */
export const method: Method<RestartArgs, RestartReply> = {
  validate,
  async run({ modem: wanted, how = 'soft', force = false }, call) {
    const { platform } = call
    const name = await withModem(call, wanted, async session => {
      const known = session.settings.restart?.(session.model.options) ?? {}
      const command = need(
        how === 'soft' ? (known.soft ?? '+CFUN=1,1') : known[how],
        `restart ${how}`,
        session.model,
      )
      if (how === 'power' && !force)
        throw new Failure(
          'invalid_argument',
          'a module that is switched off may stay off until its power is taken away. Use force: true',
        )
      await send(session, [{ send: command, timeoutMs: 3000, restarts: true }])
      noteRestart(call, session.modem)
      return session.modem.modem
    })
    let state = await restartState(call, name)
    while (state.state === 'waiting' && platform.now() < call.deadline - 4000) {
      await platform.sleep(1000)
      state = await restartState(call, name)
    }
    return state
  },
}
