import type { ModemArgs } from './args.ts'
import type { JobName } from './jobs.ts'
import type { Rung } from './rung.ts'

/** Arguments of `watch_now`. */
export interface WatchNowArgs extends ModemArgs {
  /** What is done, mildest first. */
  rung: Rung
  /** True allows `reboot`, which restarts the router, and a restart after which the SIM card waits for a PIN that is configured nowhere. */
  force?: boolean
}

/** Answer of `watch_now`. */
export interface WatchNowReply {
  modem: string
  rung: Rung
  /** The job that does it. */
  job: JobName
}

/** Arguments of `try_led`. */
export interface TryLedArgs {
  /**
   * Name in `/sys/class/leds`.
   * @pattern ^[A-Za-z0-9_:.@-]{1,64}$
   */
  led: string
}

/** Answer of `try_led`. */
export interface TryLedReply {
  led: string
  /** Whether it blinked and stands as before; false: it took nothing, or somebody else has changed it meanwhile. */
  restored: boolean
}

/** A rung that was done by itself. */
export interface WatchDeed {
  rung: Rung
  /** Why, in a sentence. */
  why: string
  /** What wanted it: `recovery`, or another of the rules. */
  by: string
  /** Seconds ago that it was begun. */
  ago_s: number
  /** Null while it is being done. */
  done: boolean | null
  /** What it came to, in sentences; null while it is being done. */
  message: string | null
}

/** What would be done next. */
export interface WatchNext {
  /** Null: nothing can be done. */
  rung: Rung | null
  /** Seconds from now; 0: with the next look; null without a rung. */
  in_s: number | null
  /** Why, in sentences. */
  why: string
}

/** Something that happened, as `modem watch` prints it. */
export interface WatchNews {
  /** Counts up. */
  number: number
  ago_s: number
  text: string
}

/** How the connection is judged: `alive`; `dead`, and so much is wrong that something can be done; `idle`: nothing is wanted of
 * it, or nothing could help; `unclear`: nothing is sent and nothing was probed. */
export type WatchVerdict = 'alive' | 'dead' | 'idle' | 'unclear'

/** Answer of `watch`. */
export interface WatchReply {
  /** Null while a modem that is to be watched was never seen. */
  modem: string | null
  /** Whether `/etc/config/modem` has a section of type `watch` for it. */
  configured: boolean
  /** Whether the service runs and looked at it lately. */
  running: boolean
  /** Seconds since it has been watched, and since it was looked at last; null where it was not. */
  since_s: number | null
  looked_s: number | null
  /** Seconds between two looks. */
  interval_s: number | null
  verdict: WatchVerdict | null
  /** Seconds since the connection has been dead. */
  dead_s: number | null
  last: WatchDeed | null
  next: WatchNext | null
  /** What keeps the watch from acting, a sentence each. */
  holds: string[]
  /** What is wrong with the configuration, a sentence each. */
  mistakes: string[]
  /** Whether the package modem-watch is installed. */
  installed: boolean
  /** LEDs of the router that may be used: those that no section of `/etc/config/system` has. */
  leds: string[]
  /** The last events, oldest first. */
  news: WatchNews[]
}
