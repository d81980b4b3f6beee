import type { Deadline } from '../platform/platform.ts'
import { tell } from './event.ts'
import { hardware } from './ledger.ts'
import { count, flag } from './options.ts'
import { type Observation, type Policy, type Rung, rungs, type Want } from './policy.ts'
import { type Bytes, bytesOf, type Kind, type Verdict, verdictOf } from './verdict.ts'

/** Which rungs may be done, and after how long. */
export interface RecoverySettings {
  recovery: boolean
  /** How long the connection has to be dead before anything is done, s. */
  down_after: number
  reconnect: boolean
  register: boolean
  restart: boolean
  reenumerate: boolean
  power: boolean
  reboot: boolean
}

/** Something wrong with the connection, from its first sign until it was stable again. */
export interface Outage {
  since: Deadline
  /** What was done for it; each rung once. */
  used: Rung[]
  /** Until when what was done last is given time. */
  patience: Deadline
  /** How often the connection came and went. */
  flaps: number
  /** How often the soft rungs were allowed again, because the network was gone and came back. */
  renewed: number
}

/** What the watch would do next; null as `rung`: nothing, for the reason. */
export interface Forecast {
  rung: Rung | null
  at: Deadline | null
  why: string
}

/** What recovery remembers of a modem. */
export interface RecoveryState {
  /** The last look. */
  at: Deadline | null
  bytes: Bytes | null
  /** Whether a probe was ever answered: before that its silence proves nothing. */
  answered: boolean
  /** Whether the modem was seen at all. */
  seen: boolean
  alive_since: Deadline | null
  dead_since: Deadline | null
  /** Looks in a row that found it dead. */
  rounds: number
  /** Since when the modem has been without a network; null while it has one. */
  unserved_since: Deadline | null
  outage: Outage | null
  next: Forecast | null
  /** What the last look found. */
  verdict: Verdict['is'] | null
}

const minute = 60_000
/** Fewest looks that must agree before anything is done. */
const leastRounds = 3
/** After so long without trouble an outage is over. */
const stableMs = 30 * minute
/** How long the connection has to be dead without interruption before the hardware is touched; doubles with each flap. */
const firmMs = { least: 5 * minute, most: 30 * minute } as const
/** How long a modem without a network may search before its radio is told to begin anew. */
const searchMs = 5 * minute
/** A network that was away for so long may have left a session behind that nobody serves any more. */
const awayMs = 10 * minute
/** What is older than this says nothing about now. */
const gapMs = 10 * minute

/** How long each rung is given before the next one. */
const patienceMs: Readonly<Record<Rung, number>> = {
  reconnect: 1.5 * minute,
  register: 2 * minute,
  restart: 3 * minute,
  reenumerate: 4 * minute,
  power: 5 * minute,
  reboot: 10 * minute,
}

/** The rungs that can end each kind of outage. */
const remedies: Readonly<Record<Kind, readonly Rung[]>> = {
  vanished: ['reenumerate', 'power', 'reboot'],
  unserved: ['register', 'restart'],
  device: ['restart', 'reenumerate', 'power', 'reboot'],
  link: rungs,
  traffic: rungs,
}

const soft = (rung: Rung) => rung === 'reconnect' || rung === 'register'

const nothing: RecoveryState = {
  at: null,
  bytes: null,
  answered: false,
  seen: false,
  alive_since: null,
  dead_since: null,
  rounds: 0,
  unserved_since: null,
  outage: null,
  next: null,
  verdict: null,
}

/** When a connection that has been dead since then has been so for long enough for a rung of this outage. */
function dueAt(rung: Rung, kind: Kind, dead: Deadline, outage: Outage, downMs: number): Deadline {
  const firm = hardware.includes(rung) || rung === 'reboot'
  const firmly = Math.min(firmMs.most, firmMs.least * 2 ** Math.min(8, Math.max(0, outage.flaps - 1)))
  const least = Math.max(downMs, kind === 'unserved' ? searchMs : 0, firm ? firmly : 0)
  return Math.max(dead + least, outage.patience)
}

/** The outage with what came of a rung, of whoever wanted it. */
function noted(outage: Outage, seen: Observation): Outage {
  const { outcome, now } = seen
  if (outcome === null) return outage
  const used = outage.used.includes(outcome.rung) ? outage.used : [...outage.used, outcome.rung]
  const pause = outcome.done ? patienceMs[outcome.rung] * 2 ** Math.min(4, outage.renewed) : 0
  return { ...outage, used, patience: now + pause }
}

