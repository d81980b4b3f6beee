import { Failure, type FailureReply } from '../contract/failure.ts'
import type { KeepCondition } from '../contract/jobs.ts'
import type { Call } from '../modem/call.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import { clearJobs, type JobFile, listJobs, nameJob, readJob, removeJob, writeJob } from './file.ts'

/** Most jobs at work at once, and most that are kept after their end. */
const most = { running: 4, kept: 12 }

/** How long somebody who has to give way may take for it, ms. */
const giveWayMs = 300

/** What a job is about. */
export interface JobWish {
  method: string
  args: object
  /** Of a change on trial: what keeps it. */
  keepIf?: KeepCondition
  /** The modem it has for itself until it ends; null: none. */
  modem: string | null
  /** Longest time it may take, ms. */
  limitMs: number
  /** For methods whose answers not everybody may see who may see jobs. */
  isPrivate?: true
}

/** The failure a job told of, to be thrown again. */
export const failureOf = ({ error, message }: FailureReply): Failure =>
  Object.assign(new Failure(error), { message })

const runningJobs = (platform: Platform): JobFile[] =>
  listJobs(platform).filter(({ state }) => state === 'running')

/** The running job that has the modem, but for the own one. */
const rivalOf = (running: readonly JobFile[], { modem }: JobWish, own?: string): JobFile | undefined =>
  running.find(other => other.modem !== null && other.modem === modem && other.job !== own)

/** Throws Failure('job_running') where another job has the modem. */
function refuseBeside(running: readonly JobFile[], wish: JobWish, own?: string): void {
  const other = rivalOf(running, wish, own)
  if (other) throw new Failure('job_running', `${other.method}, job ${other.isPrivate ? '…' : other.job}`)
}

/**
 * Looks once more when the own file can be seen: of two callers that found none at the same moment the one with the later
 * name goes back at once, and the other one waits for that; where the later one has begun already, it goes back too.
 */
async function giveWay(platform: Platform, wish: JobWish, own: string): Promise<void> {
  const other = rivalOf(runningJobs(platform), wish, own)
  if (other === undefined) return
  if (own < other.job) await platform.sleep(giveWayMs)
  refuseBeside(runningJobs(platform), wish, own)
}

/**
 * Starts a job in a process of its own that no end of this one ends. Throws Failure('job_running') while another one has
 * the modem, Failure('not_stored') where the run directory takes nothing: then nothing has begun.
 */
export async function startJob({ platform, deadline }: Call, wish: JobWish): Promise<string> {
  const { files, data } = platform
  clearJobs(platform, most.kept)
  const running = runningJobs(platform)
  refuseBeside(running, wish)
  if (running.length >= most.running) throw new Failure('job_running', `${running.length} jobs`)
  const job = nameJob(platform, wish.method)
  const started = platform.now()
  const stored = writeJob(files, {
    version: 1,
    job,
    method: wish.method,
    modem: wish.modem,
    isPrivate: wish.isPrivate ?? false,
    trial: wish.keepIf ? { keepIf: wish.keepIf, until: null } : null,
    args: wish.args,
    replyBy: deadline - 1500,
    started,
    deadline: started + wish.limitMs,
    process: null,
    state: 'running',
    progress: null,
    reply: null,
    result: null,
    failure: null,
    ended: null,
  })
  if (!stored) throw new Failure('not_stored', 'the job, in the run directory')
  try {
    await giveWay(platform, wish, job)
  } catch (failure) {
    removeJob(files, job)
    throw failure
  }
  if (await platform.spawn(['qjs', '--no-unhandled-rejection', '-m', `${data}/job.js`, job])) return job
  removeJob(files, job)
  throw new Failure('internal', 'the job could not be started')
}

/** Waits for a job until `enough` or until it has ended, at most until `until` says; gives it as it is then. */
export async function followJob(
  { platform }: Pick<Call, 'platform'>,
  job: string,
  until: (file: JobFile) => Deadline,
  enough: (file: JobFile) => boolean = () => false,
): Promise<JobFile> {
  for (;;) {
    const file = readJob(platform, job)
    if (file === null) throw new Failure('no_job', job)
    if (file.state !== 'running' || enough(file) || platform.now() >= until(file)) return file
    await platform.sleep(200)
  }
}
