import type { Memory } from '../asking/ask.ts'
import type { ModemInfo } from '../contract/info.ts'
import { countedAt } from '../discovery/enumeration.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Deadline, Files } from '../platform/platform.ts'
import type { Aggregation } from './aggregation.ts'
import { removeReady, writeReady } from './ready.ts'
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
  /** When this enumeration was first looked at; 0: never. */
  first: Deadline
  /** When what is told of port, SIM and registration was first seen so. */
  since: Deadline
  /** When the modem was last seen under another enumeration; 0: not known. */
  before: Deadline
  /** How many enumerations before this one, in a row, ended within two minutes. */
  restless: number
  /** What a way beside AT remembers of this enumeration, by its name; each reads its own with distrust. */
  notes?: Record<string, unknown>
  /** Absent until a second carrier was active. */
  aggregation?: Aggregation | undefined
}

/** A modem that is enumerated anew so soon has started and come to nothing, ms. */
const shortMs = 120_000

/** Forgets a modem: the next caller asks everything anew. */
export function forgetSnapshot(files: Files, modem: string): void {
  if (!files.trusted(runDirectory)) return
  files.remove(placeOf(modem, 'json'))
  removeReady(files, modem)
}

/** A snapshot that knows nothing. */
export function emptySnapshot(enumeration: string): Snapshot {
  const times = { taken: 0, card: 0, first: 0, since: 0, before: 0, restless: 0 }
  return { enumeration, port: null, kept: {}, refused: {}, info: null, ...times }
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
    const rest = JSON.parse(third) as Omit<Snapshot, 'enumeration' | 'taken' | 'info'>
    const { card, kept, refused, first: began, since, before, restless } = rest
    const sound =
      head.version === 2 &&
      head.modem === modem &&
      Number.isFinite(head.taken) &&
      head.taken <= now &&
      head.length === second.length &&
      [card, began, since, before, restless].every(Number.isFinite) &&
      isRecord(kept, Array.isArray) &&
      isRecord(refused, Number.isFinite)
    const info = second === '' ? null : (JSON.parse(second) as ModemInfo)
    const { taken } = head
    if (sound && head.enumeration === enumeration) return { ...rest, enumeration, taken, info }
    if (sound && /^\d+\.\d+$/.test(head.enumeration))
      return {
        ...emptySnapshot(enumeration),
        before: taken,
        restless: now - began < shortMs ? restless + 1 : 0,
      }
  } catch {}
  return emptySnapshot(enumeration)
}

/**
 * Stores the snapshot for the callers to come, by rename, and removes what killed writers left behind. A full or
 * read-only file system is no failure of the call.
 */
export function writeSnapshot(files: Files, chosen: Modem, snapshot: Snapshot): void {
  const { modem, byDefault, found } = chosen
  const { enumeration, taken, info, ...rest } = snapshot
  const { age_ms: _, ...values } = info ?? {}
  const told = info === null ? '' : JSON.stringify(values).slice(1)
  const second = info === null ? '' : `{"age_ms":0,${told}`
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
  files.write(placeOf(modem, 'json'), [JSON.stringify(head), second, JSON.stringify(rest)].join('\n'))
  if (!files.trusted(runDirectory)) return
  if (info?.port_state !== 'ok') {
    removeReady(files, modem)
    return
  }
  for (const kept of ['status', '3ginfo'] as const) files.remove(placeOf(modem, kept))
  writeReady(files, 'info', chosen, taken, told)
  const { rat, signal, carriers } = info
  writeReady(files, 'signal', chosen, taken, JSON.stringify({ modem, rat, signal, carriers }).slice(1))
}
