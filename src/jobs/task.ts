import type { Call } from '../modem/call.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import type { Word } from './file.ts'

/** What a job has to work with. */
export interface Job {
  name: string
  platform: Platform
  /** When the method that began it must have answered. */
  replyBy: Deadline
  deadline: Deadline
  /** A call of its own that may take `ms`. */
  call(ms: number): Call
  /** Tells what it is doing, in a sentence; of a change on trial also until when it waits for its condition. */
  say(progress: string, until?: Deadline | null): void
  /** Tells what it has come to so far. */
  show(result: object): void
  /** Gives the method that began it its answer. */
  answer(reply: object): void
  /** What somebody wants of it meanwhile. */
  wanted(): Word | null
}

/** What a file in src/methods exports as `task` beside `method`: what is done of it in a job. */
export type Task<Arguments, Result> = (args: Arguments, job: Job) => Promise<Result>
