import { validate } from '../contract/generated/validate/record.ts'
import type { BegunReply, RecordArgs } from '../contract/record.ts'
import type { Recording } from '../contract/recording.ts'
import { findModem } from '../discovery/remembered.ts'
import { record } from '../jobs/record.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import type { Method } from './method.ts'

/** `record`: a job writes down what the modem answers; `job` tells what it came to. */
export const method: Method<RecordArgs, BegunReply> = {
  validate,
  async run(args, call) {
    const { modem } = await findModem(call.platform, args.modem)
    const job = await startJob(call, {
      method: 'record',
      args: { ...args, modem },
      modem,
      limitMs: args.wide ? 240_000 : 120_000,
      isPrivate: true,
    })
    return { modem, job, message: 'The modem is asked; see job.' }
  },
}

/** What of it is done in a job. */
export const task: Task<RecordArgs, Recording> = record
