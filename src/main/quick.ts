import { isEnumerated } from '../discovery/enumeration.ts'
import type { SnapshotHead } from '../modem/snapshot-head.ts'
import { runDirectory } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'

/** The snapshot file that can answer: the one named, or the one that is meant when none is named. */
function candidates(files: Files, modem: unknown): string[] {
  if (modem === undefined) return files.list(runDirectory).filter(name => name.endsWith('.json'))
  return typeof modem === 'string' && /^[\w.:-]{1,64}$/.test(modem) ? [`${modem}.json`] : []
}

/**
 * The answer to `info` straight from a snapshot, without loading anything else; null when there is none young enough,
 * or when anything about the call is out of the ordinary: then the whole backend decides.
 */
export function quickInfo(files: Files, args: unknown, now: number): string | null {
  if (typeof args !== 'object' || args === null || !files.trusted(runDirectory)) return null
  const { modem, max_age: oldest = 2000, ubus_rpc_session: _, ...others } = args as Record<string, unknown>
  const isAge = typeof oldest === 'number' && Number.isInteger(oldest) && oldest >= 0 && oldest <= 3_600_000
  if (!isAge || Object.keys(others).length > 0) return null
  for (const name of candidates(files, modem)) {
    const [first = '', second = ''] = (files.read(`${runDirectory}/${name}`) ?? '').split('\n', 2)
    try {
      const head = JSON.parse(first) as SnapshotHead
      const age = now - head.taken
      const meant = modem === undefined ? head.byDefault === true : head.modem === modem
      const sound = head.version === 2 && second.startsWith('{"age_ms":0,') && second.length === head.length
      const isYoung = age >= 0 && age < oldest && head.directory !== undefined
      if (meant && sound && isYoung && isEnumerated(files, head.directory, head.enumeration))
        return `{"age_ms":${Math.round(age)},${second.slice('{"age_ms":0,'.length)}`
    } catch {}
  }
  return null
}
