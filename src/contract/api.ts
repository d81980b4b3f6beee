import type {
  ApplyArgs,
  ApplyReply,
  AutoconnectReply,
  CapabilitiesReply,
  CellLockChange,
  CellLockReply,
  CellsReply,
  ChangePinArgs,
  ContextsReply,
  LockCellArgs,
  ModesReply,
  RestartArgs,
  RestartReply,
  SelectSimArgs,
  SetAutoconnectArgs,
  SetAutoconnectReply,
  SetContextArgs,
  SetContextReply,
  SetModesArgs,
  SetModesReply,
  SetSimLockArgs,
  SetUsbModeArgs,
  SetUsbModeReply,
  SimChangeReply,
  SimReply,
  UnlockCellArgs,
  UnlockSimArgs,
  UsbModeReply,
} from './control.ts'
import type { BandLists, BandRat, Bus, Carrier, ModemInfo, Rat, Registration, Signal } from './info.ts'

/** Which modem a call is about. May be left out while there is only one. */
export interface ModemArgs {
  /**
   * Identifier from `list`, or the path of its AT port.
   * @pattern ^[A-Za-z0-9_./:@-]{1,64}$
   */
  modem?: string
}

/** Arguments of methods that read the modem. */
export interface ReadArgs extends ModemArgs {
  /**
   * Oldest acceptable answer in milliseconds; default 2000. 0 asks the modem anew.
   * @minimum 0
   * @maximum 3600000
   */
  max_age?: number
}

/** One modem found in `/sys`. */
export interface ListedModem {
  /** Identifier for the `modem` argument of every method. */
  modem: string
  bus: Bus
  /** `vid:pid` in lower-case hexadecimal. */
  id: string
  /** Model by the model table and the product string; null when it is not known. */
  model: string | null
  /** USB manufacturer and product strings. */
  manufacturer: string | null
  product: string | null
  /** AT dialect the modem is spoken to in. */
  dialect: string
  /** The AT port in use; null when there is none. */
  port: string | null
  /** Every serial port of the modem. */
  ports: string[]
  /** Network devices of the modem. */
  devices: string[]
}

/** Answer of `list`. */
export interface ModemList {
  modems: ListedModem[]
  /** Mistakes found in configuration and model files, in words. */
  warnings: string[]
}

/** Answer of `signal`: the part of `info` that changes from second to second. */
export interface SignalReply {
  modem: string
  rat: Rat | null
  signal: Signal
  carriers: Carrier[]
  age_ms: number
}

/** One word for the state of the modem, from bad to good. */
export type StatusWord =
  | 'no_modem'
  | 'no_port'
  | 'port_busy'
  | 'port_silent'
  | 'sim_missing'
  | 'pin_required'
  | 'puk_required'
  | 'sim_failure'
  | 'radio_off'
  | 'searching'
  | 'denied'
  | 'not_registered'
  | 'registered'
  | 'connected'

/** Answer of `status`. */
export interface StatusReply {
  /** Null when there is no modem. */
  modem: string | null
  status: StatusWord
  /** Why, and what to do about it, as a sentence for a person. */
  reason: string
  registration: Registration | null
  operator: string | null
  rat: Rat | null
  percent: number | null
  age_ms: number
}

/** Answer of `bands`. */
export interface BandsReply {
  modem: string
  /** Name of the model. */
  name: string
  /** Bands the modem can use. */
  supported: BandLists
  /** Bands the modem may use now; null for a technology the modem did not tell. */
  enabled: { [Key in BandRat]?: number[] | null }
  /** Technologies whose bands `set_bands` can change. */
  writable: BandRat[]
}

/** Arguments of `set_bands`: exactly one of `bands` and `default`. */
export interface SetBandsArgs extends ModemArgs {
  rat: BandRat
  /**
   * The bands the modem may use from now on.
   * @minItems 1
   * @maxItems 128
   */
  bands?: BandNumber[]
  /** True restores the model's default bands. */
  default?: boolean
}

/**
 * Number of a band, without B or n.
 * @asType integer
 * @minimum 1
 * @maximum 1023
 */
export type BandNumber = number

/** Answer of `set_bands`. */
export interface SetBandsReply {
  modem: string
  rat: BandRat
  requested: number[]
  before: number[]
  /** Read back after the change; null when the modem did not answer. */
  after: number[] | null
  /** True when `after` is what was asked for. */
  verified: boolean
  /** True when the change takes effect only after a restart of the modem. */
  restart_needed: boolean
  /** What the modem answered to the write. */
  answer: string
}

