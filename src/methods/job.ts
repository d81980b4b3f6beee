import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/job.ts'
import type { JobArgs, JobReply } from '../contract/jobs.ts'
import { listJobs, readJob, replyOf } from '../jobs/file.ts'
import type { Method } from './method.ts'

/** `job`: how far it is, or what it came to. Reading changes nothing. */
export const method: Method<JobArgs, JobReply> = {
  validate,
  async run({ job, modem }, { platform }) {
    const isMeant = (name: string | null) => modem === undefined || name === modem
    const found =
      job === undefined
        ? listJobs(platform).findLast(file => !file.isPrivate && isMeant(file.modem))?.job
        : job
    const file = found === undefined ? null : readJob(platform, found)
    if (file === null) throw new Failure('no_job', job)
    return replyOf(platform, file)
  },
}
