/** Things a model may be able to do. */
export type Capability =
  | 'bands'
  | 'modes'
  | 'cells'
  | 'cell_lock'
  | 'contexts'
  | 'usb_mode'
  | 'autoconnect'
  | 'restart'
  | 'sim'
  | 'select_sim'

/** Whether this model can do a thing. */
export interface CapabilityState {
  name: Capability
  read: boolean
  write: boolean
  /** Why not, in words; null when both are possible. */
  why: string | null
  /**
   * What the modem has refused since it was plugged in, in words; absent where it has refused nothing. Then nothing, or
   * reading alone, is told as possible.
   */
  refused?: string
}

/** Answer of `capabilities`. */
export interface CapabilitiesReply {
  modem: string
  model: string
  dialect: string
  capabilities: CapabilityState[]
}
