/** Which modem a call is about. May be left out while there is only one. */
export interface ModemArgs {
  /**
   * Identifier from `list`, or the path of one of its AT ports, which means the same; of any port of it for `at`.
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

/** No arguments. */
export type NoArgs = Record<string, never>

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
