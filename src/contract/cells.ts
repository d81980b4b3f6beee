import type { ChangeReply, ModemArgs } from './args.ts'
import type { CarrierRat } from './info.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** One cell the modem sees. */
export interface SeenCell {
  role: 'serving' | 'secondary' | 'neighbour'
  rat: CarrierRat
  band: number | null
  /** EARFCN, NR-ARFCN, UARFCN or ARFCN. */
  channel: number | null
  /** Physical cell identity; scrambling code on UMTS. */
  pci: number | null
  /** Subcarrier spacing in kHz (NR). */
  scs_khz: number | null
  /** Full cell identity. */
  cell_id: number | null
  /** Reference signal received power (RSCP on UMTS) in dBm. */
  rsrp: number | null
  /** Reference signal received quality (Ec/Io on UMTS) in dB. */
  rsrq: number | null
  /** Signal to interference and noise ratio in dB. */
  sinr: number | null
}

/** Answer of `cells`. */
export interface CellsReply {
  modem: string
  cells: SeenCell[]
}

/** A cell or frequency the modem is bound to. */
export interface CellLock {
  rat: 'lte' | 'nr'
  /** EARFCN or NR-ARFCN. */
  channel: number
  /** Physical cell identity; null: any cell of the channel. */
  pci: number | null
  /** Band number (NR); null where the modem does not say. */
  band: number | null
  /** Subcarrier spacing in kHz (NR); null where the modem does not say. */
  scs_khz: number | null
}

/** Answer of `cell_lock`. */
export interface CellLockReply {
  modem: string
  /** What the modem is bound to; empty when it is free. */
  locks: CellLock[]
  /** Technologies that can be bound. */
  rats: CellLock['rat'][]
  /** To how many cells of each technology it can be bound at once. */
  most: { [Key in CellLock['rat']]?: number }
}

/** One more cell of a lock. */
export interface FurtherCell {
  /**
   * EARFCN or NR-ARFCN.
   * @asType integer
   * @minimum 0
   * @maximum 3279165
   */
  channel: number
  /**
   * Physical cell identity.
   * @asType integer
   * @minimum 0
   * @maximum 1007
   */
  pci: number
}

/** Arguments of `lock_cell`. */
export interface LockCellArgs extends ModemArgs {
  /** Technology of the cell. */
  rat: 'lte' | 'nr'
  /**
   * EARFCN (0–70655) or NR-ARFCN (0–3279165).
   * @asType integer
   * @minimum 0
   * @maximum 3279165
   */
  channel: number
  /**
   * Physical cell identity: 0–503 on LTE, 0–1007 on NR. Without it the whole channel is meant.
   * @asType integer
   * @minimum 0
   * @maximum 1007
   */
  pci?: number
  /**
   * Band number; NR locks of most models need it.
   * @asType integer
   * @minimum 1
   * @maximum 1023
   */
  band?: number
  /** Subcarrier spacing in kHz; NR locks of most models need it. */
  scs_khz?: 15 | 30 | 60 | 120 | 240
  /**
   * Further cells of this technology among which the modem may choose, where it can: see `most` of `cell_lock`.
   * @minItems 1
   * @maxItems 9
   */
  also?: FurtherCell[]
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Arguments of `unlock_cell`. */
export interface UnlockCellArgs extends ModemArgs {
  /** Only this technology; default: all. */
  rat?: 'lte' | 'nr'
}

/** Answer of `lock_cell` and `unlock_cell`. */
export interface CellLockChange extends ChangeReply {
  /** The wanted lock, of several cells the first; null: none. */
  requested: CellLock | null
  before: CellLock[]
  /** Read back; null when the modem did not answer. */
  after: CellLock[] | null
  /** Of `lock_cell` with `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
