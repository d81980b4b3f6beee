import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/send_message.ts'
import type { SendMessageArgs, SendMessageReply } from '../contract/messages.ts'
import { findModem } from '../discovery/remembered.ts'
import { limitOf, plannedReply, sendMessage } from '../jobs/send-message.ts'
import { failureOf, followJob, startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import { planText } from '../messages/sms.ts'
import type { Method } from './method.ts'

/** Most parts of a message: beyond that it is likely a mistake, and each one costs. */
const mostParts = 10

/** `send_message`: a job sends it; the call answers what came of it, or, where that takes longer, `job` does. */
export const method: Method<SendMessageArgs, SendMessageReply> = {
  validate,
  async run(args, call) {
    const { modem } = await findModem(call.platform, args.modem)
    const planned = plannedReply(planText(args.text))
    const count = planned.parts.length
    if (count > mostParts)
      throw new Failure('invalid_argument', `the text takes ${count} parts, at most ${mostParts} are sent`)
    const takes = `It takes ${count} ${count === 1 ? 'part' : 'parts'}.`
    if (args.dry_run) return { modem, state: 'planned', ...planned, message: takes }
    const job = await startJob(call, {
      method: 'send_message',
      args,
      modem,
      limitMs: limitOf(count),
      isPrivate: true,
    })
    const { failure, result } = await followJob(
      call,
      job,
      () => call.deadline - 1000,
      () => call.detach === true,
    )
    if (failure) throw failureOf(failure)
    const sending = { modem, state: 'sending', ...planned, message: `${takes} See job.` } as const
    return { ...((result as SendMessageReply | null) ?? sending), job }
  },
}

/** What of it is done in a job. */
export const task: Task<SendMessageArgs, SendMessageReply> = sendMessage
