import type { KeepCondition } from '../contract/jobs.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import { failureOf, followJob, startJob } from './start.ts'

/** Longest time of a trial beside the one that is waited, ms: writing, restarts, and the way back. */
const limitMs = 900_000

interface Changing<Arguments, Reply> {
  validate(args: unknown): string | null
  run(args: Arguments, call: Call): Promise<Reply>
}

/**
 * A writing method that can be tried: with `keep_if` it is done in a job that puts back what was before unless the
 * condition holds in time, and answers as always as soon as the change is written.
 */
export function tried<
  Arguments extends { modem?: string; keep_if?: KeepCondition; within_s?: number },
  Reply extends object,
>(method: string, { validate, run }: Changing<Arguments, Reply>): Changing<Arguments, Reply> {
  return {
    validate(args) {
      const mistake = validate(args)
      const { keep_if, within_s } = (args ?? {}) as Arguments
      return mistake ?? (keep_if === undefined && within_s !== undefined ? 'within_s needs keep_if' : null)
    },
    async run(args, call) {
      const { keep_if, within_s = 120 } = args
      if (keep_if === undefined) return run(args, call)
      const { modem, found } = await findModem(call.platform, args.modem)
      const job = await startJob(call, {
        method,
        args: { ...args, modem: `${found.bus}-${found.path}` },
        keepIf: keep_if,
        modem,
        limitMs: limitMs + within_s * 1000,
      })
      const isAnswered = ({ reply }: { reply: object | null }) => reply !== null
      const { reply, failure } = await followJob(call, job, () => call.deadline - 500, isAnswered)
      if (reply === null && failure) throw failureOf(failure)
      if (reply === null)
        throw failureOf({ error: 'deadline', message: `The change goes on in the job ${job}.` })
      return reply as Reply
    },
  }
}
