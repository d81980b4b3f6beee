import type { CarrierRat } from '../contract/info.ts'
import { isBand } from './bands.ts'

/** A quantity whose possible values the standards limit. */
export type Quantity =
  | 'csq'
  | 'rssi'
  | 'rsrp'
  | 'rsrq'
  | 'sinr'
  | 'rscp'
  | 'ecio'
  | 'pci'
  | 'channel'
  | 'band'
  | 'bandwidth_mhz'
  | 'cell_id'
  | 'area'
  | 'temperature'

type Range = readonly [least: number, most: number]

/**
 * What can be measured and told, by quantity and technology.
 * `csq`: the index of TS 27.007 §8.5, 0–31. `rssi`: dBm, −120…−20, wider than any report (RXLEV −110…−48, TS 45.008
 * §8.1.4; UTRA carrier RSSI −100…−25, TS 25.133 §9.1.3), because values of one antenna go lower.
 * `rsrp`: dBm, −156…−44 on LTE (TS 36.133 §9.1.4, coverage enhancement included), −156…−31 on NR (TS 38.133 §10.1.6).
 * `rsrq`: dB, −34…2.5 on LTE (TS 36.133 §9.1.7, the extended report), −43.5…20 on NR (TS 38.133 §10.1.11).
 * `sinr`: dB, −23.5…40 (TS 36.133 §9.1.17, TS 38.133 §10.1.16).
 * `rscp`: dBm, −121…−24; `ecio`: dB, −32…0 (TS 25.133 §9.1.1, §9.1.2, and what chips print below the report's end).
 * `pci`: 0–503 (TS 36.211 §6.11), 0–1007 (TS 38.211 §7.4.2), scrambling code 0–511 (TS 25.213 §5.2.3), BSIC 0–63
 * (TS 23.003 §4.3.2). `channel`: EARFCN 1–262143 (TS 36.101 §5.7.3), NR-ARFCN 1–3279165 (TS 38.104 §5.4.2), UARFCN
 * 1–16383 (TS 25.101 §5.4.3): a carrier on 0 would reach below its band, and modems print it for none; ARFCN 0–1023
 * (TS 45.005 §2). `cell_id`: 28, 36, 28 and 16 bits (TS 23.003 §4.7, §19.6).
 * `area`: TAC of 16 bits, of 24 on NR, LAC of 16 (TS 23.003 §4.1, §19.4.2.3).
 * `temperature`: °C, wider than any chip is specified for.
 */
const limits: Readonly<Record<CarrierRat, Readonly<Partial<Record<Quantity, Range>>>>> = {
  gsm: { pci: [0, 63], channel: [0, 1023], cell_id: [0, 0xffff], area: [0, 0xffff] },
  umts: { pci: [0, 511], channel: [1, 16383], cell_id: [0, 0xfffffff], area: [0, 0xffff] },
  lte: {
    rsrp: [-156, -44],
    rsrq: [-34, 2.5],
    pci: [0, 503],
    channel: [1, 262143],
    cell_id: [0, 0xfffffff],
    area: [0, 0xffff],
  },
  nr: {
    rsrp: [-156, -31],
    rsrq: [-43.5, 20],
    pci: [0, 1007],
    channel: [1, 3279165],
    cell_id: [0, 0xfffffffff],
    area: [0, 0xffffff],
  },
}

/** Where the technology makes no difference, or is not known. */
const everywhere: Readonly<Record<Quantity, Range>> = {
  csq: [0, 31],
  rssi: [-120, -20],
  rsrp: [-156, -31],
  rsrq: [-43.5, 20],
  sinr: [-23.5, 40],
  rscp: [-121, -24],
  ecio: [-32, 0],
  pci: [0, 1007],
  channel: [0, 3279165],
  band: [1, 1900],
  bandwidth_mhz: [0.18, 2000],
  cell_id: [0, 0xfffffffff],
  area: [0, 0xffffff],
  temperature: [-60, 150],
}

/** Quantities that are whole numbers. */
const whole: readonly Quantity[] = ['csq', 'pci', 'channel', 'band', 'cell_id', 'area']

/** Bands that exist: TS 45.005 §2 (by their frequency), TS 25.101 §5.2, and those of {@link isBand}. */
function isBandOf(rat: CarrierRat | null, band: number): boolean {
  if (rat === 'gsm') return [380, 410, 450, 480, 710, 750, 810, 850, 900, 1800, 1900].includes(band)
  if (rat === 'umts') return band <= 14 || [19, 20, 21, 22, 25, 26, 32].includes(band)
  return rat === null || isBand(rat, band)
}

/** Channel bandwidths: TS 36.101 table 5.6-1 (and 0.2 for NB-IoT), TS 38.101-1 and -2 table 5.3.5-1, 5 on UMTS. */
const bandwidths: Readonly<Partial<Record<CarrierRat, readonly number[]>>> = {
  lte: [0.2, 1.4, 3, 5, 10, 15, 20],
  nr: [3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 200, 400, 800, 1600, 2000],
}

/**
 * Whether a number can be a value of the quantity, in its unit (dBm, dB, MHz, °C, or a plain number), for a technology;
 * null: whichever.
 */
export function isPossible(quantity: Quantity, rat: CarrierRat | null, value: number): boolean {
  const [least, most] = (rat === null ? undefined : limits[rat][quantity]) ?? everywhere[quantity]
  if (!(value >= least && value <= most)) return false
  if (whole.includes(quantity) && !Number.isInteger(value)) return false
  if (quantity === 'band') return isBandOf(rat, value)
  return quantity !== 'bandwidth_mhz' || rat === null || (bandwidths[rat]?.includes(value) ?? true)
}

/** The value where it can be one of the quantity, else null: for what a parser has to decide by it. */
export function possible(quantity: Quantity, rat: CarrierRat | null, value: number | null): number | null {
  return value !== null && isPossible(quantity, rat, value) ? value : null
}

/**
 * How modems write "not measured" or "none" where the number itself cannot be: 0, 99 and 255 (TS 27.007 §8.69), the
 * same with a minus, the ends of 16 and 32 bits with a sign, all of 16 to 36 bits set.
 */
const placeholders: readonly number[] = [
  0, 99, 255, 256, 32767, 32768, 0xffff, 0xffffff, 0xfffffff, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffff,
]

/** Whether a number that cannot be stands for none: it says nothing about the other numbers of its row. */
export const isPlaceholder = (value: number): boolean => placeholders.includes(Math.abs(value))
