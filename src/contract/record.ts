import type { ModemArgs } from './args.ts'
import type { JobName } from './jobs.ts'

/** Arguments of `record`. */
export interface RecordArgs extends ModemArgs {
  /** Also tries what the other dialects ask that changes nothing. Takes a minute more. */
  wide?: boolean
}

/** Answer of the methods that begin a job and leave its result to it. */
export interface BegunReply {
  /** Null without a modem. */
  modem: string | null
  job: JobName
  /** What is going on, in a sentence. */
  message: string
}
