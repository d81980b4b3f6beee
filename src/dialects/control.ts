import type { AccessMode, CellLock, ModeState, NrMode, SeenCell, UsbMode } from '../contract/control.ts'
import type { Answers, Question } from './dialect.ts'

/** One command line of a write. */
export interface Step {
  /** Without `AT`; only constants and checked numbers. */
  send: string
  /** Longest wait for the final result, default 8000 ms. */
  timeoutMs?: number
  /** The modem may restart before it answers: silence and a vanished port are no failure. */
  mayVanish?: true
  /** The modem restarts, whether it answers or not: it is waited for before anything is read back. */
  restarts?: true
  /** Holds a PIN or a password: of the answer only the final result is told, whatever the modem repeats. */
  secret?: true
}

/** Something of a modem that can be read, and perhaps changed. Pure, as everything a dialect exports. */
export interface Setting<O, State, Change = State> {
  /** False where this model has no such thing, though others of its dialect have; default true. */
  available?(options: O): boolean
  questions(options: O): readonly Question<O>[]
  /** Null when the answers do not tell: then nothing is written. */
  read(answers: Answers, options: O): State | null
  /**
   * The steps that bring the change about, built from what was read. A text says why this model cannot do it; null
   * that the reading was not good enough.
   */
  write?(change: Change, answers: Answers, options: O): readonly Step[] | string | null
  /** The change holds only after a restart of the modem. */
  restartNeeded?: boolean
}

/** Choice of technologies. */
export interface ModesControl<O> extends Setting<O, ModeState, Partial<ModeState>> {
  /** What can be chosen; asked after reading, where the modem lists it. */
  modes(options: O, answers: Answers): readonly AccessMode[]
  nrModes?(options: O, answers: Answers): readonly NrMode[]
}

/** A wanted cell lock: the lock to set, or the technology to free (null: all). */
export type CellLockWish = { lock: CellLock } | { free: CellLock['rat'] | null }

/** Binding to a cell or frequency. */
export interface CellLockControl<O> extends Setting<O, CellLock[], CellLockWish> {
  rats(options: O): readonly CellLock['rat'][]
}

/** USB compositions; the state is the modem's own code. */
export interface UsbModeControl<O> extends Setting<O, string, UsbMode> {
  /** Those of this model; asked after reading, where the modem lists them. */
  modes(options: O, answers: Answers): readonly UsbMode[]
}

/** Cells the modem sees. */
export interface CellsControl<O> {
  questions(options: O): readonly Question<O>[]
  /** Serving first. Default: the carriers and neighbours the reading half finds in these answers. */
  read?(answers: Answers, options: O): readonly SeenCell[]
}

/** Remaining attempts of PIN and PUK. */
export interface Attempts {
  pin: number | null
  puk: number | null
}

/** Slots of the SIM; the state is the one in use, from 1. */
export interface SlotControl<O> extends Setting<O, number> {
  slots(options: O): readonly number[]
}

/** Commands that restart; `soft` is +CFUN=1,1 where a dialect has no other. */
export interface RestartControl {
  soft?: string
  reset?: string
  power?: string
}

/** What a dialect can do beside bands; every member is optional, and what is missing is "not supported". */
export interface Settings<O> {
  modes?: ModesControl<O>
  cells?: CellsControl<O>
  cellLock?: CellLockControl<O>
  usbMode?: UsbModeControl<O>
  autoconnect?: Setting<O, boolean>
  attempts?: Setting<O, Attempts, never>
  slot?: SlotControl<O>
  restart?(options: O): RestartControl
}
