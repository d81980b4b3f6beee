import type { Deadline } from '../platform/platform.ts'
import { blankRow, type Layout } from './rows.ts'

/**
 * Rows of one length of time, oldest first, in a text of bounded length. Those of this start of the router are placed by the
 * platform's clock, which never jumps; older ones by the time of day, which is known for them.
 */
export interface Ring {
  /** Rows of earlier starts of the router. */
  older: string
  /** When the last of them ends, seconds since 1970; null where there are none. */
  until: number | null
  /** Rows of this start. */
  rows: string
  /** Place of the last of them: so many steps of the platform's clock. Null while there are none. */
  head: number | null
}

/** What a ring is made for. */
export interface RingKind {
  layout: Layout
  step_s: number
  /** Most rows. */
  most: number
}

/** A ring without rows. */
export const emptyRing: Ring = { older: '', until: null, rows: '', head: null }

/** The step of a clock that a time lies in. */
export const stepAt = (now: Deadline, step_s: number): number => Math.floor(now / 1000 / step_s)

/** Keeps the end of a text of rows. */
const lastRows = (text: string, rows: number, { layout }: RingKind) =>
  rows <= 0 ? '' : text.slice(-rows * layout.width)

/** A ring with a row more, at its place; what lies between it and the one before is a gap. */
export function withRow(ring: Ring, kind: RingKind, row: string, place: number): Ring {
  const { layout, most } = kind
  if (ring.head !== null && place <= ring.head) return ring
  const gap = ring.head === null ? 0 : Math.min(most, place - ring.head - 1)
  const rows = lastRows(ring.rows + blankRow(layout).repeat(gap) + row, most, kind)
  const room = most - rows.length / layout.width
  return { ...ring, older: lastRows(ring.older, room, kind), rows, head: place }
}

/** Rows in the order of their times, and when the last of them ends: in seconds since 1970, where that is known. */
export interface Stretch {
  text: string
  ends: number | null
}

/**
 * The rows of a ring in one piece. `ahead_s` is how far the time of day lies ahead of the platform's clock, as it is known
 * now: a clock that was put right places what was seen before that right too. Where it is not known, older rows have no
 * place; rows that were seen under a wrong time which now lies ahead give way.
 */
export function inOne(ring: Ring, kind: RingKind, ahead_s: number | null): Stretch {
  const { layout, step_s, most } = kind
  if (ring.head === null) return { text: ring.older, ends: ring.until }
  if (ahead_s === null) return { text: ring.rows, ends: null }
  const ends = (ring.head + 1) * step_s + ahead_s
  if (ring.until === null) return { text: ring.rows, ends }
  const count = ring.rows.length / layout.width
  const gap = Math.round((ends - count * step_s - ring.until) / step_s)
  const older =
    gap >= 0
      ? ring.older + blankRow(layout).repeat(Math.min(gap, most))
      : ring.older.slice(0, Math.max(0, ring.older.length + gap * layout.width))
  return { text: lastRows(older + ring.rows, most, kind), ends }
}

/** A ring at the beginning of another start of the router. What was seen while no time was known has no place any more. */
export function settled(ring: Ring, kind: RingKind, ahead_s: number | null): Ring {
  if (ring.head === null) return ring
  if (ahead_s === null) return { ...ring, rows: '', head: null }
  const { text, ends } = inOne(ring, kind, ahead_s)
  return { older: text, until: ends, rows: '', head: null }
}
