import type { ChangeReply, ModemArgs } from './args.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** Type of a packet data context, 3GPP TS 27.007 §10.1.1 `<PDP_type>`. */
export type PdpType = 'ip' | 'ipv6' | 'ipv4v6' | 'ppp' | 'non_ip'

/** Authentication of a packet data context, 3GPP TS 27.007 §10.1.31 `<auth_prot>`. */
export type PdpAuth = 'none' | 'pap' | 'chap'

/** A packet data context: how the modem reaches one network. */
export interface PdpContext {
  /** Context identifier. */
  cid: number
  type: PdpType | null
  /** Access point name; empty: the network chooses. */
  apn: string
  /** Authentication; null where the modem does not tell. */
  auth: PdpAuth | null
  /** User name; passwords are never told. */
  user: string | null
  /** Whether the context is active. */
  active: boolean | null
  /** Addresses the network gave: IPv4 with dots, IPv6 as RFC 5952 writes it. */
  addresses: string[]
}

/** Answer of `contexts`. */
export interface ContextsReply {
  modem: string
  contexts: PdpContext[]
}

/** Arguments of `set_context`. */
export interface SetContextArgs extends ModemArgs {
  /**
   * Context identifier.
   * @asType integer
   * @minimum 1
   * @maximum 16
   */
  cid: number
  /**
   * Access point name: letters, digits, `.`, `-`, `_`; empty: the network chooses.
   * @pattern ^[A-Za-z0-9._-]{0,100}$
   */
  apn: string
  /** Default: as it is, else `ipv4v6`. */
  type?: PdpType
  /** With `pap` and `chap` go `user` and `password`. */
  auth?: PdpAuth
  /**
   * User name.
   * @pattern ^[!#-+./-:<-~-]{0,64}$
   */
  user?: string
  /**
   * Password.
   * @pattern ^[!#-+./-:<-~-]{0,64}$
   */
  password?: string
  /** True allows to change a context that is active, or one of the operator's own services: APN `ims`, `sos`, `xcap`. */
  force?: boolean
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Answer of `set_context`. */
export interface SetContextReply extends ChangeReply {
  requested: { cid: number; type: PdpType; apn: string; auth: PdpAuth | null; user: string | null }
  /** Null when the context did not exist. */
  before: PdpContext | null
  /** Read back; null when it does not exist or the modem did not answer. */
  after: PdpContext | null
  /** True when the context was active: its connection goes on as before, and the change holds for the next one. */
  reconnect_needed: boolean
  /** With `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
