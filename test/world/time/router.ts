import { anyPolicy, type Concern } from '../../../src/watch/concern.ts'
import {
  actsBefore,
  barsOf,
  type Caps,
  noReboots,
  type Reboots,
  withReboot,
} from '../../../src/watch/ledger.ts'
import { blank, type Memory } from '../../../src/watch/memory.ts'
import { type Observation, type Rung, rungs, type WallClock } from '../../../src/watch/policy.ts'
import { type RecoveryState, recovery } from '../../../src/watch/recovery.ts'
import { concluded, round } from '../../../src/watch/round.ts'
import { type Fault, infoOf, isCured, lookOf } from './faults.ts'

/** A rung that was done, in s from the beginning of the story. */
export interface Done {
  rung: Rung
  at: number
}

/** What came of a story. */
export interface Told {
  done: Done[]
  events: { event: string; at: number; values: Readonly<Record<string, unknown>> }[]
  /** When each fault ended; in the order of the faults that did. */
  ended: { fault: Fault; at: number; by: Rung | null }[]
  memory: Memory
}

/** How a router in time is told. */
export interface Story {
  faults: readonly Fault[]
  /** How long it is told, s. */
  days: number
  /** Seconds between two looks. */
  interval?: number
  caps?: Caps
  /** Options of the section, as UCI has them. */
  options?: Readonly<Record<string, string>>
  means?: readonly Rung[]
  /** Whether the watch is killed before its nth look, and finds only what it wrote down. */
  isKilled?(look: number): boolean
  /** The time of day at a look. */
  clock?(at: number): WallClock | null
}

/** The caps that hold unless something else is said. */
export const usualCaps: Caps = { hardware_per_hour: 3, hardware_per_day: 12, reboots_per_day: 3 }

/** How long each rung takes, s. */
const takes: Readonly<Record<Rung, number>> = {
  reconnect: 5,
  register: 20,
  restart: 40,
  reenumerate: 30,
  power: 60,
  reboot: 60,
}

const dayS = 86_400

/** The recovery with the options of a section. */
export function recoveryOf(options: Readonly<Record<string, string>> = {}): Concern {
  const concern = anyPolicy(recovery).concern(options)
  if (concern === null) throw new Error('recovery is off')
  return concern
}

/** How far a look may lie behind the last one where nothing has happened for long, s; below what makes it stale. */
const calmS = 480

const isTroubled = ({ states }: Memory): boolean =>
  (states.recovery as { outage?: object | null } | undefined)?.outage != null

/** Lets a router live through its faults, months in a moment, with the watch looking at it as its loop does. */
export function live(story: Story): Told {
  const { faults, days, interval = 60, caps = usualCaps, means = rungs, options } = story
  const concerns = [recoveryOf(options)]
  const told: Told = { done: [], events: [], ended: [], memory: blank(null, 0) }
  const over = new Set<Fault>()
  let memory = blank(null, 0)
  let reboots: Reboots = noReboots
  /** When the router was started, s of the story. */
  let started = -dayS
  let [rx, tx] = [1_000_000, 500_000]
  let step = interval
  for (let at = 0, nth = 0; at < days * dayS; at += step, nth++) {
    if (story.isKilled?.(nth)) memory = JSON.parse(JSON.stringify(memory)) as Memory
    const open = faults.filter(each => !over.has(each))
    const fault = open.find(each => each.at <= at) ?? null
    const isQuiet = open.every(each => each.at > at + calmS) && !isTroubled(memory)
    step = isQuiet ? calmS : interval
    if (fault?.until !== undefined && fault.until <= at) {
      over.add(fault)
      told.ended.push({ fault, at, by: null })
      continue
    }
    const look = lookOf(fault)
    const [before, uptime_s] = [rx, at - started]
    if (fault === null) rx += 50_000
    tx += 5000
    const now = uptime_s * 1000
    const seen: Observation = {
      now,
      clock: story.clock?.(at) ?? null,
      uptime_s,
      present: look.present ?? true,
      info: infoOf(fault, rx, tx),
      trouble: null,
      reachable: rx > before ? null : look.reachable,
      holds: [...(uptime_s < 300 ? (['just_booted'] as const) : []), ...(look.holds ?? [])],
      means,
      bars: barsOf(memory.acts, reboots, now, uptime_s, caps),
      boot: null,
      outcome: memory.outcome,
      last: memory.last,
      lowered: false,
      messages: null,
      card: null,
      panel: null,
      ending: false,
    }
    const decided = round(concerns, memory, seen)
    memory = decided.memory
    for (const want of decided.wants) {
      if (want.want === 'event') told.events.push({ event: want.event, at, values: want.values })
      if (want.want === 'calm') reboots = { ...reboots, series: 0 }
    }
    if (decided.granted === null) continue
    const { rung } = decided.granted
    told.done.push({ rung, at })
    if (fault !== null && isCured(fault, rung)) {
      over.add(fault)
      told.ended.push({ fault, at, by: rung })
    }
    at += takes[rung]
    memory = concluded(memory, { rung, done: true, message: 'Done.' })
    if (rung !== 'reboot') continue
    reboots = withReboot(reboots, memory.acts, now, uptime_s)
    started = at
    memory = { ...blank(null, 0), acts: actsBefore(reboots, 0, 0) }
  }
  return { ...told, memory }
}

/** The most of these times that lie within any span of `seconds`. */
export function mostWithin(times: readonly number[], seconds: number): number {
  const counts = times.map((from, i) => times.slice(i).filter(at => at - from < seconds).length)
  return Math.max(0, ...counts)
}

/** What the watch remembers of a modem whose connection has been dead for an hour, though these rungs were done. */
export function memoryInOutage(used: readonly Rung[], now: number): Memory {
  const long = now - 3_600_000
  const recoveryState: RecoveryState = {
    ...recovery.first,
    at: now - 5000,
    answered: true,
    seen: true,
    dead_since: long,
    rounds: 100,
    outage: { since: long, used: [...used], patience: long, flaps: 0, renewed: 0 },
  }
  return {
    ...blank(null, now - 5000),
    modem: 'usb-1-1',
    interval: 5,
    states: { recovery: recoveryState },
  }
}
