import type { Condition } from './condition.ts'
import type { Bus } from './info.ts'

/** What the kernel has made of a USB interface: a serial port, a network device, a control device, an input device, a disk. */
export interface Attached {
  kind: 'tty' | 'net' | 'wdm' | 'hid' | 'storage'
  /** Kernel name: `ttyUSB2`, `wwan0`, `cdc-wdm0`, `host1`. */
  name: string
}

/** One interface of a USB device. */
export interface UsbInterface {
  number: number
  /** Class, subclass and protocol in hexadecimal, two digits each; `ff` is the maker's own. */
  class: string
  subclass: string
  protocol: string
  /** Kernel driver; null when none is bound. */
  driver: string | null
  attached: Attached[]
}

/** One modem found in `/sys`. */
export interface ListedModem {
  /** Identifier for the `modem` argument of every method. */
  modem: string
  bus: Bus
  /** Where it is plugged in: its name in /sys/bus/usb/devices or /sys/bus/pci/devices, as `option path` takes it. */
  path: string
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
  /** Interfaces of a USB modem; empty on PCI. */
  interfaces: UsbInterface[]
  /** What keeps the modem from being spoken to; null where nothing does. */
  condition: Condition | null
}

/** A mistake in `/etc/config/modem`, to be said in another language. */
export interface ListedMistake {
  /** The section: its name, or its place among those of its type: `@watch[0]`. */
  section: string
  /** The sentence, with `{name}` where something is put in. */
  text: string
  /** What is put in, by its name. */
  values: Record<string, string | number>
}

/** Answer of `list`. */
export interface ModemList {
  modems: ListedModem[]
  /** Mistakes found in configuration and model files, in words. */
  warnings: string[]
  /** The first of the warnings once more, those of `/etc/config/modem`; absent without any. */
  mistakes?: ListedMistake[]
}
