import { uptimeOf } from '../checks/collect/processes.ts'
import { dropFromFlash, keepOnFlash } from '../modem/flash.ts'
import { runDirectory, watchDirectory, watchFlashPlace, watchPlace } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { actsBefore, noReboots, type Reboots } from './ledger.ts'
import { blank, type Memory } from './memory.ts'
import { rungs } from './policy.ts'

const rebootPlace = `${watchDirectory}/reboots.json`

/** What lies in a file as JSON; null where there is none, or it is damaged. */
function parsed<Value>(files: Files, path: string): Value | null {
  try {
    return JSON.parse(files.read(path) ?? 'null') as Value | null
  } catch {
    return null
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Which start of the router this is, as its kernel names it; null where it does not. */
export const bootOf = (files: Files): string | null =>
  files.read('/proc/sys/kernel/random/boot_id', 64)?.trim() || null

/** Where lies what a section remembers whose modem was not seen yet: what it has shown on LEDs. */
const unseenPlace = ({ wanted }: Memory) => watchPlace(`-${wanted ?? ''}`, 'state')

/** What is remembered of each watched modem since the router started; `unseen`: also of those that were not seen yet. */
export function readMemories({ files, now }: Platform, unseen = false): Memory[] {
  if (!files.trusted(runDirectory)) return []
  const names = files.list(runDirectory).filter(name => name.endsWith('.watch-state'))
  return names.flatMap(name => {
    const memory = parsed<Memory>(files, `${runDirectory}/${name}`)
    const isSound =
      memory?.version === 1 &&
      (unseen || memory.modem !== null) &&
      isNumber(memory.at) &&
      memory.at <= now() &&
      Array.isArray(memory.acts) &&
      Array.isArray(memory.news) &&
      memory.known instanceof Object &&
      memory.states instanceof Object
    return isSound ? [memory] : []
  })
}

/** What is remembered of the modem that a section names; where nothing is, what was done before the last reboot. */
export function recall(platform: Platform, wanted: string | null, reboots: Reboots): Memory {
  const now = platform.now()
  const uptime_s = uptimeOf(platform.files) ?? now / 1000
  const begun = () => ({ ...blank(wanted, now), acts: actsBefore(reboots, now, uptime_s) })
  return readMemories(platform, true).find(memory => memory.wanted === wanted) ?? begun()
}

/**
 * Writes down what is remembered; before the modem was seen no more than how its LEDs were found. A full file system takes
 * nothing.
 */
export function remember({ files }: Platform, memory: Memory): boolean {
  const unseen = unseenPlace(memory)
  const isLit = Object.keys(memory.leds).length > 0
  const place = memory.modem === null ? unseen : watchPlace(memory.modem, 'state')
  const isWritten = memory.modem !== null || isLit ? files.write(place, JSON.stringify(memory)) : true
  if (isWritten && (place !== unseen || !isLit) && files.exists(unseen)) files.remove(unseen)
  return isWritten
}

/** What a policy with a file of its own remembers of a modem: since the router started, else what was put on flash. */
export function readApart({ files }: Pick<Platform, 'files'>, modem: string, policy: string): unknown {
  const place = watchPlace(modem, policy)
  const kept = files.trusted(runDirectory) ? parsed<unknown>(files, place) : null
  return kept ?? parsed<unknown>(files, watchFlashPlace(modem, policy)) ?? undefined
}

/** Writes down what a policy with a file of its own remembers. */
export const writeApart = ({ files }: Platform, modem: string, policy: string, state: unknown): boolean =>
  files.write(watchPlace(modem, policy), JSON.stringify(state))

/** Puts what a policy remembers on flash; false when that failed. */
export const saveApart = (
  platform: Platform,
  modem: string,
  policy: string,
  state: unknown,
): Promise<boolean> => keepOnFlash(platform, watchFlashPlace(modem, policy), JSON.stringify(state))

const refusedPlace = `${runDirectory}/watch-refused`

/** Writes down why sections of the configuration are not followed. */
export const writeRefused = ({ files }: Platform, refused: readonly string[]): boolean =>
  files.write(refusedPlace, JSON.stringify(refused))

/** Why sections of the configuration are not followed, as the watch has found when it began. */
export function readRefused({ files }: Platform): string[] {
  const told = files.trusted(runDirectory) ? parsed<unknown>(files, refusedPlace) : null
  return Array.isArray(told) ? told.filter(text => typeof text === 'string') : []
}

/** The modems at which a rung is at work or was cut short: the latter where no job has them. */
export function openRungs({ files }: Platform): string[] {
  if (!files.trusted(runDirectory)) return []
  const names = files.list(runDirectory).filter(name => name.endsWith('.watch-repair'))
  return names.flatMap(name => parsed<{ modem?: string }>(files, `${runDirectory}/${name}`)?.modem ?? [])
}

/** The reboots by the watch; where the file is damaged, as if there had just been as many as make it wait longest. */
export function readReboots(files: Files): Reboots {
  if (!files.exists(rebootPlace)) return noReboots
  const told = parsed<Reboots>(files, rebootPlace)
  const isSound =
    Array.isArray(told?.ages_s) &&
    told.ages_s.every(isNumber) &&
    isNumber(told.series) &&
    Array.isArray(told.acts) &&
    told.acts.every(({ rung, age_s }) => rungs.includes(rung) && isNumber(age_s))
  return isSound ? told : { ages_s: [0], series: 8, acts: [] }
}

/** Puts the reboots on flash; false when that failed, and then the router must not be rebooted. */
export const saveReboots = (platform: Platform, reboots: Reboots): Promise<boolean> =>
  keepOnFlash(platform, rebootPlace, JSON.stringify(reboots))

/** Begins a new series of reboots; those within a day still count. */
export async function calmReboots(platform: Platform, reboots: Reboots, uptime_s: number): Promise<Reboots> {
  const older = reboots.ages_s.filter(age => age + uptime_s < 86_400)
  const calm: Reboots = { ...reboots, ages_s: older, series: 0 }
  if (older.length === 0) await dropFromFlash(platform, rebootPlace)
  else await saveReboots(platform, calm)
  return calm
}
