import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/probe.ts'
import type { BegunReply } from '../contract/record.ts'
import type { Probed } from '../contract/recording.ts'
import { findModem } from '../discovery/remembered.ts'
import { probe } from '../jobs/probe.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import type { Method } from './method.ts'

/** `probe`: a job tries which dialect a modem speaks; `job` tells what it came to. */
export const method: Method<ModemArgs, BegunReply> = {
  validate,
  async run(args, call) {
    const { modem } = await findModem(call.platform, args.modem)
    const job = await startJob(call, {
      method: 'probe',
      args: { modem },
      modem,
      limitMs: 240_000,
      isPrivate: true,
    })
    return { modem, job, message: 'The modem is asked; see job.' }
  },
}

/** What of it is done in a job. */
export const task: Task<ModemArgs, Probed> = probe
