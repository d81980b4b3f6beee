/**
 * dBm of a `+CSQ` index (3GPP TS 27.007 §8.5): 0–31 → −113 + 2n, 100–191 → TD-SCDMA RSCP −116 + (n − 100);
 * null for 99, 199 and everything else.
 */
export function csqToDbm(csq: number | null): number | null {
  if (csq === null) return null
  if (csq >= 0 && csq <= 31) return 2 * csq - 113
  return csq >= 100 && csq <= 191 ? csq - 216 : null
}

/** Signal strength in percent as the existing pages show it: floor(csq · 100 / 31) for 0–31, else null. */
export function csqToPercent(csq: number | null): number | null {
  return csq !== null && csq >= 0 && csq <= 31 ? Math.floor((csq * 100) / 31) : null
}

/** `+CSQ` index 0–31 of an RSSI in dBm, rounded down to the step the value has reached. */
export function rssiToCsq(rssi: number): number {
  return Math.min(31, Math.max(0, Math.floor((rssi + 113) / 2)))
}

/** First value, step and last index of a reported quantity: value = first + step · index. */
const scales = {
  rxlev: [-111, 1, 63],
  rscp: [-121, 1, 96],
  ecno: [-24.5, 0.5, 49],
  rsrq: [-20, 0.5, 34],
  rsrp: [-141, 1, 97],
  ss_rsrq: [-43.5, 0.5, 126],
  ss_rsrp: [-157, 1, 126],
  ss_sinr: [-23.5, 0.5, 127],
  sinr: [-20, 0.2, 250],
} as const

/** A quantity reported as an index: those of `+CESQ`, and `sinr` as Qualcomm firmware counts it (n/5 − 20). */
export type Scale = keyof typeof scales

/**
 * dBm or dB of a reported index, lower edge of its step (3GPP TS 27.007 §8.69); null for 99, 255 and every other
 * index outside of the scale.
 */
export function fromIndex(scale: Scale, index: number | null): number | null {
  const [first, step, last] = scales[scale]
  return index !== null && index >= 0 && index <= last ? Math.round((first + step * index) * 10) / 10 : null
}

/**
 * Bandwidth in MHz of a number of resource blocks: 6, 15, 25, 50, 75, 100 (TS 36.101 table 5.6-1), and more on NR
 * as modems count them, five a megahertz (500 → 100 MHz); null for other numbers.
 */
export function blocksToMhz(blocks: number | null): number | null {
  if (blocks === 6) return 1.4
  if (blocks === 15) return 3
  return blocks !== null && blocks > 0 && blocks <= 2000 && blocks % 25 === 0 ? blocks / 5 : null
}

/** LTE bandwidth in MHz of a code 0–5: 1.4, 3, 5, 10, 15, 20; null for other codes. */
export function lteBandwidth(code: number | null): number | null {
  return [1.4, 3, 5, 10, 15, 20][code ?? -1] ?? null
}

/** NR bandwidth in MHz of a Qualcomm code 0–16; null for other codes. */
export function nrBandwidth(code: number | null): number | null {
  return [5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 200, 400, 35, 45][code ?? -1] ?? null
}

/**
 * RSSI in dBm, one decimal, of a fully used LTE or NR carrier: RSRP + 10·log10(12·RB) with five resource blocks a
 * megahertz, kept within −113…−51, the range `+CSQ` can tell.
 */
export function rssiFromRsrp(rsrp: number, bandwidthMhz: number): number {
  const blocks = bandwidthMhz < 2 ? 6 : 5 * bandwidthMhz
  const rssi = rsrp + 10 * Math.log10(12 * blocks)
  return Math.round(Math.min(-51, Math.max(-113, rssi)) * 10) / 10
}
