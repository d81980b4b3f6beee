import type { ModemArgs } from './args.ts'
import type { MaskedCounts } from './recording.ts'

/** Arguments of `report`. */
export interface ReportArgs extends ModemArgs {
  /** More of every part: at most 60 KB instead of 10 KB. */
  long?: boolean
}

/** What a job of `report` came to. */
export interface Report {
  /** Null where there is no modem: the report is about the router then. */
  modem: string | null
  /** The text to show a helper. */
  report: string
  masked: MaskedCounts
}
