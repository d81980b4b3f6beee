import { Failure } from '../contract/failure.ts'
import type { Platform } from '../platform/platform.ts'
import { listJobs, takeJob, wordFor, writeJob } from './file.ts'
import type { Job, Task } from './task.ts'

/** Where a job does its work: by the arguments on trial, else by the task of its method. */
async function taskFor(platform: Platform, method: string, args: object): Promise<Task<object, object>> {
  if ('keep_if' in args) return (await import('./trial.ts')).trialOf(method)
  const { task } = (await platform.load<{ task: Task<object, object> }>('methods', method)) ?? {}
  if (task === undefined) throw new Failure('unknown_method', method)
  return task
}

/**
 * Runs a job to its end and tells what it came to. A job is begun by one process, once: after its death nothing of it is
 * done again.
 */
export async function runJob(platform: Platform, name: string): Promise<void> {
  const taken = takeJob(platform, name)
  if (taken === null) return
  const { file, args } = taken
  const { files } = platform
  const tell = (news: Partial<typeof file>) => void writeJob(files, Object.assign(file, news))
  const end = (news: Partial<typeof file>) => tell({ ...news, ended: platform.now() })
  const job: Job = {
    name,
    platform,
    replyBy: file.replyBy,
    deadline: file.deadline,
    call: ms => ({ platform, deadline: Math.min(platform.now() + ms, file.deadline) }),
    say(progress, until = null) {
      if (progress === file.progress) return
      tell({ progress, trial: file.trial && { ...file.trial, until } })
    },
    show: result => tell({ result }),
    answer: reply => tell({ reply }),
    wanted: () => wordFor(files, name),
  }
  try {
    const earlier = listJobs(platform).find(
      other =>
        other.state === 'running' &&
        other.modem !== null &&
        other.modem === file.modem &&
        (other.started < file.started || (other.started === file.started && other.job < name)),
    )
    if (earlier) throw new Failure('job_running', earlier.method)
    const task = await taskFor(platform, file.method, args)
    end({ state: 'done', result: await task(args, job) })
  } catch (caught) {
    const isKnown = caught instanceof Failure
    const text = caught instanceof Error ? caught.message : String(caught)
    const { code: error, message } = isKnown ? caught : new Failure('internal', text)
    end({
      state: error === 'job_cancelled' ? 'cancelled' : 'failed',
      result: null,
      failure: { error, message },
    })
  }
}
