import type { ChangeReply, ModemArgs } from './args.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** Answer of `autoconnect`. */
export interface AutoconnectReply {
  modem: string
  /** Whether the modem dials by itself; null when it does not tell. */
  enabled: boolean | null
}

/** Arguments of `set_autoconnect`. */
export interface SetAutoconnectArgs extends ModemArgs {
  /** True: it dials by itself. */
  enabled: boolean
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Answer of `set_autoconnect`. */
export interface SetAutoconnectReply extends ChangeReply {
  requested: boolean
  before: boolean | null
  after: boolean | null
  /** With `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
