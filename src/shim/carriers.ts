import type { Carrier, ModemInfo } from '../contract/info.ts'
import type { LegacyLayout } from '../models/model.ts'
import { bandText, modembandText } from '../radio/bands.ts'
import type { Values } from './template.ts'

/** The uplink channel: told, else the one that belongs to the downlink channel (TS 36.101 table 5.7.3-1); null where none is certain. */
function uplinkChannel({ rat, band, channel, uplink_channel: told }: Carrier): number | null {
  if (told !== undefined) return told
  if (channel === null || band === null || (rat !== 'lte' && rat !== 'nr')) return null
  const duplex = modembandText(rat, band).slice(0, 3)
  if (duplex === 'TDD') return channel
  if (duplex !== 'FDD' || rat === 'nr') return null
  if (channel < 9660) return channel + 18000
  if (channel < 9920) return channel + 17890
  return band === 65 || band === 66 ? channel + 65536 : null
}

/** The name of a carrier's band, `B3 (1800 MHz)`; UMTS bands have the frequencies of their LTE namesakes. */
export function carrierBand({ rat, band }: Carrier): string | null {
  return band === null || rat === 'gsm' ? null : bandText(rat === 'nr' ? 'nr' : 'lte', band)
}

const antennasText = (values: readonly (number | null)[] | undefined, one: number | null) =>
  values?.map(value => value ?? '-').join('/') ?? one

/**
 * Code and channel of a cell under the names they have in its technology: `pci` and `channel` (EARFCN, NR-ARFCN) on LTE
 * and NR, `psc` and `uarfcn` on UMTS, `arfcn` on GSM; a scrambling code is no physical cell identity.
 */
function placeOf({ rat, pci, channel }: Carrier): Values {
  if (rat === 'umts') return { psc: pci, uarfcn: channel }
  return rat === 'gsm' ? { arfcn: channel } : { pci, channel }
}

/**
 * One carrier: `band`, `dl`, `ul` (bandwidths in MHz), what {@link placeOf} tells, `ul_channel`, `ul_used` (the uplink
 * channel where an uplink is told), `ul_told` (the uplink channel the modem tells), `ul_pci` (the PCI beside it), `rsrp`, `rsrq`,
 * `rssi`, `sinr`, and `rsrp_all`, `rssi_all`: all antennas as `-97/-103`.
 */
export function carrierValues(carrier: Carrier): Values {
  return {
    band: carrierBand(carrier),
    dl: carrier.bandwidth_mhz,
    ul: carrier.uplink_bandwidth_mhz,
    ...placeOf(carrier),
    ul_channel: uplinkChannel(carrier),
    ul_used: carrier.uplink_bandwidth_mhz === null ? null : uplinkChannel(carrier),
    ul_told: carrier.uplink_channel ?? null,
    ul_pci: carrier.uplink_channel === undefined ? null : carrier.pci,
    rsrp: carrier.rsrp,
    rsrq: carrier.rsrq,
    rssi: carrier.rssi,
    sinr: carrier.sinr,
    rsrp_all: antennasText(carrier.rsrp_antennas, carrier.rsrp),
    rssi_all: antennasText(carrier.rssi_antennas, carrier.rssi),
  }
}

/** The primary carrier; undefined when it is not known. */
export function primaryOf(info: ModemInfo): Carrier | undefined {
  return info.carriers.find(carrier => carrier.role === 'pcc')
}

/** The secondary carriers in use: an inactive one is configured, not used; some models' pages show it nevertheless. */
export function secondariesOf(info: ModemInfo, { idle }: LegacyLayout): Carrier[] {
  return info.carriers.filter(carrier => carrier.role === 'scc' && (carrier.active || idle !== undefined))
}

/** The answer as the pages of these models put it: see `idle` and `filler`. */
export function asShown(info: ModemInfo, layout: LegacyLayout): ModemInfo {
  const isAggregated = layout.idle === 'lte_a' && secondariesOf(info, layout).length > 0
  const { iccid } = info.sim
  return {
    ...info,
    rat: info.rat === 'lte' && isAggregated ? 'lte_a' : info.rat,
    sim: layout.filler && iccid?.length === 19 ? { ...info.sim, iccid: `${iccid}F` } : info.sim,
  }
}

/** Whether an LTE or NR cell is known. */
export function served(info: ModemInfo): boolean {
  return info.carriers.some(({ rat }) => rat === 'lte' || rat === 'nr')
}
