import type { ModemInfo } from '../contract/info.ts'
import type { Memory } from '../dialects/ask.ts'
import type { Deadline, Files } from '../platform/platform.ts'

/** What is kept of a modem between calls, one file per modem. */
export interface Snapshot extends Memory {
  /** Layout of this file; another number is ignored. */
  version: 1
  /** The enumeration the kept answers belong to. */
  enumeration: string
  /** Port that answered last. */
  port: string | null
  /** When `info` was read, platform clock. */
  taken: Deadline
  info: ModemInfo | null
}

/** Where snapshots lie: a tmpfs, gone after a reboot. */
export const snapshotDirectory = '/var/run/modem'

function pathOf(modem: string): string {
  return `${snapshotDirectory}/${modem.replace(/[^A-Za-z0-9_.:-]/g, '_')}.json`
}

/** A snapshot that knows nothing. */
export function emptySnapshot(enumeration: string): Snapshot {
  return { version: 1, enumeration, port: null, taken: 0, kept: {}, refused: {}, info: null }
}

const isRecord = (value: unknown, ofWhat: (inner: unknown) => boolean) =>
  typeof value === 'object' && value !== null && Object.values(value).every(ofWhat)

/** The snapshot of a modem as it is enumerated now; an empty one when there is none, it is damaged or outdated. */
export function readSnapshot(files: Files, modem: string, enumeration: string, now: Deadline): Snapshot {
  const text = files.read(pathOf(modem))
  try {
    const value = JSON.parse(text ?? '') as Snapshot
    const sound =
      value.version === 1 &&
      value.enumeration === enumeration &&
      typeof value.taken === 'number' &&
      value.taken <= now &&
      isRecord(value.kept, Array.isArray) &&
      isRecord(value.refused, Number.isFinite) &&
      (value.info === null || value.info.modem === modem)
    if (sound) return value
  } catch {}
  return emptySnapshot(enumeration)
}

/** Stores the snapshot for the callers to come; a full or read-only file system is no failure of the call. */
export function writeSnapshot(files: Files, modem: string, snapshot: Snapshot): void {
  files.write(pathOf(modem), JSON.stringify(snapshot))
}
