import type { ChangeReply, ModemArgs } from './args.ts'
import type { ConnectionProtocol } from './connection.ts'
import type { JobName, KeepCondition, KeepSeconds } from './jobs.ts'

/** A composition of USB functions the modem can take. */
export interface UsbMode {
  /** The modem's own number or code for it. */
  id: string
  /** What it means, in words. */
  name: string
  /** The `vid:pid` the modem will show; null when it stays or is not known. */
  vidpid: string | null
  /** What its network device will speak; null when not known. */
  protocol: ConnectionProtocol | null
  /** The netifd protocol that goes with it, for example `dhcp`, `qmi`, `mbim`; null when not known. */
  proto: string | null
  /** False when Linux will show no AT port of the modem any more: a one-way road. */
  at_port: boolean
  /** False when Linux will show no network device of the modem. */
  network: boolean
}

/** Answer of `usb_mode`. */
export interface UsbModeReply {
  modem: string
  /** Null when the modem's answer is not among those known. */
  current: UsbMode | null
  /** The modem's own code for the current mode. */
  current_id: string | null
  possible: UsbMode[]
}

/** Arguments of `set_usb_mode`. */
export interface SetUsbModeArgs extends ModemArgs {
  /**
   * `id` of one of the possible modes.
   * @pattern ^[A-Za-z0-9_,-]{1,32}$
   */
  mode: string
  /** True allows a mode after which Linux shows no AT port. */
  force?: boolean
  /** Puts back what held before unless this holds in time; a job watches over it. Default: the change stays. */
  keep_if?: KeepCondition
  /** How long that is waited for; default 120. */
  within_s?: KeepSeconds
}

/** Answer of `set_usb_mode`. */
export interface SetUsbModeReply extends ChangeReply {
  requested: UsbMode
  before: string | null
  /** Read back; null when the modem did not answer. */
  after: string | null
  /** With `keep_if`: the job that keeps the change or puts back what held before. */
  job?: JobName
}
