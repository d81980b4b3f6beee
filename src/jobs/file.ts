import { Failure, type FailureReply } from '../contract/failure.ts'
import type { JobReply, KeepCondition } from '../contract/jobs.ts'
import { runDirectory } from '../platform/places.ts'
import type { Deadline, Files, Platform } from '../platform/platform.ts'

/** How long a job is told of after its end, ms. */
const keptMs = 600_000
/** A job whose process has not begun after this time is not begun any more, ms. */
const beginMs = 25_000
/** Time a job has beyond its own deadline to tell its end, ms. */
const graceMs = 10_000

/** What is kept of a job: one file of the run directory, JSON, for root alone. */
export interface JobFile {
  version: 1
  job: string
  method: string
  modem: string | null
  /** Whether `job` tells of it only to those who know its name. */
  isPrivate: boolean
  /** Of a change with `keep_if`: what keeps it, and until when that is waited for; null while it is not. */
  trial: { keepIf: KeepCondition; until: Deadline | null } | null
  /** Given to the process that begins the job, then forgotten: they may hold secrets. */
  args: object | null
  /** When the method that began it must have answered. Times are of the platform's clock. */
  replyBy: Deadline
  started: Deadline
  deadline: Deadline
  /** Number and start time of the process, as {@link processOf} tells them; null before it has begun. */
  process: string | null
  state: JobReply['state']
  progress: string | null
  /** What the method that began the job answers. */
  reply: object | null
  result: object | null
  failure: FailureReply | null
  ended: Deadline | null
}

const placeOfJob = (job: string) => `${runDirectory}/${job}.job`
const placeOfWord = (job: string) => `${runDirectory}/${job}.word`
const placeOfText = (job: string) => `${runDirectory}/${job}.text`

/**
 * Number and start time of a process by `/proc/PID/stat` (`123 (qjs) S 1 …`, the start time is the 22nd field), which
 * together name no other process until the next start of the host; null when there is none or it has ended.
 */
function processOf(files: Files, pid: number | 'self'): string | null {
  const stat = files.read(`/proc/${pid}/stat`, 1024)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  const isEnded = fields[0] === 'Z' || fields[0] === 'X'
  return stat === null || isEnded || fields[19] === undefined
    ? null
    : `${Number.parseInt(stat, 10)} ${fields[19]}`
}

/** A name for a new job: from the kernel's random numbers, so that it cannot be guessed. */
export function nameJob({ files, now }: Platform, method: string): string {
  const random = files.read('/proc/sys/kernel/random/uuid', 64)?.replace(/[^0-9a-f]/g, '')
  return `${method.replace(/_/g, '-')}-${random?.slice(0, 20) || Math.round(now() * 1000).toString(36)}`
}

/** Stores a job by rename; false when that failed. */
export const writeJob = (files: Files, file: JobFile): boolean =>
  files.write(placeOfJob(file.job), JSON.stringify(file))

/** A job as its file has it; null when there is none, or it is of another start of the host. */
function parseJob({ files, now }: Platform, job: string): JobFile | null {
  try {
    const text = files.trusted(runDirectory) ? files.read(placeOfJob(job)) : null
    const file = JSON.parse(text ?? 'null') as JobFile | null
    return file?.version === 1 && file.job === job && file.started <= now() ? file : null
  } catch {
    return null
  }
}

/** A job as it is: one that says it is running and is not has failed. */
function judged({ files, now }: Platform, file: JobFile): JobFile {
  if (file.state !== 'running') return file
  const late = now() - file.started > beginMs
  const pid = Number.parseInt(file.process ?? '', 10)
  const isGone = file.process === null ? late : processOf(files, pid) !== file.process
  if (!isGone && now() <= file.deadline + graceMs) return file
  const why = file.process === null ? 'it was never begun' : isGone ? 'its process was ended' : 'it is stuck'
  const more = file.trial ? '; `cancel_job`, `apply` or the next start puts back what is to be put back' : ''
  const { code: error, message } = new Failure('job_lost', why + more)
  const ended = Math.min(now(), file.deadline + graceMs)
  return { ...file, args: null, state: 'failed', failure: { error, message }, ended }
}

