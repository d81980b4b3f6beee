import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/ussd_cancel.ts'
import type { UssdReply } from '../contract/ussd.ts'
import { findModem } from '../discovery/remembered.ts'
import { leaveWord } from '../jobs/file.ts'
import { followJob } from '../jobs/start.ts'
import { sessionOf } from '../jobs/ussd-session.ts'
import { withModem } from '../modem/session.ts'
import { endUssd } from '../modem/ussd.ts'
import type { Method } from './method.ts'

/** `ussd_cancel`: ends the session of the modem, also one that somebody else has left open. */
export const method: Method<ModemArgs, UssdReply> = {
  validate,
  async run({ modem: wanted }, call) {
    const { platform } = call
    const { modem } = await findModem(platform, wanted)
    const told = { modem, text: null, reason: null, settings_restored: true } as const
    const session = sessionOf(platform, modem)
    if (session === null) {
      await withModem(call, modem, endUssd)
      const message = 'No session was open here; the modem was told to end any.'
      return { ...told, state: 'cancelled', message, round: 0 }
    }
    const { job, result } = session
    if (!leaveWord(platform.files, job, 'cancel'))
      throw new Failure('not_stored', 'the word for the job, in the run directory')
    const { state } = await followJob(call, job, () => call.deadline - 1000)
    const round = (result as UssdReply | null)?.round ?? 1
    if (state === 'running')
      return { ...told, state: 'waiting', message: 'The session is being closed. See job.', round, job }
    const message = state === 'cancelled' ? 'The session is closed.' : 'The session had ended.'
    return { ...told, state: 'cancelled', message, round, job }
  },
}
