import type { Bus } from './info.ts'

/** One modem found in `/sys`. */
export interface ListedModem {
  /** Identifier for the `modem` argument of every method. */
  modem: string
  bus: Bus
  /** `vid:pid` in lower-case hexadecimal. */
  id: string
  /** Model by the model table and the product string; null when it is not known. */
  model: string | null
  /** USB manufacturer and product strings. */
  manufacturer: string | null
  product: string | null
  /** AT dialect the modem is spoken to in. */
  dialect: string
  /** The AT port in use; null when there is none. */
  port: string | null
  /** Every serial port of the modem. */
  ports: string[]
  /** Network devices of the modem. */
  devices: string[]
}

/** Answer of `list`. */
export interface ModemList {
  modems: ListedModem[]
  /** Mistakes found in configuration and model files, in words. */
  warnings: string[]
}
