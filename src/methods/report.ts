import { report } from '../checks/report/report.ts'
import { validate } from '../contract/generated/validate/report.ts'
import type { BegunReply } from '../contract/record.ts'
import type { Report, ReportArgs } from '../contract/report.ts'
import { findModem } from '../discovery/remembered.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import type { Method } from './method.ts'

/** `report`: a job collects what a helper asks for; also, and above all, where no modem is found. */
export const method: Method<ReportArgs, BegunReply> = {
  validate,
  async run(args, call) {
    const modem = args.modem === undefined ? null : (await findModem(call.platform, args.modem)).modem
    const job = await startJob(call, {
      method: 'report',
      args: { ...args, ...(modem === null ? {} : { modem }) },
      modem: null,
      limitMs: 90_000,
      isPrivate: true,
    })
    return { modem, job, message: 'The report is written; see job.' }
  },
}

/** What of it is done in a job. */
export const task: Task<ReportArgs, Report> = report
