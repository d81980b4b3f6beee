import type { ModemArgs } from './args.ts'

/** Arguments of `ussd`. */
export interface UssdArgs extends ModemArgs {
  /**
   * Code of the operator: it begins with `*` or `#` and ends with `#`.
   * @pattern ^[*#][0-9*#+]{0,100}#$
   */
  code: string
  /** True also sends a code that changes a service at the operator, such as call forwarding; those of a PIN never. */
  force?: boolean
}

/** Arguments of `ussd_reply`. */
export interface AnswerUssdArgs extends ModemArgs {
  /**
   * What the menu asks for, most often a number.
   * @pattern ^[-0-9A-Za-z *#+.,:!?/()&=%]{1,160}$
   */
  text: string
}

/** Answer of `ussd`, `ussd_reply` and `ussd_cancel`. */
export interface UssdReply {
  modem: string
  /**
   * `waiting`: ask `job`; `menu`: the network wants an answer, by `ussd_reply`, or `ussd_cancel`; `done`: the session is
   * over; `refused`: modem or network do not do it; `no_answer`: nothing came in time; `cancelled`. But for `waiting` and
   * `menu` no session is open.
   */
  state: 'waiting' | 'menu' | 'done' | 'refused' | 'no_answer' | 'cancelled'
  /** What the network says; null where it says nothing. */
  text: string | null
  /** `no_cs_service`: codes go by circuit-switched service, which the modem has not got or cannot reach in this network. */
  reason: 'no_cs_service' | null
  /** What happened, in a sentence. */
  message: string
  /** How often the network was asked in this session. */
  round: number
  /** False when the modem did not take back its own settings. */
  settings_restored: boolean
  /** The job that holds the session. */
  job?: string
}
