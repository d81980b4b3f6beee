import type { Carrier, Rat, Registration, Signal } from './info.ts'

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
  | 'storage_mode'
  | 'driver_missing'
  | 'no_at_port'
  | 'hilink'
  | 'needs_login'
  | 'no_port'
  | 'starting'
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
  /** Seconds for which it has been seen so, over however many calls; null without a modem. */
  since_s: number | null
  registration: Registration | null
  operator: string | null
  rat: Rat | null
  percent: number | null
  age_ms: number
}