/** The next rung of an outage and when; with what is said where there is none. */
function nextRung(
  kind: Kind,
  why: string,
  dead: Deadline,
  outage: Outage,
  seen: Observation,
  settings: RecoverySettings,
): Forecast {
  const rung = remedies[kind].find(
    each => settings[each] && seen.means.includes(each) && !outage.used.includes(each),
  )
  if (rung === undefined) return { rung: null, at: null, why: `${why} Everything that could help was done.` }
  const due = dueAt(rung, kind, dead, outage, settings.down_after * 1000)
  const bar = seen.bars[rung]
  return bar && bar.until > due
    ? { rung, at: bar.until, why: `${why} It waits, because ${bar.why}.` }
    : { rung, at: due, why }
}

const seconds = (from: Deadline, to: Deadline) => Math.round((to - from) / 1000)

/** The connection is alive: an outage ends when it has been so for long enough. */
function alive(state: RecoveryState, { now }: Observation): { state: RecoveryState; wants: Want[] } {
  const { outage, dead_since, alive_since } = state
  const since = alive_since ?? now
  const next = { ...state, alive_since: since, dead_since: null, rounds: 0, unserved_since: null, next: null }
  if (now - since >= stableMs) return { state: { ...next, outage: null }, wants: [{ want: 'calm' }] }
  if (outage === null) return { state: next, wants: [] }
  if (dead_since === null) return { state: next, wants: [] }
  const rung = outage.used.at(-1) ?? null
  const told = tell('recovered', { rung, seconds: seconds(dead_since, now) })
  return { state: { ...next, outage: { ...outage, flaps: outage.flaps + 1 } }, wants: [told] }
}

/** The connection is dead: an outage begins when it has been so for long enough, and its next rung is wanted when due. */
function dead(
  state: RecoveryState,
  { kind, why }: { kind: Kind; why: string },
  seen: Observation,
  settings: RecoverySettings,
): { state: RecoveryState; wants: Want[] } {
  const { now } = seen
  const since = state.dead_since ?? now
  const rounds = state.rounds + 1
  const wants: Want[] = []
  const isDown = now - since >= settings.down_after * 1000 && rounds >= leastRounds
  let { outage } = state
  if (outage === null && isDown) {
    outage = noted({ since, used: [], patience: now, flaps: 0, renewed: 0 }, seen)
    wants.push(tell('outage', { reason: why, seconds: seconds(since, now) }))
  }
  if (outage !== null) {
    const away = state.unserved_since === null ? 0 : now - state.unserved_since
    if (kind !== 'unserved' && away >= awayMs)
      outage = {
        ...outage,
        used: outage.used.filter(rung => !soft(rung)),
        patience: Math.max(outage.patience, now + patienceMs.reconnect),
        renewed: outage.renewed + 1,
      }
  }
  const plan = outage ?? { since, used: [], patience: since, flaps: 0, renewed: 0 }
  const next = nextRung(kind, why, since, plan, seen, settings)
  if (outage !== null && isDown && next.rung !== null && next.at !== null && next.at <= now)
    wants.push({ want: 'rung', rung: next.rung, why })
  const unserved_since = kind === 'unserved' ? (state.unserved_since ?? now) : null
  return {
    state: { ...state, alive_since: null, dead_since: since, rounds, unserved_since, outage, next },
    wants,
  }
}

/** Heals a connection that is dead, by the cheapest rung that can, each once in an outage. */
export const recovery: Policy<RecoveryState, RecoverySettings> = {
  name: 'recovery',
  first: nothing,
  options: {
    recovery: flag,
    down_after: count,
    reconnect: flag,
    register: flag,
    restart: flag,
    reenumerate: flag,
    power: flag,
    reboot: flag,
  },
  wanted: ({ recovery: isWanted }) => isWanted,
  step(before, seen, settings) {
    const { now } = seen
    if (seen.ending) return { state: before, wants: [] }
    const isStale = before.at !== null && now - before.at > gapMs
    const last = isStale ? { ...before, alive_since: null, dead_since: null, rounds: 0, bytes: null } : before
    const verdict = verdictOf(last, seen)
    const state: RecoveryState = {
      ...last,
      at: now,
      bytes: bytesOf(seen.info) ?? last.bytes,
      answered: last.answered || seen.reachable === true,
      seen: last.seen || seen.present,
      verdict: verdict.is,
      outage: last.outage && noted(last.outage, seen),
    }
    if (verdict.is === 'alive') return alive(state, seen)
    if (verdict.is === 'dead') return dead(state, verdict, seen, settings)
    if (verdict.is === 'unclear') return { state, wants: [] }
    const next: Forecast = { rung: null, at: null, why: verdict.why }
    return { state: { ...state, alive_since: null, dead_since: null, rounds: 0, next }, wants: [] }
  },
}
