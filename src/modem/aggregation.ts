import type { ModemInfo } from '../contract/info.ts'
import type { Deadline } from '../platform/platform.ts'

/** What is remembered of carrier aggregation between readings, as long as the modem is enumerated as it is. */
export interface Aggregation {
  /** When a second carrier was last active, platform clock, and in which cell. */
  seen: Deadline
  cell: string
  /** Hours since in which traffic flowed in that cell and none was. */
  hours: number
  /** When the last of these hours was counted. */
  counted: Deadline
  /** When the last reading was, and how many bytes had been received by then. */
  at: Deadline
  rx: number
}

/** Bytes per ms that are worth a second carrier to a network (1 Mbit/s), and the time in which they have to flow, ms. */
const busy = 125
const latest = 120_000
const hour = 3_600_000

/** The cell a modem is served by; null where it tells none. */
export function servingCell({ carriers }: Pick<ModemInfo, 'carriers'>): string | null {
  const first = carriers.find(({ role }) => role === 'pcc')
  return first?.channel == null || first.pci === null ? null : `${first.rat} ${first.channel} ${first.pci}`
}

/** Whether a carrier beside the first one is active. */
export const isAggregated = ({ carriers }: Pick<ModemInfo, 'carriers'>): boolean =>
  carriers.some(({ role, active }) => role === 'scc' && active)

/**
 * What is to be remembered after a reading. A network adds carriers under load, so that only readings count between
 * which bytes flowed, and each hour once; in another cell nothing is counted.
 */
export function aggregationAfter(
  before: Aggregation | undefined,
  info: Pick<ModemInfo, 'carriers' | 'connection'>,
  now: Deadline,
): Aggregation | undefined {
  const cell = servingCell(info)
  const rx = info.connection.rx_bytes ?? 0
  if (cell !== null && isAggregated(info)) return { seen: now, cell, hours: 0, counted: 0, at: now, rx }
  if (!before || ![before.seen, before.hours, before.counted, before.at, before.rx].every(Number.isFinite))
    return undefined
  const passed = now - before.at
  const isBusy = passed > 0 && passed <= latest && rx - before.rx >= busy * passed
  const isNew = cell === before.cell && isBusy && now - Math.max(before.counted, before.seen) >= hour
  return {
    ...before,
    at: now,
    rx,
    ...(isNew ? { hours: before.hours + 1, counted: now } : {}),
  }
}
