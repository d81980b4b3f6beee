import type { PortState } from '../contract/info.ts'
import { countedAt } from '../discovery/enumeration.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Platform } from '../platform/platform.ts'
import type { Snapshot } from './snapshot.ts'

/** How long something has been so, ms: at least, and at most. */
export interface Span {
  least: number
  most: number
}

/** How long the modem has been on its bus, and how long its state has been what it is. */
export interface Ages {
  modem: Span
  state: Span
  /** How many starts in a row came to nothing before this one. */
  restless: number
}

/** Nothing is known of either. */
export const unknownAges: Ages = {
  modem: { least: 0, most: Number.POSITIVE_INFINITY },
  state: { least: 0, most: Number.POSITIVE_INFINITY },
  restless: 0,
}

/**
 * How long each state usually lasts after the modem appeared on its bus, ms. A soft reset brings the port back after 15 to
 * 40 s and registration takes another 10 to 30 s; an FM350 needs up to 60 s (wwand), an LM960 answers 10 s after its ports
 * are there (ModemManager asks it fourteen times). Drivers bind within seconds. The first search goes through all bands.
 */
export const usualMs = {
  port: 30_000,
  answer: 60_000,
  sim: 60_000,
  search: 120_000,
  register: 60_000,
} as const

/** Since when the kernel has seen a USB device, ms; null where it does not count (no power management). */
function connectedMs({ files }: Platform, { found }: Modem): number | null {
  const directory = countedAt(found)
  const text = directory === null ? null : files.read(`${directory}/power/connected_duration`, 32)?.trim()
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/**
 * The ages of a modem: from the kernel where it counts, else from what is remembered, by the clock that counts from the
 * start of the router and never jumps. A modem cannot have been there before the router, nor before it was last seen
 * under another enumeration.
 */
export function agesOf(
  platform: Platform,
  modem: Modem,
  { first, since, before, restless }: Pick<Snapshot, 'first' | 'since' | 'before' | 'restless'>,
): Ages {
  const now = platform.now()
  const connected = connectedMs(platform, modem)
  const ago = (time: number) => (time > 0 ? Math.max(0, now - time) : 0)
  const least = connected ?? ago(first)
  const most = Math.max(least, connected ?? now - before)
  return {
    modem: { least, most },
    state: { least: Math.min(ago(since), most), most },
    restless,
  }
}

/** Whether the modem starts again and again: after three starts that came to nothing this one is no news. */
export const isRestless = ({ modem, restless }: Ages): boolean =>
  restless >= 3 && modem.least < usualMs.search

/** Whether a port that cannot be used is that of a modem which appeared on its bus moments ago. */
export function isStarting(platform: Platform, modem: Modem, snapshot: Snapshot, state: PortState): boolean {
  const ages = agesOf(platform, modem, snapshot)
  return ages.modem.most < (state === 'absent' ? usualMs.port : usualMs.answer) && !isRestless(ages)
}
