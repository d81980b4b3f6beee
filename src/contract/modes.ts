import type { ChangeReply, ModemArgs } from './args.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** Which technologies the modem may use, as one choice; `auto` leaves it to the modem. */
export type AccessMode =
  | 'auto'
  | 'gsm'
  | 'umts'
  | 'gsm_umts'
  | 'lte'
  | 'gsm_lte'
  | 'umts_lte'
  | 'gsm_umts_lte'
  | 'nr'
  | 'lte_nr'
  | 'umts_nr'
  | 'umts_lte_nr'

/** Which kinds of 5G the modem may use: both, stand-alone only, non-stand-alone only. */
export type NrMode = 'all' | 'sa' | 'nsa'

/** A choice of technologies; what is null was not told or does not exist. */
export interface ModeState {
  mode: AccessMode | null
  nr: NrMode | null
}

/** Answer of `modes`. */
export interface ModesReply extends ModeState {
  modem: string
  /** Choices for `mode`; empty where the model cannot choose. */
  modes: AccessMode[]
  /** Choices for `nr`; empty where the model cannot choose. */
  nr_modes: NrMode[]
}

/** Arguments of `set_modes`: one of both or both. */
export interface SetModesArgs extends ModemArgs {
  /** Technologies, where `modes` lists them. */
  mode?: AccessMode
  /** How 5G may be used: with LTE (`nsa`), without it (`sa`), or both. */
  nr?: NrMode
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Answer of `set_modes`. */
export interface SetModesReply extends ChangeReply {
  /** The choice as asked for; null for what was left as it was. */
  requested: ModeState
  before: ModeState
  /** Read back; null when the modem did not answer. */
  after: ModeState | null
  /** With `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
