import type { ModemArgs } from './args.ts'

/** Arguments of `apply`. */
export interface ApplyArgs extends ModemArgs {
  /** True tells the differences and changes nothing. */
  dry_run?: boolean
  /** True tries again what was given up, and uses up the last attempt of a SIM. For persons only. */
  force?: boolean
  /**
   * One thing alone, as the steps name it; default: all that is configured.
   * @pattern ^[a-z]\w{0,30}(?:\.\w{1,30})?$
   */
  what?: string
}

/** One thing the configuration wants of a modem. */
export interface ApplyStep {
  /** `bands.lte`, `modes`, `cell_lock.lte`, `pin`, `apn`; `card`: which card is in, where that is not told; `undo`: a change with `keep_if` whose time a restart of the router cut short. */
  what: string
  wanted: string
  /** Null when it could not be read. */
  before: string | null
  /**
   * `kept`: it was so already; `changed`; `different`: dry run; `failed`; `not_ready`: the modem or its SIM cannot be
   * asked yet, or has not yet shown what became of the change: try later; `given_up`: it was tried before, and is not
   * tried again until it, the firmware or the card changes, except by `force`.
   */
  result: 'kept' | 'changed' | 'different' | 'failed' | 'not_ready' | 'given_up'
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
  /** Mistakes in `/etc/config/modem`, and what harms the modem or its SIM although it is set elsewhere, in words. */
  warnings: string[]
}
