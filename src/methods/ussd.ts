import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/ussd.ts'
import type { UssdArgs, UssdReply } from '../contract/ussd.ts'
import { findModem } from '../discovery/remembered.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import { holdUssd, sessionMs } from '../jobs/ussd.ts'
import { followUssd } from '../jobs/ussd-session.ts'
import { objectionToCode } from '../messages/ussd.ts'
import type { Method } from './method.ts'

/** `ussd`: a job holds the session; the call answers what the network said, or, where that takes longer, `job` does. */
export const method: Method<UssdArgs, UssdReply> = {
  validate,
  async run(args, call) {
    const objection = objectionToCode(args.code, args.force ?? false)
    if (objection !== null) throw new Failure('invalid_argument', objection)
    const { modem } = await findModem(call.platform, args.modem)
    const job = await startJob(call, {
      method: 'ussd',
      args,
      modem,
      limitMs: sessionMs,
      isPrivate: true,
    })
    return followUssd(call, modem, job, 1)
  },
}

/** What of it is done in a job. */
export const task: Task<UssdArgs, UssdReply> = holdUssd
