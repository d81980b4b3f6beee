import type { Facts } from '../asking/facts.ts'
import type { Answers, Question } from '../asking/question.ts'
import type { Capability } from '../contract/capabilities.ts'
import type { CellLock, SeenCell } from '../contract/cells.ts'
import type { BandLists, BandRat, RadioLevel, SimState } from '../contract/info.ts'
import type { AccessMode, ModeState, NrMode } from '../contract/modes.ts'
import type { UsbMode } from '../contract/usb.ts'

/** One command line of a write. */
export interface Step {
  /** Without `AT`; only constants and checked numbers. */
  send: string
  /** Sent where the modem refuses `send`. */
  instead?: string
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
  /** What `capabilities` calls it, where it is no part of `Settings`. */
  capability?: Capability
  /** False where this model has no such thing, though others of its dialect have; default true. */
  available?(options: O): boolean
  questions(options: O): readonly Question<O>[]
  /** Null when the answers do not tell: then nothing is written. `listed` are the bands the model's data names. */
  read(answers: Answers, options: O, listed: BandLists): State | null
  /**
   * The steps that bring the change about, built from what was read. A text says why this model cannot do it; null
   * that the reading was not good enough: then nothing is sent.
   */
  write?(change: Change, answers: Answers, options: O, listed: BandLists): readonly Step[] | string | null
  /** The change holds only after a restart of the modem. */
  restartNeeded?: boolean | ((options: O) => boolean)
}

/** Choice of technologies. */
export interface ModesSetting<O> extends Setting<O, ModeState, Partial<ModeState>> {
  /** What can be chosen; asked after reading, where the modem lists it. */
  modes(options: O, answers: Answers): readonly AccessMode[]
  nrModes?(options: O, answers: Answers): readonly NrMode[]
}

/** A wanted cell lock: the lock to set, with the further cells of one for several, or the technology to free (null: all). */
export type CellLockWish = { lock: CellLock; also: readonly CellLock[] } | { free: CellLock['rat'] | null }

/** Binding to a cell or frequency. */
export interface CellLockSetting<O> extends Setting<O, CellLock[], CellLockWish> {
  rats(options: O): readonly CellLock['rat'][]
  /** To how many cells of a technology it binds at once; default 1. */
  most?(rat: CellLock['rat'], options: O): number
}

/** USB compositions; the state is the modem's own code. */
export interface UsbModeSetting<O> extends Setting<O, string, UsbMode> {
  /** Those of this model; asked after reading, where the modem lists them. */
  modes(options: O, answers: Answers): readonly UsbMode[]
}

/** Cells the modem sees. */
export interface CellsReading<O> {
  questions(options: O): readonly Question<O>[]
  /** The answers may be about a cell that was: the registration is asked too, and without service none is told as in use. */
  remembers?: true
  /** Serving first. Default: the carriers and neighbours the reading half finds in these answers. */
  read?(answers: Answers, options: O): readonly SeenCell[]
  /** Finds them where there is no reading half. */
  facts?(answers: Answers, options: O): Facts
}

/** The SIM with its lock, where it is told otherwise than by `+CPIN?` and `+CLCK`. */
export interface CardState extends Attempts {
  state: SimState
  slot: number | null
  /** Whether it asks for its PIN at power-up. */
  locked: boolean | null
}

/** Remaining attempts of PIN and PUK. */
export interface Attempts {
  pin: number | null
  puk: number | null
}

/** Slots of the SIM; the state is the one in use, from 1. */
export interface SlotSetting<O> extends Setting<O, number> {
  slots(options: O): readonly number[]
}

/** The pin by which the holder of the SIM card tells that a card is in it. */
export interface SimDetect {
  /** Whether the modem goes by it. */
  enabled: boolean
  /** What it says; null where the modem does not tell. */
  inserted: boolean | null
}

/** Commands that restart; `soft` is +CFUN=1,1 where a dialect has no other. */
export interface RestartCommands {
  soft?: string
  reset?: string
  power?: string
}

/**
 * Choice of bands. Reading gets the lists of the model's data, which say what technologies it has; writing gets what is
 * possible: what the modem lists itself, else what is known of it.
 */
export interface BandsSetting<O> extends Setting<O, BandState, BandChoice> {
  /** Whether the modem may list itself what it can do; default false. */
  told?(options: O): boolean
  /** The modem knows a value for "all bands", which is its default. */
  everything?: true
}

/** Who keeps the radio of a modem off. */
export interface RadioVoters<O> {
  questions(options: O): readonly Question<O>[]
  /** A sentence each, with its cure; empty when nobody does, null when the answers do not tell. */
  read(answers: Answers, options: O): readonly string[] | null
}

/** Whether the radio of a modem is on, beyond what the standard says of `+CFUN?`. */
export interface RadioReading<O> {
  /** Values of `+CFUN?` that the standard leaves to the maker, 5 and above (TS 27.007 §8.2). */
  levels?: Readonly<Record<number, RadioLevel>>
  voters?: RadioVoters<O>
}

/** How a modem takes codes of the operator (`+CUSD`): as they are, or seven bits packed in hexadecimal. */
export interface UssdReading<O> {
  questions(options: O): readonly Question<O>[]
  /** What is tried first. */
  read(answers: Answers, options: O): 'plain' | 'packed'
}

/**
 * What can be read and changed of a modem beyond `info`: the half of a dialect that a file `settings.ts` in its folder
 * exports as `settings`, loaded only by the methods that need it. Every member is optional, and what is missing is
 * "not supported".
 */
export interface Settings<O = unknown> {
  /** As in `Dialect`. */
  unsolicited?: readonly string[]
  bands?: BandsSetting<O>
  modes?: ModesSetting<O>
  cells?: CellsReading<O>
  cellLock?: CellLockSetting<O>
  usbMode?: UsbModeSetting<O>
  autoconnect?: Setting<O, boolean>
  attempts?: Setting<O, Attempts, never>
  sim?: Setting<O, CardState, never>
  slot?: SlotSetting<O>
  simDetect?: Setting<O, SimDetect, never>
  radio?: RadioReading<O>
  ussd?: UssdReading<O>
  /** `list`: lists all messages and leaves those unread that are, where `+CMGL=4` marks them as read. */
  messages?: { list: string }
  restart?(options: O): RestartCommands
}

/** Which bands, as `set_bands` asks: a list, or the model's default. */
export interface BandChoice {
  rat: BandRat
  /** Ascending, checked. */
  bands: readonly number[]
  /** True when the default was asked for; `bands` is then what that is, as far as it is known. */
  isDefault: boolean
}

/** Bands as the modem reports them. */
export interface BandState {
  /** `all` where nothing is restricted; null for a technology the modem was asked for and did not tell. */
  enabled: { [Key in BandRat]?: number[] | 'all' | null }
  /** What the modem lists itself that it can do. */
  supported?: BandLists
  /** A list of the dialect's data for the product that answered, where it goes by other names than the models. */
  listed?: BandLists
}
