import type { ModemArgs } from './args.ts'
import type { BandLists, BandRat } from './info.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** Answer of `bands`. */
export interface BandsReply {
  modem: string
  /** Name of the model. */
  name: string
  /**
   * Bands the modem can use: what it lists itself, else what is known of its product, what is enabled now, and what was
   * when it was first seen.
   */
  supported: BandLists
  /** Bands the modem may use now; null for a technology the modem did not tell. */
  enabled: { [Key in BandRat]?: number[] | null }
  /** Technologies whose bands `set_bands` can change. */
  writable: BandRat[]
}

/** Arguments of `set_bands`: exactly one of `bands` and `default`. */
export interface SetBandsArgs extends ModemArgs {
  /** Technology whose bands are meant. */
  rat: BandRat
  /**
   * The bands the modem may use from now on.
   * @minItems 1
   * @maxItems 128
   */
  bands?: BandNumber[]
  /**
   * True restores the default: every band the modem lists itself, else the list of its product and what was enabled
   * when the modem was first seen.
   */
  default?: boolean
  /**
   * Bands of other technologies, set in the same change.
   * @minItems 1
   * @maxItems 2
   */
  also?: BandWish[]
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Wanted bands of one technology. */
export interface BandWish {
  rat: BandRat
  /**
   * The bands the modem may use from now on.
   * @minItems 1
   * @maxItems 128
   */
  bands: BandNumber[]
}

/** What became of the bands of one technology. */
export interface BandOutcome {
  rat: BandRat
  requested: number[]
  before: number[]
  /** Read back after the change; null when the modem did not answer. */
  after: number[] | null
}

/**
 * Number of a band, without B or n.
 * @asType integer
 * @minimum 1
 * @maximum 1023
 */
export type BandNumber = number

/** Answer of `set_bands`. */
export interface SetBandsReply extends BandOutcome {
  modem: string
  /** Of the other technologies that were asked for. */
  also?: BandOutcome[]
  /** True when `after` is what was asked for, of every technology. */
  verified: boolean
  /** True when the change takes effect only after a restart of the modem. */
  restart_needed: boolean
  /** What the modem answered to the write. */
  answer: string
  /** With `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
