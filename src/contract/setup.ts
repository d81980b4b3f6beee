import type { ModemArgs } from './args.ts'
import type { JobName } from './jobs.ts'

/** What may be told beside the modem: what it cannot tell itself. */
export interface SetupArgs extends ModemArgs {
  /**
   * Name of the interface; default: the one that is the modem's, else `wwan`.
   * @pattern ^[a-z][a-z0-9_]{0,13}$
   */
  interface?: string
  /** Protocol; default: what modem, driver and installed handlers have in common. */
  proto?: 'dhcp' | 'qmi' | 'mbim' | 'ncm' | '3g' | 'modemmanager'
  /**
   * Access point name; default: the one that is configured, else that of the modem's context.
   * @pattern ^[A-Za-z0-9._-]{0,100}$
   */
  apn?: string
  /**
   * PIN of the card, for the interface to unlock it; default: the one that is configured.
   * @pattern ^[0-9]{4,8}$
   */
  pincode?: string
}

/** Arguments of `setup`. */
export interface ApplySetupArgs extends SetupArgs {
  /**
   * Seconds, 20 to 600, after which it is all taken back where the interface has no address by then and nobody has said
   * that it stays; default 120.
   * @asType integer
   * @minimum 20
   * @maximum 600
   */
  confirm_s?: number
}

/** One change of the configuration. */
export interface SetupChange {
  config: 'network' | 'firewall'
  /** Name of the section, `@zone[1]` for one without. */
  section: string
  /** Null: the section itself, whose type is the value. */
  option: string | null
  /** What it is now; null: there is none. Lists are in order. */
  before: string | string[] | null
  /** What it becomes; null: it is removed. */
  value: string | string[] | null
  /** Why, a sentence. */
  reason: string
  /** The same as a line for a shell. */
  command: string
}

/** Something only a person knows. */
export interface SetupQuestion {
  argument: 'apn' | 'pincode'
  /** Why it is needed, a sentence. */
  reason: string
  /** Whether the changes can be made without an answer. */
  optional: boolean
}

/** Answer of `setup_plan`: what network and firewall should say for a modem. */
export interface SetupPlanReply {
  modem: string
  interface: string
  proto: string
  /** Empty where everything is as it should be. */
  changes: SetupChange[]
  /** Packages that are missing for it. */
  packages: string[]
  questions: SetupQuestion[]
  /** Whether the modem has to be told to dial by itself (`set_autoconnect`); null where that is not known. */
  dials: boolean | null
}

/** Answer of `setup`. */
export interface SetupReply extends SetupPlanReply {
  /** The job that keeps the changes or takes them back; absent where there was nothing to change. */
  job?: JobName
}
