/**
 * What keeps a modem from being spoken to: `no_driver` (the kernel has none for its ports or its network function),
 * `storage` (it shows itself as a disk with its drivers until it is switched), `no_at_port` (its USB mode has none),
 * `hilink` (a stick that is its own router, which is no fault).
 */
export type ConditionKind = 'no_driver' | 'storage' | 'no_at_port' | 'hilink'

/** What a modem without AT port can be reached by: two protocols that tell and set things, three that carry data alone. */
export type Reach = 'qmi' | 'mbim' | 'ecm' | 'ncm' | 'rndis'

/** What the device on the bus shows of a modem that cannot be spoken to by AT commands, or has no network device. */
export interface Condition {
  kind: ConditionKind
  /** Why, and what to do about it, as sentences for a person. */
  reason: string
  /** OpenWrt packages that are missing or can speak to it, the most needed first. */
  packages: string[]
  /** Kernel drivers that would serve what has none. */
  drivers: string[]
  /**
   * What root can type so that a driver which does not know the id takes the modem until the next boot; null where that
   * is not the cure. It is told, never done.
   */
  new_id: string | null
  /** Protocols it can be reached by as it is, without an AT port. */
  speaks: Reach[]
}
