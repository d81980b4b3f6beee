import type { CalibrationBackup } from './backup.ts'
import type { FailureReply } from './failure.ts'
import type { SendMessageReply } from './messages.ts'
import type { Probed, Recording } from './recording.ts'
import type { Report } from './report.ts'
import type { RestartReply } from './restart.ts'
import type { RungReply } from './rung.ts'
import type { UssdReply } from './ussd.ts'

/**
 * Name of a job, as the method that began it answers it. It cannot be guessed: whoever knows it was told it, or may see
 * every job of its kind.
 * @pattern ^[a-z0-9-]{1,40}$
 */
export type JobName = string

/** What has to hold after a change for it to be kept: the modem is registered, or its interface has an address, too. */
export type KeepCondition = 'registered' | 'connected'

/**
 * Seconds, 10 to 600.
 * @asType integer
 * @minimum 10
 * @maximum 600
 */
export type KeepSeconds = number

/** Arguments of `job`. */
export interface JobArgs {
  /** Without it the newest job of the modem, or of all, is told. */
  job?: JobName
  /**
   * Identifier from `list`; only without `job`.
   * @pattern ^[A-Za-z0-9_./:@-]{1,64}$
   */
  modem?: string
}

/** Arguments of `cancel_job`. */
export interface CancelJobArgs {
  /** As the reply of the call that began it names it. */
  job: JobName
  /** Of a change with `keep_if`: true keeps it from now on; without it what held before is put back at once. */
  keep?: boolean
}

/** What became of a change with `keep_if`. */
export interface TrialReply {
  modem: string
  /**
   * `kept`; `taken_back`: what held before was put back and read back; `left`: something else than the change was found,
   * so somebody had set it meanwhile, and it stays.
   */
  outcome: 'kept' | 'taken_back' | 'left'
  /** Why, in a sentence. */
  message: string
}

/** Of a change with `keep_if`: what keeps it. */
export interface TrialState {
  keep_if: KeepCondition
  /** Seconds until what held before is put back; null while the change is written or put back, and at the end. */
  left_s: number | null
}

/** Answer of `job` and `cancel_job`; kept for ten minutes after the end of the job. */
export interface JobReply {
  job: JobName
  /** The method that began it. */
  method: string
  modem: string | null
  state: 'running' | 'done' | 'failed' | 'cancelled'
  /** What it is doing, in a sentence; null before it has begun. */
  progress: string | null
  /** Of a change with `keep_if`; null of other jobs. */
  trial: TrialState | null
  /** Milliseconds since it was begun, to its end where it has ended. */
  elapsed_ms: number
  /** Of a job that is done; of `ussd`, what the network said last, also while the session is open. */
  result:
    | RestartReply
    | TrialReply
    | SendMessageReply
    | UssdReply
    | RungReply
    | Recording
    | Probed
    | Report
    | CalibrationBackup
    | null
  /** Of a job that has failed. */
  failure: FailureReply | null
}
