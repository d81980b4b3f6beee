import type { ModemArgs } from './api.ts'
import type { CarrierRat, ConnectionProtocol, SimState } from './info.ts'

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
  mode?: AccessMode
  nr?: NrMode
}

/** Answer of every writing method: what was asked for, what held before, what holds now. */
export interface ChangeReply {
  modem: string
  /** True when what was read back is what was asked for. */
  verified: boolean
  /** True when the change takes effect only after a restart of the modem. */
  restart_needed: boolean
  /** What the modem answered to the write; several lines are separated by a line feed. */
  answer: string
}

/** Answer of `set_modes`. */
export interface SetModesReply extends ChangeReply {
  /** The choice as asked for; null for what was left as it was. */
  requested: ModeState
  before: ModeState
  /** Read back; null when the modem did not answer. */
  after: ModeState | null
}

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
}

/** Arguments of `lock_cell`. */
export interface LockCellArgs extends ModemArgs {
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
}

/** Arguments of `unlock_cell`. */
export interface UnlockCellArgs extends ModemArgs {
  /** Only this technology; default: all. */
  rat?: 'lte' | 'nr'
}

/** Answer of `lock_cell` and `unlock_cell`. */
export interface CellLockChange extends ChangeReply {
  /** The wanted lock; null: none. */
  requested: CellLock | null
  before: CellLock[]
  /** Read back; null when the modem did not answer. */
  after: CellLock[] | null
}

/** Type of a packet data context, 3GPP TS 27.007 §10.1.1 `<PDP_type>`. */
export type PdpType = 'ip' | 'ipv6' | 'ipv4v6' | 'ppp' | 'non_ip'

/** Authentication of a packet data context, 3GPP TS 27.007 §10.1.31 `<auth_prot>`. */
export type PdpAuth = 'none' | 'pap' | 'chap'

/** A packet data context: how the modem reaches one network. */
export interface PdpContext {
  /** Context identifier. */
  cid: number
  type: PdpType | null
  /** Access point name; empty: the network chooses. */
  apn: string
  /** Authentication; null where the modem does not tell. */
  auth: PdpAuth | null
  /** User name; passwords are never told. */
  user: string | null
  /** Whether the context is active. */
  active: boolean | null
  /** Addresses the network gave. */
  addresses: string[]
}

/** Answer of `contexts`. */
export interface ContextsReply {
  modem: string
  contexts: PdpContext[]
}

/** Arguments of `set_context`. */
export interface SetContextArgs extends ModemArgs {
  /**
   * Context identifier.
   * @asType integer
   * @minimum 1
   * @maximum 16
   */
  cid: number
  /**
   * Access point name: letters, digits, `.`, `-`, `_`; empty: the network chooses.
   * @pattern ^[A-Za-z0-9._-]{0,100}$
   */
  apn: string
  /** Default: as it is, else `ipv4v6`. */
  type?: PdpType
  /** With `pap` and `chap` go `user` and `password`. */
  auth?: PdpAuth
  /**
   * User name.
   * @pattern ^[!#-+./-:<-~-]{0,64}$
   */
  user?: string
  /**
   * Password.
   * @pattern ^[!#-+./-:<-~-]{0,64}$
   */
  password?: string
}

/** Answer of `set_context`. */
export interface SetContextReply extends ChangeReply {
  requested: { cid: number; type: PdpType; apn: string; auth: PdpAuth | null; user: string | null }
  /** Null when the context did not exist. */
  before: PdpContext | null
  /** Read back; null when it does not exist or the modem did not answer. */
  after: PdpContext | null
}

/** A composition of USB functions the modem can take. */
export interface UsbMode {
  /** The modem's own number or code for it. */
  id: string
  /** What it means, in words. */
  name: string
  /** The `vid:pid` the modem will show; null when it stays or is not known. */
  vidpid: string | null
  /** What its network device will speak; null when not known. */
  protocol: ConnectionProtocol | null
  /** The netifd protocol that goes with it, for example `dhcp`, `qmi`, `mbim`; null when not known. */
  proto: string | null
  /** False when the modem will have no AT port any more: a one-way road. */
  at_port: boolean
}

/** Answer of `usb_mode`. */
export interface UsbModeReply {
  modem: string
  /** Null when the modem's answer is not among those known. */
  current: UsbMode | null
  /** The modem's own code for the current mode. */
  current_id: string | null
  possible: UsbMode[]
}

/** Arguments of `set_usb_mode`. */
export interface SetUsbModeArgs extends ModemArgs {
  /**
   * `id` of one of the possible modes.
   * @pattern ^[A-Za-z0-9_,-]{1,32}$
   */
  mode: string
  /** True allows a mode without an AT port. */
  force?: boolean
}

