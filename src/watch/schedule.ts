import { fnv1a } from '../platform/fnv.ts'
import type { Deadline } from '../platform/platform.ts'
import { isSteady, type Steadiness, steadied } from './clock.ts'
import { type Idle, idled, isIdle, noIdle } from './idle.ts'
import { count, flag, textIfSet } from './options.ts'
import type { Policy } from './policy.ts'
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
  /** When it was done last. */
  done_at: Deadline | null
  idle: Idle
}

/** How long a quiet moment is waited for, minutes. */
const windowMinutes = 120

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** The minutes after midnight of a day's restart: the same for all of its looks, another one each day and for each modem. */
function drawn(settings: ScheduleSettings, day: number, modem: string): number {
  const least = minutesOf(settings.restart_at ?? '00:00')
  const { restart_jitter } = settings
  return least + (restart_jitter === 0 ? 0 : fnv1a(`${modem} ${day}`) % (restart_jitter + 1))
}

/** Restarts the modem at a time of day, once, while nobody is at work. */
export const schedule: Policy<ScheduleState, ScheduleSettings> = {
  name: 'schedule',
  first: { clock: null, done_day: null, done_at: null, idle: noIdle },
  options: {
    restart_at: textIfSet,
    restart_jitter: count,
    restart_forced: flag,
  },
  wanted: ({ restart_at }) => restart_at !== null,
  step(before, seen, settings) {
    const { now, clock, info, last } = seen
    if (seen.ending || settings.restart_at === null) return { state: before, wants: [] }
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
    const isDone = done_at !== null && done_at <= now && now - done_at <= (late + 1) * 60_000
    // What began before the clock could be believed is let pass.
    if (isDone || !isSteady(steadiness, now - late * 60_000))
      return { state: { ...state, done_day: due.day }, wants: [] }
    if (!settings.restart_forced && !isIdle(idle, now)) return { state, wants: [] }
    const why = `It is ${settings.restart_at}, the time for the restart of the modem.`
    return { state, wants: [{ want: 'rung', rung: 'restart', why }] }
  },
}
