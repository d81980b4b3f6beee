import type { ChangeReply, ModemArgs } from './args.ts'

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
