import type { ModemArgs } from './args.ts'

/** How to restart: the radio only, the modem's software, the whole module. */
export type RestartKind = 'soft' | 'reset' | 'power'

/** Arguments of `restart`. */
export interface RestartArgs extends ModemArgs {
  /** Default `soft`: +CFUN=1,1 or what the model has for it. */
  how?: RestartKind
  /** True allows `power`, after which the module may stay off until somebody takes its power away. */
  force?: boolean
}

/** Answer of `restart` and `restart_state`. */
export interface RestartReply {
  modem: string
  /** `waiting`: ask `restart_state` again; `back`: the port answers, see `left`; `lost`: it did not come back in time. */
  state: 'none' | 'waiting' | 'back' | 'lost'
  /** Milliseconds since the restart was ordered. */
  elapsed_ms: number | null
  /**
   * Whether it was seen to leave its bus since; a modem that answers all the time is looked at for a minute, because some
   * leave late. Null: no restart was ordered.
   */
  left: boolean | null
  /** What happened, in a sentence. */
  message: string
  /** Only `restart` itself: the job that waits for the modem. */
  job?: string
}