/** A job as it is now; null when there is none or it ended more than ten minutes ago. Reading changes nothing. */
export function readJob(platform: Platform, job: string): JobFile | null {
  const file = parseJob(platform, job)
  const told = file && judged(platform, file)
  return told?.ended && platform.now() - told.ended > keptMs ? null : told
}

/** Every job there is a file of, oldest first. */
export function listJobs(platform: Platform): JobFile[] {
  const names = platform.files.list(runDirectory).flatMap(name => /^([a-z0-9-]+)\.job$/.exec(name)?.[1] ?? [])
  const jobs = names.flatMap(name => parseJob(platform, name) ?? [])
  return jobs.map(file => judged(platform, file)).sort((a, b) => a.started - b.started)
}

/** Removes what is kept of a job. */
export function removeJob(files: Files, job: string): void {
  files.remove(placeOfJob(job))
  files.remove(placeOfWord(job))
  files.remove(placeOfText(job))
}

/** Takes away jobs that ended more than ten minutes ago, and the oldest of those that have ended beyond `most`. */
export function clearJobs(platform: Platform, most: number): void {
  const over = listJobs(platform).filter(file => file.ended !== null)
  const old = over.filter(
    ({ ended }, index) => platform.now() - Number(ended) > keptMs || index < over.length - most,
  )
  for (const { job } of old) removeJob(platform.files, job)
}

/** What somebody wants of a running job: its end, or, of a change on trial, that it is kept. */
export type Word = 'cancel' | 'keep'

/** Leaves a word for a job; false when that could not be stored. */
export const leaveWord = (files: Files, job: string, word: Word): boolean =>
  files.write(placeOfWord(job), word)

/** The word that was left for a job. */
export function wordFor(files: Files, job: string): Word | null {
  const word = files.read(placeOfWord(job), 16)
  return word === 'cancel' || word === 'keep' ? word : null
}

/** Leaves a text for a job that asked for one; false when one lies there already or it could not be stored. */
export const leaveText = (files: Files, job: string, text: string): boolean =>
  !files.exists(placeOfText(job)) && files.write(placeOfText(job), text)

/** Takes the text that was left for a job, which then lies nowhere any more; null when there is none. */
export function takeText(files: Files, job: string): string | null {
  const text = files.read(placeOfText(job), 1024)
  if (text !== null) files.remove(placeOfText(job))
  return text
}

/**
 * Makes the job this process's own and gives its file and arguments, which are in the file no more; null when it is not
 * to be begun: there is none, it was begun before, or too long ago, or what was taken could not be stored.
 */
export function takeJob(platform: Platform, job: string): { file: JobFile; args: object } | null {
  const { files } = platform
  const file = parseJob(platform, job)
  if (file === null || file.process !== null || file.state !== 'running' || file.args === null) return null
  if (platform.now() - file.started > beginMs - 5000) return null
  const taken = { ...file, args: null, process: processOf(files, 'self') }
  return taken.process !== null && writeJob(files, taken) ? { file: taken, args: file.args } : null
}

/** A job as `job` answers it. */
export function replyOf({ now }: Platform, file: JobFile): JobReply {
  const { job, method, modem, state, progress, started, ended, result, failure } = file
  const elapsed_ms = Math.round((ended ?? now()) - started)
  const until = state === 'running' ? (file.trial?.until ?? null) : null
  const left_s = until === null ? null : Math.max(0, Math.round((until - now()) / 1000))
  const trial = file.trial && { keep_if: file.trial.keepIf, left_s }
  return {
    job,
    method,
    modem,
    state,
    progress,
    trial,
    elapsed_ms,
    result: result as JobReply['result'],
    failure,
  }
}
