import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/ussd_reply.ts'
import type { AnswerUssdArgs, UssdReply } from '../contract/ussd.ts'
import { findModem } from '../discovery/remembered.ts'
import { leaveText } from '../jobs/file.ts'
import { followUssd, sessionOf } from '../jobs/ussd-session.ts'
import type { Method } from './method.ts'

/** `ussd_reply`: leaves the text for the job that holds the session, and waits for what the network says to it. */
export const method: Method<AnswerUssdArgs, UssdReply> = {
  validate,
  async run({ modem: wanted, text }, call) {
    const { modem } = await findModem(call.platform, wanted)
    const session = sessionOf(call.platform, modem)
    const last = session?.result as UssdReply | null | undefined
    if (!session || last?.state !== 'menu')
      throw new Failure('no_job', 'that holds a session with a menu: see ussd')
    if (!leaveText(call.platform.files, session.job, text))
      throw new Failure('job_running', 'the menu is being answered')
    return followUssd(call, modem, session.job, last.round + 1)
  },
}
