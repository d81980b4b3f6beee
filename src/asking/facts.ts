import type {
  CarrierRat,
  ModemInfo,
  Rat,
  Registration,
  RegistrationDomain,
  Sim,
  SimState,
} from '../contract/info.ts'

/** Registration as one domain tells it. */
export interface DomainRegistration {
  domain: RegistrationDomain
  stat: number
  area: number | null
  cell_id: number | null
  act: number | null
  reject_cause?: NonNullable<Registration['reject_cause']>
}

/** One carrier as a dialect reads it; what is not told is left out or null. */
export interface CarrierFact {
  role: 'pcc' | 'scc'
  rat: CarrierRat
  band?: number | null
  channel?: number | null
  /** Where the modem tells it. */
  uplink_channel?: number
  pci?: number | null
  bandwidth_mhz?: number | null
  uplink_bandwidth_mhz?: number | null
  /** Default true. */
  active?: boolean
  rssi?: number | null
  rsrp?: number | null
  rsrq?: number | null
  sinr?: number | null
  /** Every receive antenna, main antenna first, where the modem tells several apart; see `antennasOf`. */
  rssi_antennas?: (number | null)[]
  rsrp_antennas?: (number | null)[]
  rsrq_antennas?: (number | null)[]
  sinr_antennas?: (number | null)[]
}

/** One cell the modem hears and does not use; `rsrp` and `rsrq` are RSCP and Ec/Io on UMTS. */
export type NeighbourFact = Pick<CarrierFact, 'rat' | 'band' | 'channel' | 'pci' | 'rsrp' | 'rsrq' | 'sinr'>

/** Everything a dialect can tell; what it does not know it leaves out. */
export interface Facts {
  vendor?: string | null
  model?: string | null
  firmware?: string | null
  imei?: string | null
  imsi?: string | null
  iccid?: string | null
  slot?: number | null
  sim?: SimState | null
  registrations?: readonly DomainRegistration[]
  operator_name?: string | null
  /** The name the SIM has for its own network. */
  sim_operator_name?: string | null
  /** MCC and MNC, 5–6 digits. */
  plmn?: string | null
  /** Overrides what the access technology code and the carriers say. */
  rat?: Rat | null
  rat_text?: string | null
  csq?: number | null
  /** Serving-cell values; where absent, the primary carrier's count. */
  rssi?: number | null
  rsrp?: number | null
  rsrq?: number | null
  sinr?: number | null
  rscp?: number | null
  ecio?: number | null
  cell_id?: number | null
  lac?: number | null
  tac?: number | null
  /** Primary first. On EN-DC the LTE anchor is the primary and the NR leg a secondary. */
  carriers?: readonly CarrierFact[]
  /** Told by `cells`, where the questions of the settings' `cells` are answered. */
  neighbours?: readonly NeighbourFact[]
  /** Whether the modem may aggregate uplink carriers. */
  uplink_aggregation?: boolean
  /** °C, hottest plausible sensor. */
  temperature?: number | null
  /** Where they are told in passing. */
  attempts?: Pick<Sim, 'pin_attempts' | 'puk_attempts'>
  /** What some ways alone tell, as the answer has it. */
  more?: Pick<ModemInfo, 'radio' | 'session'>
}
