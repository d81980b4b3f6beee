import type { Deadline } from '../platform/platform.ts'
import type { Observation } from './policy.ts'

/** How far the time of day lies ahead of the platform's clock, and since when it has been so. */
export interface Steadiness {
  ahead_s: number
  since: Deadline
}

/** More than this is a jump, s. */
const jumpS = 30

/** After so long without a jump the time of day is believed, ms. */
const trustMs = 600_000

/** What is known of the clock after this look; null while nobody has set it. */
export function steadied(
  before: Steadiness | null,
  { now, clock }: Pick<Observation, 'now' | 'clock'>,
): Steadiness | null {
  if (clock === null) return null
  const ahead_s = clock.time_s - now / 1000
  const isSame = before !== null && before.since <= now && Math.abs(ahead_s - before.ahead_s) <= jumpS
  return isSame ? before : { ahead_s, since: now }
}

/** Whether the time of day could be believed at a time: it had not jumped for ten minutes. */
export const isSteady = (steadiness: Steadiness | null, at: Deadline): steadiness is Steadiness =>
  steadiness !== null && at - steadiness.since >= trustMs

/** Whether a look belongs to another start of the router than what was remembered. */
export const isOtherBoot = (
  before: { boot: string | null; at: Deadline },
  { boot, now }: Pick<Observation, 'boot' | 'now'>,
): boolean => (before.boot !== null && boot !== null ? before.boot !== boot : before.at > now)

/** When something was put on flash. */
export interface Saved {
  day: number
  at: Deadline
  boot: string | null
}

/** Between two writings to flash in one run of the router, and before the first one, ms. */
const saveMs = 43_200_000
const settleS = 3600

/** Whether something is to be put on flash that is kept there once a day, however the time of day jumps. */
export function isSaveDue(
  saved: Saved | null,
  { now, clock, uptime_s, boot }: Pick<Observation, 'now' | 'clock' | 'uptime_s' | 'boot'>,
): boolean {
  if (clock === null || uptime_s < settleS) return false
  return saved === null || (saved.day !== clock.day && (saved.boot !== boot || now - saved.at >= saveMs))
}
