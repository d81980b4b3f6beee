import type { Final } from '../channel/at.ts'
import type { BandLists, BandRat, CarrierRat, Rat, RegistrationDomain, SimState } from '../contract/info.ts'
import type { Settings } from './control.ts'

/** What the modem answered to one question. */
export interface Answer {
  /** Lines that belong to the question, without echo, final result and unsolicited lines. */
  lines: readonly string[]
  /** How the command line ended for this question. */
  final: Final
}

/** Answers by question: `lines` is null when the question was not asked or not answered with OK. */
export interface Answers {
  /** Lines answered to `ask`; lines that came before an error count, null when there is none and no OK. */
  lines(ask: string): readonly string[] | null
  /** The whole answer, also a refused one; undefined when it was not asked. */
  answer(ask: string): Answer | undefined
}

/** One thing to ask a modem. */
export interface Question<O = unknown> {
  /** Command without `AT`, for example `+GTCCINFO?`. Parts that belong together are joined by `;`. */
  ask: string
  /**
   * Names the answer lines begin with (`NAME:`; compared without case, a leading + may be missing). Default: the
   * command's own name.
   */
  answers?: readonly string[]
  /** Lines without a name follow the named line and belong to it (`+GTCCINFO:` and its rows). */
  rows?: true
  /** Asked instead, alone, when `ask` is refused; its answer counts as the answer to `ask`. */
  fallback?: string
  /** OK without any line is a normal answer. */
  silent?: true
  /** Goes to the end of a command line, because its error is an answer or would hide what follows (`+CPIN?`). */
  last?: true
  /** The answer is one line without a name (`+CGMI`); such questions share lines only with each other. */
  bare?: true
  /** Never joined with others in one command line: free text answers, firmware that chokes on chains. */
  alone?: true
  /** Ask once per enumeration of the modem, or once per inserted SIM, and remember the answer. */
  keep?: 'enumeration' | 'sim'
  /** Whether an answer may be remembered; default: every one that has a line. */
  sound?(lines: readonly string[]): boolean
  /** Ask only if this says so, after everything without a condition has been answered. */
  when?(answers: Answers, options: O): boolean
  /** Longest wait for the final result, default 5000 ms. */
  timeoutMs?: number
  /** How long to listen for more lines after OK (EM12 prints +QTEMP after it), default 0. */
  afterOkMs?: number
}

/** Registration as one domain tells it. */
export interface DomainRegistration {
  domain: RegistrationDomain
  stat: number
  area: number | null
  cell_id: number | null
  act: number | null
}

/** One carrier as a dialect reads it; what is not told is left out or null. */
export interface CarrierFact {
  role: 'pcc' | 'scc'
  rat: CarrierRat
  band?: number | null
  channel?: number | null
  pci?: number | null
  bandwidth_mhz?: number | null
  uplink_bandwidth_mhz?: number | null
  /** Default true. */
  active?: boolean
  rssi?: number | null
  rsrp?: number | null
  rsrq?: number | null
  sinr?: number | null
  /** Every receive antenna, main antenna first, where the modem tells several apart. */
  rssi_antennas?: number[]
  rsrp_antennas?: number[]
}

/** One cell the modem hears and does not use; `rsrp` and `rsrq` are RSCP and Ec/Io on UMTS. */
export type NeighbourFact = Pick<CarrierFact, 'rat' | 'band' | 'channel' | 'pci' | 'rsrp' | 'rsrq' | 'sinr'>

/** Everything a dialect can tell; what it does not know it leaves out. */
export interface Facts {
  vendor?: string | null
  model?: string | null
  firmware?: string | null
  imei?: string | null
  imsi?: string | null
  iccid?: string | null
  slot?: number | null
  sim?: SimState | null
  registrations?: readonly DomainRegistration[]
  operator_name?: string | null
  /** MCC and MNC, 5–6 digits. */
  plmn?: string | null
  /** Overrides what the access technology code and the carriers say. */
  rat?: Rat | null
  rat_text?: string | null
  csq?: number | null
  /** Serving-cell values; where absent, the primary carrier's count. */
  rssi?: number | null
  rsrp?: number | null
  rsrq?: number | null
  sinr?: number | null
  rscp?: number | null
  ecio?: number | null
  cell_id?: number | null
  lac?: number | null
  tac?: number | null
  /** Primary first. On EN-DC the LTE anchor is the primary and the NR leg a secondary. */
  carriers?: readonly CarrierFact[]
  /** Told by `cells`, where the questions of the writing half's `cells` are answered. */
  neighbours?: readonly NeighbourFact[]
  /** Whether the modem may aggregate uplink carriers. */
  uplink_aggregation?: boolean
  /** °C, hottest plausible sensor. */
  temperature?: number | null
}

/** One command, several to try one after the other, or null: do not ask. */
export type IdentityCommand = string | readonly string[] | null

/** Commands for identity where a model does not use the standard ones. */
export interface IdentityCommands {
  /** Default `+CGMI`. */
  vendor?: IdentityCommand
  /** Default `+CGMM`. */
  model?: IdentityCommand
  /** Default `+CGMR`. */
  firmware?: IdentityCommand
  /** Default `+CGSN`. */
  imei?: IdentityCommand
  /** Default `+CIMI`. */
  imsi?: IdentityCommand
  /** Default `+ICCID`, then `+CCID`. */
  iccid?: IdentityCommand
}

/**
 * One AT dialect, the reading half. A file in this room exports it as `dialect`; there is no registry.
 * Pure: lines in, facts out; nothing here throws or logs.
 */
export interface Dialect<O = unknown> {
  identity?: IdentityCommands | ((options: O) => IdentityCommands)
  /** The model's name as its maker writes it, from the answered one (`SIMCOM_SIM8200EA-M2` is a SIM8200EA-M2). */
  modelName?(answered: string): string
  /** What to ask beyond the standard questions. */
  questions(options: O): readonly Question<O>[]
  read(answers: Answers, options: O): Facts
  /** Names of unsolicited lines beyond the standard ones. */
  unsolicited?: readonly string[]
}

/** Which bands, as `set_bands` asks: a list, or the model's default. */
export interface BandChoice {
  rat: BandRat
  /** Ascending, checked against the supported list. */
  bands: readonly number[]
  /** True when the default was asked for; `bands` is then the model's default list. */
  isDefault: boolean
}

/** Bands as the modem reports them. */
export interface BandState {
  /** Null for a technology the modem was asked for and did not tell. */
  enabled: { [Key in BandRat]?: number[] | null }
  /** Where the modem itself lists what it can do; otherwise the model's list counts. */
  supported?: BandLists
}

/** The writing half of a dialect, exported as `control` from the same file and loaded only by writing methods. */
export interface Control<O = unknown> extends Settings<O> {
  /** As in {@link Dialect}. */
  unsolicited?: readonly string[]
  bands?: {
    questions(options: O): readonly Question<O>[]
    /** `bands` is the model's own list, for masks that mean "all". */
    read(answers: Answers, options: O, bands: BandLists): BandState
    /**
     * The command lines (without AT) that bring the choice about, built from what was read; null when the reading
     * was not good enough to write safely: then nothing is sent.
     */
    write(choice: BandChoice, answers: Answers, options: O, bands: BandLists): readonly string[] | null
    /** Whether the modem itself lists what it can do; default false: without the model's list nothing can be chosen. */
    told?(options: O): boolean
    /** The new bands hold only after a restart of the modem. */
    restartNeeded?: boolean | ((options: O) => boolean)
  }
}
