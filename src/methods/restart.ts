import { validate } from '../contract/generated/validate/restart.ts'
import type { RestartArgs, RestartReply } from '../contract/restart.ts'
import { findModem } from '../discovery/remembered.ts'
import { restartAndWait } from '../jobs/restart.ts'
import { failureOf, followJob, startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import { restartState } from '../modem/restart.ts'
import type { Method } from './method.ts'

/** Longest time of the job: the order, and the two minutes a modem may stay away, ms. */
const limitMs = 150_000

/** `restart`: a job orders it and waits for the modem; the call answers how far it is, `job` and `restart_state` the rest. */
export const method: Method<RestartArgs, RestartReply> = {
  validate,
  async run(args, call) {
    const { modem, found } = await findModem(call.platform, args.modem)
    const order = { ...args, modem: `${found.bus}-${found.path}` }
    const job = await startJob(call, { method: 'restart', args: order, modem, limitMs })
    const { failure, result } = await followJob(
      call,
      job,
      ({ reply }) => call.deadline - (reply === null ? 1000 : 4000),
      ({ reply }) => call.detach === true && reply !== null,
    )
    if (failure) throw failureOf(failure)
    const { state, elapsed_ms, left, message } =
      (result as RestartReply | null) ?? (await restartState(call, modem))
    return { modem, state, elapsed_ms, left, message, job }
  },
}

/** What of a restart is done in a job. */
export const task: Task<RestartArgs, RestartReply> = restartAndWait
