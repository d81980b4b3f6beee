import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/setup.ts'
import type { TrialReply } from '../contract/jobs.ts'
import type { ApplySetupArgs, SetupReply } from '../contract/setup.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { readSetupUndo, runSetup, type SetupTrial, takeBackSetup } from '../jobs/setup.ts'
import { planFor } from '../jobs/setup-plan.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import { isWatched } from '../jobs/undo.ts'
import type { Method } from './method.ts'

/** Seconds in which the interface has to get an address. */
const usualSeconds = 120

/** Time the job has beside that, for writing and taking back, ms. */
const besideMs = 60_000

/** `setup`: makes the changes of the plan in a job that takes them back unless the interface gets an address. */
export const method: Method<ApplySetupArgs, SetupReply> = {
  validate,
  async run({ confirm_s = usualSeconds, ...args }, call) {
    const { platform } = call
    const left = readSetupUndo(platform.files)
    if (left !== null && isWatched(platform, left)) throw new Failure('job_running', 'setup')
    if (left !== null) await takeBackSetup({ platform, call: () => call }, left)
    const { found } = findModemAnew(platform, args.modem)
    const plan = await planFor(call, { ...args, modem: `${found.bus}-${found.path}` })
    const open = plan.questions.find(({ optional }) => !optional)
    if (open) throw new Failure('invalid_argument', `${open.argument} is needed: ${open.reason}`)
    if (plan.packages.length > 0)
      throw new Failure(
        'not_supported',
        `proto ${plan.proto} needs ${plan.packages.join(', ')}; install it first`,
      )
    if (plan.changes.length === 0 && plan.dials !== false) return plan
    const trial: SetupTrial = {
      modem: plan.modem,
      at: { bus: found.bus, path: found.path },
      interface: plan.interface,
      changes: plan.changes,
      dials: plan.dials === false,
      confirm_s,
    }
    const job = await startJob(call, {
      method: 'setup',
      args: trial,
      modem: plan.modem,
      limitMs: confirm_s * 1000 + besideMs,
      keepIf: 'connected',
    })
    return { ...plan, job }
  },
}

/** What of a set-up is done in a job. */
export const task: Task<SetupTrial, TrialReply> = runSetup
