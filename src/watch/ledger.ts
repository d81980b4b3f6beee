import type { Deadline } from '../platform/platform.ts'
import { type Bar, type Rung, rungs } from './policy.ts'

/** A rung that was done, whoever wanted it. */
export interface Act {
  rung: Rung
  at: Deadline
}

/** How often the rungs that touch the hardware may be done. */
export interface Caps {
  hardware_per_hour: number
  hardware_per_day: number
  reboots_per_day: number
}

/** The reboots of the router by the watch, as its flash tells; no time of day is needed for it. */
export interface Reboots {
  /** How long each lies back, in seconds the router has run since, up to its last start; youngest first. */
  ages_s: readonly number[]
  /** How many of them came one after the other without a stable connection between. */
  series: number
  /** What else was done within a day before the last one, by the same time. */
  acts: readonly { rung: Rung; age_s: number }[]
}

/** None yet. */
export const noReboots: Reboots = { ages_s: [], series: 0, acts: [] }

/** Rungs after which the modem starts anew or leaves its bus. */
export const hardware: readonly Rung[] = ['restart', 'reenumerate', 'power']

/** How often the others may be done. */
const soft = { per_hour: 6, per_day: 24 } as const

/** Longest time of a rung's job, ms. */
export const rungMs = 360_000

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The pause before the first reboot of a series, which doubles up to a day. */
const firstPauseMs = 600_000

/** Acts that still count for a cap. */
export const recent = (acts: readonly Act[], now: Deadline): Act[] =>
  acts.filter(({ at }) => at <= now && now - at < dayMs)

/** When one more stays within `most` in any span of `ms`; null: now. */
function freeAt(times: readonly Deadline[], now: Deadline, ms: number, most: number): Deadline | null {
  const within = times.filter(at => now - at < ms).sort((a, b) => b - a)
  if (most <= 0) return now + ms
  const last = within[most - 1]
  return last === undefined ? null : last + ms
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)

function barOf(
  done: readonly Deadline[],
  now: Deadline,
  caps: readonly (readonly [ms: number, most: number, span: string])[],
): Bar | null {
  const bars = caps.flatMap(([ms, most, span]) => {
    const until = freeAt(done, now, ms, most)
    return until === null ? [] : [{ until, why: `it was done ${times(most)} within ${span}` }]
  })
  return bars.sort((a, b) => b.until - a.until)[0] ?? null
}

/** When each reboot was, on the platform's clock of this start; before it the times are negative. */
const rebootTimes = ({ ages_s }: Reboots, now: Deadline, uptime_s: number): Deadline[] =>
  ages_s.map(age => now - (uptime_s + age) * 1000)

function rebootBar(reboots: Reboots, now: Deadline, uptime_s: number, most: number): Bar | null {
  const pause = Math.min(dayMs, firstPauseMs * 2 ** Math.min(reboots.series, 12))
  const paused = now + pause - uptime_s * 1000
  const capped = barOf(rebootTimes(reboots, now, uptime_s), now, [[dayMs, most, 'a day']])
  if (paused <= now || (capped && capped.until >= paused)) return capped
  return { until: paused, why: `the router was started less than ${Math.round(pause / 60_000)} minutes ago` }
}

/** Which rungs have been done so often that they have to wait, and until when. */
export function barsOf(
  acts: readonly Act[],
  reboots: Reboots,
  now: Deadline,
  uptime_s: number,
  caps: Caps,
): { [Each in Rung]?: Bar } {
  const done = (which: readonly Rung[]) => acts.filter(({ rung }) => which.includes(rung)).map(({ at }) => at)
  const bars = rungs.map((rung): [Rung, Bar | null] => {
    if (rung === 'reboot') return [rung, rebootBar(reboots, now, uptime_s, caps.reboots_per_day)]
    if (!hardware.includes(rung))
      return [
        rung,
        barOf(done([rung]), now, [
          [hourMs, soft.per_hour, 'an hour'],
          [dayMs, soft.per_day, 'a day'],
        ]),
      ]
    return [
      rung,
      barOf(done(hardware), now, [
        [hourMs, caps.hardware_per_hour, 'an hour'],
        [dayMs, caps.hardware_per_day, 'a day'],
      ]),
    ]
  })
  return Object.fromEntries(bars.filter(([, bar]) => bar !== null))
}

/** What is to be on flash before the router is rebooted: the reboot that comes lies 0 s back. */
export function withReboot(
  { ages_s, series }: Reboots,
  acts: readonly Act[],
  now: Deadline,
  uptime_s: number,
): Reboots {
  const older = ages_s.map(age => Math.round(age + uptime_s)).filter(age => age < dayMs / 1000)
  const done = recent(acts, now).filter(({ rung }) => rung !== 'reboot')
  return {
    ages_s: [0, ...older].slice(0, 12),
    series: series + 1,
    acts: done.map(({ rung, at }) => ({ rung, age_s: Math.round((now - at) / 1000) })),
  }
}

/** What was done before the last reboot, on the platform's clock of this start: before it the times are negative. */
export const actsBefore = ({ acts }: Reboots, now: Deadline, uptime_s: number): Act[] =>
  recent(
    acts.map(({ rung, age_s }) => ({ rung, at: now - (uptime_s + age_s) * 1000 })),
    now,
  )
