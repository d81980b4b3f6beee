import { Failure } from '../contract/failure.ts'
import { findModem } from '../discovery/remembered.ts'
import { runDirectory, watchDirectory, watchFlashPlace, watchPlace } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'

/** Names of modems as they stand in the names of files. */
const namesIn = (names: readonly string[], ending: string) =>
  names.filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length))

/**
 * The modem a caller means, where something of it was written down; also one that is not there, by its name, or as the only
 * one. Throws Failure('no_modem' | 'modem_not_found' …) as for every method.
 */
export async function watchedName(
  platform: Platform,
  wanted: string | undefined,
  policy: string,
): Promise<string> {
  const { files } = platform
  try {
    return (await findModem(platform, wanted)).modem
  } catch (failure) {
    if (!(failure instanceof Failure) || !/^(?:no_modem|modem_not_found)$/.test(failure.code)) throw failure
    if (wanted !== undefined) {
      const isKept = [watchPlace(wanted, policy), watchFlashPlace(wanted, policy)].some(place =>
        files.exists(place),
      )
      if (isKept) return wanted
      throw failure
    }
    const kept = new Set([
      ...namesIn(files.list(runDirectory), `.watch-${policy}`),
      ...namesIn(files.list(watchDirectory), `.${policy}.json`),
    ])
    const [only, other] = kept
    if (only === undefined || other !== undefined) throw failure
    return only
  }
}