/** Answer of `set_usb_mode`. */
export interface SetUsbModeReply extends ChangeReply {
  requested: UsbMode
  before: string | null
  /** Read back; null when the modem did not answer. */
  after: string | null
}

/** Answer of `autoconnect`. */
export interface AutoconnectReply {
  modem: string
  /** Whether the modem dials by itself; null when it does not tell. */
  enabled: boolean | null
}

/** Arguments of `set_autoconnect`. */
export interface SetAutoconnectArgs extends ModemArgs {
  enabled: boolean
}

/** Answer of `set_autoconnect`. */
export interface SetAutoconnectReply extends ChangeReply {
  requested: boolean
  before: boolean | null
  after: boolean | null
}

/** How to restart: the radio only, the modem's software, the whole module. */
export type RestartKind = 'soft' | 'reset' | 'power'

/** Arguments of `restart`. */
export interface RestartArgs extends ModemArgs {
  /** Default `soft`: +CFUN=1,1 or what the model has for it. */
  how?: RestartKind
}

/** Answer of `restart` and `restart_state`. */
export interface RestartReply {
  modem: string
  /** `waiting`: ask `restart_state` again; `back`: the port answers; `lost`: it did not come back in time. */
  state: 'none' | 'waiting' | 'back' | 'lost'
  /** Milliseconds since the restart was ordered. */
  elapsed_ms: number | null
  /** What happened, in a sentence. */
  message: string
}

/** Answer of `sim`. */
export interface SimReply {
  modem: string
  state: SimState
  /** Slot in use, from 1; null where the model does not tell. */
  slot: number | null
  /** Slots that can be chosen; empty where there is no choice. */
  slots: number[]
  /** Whether the SIM asks for its PIN at power-up; null when it does not tell. */
  lock_enabled: boolean | null
  /** Remaining attempts; null where the modem does not tell. */
  pin_attempts: number | null
  puk_attempts: number | null
}

/** Arguments of `unlock_sim`: `pin`, or `puk` with `new_pin`. */
export interface UnlockSimArgs extends ModemArgs {
  /** @pattern ^[0-9]{4,8}$ */
  pin?: string
  /** @pattern ^[0-9]{8}$ */
  puk?: string
  /** @pattern ^[0-9]{4,8}$ */
  new_pin?: string
  /** True also uses up the last attempt. */
  force?: boolean
}

/** Arguments of `set_sim_lock`. */
export interface SetSimLockArgs extends ModemArgs {
  enabled: boolean
  /** @pattern ^[0-9]{4,8}$ */
  pin: string
  /** True also uses up the last attempt. */
  force?: boolean
}

/** Arguments of `change_pin`. */
export interface ChangePinArgs extends ModemArgs {
  /** @pattern ^[0-9]{4,8}$ */
  pin: string
  /** @pattern ^[0-9]{4,8}$ */
  new_pin: string
  /** True also uses up the last attempt. */
  force?: boolean
}

/** Arguments of `select_sim`. */
export interface SelectSimArgs extends ModemArgs {
  /**
   * Slot, from 1.
   * @asType integer
   * @minimum 1
   * @maximum 4
   */
  slot: number
}

/** Answer of the methods that change the SIM. */
export interface SimChangeReply extends ChangeReply {
  before: SimReply
  /** Read back; null when the modem did not answer. */
  after: SimReply | null
}

/** Things a model may be able to do. */
export type Capability =
  | 'bands'
  | 'modes'
  | 'cells'
  | 'cell_lock'
  | 'contexts'
  | 'usb_mode'
  | 'autoconnect'
  | 'restart'
  | 'sim'
  | 'select_sim'

/** Whether this model can do a thing. */
export interface CapabilityState {
  name: Capability
  read: boolean
  write: boolean
  /** Why not, in words; null when both are possible. */
  why: string | null
}

/** Answer of `capabilities`. */
export interface CapabilitiesReply {
  modem: string
  model: string
  dialect: string
  capabilities: CapabilityState[]
}

/** Arguments of `apply`. */
export interface ApplyArgs extends ModemArgs {
  /** True tells the differences and changes nothing. */
  dry_run?: boolean
}

/** One thing the configuration wants of a modem. */
export interface ApplyStep {
  /** `bands.lte`, `modes`, `cell_lock.lte`, `pin`. */
  what: string
  wanted: string
  /** Null when it could not be read. */
  before: string | null
  /** `kept`: it was so already; `changed`; `different`: dry run; `failed`. */
  result: 'kept' | 'changed' | 'different' | 'failed'
  /** What went wrong; null otherwise. */
  message: string | null
  /** The modem must be restarted before the change takes effect: `restart`. */
  restart_needed: boolean
}

/** Answer of `apply`. */
export interface ApplyReply {
  modem: string
  /** In the order they were done; empty when nothing is configured. */
  steps: ApplyStep[]
}
