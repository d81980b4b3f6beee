import { Failure, type FailureReply } from '../contract/failure.ts'
import type { KeepCondition } from '../contract/jobs.ts'
import type { Call } from '../modem/call.ts'
import type { Deadline } from '../platform/platform.ts'
import { clearJobs, type JobFile, listJobs, nameJob, readJob, removeJob, writeJob } from './file.ts'

/** Most jobs at work at once, and most that are kept after their end. */
const most = { running: 4, kept: 12 }

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

/**
 * Starts a job in a process of its own that no end of this one ends. Throws Failure('job_running') while another one has
 * the modem, Failure('not_stored') where the run directory takes nothing: then nothing has begun.
 */
export async function startJob({ platform, deadline }: Call, wish: JobWish): Promise<string> {
  const { files, data } = platform
  clearJobs(platform, most.kept)
  const running = listJobs(platform).filter(({ state }) => state === 'running')
  const other = running.find(({ modem }) => modem !== null && modem === wish.modem)
  if (other) throw new Failure('job_running', `${other.method}, job ${other.isPrivate ? '…' : other.job}`)
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
