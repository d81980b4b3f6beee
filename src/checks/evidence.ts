import type { Condition } from '../contract/condition.ts'
import type { PdpContext } from '../contract/contexts.ts'
import type { Bus, ModemInfo } from '../contract/info.ts'
import type { UsbInterface } from '../contract/list.ts'
import type { SimReply } from '../contract/sim.ts'
import type { StatusWord } from '../contract/status.ts'
import type { UsbModeReply } from '../contract/usb.ts'
import type { Mistake } from '../discovery/configuration.ts'
import type { Section } from '../discovery/uci.ts'
import type { StorageState } from '../modem/storages.ts'

/** The modem as its bus shows it. */
export interface DeviceEvidence {
  modem: string
  bus: Bus
  /** Kernel name of the device, `1-1.2`. */
  path: string
  /** Its directory under /sys/devices. */
  directory: string
  /** `vid:pid`. */
  id: string
  /** For a sentence: the modem's own name, else the table's, else the product string. */
  name: string
  /** Whether the model's data say that it can do 5G. */
  is_5g: boolean
  /** Speed of the USB link, Mbit/s; null on other buses. */
  speed_mbit: number | null
  interfaces: UsbInterface[]
  /** Device nodes of the serial ports, of the QMI or MBIM control channel, and names of the network devices. */
  ports: string[]
  controls: string[]
  nets: string[]
  /** Device node of a serial port to dial with; null where there is none. */
  dial: string | null
  /** What keeps it from being spoken to. */
  condition: Condition | null
}

/** A network device of a modem. */
export interface NetEvidence {
  name: string
  driver: string | null
  /** Bytes since it appeared. */
  rx_bytes: number | null
  tx_bytes: number | null
  /** `/sys/class/net/<name>/qmi/raw_ip`: whether frames are bare IP packets; null where the driver has no such choice. */
  raw_ip: boolean | null
}

/** One interface of `ubus call network.interface dump`, what is used of it. */
export interface NetifdEvidence {
  interface: string
  up: boolean
  pending: boolean
  available: boolean
  autostart: boolean
  dynamic: boolean
  proto: string
  device: string | null
  l3_device: string | null
  uptime_s: number | null
  ipv4: string[]
  ipv6: string[]
  /** Whether it has a default route, by family. */
  routes_ipv4: boolean
  routes_ipv6: boolean
  errors: { subsystem: string; code: string }[]
}

/** A process that may have to do with modems. */
export interface ProcessEvidence {
  pid: number
  name: string
  /** Seconds since it was started. */
  age_s: number | null
  /** Device nodes of the modem it has open. */
  holds: string[]
}

/** The calibration of one Wi-Fi radio. */
export interface CalibrationEvidence {
  phy: string
  /**
   * `calibrated`; `kit_address` (calibrated, with the address of a development kit) and `no_address` (with none);
   * `unknown`; or what is wrong: `default` is the chip maker's own data, `not_loaded` that the driver does without those
   * that are there, `foreign_address` that they look like another router's of the same maker.
   */
  verdict:
    | 'calibrated'
    | 'kit_address'
    | 'no_address'
    | 'foreign_address'
    | 'unknown'
    | 'not_loaded'
    | 'erased'
    | 'wrong_offset'
    | 'wrong_chip'
    | 'default'
  /** What the verdict was seen from, a sentence. */
  why: string
}

/** A restriction of the modem that can keep it from registering. */
export interface RestrictionEvidence {
  /** `operator`: it may register with one operator alone; `detached`: with none. */
  what: 'bands' | 'modes' | 'cell_lock' | 'operator' | 'detached'
  /** In words: `only LTE, by option modes of network.wwan`. */
  words: string
  /** What takes it away: `modem set_modes mode=auto`. */
  cure: string
}

/** What is remembered of carriers that were joined. */
export interface AggregationEvidence {
  /** Seconds since a second carrier was last active; 0: one is. */
  last_seen_s_ago: number
  /** Hours since then in which bytes flowed and none was. */
  busy_hours: number
  /** Whether the modem is in the cell in which that was. */
  same_cell: boolean
}

/**
 * Everything a check may look at: JSON, collected once, so that a bug report is a test case. What could not be had is
 * null, and nothing is concluded from it.
 */
export interface Evidence {
  /** Null when nothing on USB or PCI is a modem. */
  device: DeviceEvidence | null
  info: ModemInfo | null
  status: { status: StatusWord; reason: string } | null
  /** Milliseconds since the modem appeared on its bus, at most; null where that is not known. */
  present_ms: number | null
  /** Whether the modem has come and gone again and again, within minutes each time. */
  restless: boolean
  sim: SimReply | null
  /** The SIM detect pin: whether the modem watches it, and whether it says that a card is there. */
  sim_detect: { enabled: boolean; inserted: boolean | null } | null
  contexts: PdpContext[] | null
  usb_mode: UsbModeReply | null
  restrictions: RestrictionEvidence[] | null
  /** Why the radio is off, in words; null where it is on or the modem does not tell. */
  radio_off: string | null
  /** Why the network ended the last call or refused it, in the words of `+CEER`. */
  last_cause: string | null
  /** Null where no second carrier was seen since the modem appeared on its bus. */
  aggregation: AggregationEvidence | null
  /** Whether the modem dials by itself. */
  autoconnect: boolean | null
  /** Where text messages are kept, and how full that is. */
  messages: StorageState | null
  /** Sections of /etc/config/network and firewall. */
  network: Section[]
  firewall: Section[]
  /** Whether /etc/config/modem has a PIN. */
  own_pin: boolean
  /** What is wrong in /etc/config/modem. */
  mistakes: Mistake[]
  /** Name of the netifd interface that is the modem's. */
  interface: string | null
  /** All interfaces; null when netifd does not answer. */
  netifd: NetifdEvidence[] | null
  /** Protocol handlers that are installed (`/lib/netifd/proto`); null where that cannot be read. */
  protos: string[] | null
  nets: NetEvidence[]
  processes: ProcessEvidence[] | null
  /** Names of installed packages. */
  packages: string[] | null
  /** The last lines of the system log, newest last. */
  log: string[] | null
  calibration: CalibrationEvidence[] | null
}
