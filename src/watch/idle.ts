import type { Deadline } from '../platform/platform.ts'
import type { Observation } from './policy.ts'
import { type Bytes, bytesOf } from './verdict.ts'

/** Since when little has gone over the connection. */
export interface Idle {
  at: Deadline | null
  bytes: Bytes | null
  since: Deadline | null
}

/** Nothing was seen yet. */
export const noIdle: Idle = { at: null, bytes: null, since: null }

/** Less than so many bytes a second is nobody at work: what keeps connections open. */
const idleRate = 2000
/** So long nobody must have been at work, ms. */
const idleMs = 300_000
/** How long nobody has been at work, after this look. */
export function idled(before: Idle, { now, info }: Observation): Idle {
  const bytes = bytesOf(info)
  if (info?.connection.state !== 'connected') return { at: now, bytes, since: before.since ?? now }
  const { at, bytes: last } = before
  const isSame = bytes !== null && last !== null && bytes.device === last.device
  if (!isSame || at === null || now <= at || bytes.rx < last.rx || bytes.tx < last.tx)
    return { at: now, bytes, since: null }
  const rate = ((bytes.rx - last.rx + bytes.tx - last.tx) * 1000) / (now - at)
  return { at: now, bytes, since: rate < idleRate ? (before.since ?? at) : null }
}

/** Whether nobody has been at work for five minutes. */
export const isIdle = ({ since }: Idle, now: Deadline): boolean => since !== null && now - since >= idleMs
