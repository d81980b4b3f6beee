import type { MetricsReply } from '../contract/metrics.ts'
import { listModems } from '../discovery/modems.ts'
import { readSnapshot } from '../modem/snapshot.ts'
import type { Platform } from '../platform/platform.ts'
import { readMemories } from '../watch/store.ts'
import { type Known, metricsOf } from './table.ts'

/** Within how long what the watch did is counted, ms. */
const dayMs = 86_400_000

/** Name of this router, as its other metrics call it. */
export const hostOf = ({ files }: Pick<Platform, 'files'>): string =>
  files.read('/proc/sys/kernel/hostname', 64)?.trim() || 'OpenWrt'

/** What is known of the modems of this router, from their last answers and from the watch; none is asked. */
export function knownModems(platform: Platform): Known[] {
  const now = platform.now()
  const memories = readMemories(platform)
  return listModems(platform).map(({ modem, found }): Known => {
    const { info, taken } = readSnapshot(platform.files, modem, found.enumeration, now)
    const acts =
      memories.find(memory => memory.modem === modem)?.acts.filter(({ at }) => now - at < dayMs) ?? []
    const counts = new Map<string, number>()
    for (const { rung } of acts) counts.set(rung, (counts.get(rung) ?? 0) + 1)
    return {
      modem,
      age_s: info === null ? null : Math.round((now - taken) / 100) / 10,
      info,
      recoveries: Object.fromEntries(counts),
    }
  })
}

/** What `metrics` answers. */
export const metricsNow = (platform: Platform, identities: boolean): MetricsReply => ({
  metrics: metricsOf(knownModems(platform), identities),
})
