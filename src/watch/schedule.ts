import { fnv1a } from '../platform/fnv.ts'
import type { Deadline } from '../platform/platform.ts'
import { isOtherBoot, isSteady, type Steadiness, steadied } from './clock.ts'
import { type Idle, idled, isIdle, noIdle } from './idle.ts'
import { count, flag, textIfSet } from './options.ts'
import type { Observation, Policy } from './policy.ts'
import { isAllowed } from './round.ts'
import { minutesOf, sinceTime } from './times.ts'

/** When the modem is restarted. */
export interface ScheduleSettings {
  /** `04:30`, `sun 04:30`, `mon,thu 04:30`. */
  restart_at: string | null
  /** Minutes after it within which a day's own time is drawn. */
  restart_jitter: number
  restart_forced: boolean
}

/** What is remembered for a restart by the clock. */
export interface ScheduleState {
  clock: Steadiness | null
  /** The day whose restart is over. */
  done_day: number | null
  /** When it was done last, in this start of the router. */
  done_at: Deadline | null
  /** When it was ordered last, UTC in seconds, and in which start of the router: on flash before it is done. */
  noted: { time_s: number; boot: string | null } | null
  /** In which start of the router this is remembered. */
  boot: string | null
  idle: Idle
}

/** How long a quiet moment is waited for, minutes. */
const windowMinutes = 120

/** So long after one there is no other, whatever the clock tells: an hour may come twice, or be put right, ms. */
const apartMs = 43_200_000

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** The minutes after midnight of a day's restart: the same for all of its looks, another one each day and for each modem. */
function drawn(settings: ScheduleSettings, day: number, modem: string): number {
  const least = minutesOf(settings.restart_at ?? '00:00')
  const { restart_jitter } = settings
  return least + (restart_jitter === 0 ? 0 : fnv1a(`${modem} ${day}`) % (restart_jitter + 1))
}

/** What still holds of what lay on flash after the router was started anew: its own clock begins anew too. */
function kept(before: ScheduleState, seen: Observation): ScheduleState {
  const { noted = null, boot = null, clock, done_day } = before
  const isNew = isOtherBoot({ boot, at: clock?.since ?? 0 }, seen)
  return { ...(isNew ? { ...schedule.first, done_day } : before), noted, boot: seen.boot }
}

/** Whether it was done, or in another start of the router ordered, less than half a day ago. */
function isDoneOf({ done_at, noted }: ScheduleState, { now, boot }: Observation, time_s: number): boolean {
  if (done_at !== null && done_at <= now && now - done_at < apartMs) return true
  return noted !== null && noted.boot !== boot && isNear(noted.time_s, time_s)
}

const isNear = (noted_s: number, time_s: number) => Math.abs(time_s - noted_s) < apartMs / 1000

/** Restarts the modem at a time of day, once, while nobody is at work. */
export const schedule: Policy<ScheduleState, ScheduleSettings> = {
  name: 'schedule',
  first: { clock: null, done_day: null, done_at: null, noted: null, boot: null, idle: noIdle },
  options: {
    restart_at: textIfSet,
    restart_jitter: count,
    restart_forced: flag,
  },
  wanted: ({ restart_at }) => restart_at !== null,
  step(found, seen, settings) {
    const { now, clock, info, last, boot } = seen
    if (seen.ending || settings.restart_at === null) return { state: found, wants: [] }
    const before = kept(found, seen)
    const steadiness = steadied(before.clock, seen)
    const idle = idled(before.idle, seen)
    const done_at = last?.by === 'schedule' ? last.at : before.done_at
    const state = { ...before, clock: steadiness, idle, done_at }
    if (clock === null || info === null || !isSteady(steadiness, now)) return { state, wants: [] }
    const due = sinceTime(clock, minutesOf(settings.restart_at))
    const late = due.minutes - (drawn(settings, due.day, info.modem) - minutesOf(settings.restart_at))
    const wished = settings.restart_at.slice(0, -6).split(',').filter(Boolean)
    const isDay = wished.length === 0 || wished.includes(days[due.weekday] ?? '')
    if (!isDay || late < 0 || due.day === before.done_day) return { state, wants: [] }
    if (late > windowMinutes) return { state, wants: [] }
    // What began before the clock could be believed is let pass.
    if (isDoneOf(state, seen, clock.time_s) || !isSteady(steadiness, now - late * 60_000))
      return { state: { ...state, done_day: due.day }, wants: [] }
    if (!settings.restart_forced && !isIdle(idle, now)) return { state, wants: [] }
    const why = `It is ${settings.restart_at}, the time for the restart of the modem.`
    const rung = { want: 'rung', rung: 'restart', why } as const
    if (!isAllowed(rung, seen)) return { state, wants: [] }
    if (state.noted?.boot === boot && isNear(state.noted.time_s, clock.time_s))
      return { state, wants: [rung] }
    const noted = { time_s: clock.time_s, boot }
    return { state: { ...state, noted }, wants: [{ want: 'save' }, rung] }
  },
}
