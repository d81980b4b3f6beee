import type { Condition } from './condition.ts'
import type { Connection } from './connection.ts'

/** The bus a modem hangs on. */
export type Bus = 'usb' | 'pci'

/**
 * Radio access technology in use, told by the active carriers: `lte_a` is LTE with carrier aggregation, `nr_nsa` is EN-DC,
 * `nr_sa` is 5GC. `nr_nsa` needs an NR carrier in use: `<AcT>` 13 alone says that the cell offers one.
 */
export type Rat =
  | 'gsm'
  | 'gprs'
  | 'edge'
  | 'umts'
  | 'hsdpa'
  | 'hsupa'
  | 'hspa'
  | 'hspa_plus'
  | 'td_scdma'
  | 'cdma'
  | 'nb_iot'
  | 'lte'
  | 'lte_a'
  | 'nr_nsa'
  | 'nr_sa'

/** The radio interface of one carrier. */
export type CarrierRat = 'gsm' | 'umts' | 'lte' | 'nr'

/** State of the SIM as `AT+CPIN?` or its +CME ERROR tells it (3GPP TS 27.007 §8.3 and §9.2). */
export type SimState =
  | 'ready'
  | 'absent'
  | 'pin_required'
  | 'puk_required'
  | 'pin2_required'
  | 'puk2_required'
  | 'failure'
  | 'busy'
  | 'wrong'
  | 'locked_to_device'
  | 'locked_to_network'
  | 'unknown'

/** The SIM card. */
export interface Sim {
  state: SimState
  /** International mobile subscriber identity, 14–15 digits; null when the modem did not tell. */
  imsi: string | null
  /** Number of the card, 17–22 characters as printed by the modem, without the filler F behind them. */
  iccid: string | null
  /** Slot in use, counted from 1; null when the model does not tell. */
  slot: number | null
  /** Attempts left for PIN and PUK; absent where they are not told in passing (the method `sim` asks for them). */
  pin_attempts?: number
  puk_attempts?: number
}

/** Registration state, 3GPP TS 27.007 §7.2 `<stat>`; the SMS-only and CSFB variants count as home or roaming. */
export type RegistrationState = 'home' | 'roaming' | 'searching' | 'denied' | 'idle' | 'emergency' | 'unknown'

/** Which command told the registration: circuit-switched, GPRS, EPS or 5GS domain. */
export type RegistrationDomain = 'creg' | 'cgreg' | 'cereg' | 'c5greg'

/** Network registration: the best of the domains the modem was asked for. */
export interface Registration {
  state: RegistrationState
  /** The domain the state comes from; null when none answered. */
  domain: RegistrationDomain | null
  /** `<stat>` as the modem printed it, 0–11; null when no domain answered. */
  stat: number | null
  /** `<AcT>` as the modem printed it; vendors use values outside of 27.007 too. */
  act: number | null
  /** Location or tracking area code of the registration answer; 65534 and 65535 mean deleted or unknown. Null without service. */
  area: number | null
  /** Cell identity of the registration answer; null without service. */
  cell_id: number | null
  /** Why the network refuses the registration, 3GPP TS 24.008 §10.5.5.14 or TS 24.301 §9.9.3.9; absent where it is not told. */
  reject_cause?: number
}

/** The network operator the modem is registered with. */
export interface Operator {
  /** Long name: what the modem says, otherwise looked up by MCC and MNC. */
  name: string | null
  /** Mobile country code, three digits. */
  mcc: string | null
  /** Mobile network code, two or three digits; leading zeros count. */
  mnc: string | null
  /** Name of the country of the MCC, in English. */
  country: string | null
  /** True when the name is the modem's own, false when it was looked up by number. */
  named_by_modem: boolean
}

/** Where a received signal strength comes from: a measurement of it, or the index of `+CSQ` by arithmetic. */
export type RssiSource = 'measured' | 'csq'

/** Signal of the primary carrier; every value is null when the modem does not give it now. */
export interface Signal {
  /** `+CSQ` index 0–31. */
  csq: number | null
  /** floor(csq · 100 / 31), what the existing pages show as signal strength. */
  percent: number | null
  /** Received signal strength in dBm: measured by the modem, otherwise 2 · csq − 113. */
  rssi: number | null
  /** Where `rssi` comes from; null without one. */
  rssi_from: RssiSource | null
  /** Reference signal received power in dBm (LTE; SS-RSRP on NR stand-alone). */
  rsrp: number | null
  /** Reference signal received quality in dB. */
  rsrq: number | null
  /** Signal to interference and noise ratio in dB. */
  sinr: number | null
  /** Received signal code power in dBm (UMTS). */
  rscp: number | null
  /** Ec/Io in dB (UMTS). */
  ecio: number | null
}

/** The serving cell. */
export interface Cell {
  /** Full cell identity: 16 bit GSM, 28 bit UTRAN and E-UTRAN (ECI), 36 bit NR (NCI). */
  cell_id: number | null
  /** The same in upper-case hexadecimal without leading zeros. */
  cell_id_hex: string | null
  /** E-UTRAN node: ECI >> 8. */
  enb: number | null
  /** NR node: NCI >> 12, which assumes the common 24-bit gNB length. */
  gnb: number | null
  /** UTRAN radio network controller: cell identity >> 16. */
  rnc: number | null
  /** Sector: ECI & 255, NCI & 4095, UTRAN cell & 65535. */
  sector: number | null
  /** Location area code (GSM, UMTS). */
  lac: number | null
  /** Tracking area code: 16 bit LTE, 24 bit NR. */
  tac: number | null
  /** LAC or TAC in upper-case hexadecimal without leading zeros. */
  area_hex: string | null
}

