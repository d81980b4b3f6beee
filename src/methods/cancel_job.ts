import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/cancel_job.ts'
import type { CancelJobArgs, JobReply } from '../contract/jobs.ts'
import { leaveWord, readJob, replyOf, writeJob } from '../jobs/file.ts'
import { followJob } from '../jobs/start.ts'
import type { Method } from './method.ts'

/** `cancel_job`: leaves a word for the job and waits a little for its end. A job that has ended is only told. */
export const method: Method<CancelJobArgs, JobReply> = {
  validate,
  async run({ job, keep = false }, call) {
    const { platform } = call
    const file = readJob(platform, job)
    if (file === null) throw new Failure('no_job', job)
    if (keep && file.trial === null) throw new Failure('invalid_argument', 'keep is for changes with keep_if')
    if (file.state === 'running' && !leaveWord(platform.files, job, keep ? 'keep' : 'cancel'))
      throw new Failure('not_stored', 'the word for the job, in the run directory')
    if (file.state === 'failed' && file.trial && file.modem !== null) {
      const { settle } = await import('../jobs/pending.ts')
      const result = await settle(call, job, file.modem, keep)
      if (result) writeJob(platform.files, { ...file, state: 'done', result, failure: null })
    }
    return replyOf(platform, await followJob(call, job, () => call.deadline - 2000))
  },
}
