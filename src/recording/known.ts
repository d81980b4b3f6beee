/** What a modem says of itself and its card, and a router of its secrets, where it is known before the talk is shown. */
export interface Known {
  imei?: string | null
  imsi?: string | null
  iccid?: string | null
  numbers?: readonly string[]
  addresses?: readonly string[]
  macs?: readonly string[]
  /** Serial numbers of devices. */
  serials?: readonly string[]
  /** Cells with their areas. */
  cells?: readonly { cell: number; area: number | null }[]
  /** Passwords and the like: replaced wherever they stand, where they are long enough to be told from other words. */
  secrets?: readonly string[]
}

/** What was replaced, by kind. */
export type Kind =
  | 'imei'
  | 'imsi'
  | 'iccid'
  | 'number'
  | 'address'
  | 'mac'
  | 'serial'
  | 'cell'
  | 'text'
  | 'secret'