/** One carrier the modem uses: the primary first, then the secondaries in the modem's order. */
export interface Carrier {
  /** Primary (PCC) or secondary (SCC) component carrier. */
  role: 'pcc' | 'scc'
  rat: CarrierRat
  /** Band number: 3 is B3 on LTE and n3 on NR. */
  band: number | null
  /** Downlink channel: EARFCN, NR-ARFCN, UARFCN or ARFCN. */
  channel: number | null
  /** Downlink centre frequency computed from the channel (TS 36.101 §5.7.3, TS 38.104 §5.4.2), MHz. */
  downlink_mhz: number | null
  /** Uplink channel; absent where the modem does not tell it. */
  uplink_channel?: number
  /** Physical cell identity; the primary scrambling code on UMTS. */
  pci: number | null
  /** Downlink bandwidth in MHz. */
  bandwidth_mhz: number | null
  /** Uplink bandwidth in MHz; null when there is no uplink on this carrier or it is not told. */
  uplink_bandwidth_mhz: number | null
  /** False for a secondary that is configured but not activated. */
  active: boolean
  rssi: number | null
  rsrp: number | null
  rsrq: number | null
  sinr: number | null
  /**
   * RSSI, RSRP, RSRQ and SINR of every receive antenna, main antenna first; null: one that receives nothing though a
   * later one does. Absent where the modem does not tell them apart.
   */
  rssi_antennas?: (number | null)[]
  rsrp_antennas?: (number | null)[]
  rsrq_antennas?: (number | null)[]
  sinr_antennas?: (number | null)[]
}

/**
 * A way to talk to a modem: AT commands on a serial port; QMI (`uqmi`) or MBIM (`umbim`, `mbimcli`) on its control node;
 * ModemManager (`mmcli`), where that has the modem; the web interface of a stick that is a router of its own (`http`).
 */
export type Way = 'at' | 'qmi' | 'mbim' | 'modemmanager' | 'http'

/**
 * A stick that is a router of its own tells what was asked only to who logs in: no password is configured (`needed`); the
 * stick has refused it (`refused`) or its answer was lost (`unanswered`), so that it is not sent again; somebody else is
 * logged in (`elsewhere`); too many wrong ones came before (`locked`); it did not come to pass for another reason (`failed`);
 * how this model is logged in to is not known, so that nothing is sent (`unsupported`).
 */
export type StickLogin =
  | 'needed'
  | 'refused'
  | 'unanswered'
  | 'elsewhere'
  | 'locked'
  | 'failed'
  | 'unsupported'

/** What runs of a modem's radio, in the order of 3GPP TS 27.007 §8.2 and beyond: `full` is the usual. */
export type RadioLevel =
  | 'full'
  | 'minimum'
  | 'no_transmitter'
  | 'no_receiver'
  | 'flight'
  | 'factory_test'
  | 'restart'
  | 'offline'

/** The data session as the modem sees it. */
export interface DataSession {
  /** Null where only its owner is told, or the modem does not say. */
  state: 'connected' | 'disconnected' | 'suspended' | 'authenticating' | null
  /** What its packets look like on the network device; null where that is not told. */
  format: 'raw_ip' | '802_3' | null
}

/** Whether the AT port, or what the modem was read by instead, could be used. */
export type PortState = 'ok' | 'silent' | 'slow' | 'busy' | 'absent' | 'starting'

/** What is known about one modem. A value the modem was asked for and did not give is null. */
export interface ModemInfo {
  /** Identifier that survives reboot and re-enumeration: the UCI section's name, else `usb-1-1`, `pci-0000:01:00.0`. */
  modem: string
  bus: Bus
  /** `vid:pid` (USB) or `vendor:device` (PCI), lower-case hexadecimal. */
  id: string
  /** Manufacturer and model as the modem says, else as the model table knows. */
  vendor: string | null
  model: string | null
  firmware: string | null
  /** International mobile equipment identity. */
  imei: string | null
  /** AT port, a device path; the control node where the modem was read by that. */
  port: string | null
  /** Whether the port answered: `ok`, `silent`, `slow` (it says something, but nothing whole in time), `busy` (another program holds
   * it), `absent` (the modem has none), `starting` (the modem was plugged in or restarted moments ago: its port is not there yet,
   * or does not answer yet). */
  port_state: PortState
  /** The ways that gave values, in the order they were asked; absent where AT alone gave them, or nothing did. */
  ways?: Way[]
  /** What keeps the modem from being spoken to, as its device shows; null where nothing does. */
  condition: Condition | null
  sim: Sim
  registration: Registration
  operator: Operator
  rat: Rat | null
  /** The technology in the modem's own words, where its dialect gives such a text. */
  rat_text: string | null
  signal: Signal
  cell: Cell
  carriers: Carrier[]
  /** Whether the modem may aggregate uplink carriers; absent where the model does not tell. */
  uplink_aggregation?: boolean
  /** Hottest sensor in °C. */
  temperature: number | null
  /** What runs of the radio; absent where it is not told in passing. */
  radio?: RadioLevel
  /** The data session; absent where the way that was taken does not tell it. */
  session?: DataSession
  /** Absent where the modem tells what it is asked. */
  login?: StickLogin
  connection: Connection
  /** Age of these values in milliseconds: 0 for values read in this call. */
  age_ms: number
  /** Questions the modem did not answer in time or answered with an error. */
  missing: string[]
}

/** Lists of band numbers per technology; a technology is absent where the model has none. */
export interface BandLists {
  /** LTE band numbers. */
  lte?: number[]
  /** NR bands for EN-DC (non-stand-alone). */
  nr_nsa?: number[]
  /** NR bands for stand-alone. */
  nr_sa?: number[]
}

/** Technology whose bands can be chosen. */
export type BandRat = keyof BandLists
