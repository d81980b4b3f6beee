import type { Memory } from '../asking/ask.ts'
import type { ModemInfo } from '../contract/info.ts'
import { countedAt } from '../discovery/enumeration.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Deadline, Files } from '../platform/platform.ts'
import type { SnapshotHead } from './snapshot-head.ts'

/** What is kept of a modem between calls, one file per modem. */
export interface Snapshot extends Memory {
  enumeration: string
  /** Port that answered last. */
  port: string | null
  taken: Deadline
  /** When the card was last seen to be the one that is told, platform clock. */
  card: Deadline
  info: ModemInfo | null
}

/** Forgets a modem: the next caller asks everything anew. */
export function forgetSnapshot(files: Files, modem: string): void {
  if (files.trusted(runDirectory)) files.remove(placeOf(modem, 'json'))
}

/** A snapshot that knows nothing. */
export function emptySnapshot(enumeration: string): Snapshot {
  return { enumeration, port: null, taken: 0, card: 0, kept: {}, refused: {}, info: null }
}

const isRecord = (value: unknown, ofWhat: (inner: unknown) => boolean) =>
  typeof value === 'object' && value !== null && Object.values(value).every(ofWhat)

const textOf = (files: Files, modem: string) =>
  (files.trusted(runDirectory) ? files.read(placeOf(modem, 'json')) : null) ?? ''

/** When the snapshot of a modem was taken, platform clock; 0 when there is none or it is damaged. */
export function snapshotTime(files: Files, modem: string): Deadline {
  try {
    const head = JSON.parse(textOf(files, modem).split('\n', 1)[0] ?? '') as SnapshotHead
    return head.taken
  } catch {
    return 0
  }
}

/** The snapshot of a modem as it is enumerated now; an empty one when there is none, it is damaged or outdated. */
export function readSnapshot(files: Files, modem: string, enumeration: string, now: Deadline): Snapshot {
  try {
    const [first = '', second = '', third = ''] = textOf(files, modem).split('\n')
    const head = JSON.parse(first) as SnapshotHead
    const { port, card, kept, refused } = JSON.parse(third) as Omit<
      Snapshot,
      'enumeration' | 'taken' | 'info'
    >
    const sound =
      head.version === 2 &&
      head.modem === modem &&
      head.enumeration === enumeration &&
      Number.isFinite(head.taken) &&
      head.taken <= now &&
      head.length === second.length &&
      Number.isFinite(card) &&
      isRecord(kept, Array.isArray) &&
      isRecord(refused, Number.isFinite)
    const info = second === '' ? null : (JSON.parse(second) as ModemInfo)
    if (sound) return { enumeration, port, taken: head.taken, card, kept, refused, info }
  } catch {}
  return emptySnapshot(enumeration)
}

/**
 * Stores the snapshot for the callers to come, by rename, and removes what killed writers left behind. A full or
 * read-only file system is no failure of the call.
 */
export function writeSnapshot(files: Files, { modem, byDefault, found }: Modem, snapshot: Snapshot): void {
  const { enumeration, port, taken, card, kept, refused, info } = snapshot
  const { age_ms: _, ...values } = info ?? {}
  const second = info === null ? '' : JSON.stringify({ age_ms: 0, ...values })
  const directory = countedAt(found)
  const head: SnapshotHead = {
    version: 2,
    modem,
    enumeration,
    directory,
    taken,
    byDefault,
    length: second.length,
  }
  for (const name of files.trusted(runDirectory) ? files.list(runDirectory) : []) {
    const writer = /\.(\d+)$/.exec(name)?.[1]
    if (writer && !files.exists(`/proc/${writer}`)) files.remove(`${runDirectory}/${name}`)
  }
  files.write(
    placeOf(modem, 'json'),
    [JSON.stringify(head), second, JSON.stringify({ port, card, kept, refused })].join('\n'),
  )
}
