import type { ConnectionState } from './connection.ts'
import type { Rat, RegistrationState, SimState } from './info.ts'
import type { Rung } from './rung.ts'

/** The connection is up and has an address. */
export interface ConnectedEvent {
  /** Interface of netifd, `wan`. */
  interface: string | null
  /** Network device, `wwan0`. */
  device: string | null
  /** Its first address, without the length of its prefix. */
  address: string | null
}

/** The connection is up no more, or not any longer with an address. */
export interface DisconnectedEvent {
  interface: string | null
  /** How the connection stands now; null while the modem is not on its bus. */
  state: ConnectionState | null
  /** What the protocol handler or netifd calls the error. */
  error: string | null
}

/** The connection has been dead for long enough for something to be done. */
export interface OutageEvent {
  /** Why, in a sentence. */
  reason: string
  /** How long it has been dead. */
  seconds: number
}

/** A connection that was dead is alive again. */
export interface RecoveredEvent {
  /** What was done last before; null where it came back by itself. */
  rung: Rung | null
  /** How long it was dead. */
  seconds: number
}

/** The modem has left its bus or has come back to it. */
export interface PresenceEvent {
  present: boolean
}

/** The modem is registered in another way than before. */
export interface RegistrationEvent {
  state: RegistrationState
  was: RegistrationState
}

/** The modem is registered with another operator. */
export interface OperatorEvent {
  name: string | null
  /** MCC and MNC, `26001`. */
  plmn: string
  was: string
}

/** The technology in use has changed and stayed so for two looks. */
export interface TechnologyEvent {
  rat: Rat
  was: Rat
}

/** The state of the SIM card has changed. */
export interface SimEvent {
  state: SimState
  was: SimState
}

/** The signal has changed by as much as `signal_step` says. */
export interface SignalEvent {
  /** dBm. */
  rsrp: number | null
  /** dB. */
  rsrq: number | null
  /** dB. */
  sinr: number | null
  /** dBm. */
  rssi: number | null
}

/** The signal has been below `signal_below` for `below_minutes`, or is above it again. */
export interface SignalLowEvent {
  low: boolean
  /** dBm. */
  rsrp: number
  minutes: number
}

/** The technology has been below `technology_below` for `below_minutes`, or is not any more. */
export interface TechnologyLowEvent {
  low: boolean
  rat: Rat
  minutes: number
}

/** The modem is hotter than `hot` says, or cool again. */
export interface TemperatureEvent {
  hot: boolean
  celsius: number
}

/** So much of the month's traffic has been used: told at 80 and at 100 percent. */
export interface LimitEvent {
  percent: number
  used_mb: number
  limit_mb: number
  /** Whether the interface is taken down for it. */
  stopped: boolean
}

/** Text messages have come in. Neither texts nor numbers are told: `messages` reads them. */
export interface MessageEvent {
  /** How many more than before. */
  count: number
  /** How many are stored. */
  stored: number
}

/** `values_every` seconds have gone by: what `metrics` tells of the modem was read just now. For scripts that hand it on. */
export interface ValuesEvent {
  /** Whether the modem answered. */
  answers: boolean
}

/** What the watch tells, on change only but for `values`. One member is one event. */
export interface ModemEvents {
  connected: ConnectedEvent
  disconnected: DisconnectedEvent
  outage: OutageEvent
  recovered: RecoveredEvent
  presence: PresenceEvent
  registration: RegistrationEvent
  operator: OperatorEvent
  technology: TechnologyEvent
  sim: SimEvent
  signal: SignalEvent
  signal_low: SignalLowEvent
  technology_low: TechnologyLowEvent
  temperature: TemperatureEvent
  limit: LimitEvent
  message: MessageEvent
  values: ValuesEvent
}

/** Name of an event. */
export type EventName = keyof ModemEvents
