import type { ChangeReply, ModemArgs } from './args.ts'
import type { SimState } from './info.ts'

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
  /**
   * PIN of the card.
   * @pattern ^[0-9]{4,8}$
   */
  pin?: string
  /**
   * PUK of the card, as the operator names it.
   * @pattern ^[0-9]{8}$
   */
  puk?: string
  /**
   * PIN from now on, with `puk`.
   * @pattern ^[0-9]{4,8}$
   */
  new_pin?: string
  /** True also uses up the last attempt, and sends a PIN that this card has refused or may have refused. */
  force?: boolean
}

/** Arguments of `set_sim_lock`. */
export interface SetSimLockArgs extends ModemArgs {
  /** True: it asks. */
  enabled: boolean
  /**
   * PIN of the card.
   * @pattern ^[0-9]{4,8}$
   */
  pin: string
  /** True also uses up the last attempt, and sends a PIN that this card has refused or may have refused. */
  force?: boolean
}

/** Arguments of `change_pin`. */
export interface ChangePinArgs extends ModemArgs {
  /**
   * PIN of the card.
   * @pattern ^[0-9]{4,8}$
   */
  pin: string
  /**
   * PIN from now on.
   * @pattern ^[0-9]{4,8}$
   */
  new_pin: string
  /** True also uses up the last attempt, and sends a PIN that this card has refused or may have refused. */
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
