import type { ModemArgs } from './args.ts'

/** `hour`: a point per look. `day`: a point per minute. `month`: a point per quarter of an hour, for 30 days. */
export type HistoryRange = 'hour' | 'day' | 'month'

/** What can be told of the past. */
export type HistoryField =
  | 'rsrp'
  | 'rsrq'
  | 'sinr'
  | 'temperature'
  | 'rx_bytes'
  | 'tx_bytes'
  | 'rat'
  | 'bands'
  | 'cell'
  | 'state'
  | 'traffic'

/** Arguments of `history`. */
export interface HistoryArgs extends ModemArgs {
  /** Default: `hour`. */
  range?: HistoryRange
  /**
   * Default: all.
   * @minItems 1
   * @maxItems 11
   */
  fields?: HistoryField[]
}

/**
 * How the modem was: `absent` from its bus; `silent`: nothing could be read of it; `no_sim`: no card that can be used;
 * `denied` by the network; `searching` for one, or not looking; `registered` without a connection; `connected`.
 */
export type HistoryState =
  | 'absent'
  | 'silent'
  | 'no_sim'
  | 'denied'
  | 'searching'
  | 'registered'
  | 'connected'

/** A quantity, oldest point first; null where nothing is known. `min` and `max` are absent where a point is one look. */
export interface Spread {
  mean: (number | null)[]
  min?: (number | null)[]
  max?: (number | null)[]
}

/** Words, oldest point first: what held in most looks of a point. */
export interface Labels {
  values: string[]
  /** For each point the place of its word in `values`; null where nothing is known. */
  points: (number | null)[]
}

/** Bytes of one month of an account. */
export interface Month {
  /** Its first day, `2026-11-15`. */
  first_day: string
  rx_bytes: number
  tx_bytes: number
}

/** Traffic of the modem by the months of the account, counted exactly and over restarts. */
export interface Traffic {
  /** Null while the clock of the router was never set. */
  month: Month | null
  before: Month | null
  /** What `traffic_limit` says, in bytes; null without a limit. */
  limit_bytes: number | null
}

/**
 * Answer of `history`. Point i of n covers the `step_s` seconds that end (n − 1 − i) · `step_s` seconds before the end. Where
 * the watch did not look, every value is null. Values beyond a scale are its end: RSRP −140 to −44 dBm, RSRQ −30 to 0 dB,
 * SINR −20 to 30 dB, −30 to 115 °C.
 */
export interface HistoryReply {
  modem: string
  range: HistoryRange
  step_s: number
  /** How many points there are. */
  points: number
  /** When the last point ends, seconds since 1970; null while the clock of the router was never set. */
  time: number | null
  /** How long that is ago; null where the router has been started since. */
  age_s: number | null
  /** dBm. */
  rsrp?: Spread
  /** dB. */
  rsrq?: Spread
  /** dB. */
  sinr?: Spread
  /** Hottest sensor, °C. */
  temperature?: Spread
  /** Received within each point, to one or two percent; `traffic` counts exactly. */
  rx_bytes?: (number | null)[]
  tx_bytes?: (number | null)[]
  /** Values of `Rat`. */
  rat?: Labels
  /** Bands in use: `B3+B7`, `B1+n78`. */
  bands?: Labels
  /** Cell identity in upper-case hexadecimal. */
  cell?: Labels
  /** Values of `HistoryState`. */
  state?: Labels
  /** Null where nothing was counted. */
  traffic?: Traffic | null
}

/** What a line of the journal is about. */
export type JournalKind =
  | 'watch'
  | 'presence'
  | 'sim'
  | 'registration'
  | 'operator'
  | 'technology'
  | 'bands'
  | 'cell'
  | 'connection'
  | 'rung'

/** One change. */
export interface JournalEntry {
  /** Seconds since 1970; null where the clock of the router was never set in that run. */
  time: number | null
  /** Seconds ago; null where the router has been started since. */
  age_s: number | null
  kind: JournalKind
  /** What held before; null where nothing was known. */
  from: string | null
  /** What holds since: the words of `info`; for `rung` what was done. */
  to: string | null
  /** For `rung`: why, and what came of it, in sentences. */
  why: string | null
}

/** Answer of `journal`. */
export interface JournalReply {
  modem: string
  /** Oldest first. */
  entries: JournalEntry[]
}
