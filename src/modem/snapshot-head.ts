import type { Deadline } from '../platform/platform.ts'

/** First line of a snapshot file: what decides whether the rest may be used. */
export interface SnapshotHead {
  /** Layout of this file; another number is ignored. */
  version: 2
  modem: string
  /** The enumeration the kept answers belong to, and where it can be looked up. */
  enumeration: string
  directory: string | null
  /** When `info` was read, platform clock. */
  taken: Deadline
  /** Whether a caller that names no modem means this one. */
  byDefault: boolean
  /** Length of the second line, which is `info` as JSON with `age_ms` 0 in front; 0 when nothing was read yet. */
  length: number
}