/** Arguments of `at`. */
export interface AtArgs extends ModemArgs {
  /**
   * One command line beginning with AT, printable ASCII only.
   * @pattern ^[Aa][Tt][ -~]{0,1022}$
   */
  command: string
  /**
   * How long to wait for the final result, milliseconds; default 5000.
   * @minimum 100
   * @maximum 14000
   */
  timeout_ms?: number
}

/** Answer of `at`. */
export interface AtReply {
  modem: string
  command: string
  /** Answer lines without echo and final result. */
  lines: string[]
  /** The final result line, or `timeout`. */
  final: string
  ok: boolean
}

/** The ubus object `modem`. One member is one method; the tags give the ACL group. */
export interface ModemApi {
  /**
   * The modems of this host and their ports, without talking to them.
   * @access status
   */
  list(args: NoArgs): ModemList
  /**
   * Everything known about one modem.
   * @access status
   */
  info(args: ReadArgs): ModemInfo
  /**
   * The values that change from second to second, for polling.
   * @access status
   */
  signal(args: ReadArgs): SignalReply
  /**
   * One word for the modem's state and the reason in words.
   * @access status
   */
  status(args: ReadArgs): StatusReply
  /**
   * The bands the modem can use and may use.
   * @access status
   */
  bands(args: ModemArgs): BandsReply
  /**
   * Chooses the bands the modem may use, and reads back what holds.
   * @access control
   */
  set_bands(args: SetBandsArgs): SetBandsReply
  /**
   * Which technologies the modem may use, and which could be chosen.
   * @access status
   */
  modes(args: ModemArgs): ModesReply
  /**
   * Chooses the technologies the modem may use, and reads back what holds.
   * @access control
   */
  set_modes(args: SetModesArgs): SetModesReply
  /**
   * The cells the modem uses and those it hears beside them.
   * @access status
   */
  cells(args: ModemArgs): CellsReply
  /**
   * The cell or channel the modem is bound to.
   * @access status
   */
  cell_lock(args: ModemArgs): CellLockReply
  /**
   * Binds the modem to a channel, or to one cell on it.
   * @access control
   */
  lock_cell(args: LockCellArgs): CellLockChange
  /**
   * Frees the modem of its cell lock.
   * @access control
   */
  unlock_cell(args: UnlockCellArgs): CellLockChange
  /**
   * The packet data contexts with their access point names.
   * @access status
   */
  contexts(args: ModemArgs): ContextsReply
  /**
   * Defines a packet data context: access point name, type and authentication.
   * @access control
   */
  set_context(args: SetContextArgs): SetContextReply
  /**
   * The composition of USB functions the modem shows, and those it could show.
   * @access status
   */
  usb_mode(args: ModemArgs): UsbModeReply
  /**
   * Chooses a composition of USB functions; says which device and protocol will follow.
   * @access control
   */
  set_usb_mode(args: SetUsbModeArgs): SetUsbModeReply
  /**
   * Whether the modem dials by itself.
   * @access status
   */
  autoconnect(args: ModemArgs): AutoconnectReply
  /**
   * Lets the modem dial by itself, or not.
   * @access control
   */
  set_autoconnect(args: SetAutoconnectArgs): SetAutoconnectReply
  /**
   * Restarts the modem and waits for it as long as a call may; `restart_state` tells the rest.
   * @access control
   */
  restart(args: RestartArgs): RestartReply
  /**
   * Whether a restarted modem is back.
   * @access status
   */
  restart_state(args: ModemArgs): RestartReply
  /**
   * State of the SIM, its lock and the attempts that are left.
   * @access status
   */
  sim(args: ModemArgs): SimReply
  /**
   * Gives the SIM its PIN, or its PUK with a new PIN; once.
   * @access control
   */
  unlock_sim(args: UnlockSimArgs): SimChangeReply
  /**
   * Sets whether the SIM asks for its PIN at power-up.
   * @access control
   */
  set_sim_lock(args: SetSimLockArgs): SimChangeReply
  /**
   * Replaces the PIN of the SIM.
   * @access control
   */
  change_pin(args: ChangePinArgs): SimChangeReply
  /**
   * Uses the SIM of another slot.
   * @access control
   */
  select_sim(args: SelectSimArgs): SimChangeReply
  /**
   * What this model can be asked and told, and why not.
   * @access status
   */
  capabilities(args: ModemArgs): CapabilitiesReply
  /**
   * Brings the modem to what `/etc/config/modem` wants, with the fewest writes.
   * @access control
   */
  apply(args: ApplyArgs): ApplyReply
  /**
   * Sends one raw AT command. Whoever may call this is root over the modem.
   * @access at
   */
  at(args: AtArgs): AtReply
}

/** No arguments. */
export type NoArgs = Record<string, never>
