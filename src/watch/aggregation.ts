import type { ModemInfo } from '../contract/info.ts'
import type { Deadline } from '../platform/platform.ts'
import { isSaveDue, isSteady, type Saved, type Steadiness, steadied } from './clock.ts'
import { type Idle, idled, isIdle, noIdle } from './idle.ts'
import { countIfSet, text } from './options.ts'
import type { Observation, Policy, WallClock, Want } from './policy.ts'
import { minutesOf, sinceTime } from './times.ts'

/** Carriers that were aggregated at a place, and no more. */
interface Place {
  /** Operator and node. */
  name: string
  /** The last day with several carriers. */
  had: number
  /** Days since on which much was loaded over one carrier alone. */
  without: number
  /** The last of them, and how many looks of it showed that. */
  day: number
  looks: number
  /** Restarts that brought nothing. */
  tries: number
}

/** What is remembered of the places. */
export interface AggregationState {
  clock: Steadiness | null
  idle: Idle
  /** Last one last. */
  places: readonly Place[]
  /** The night in which a restart was wanted last, by the day on which it began, and the one that had its restart. */
  wanted_day: number | null
  done_day: number | null
  /** When the last restart was. */
  acted_at: Deadline | null
  saved: Saved | null
}

/** When the modem is restarted for it. */
export interface AggregationSettings {
  ca_days: number | null
  /** `03:00-05:00`. */
  night: string
}

/** Most places that are remembered. */
const mostPlaces = 16
/** So many looks under load make a day without aggregation: modems drop carriers nobody needs. */
const leastLooks = 5
/** What counts as load, bytes a second. */
const loadRate = 125_000
/** After so many restarts in vain the place is taken for one without. */
const mostTries = 3

/** The place of a modem: operator, and base station where it is told. */
function placeOf({ operator, cell }: ModemInfo): string | null {
  const node = cell.enb ?? cell.gnb
  return operator.mcc && operator.mnc && node !== null ? `${operator.mcc}${operator.mnc}/${node}` : null
}

const isAggregated = ({ rat, carriers }: ModemInfo) =>
  rat === 'lte_a' || rat === 'nr_nsa' || carriers.some(({ role }) => role === 'scc')

function rateOf({ bytes, at }: Idle, next: Idle): number {
  if (bytes === null || next.bytes === null || at === null || next.at === null || next.at <= at) return 0
  return bytes.device === next.bytes.device ? ((next.bytes.rx - bytes.rx) * 1000) / (next.at - at) : 0
}

/** A place after a look; null: nothing of it needs to be remembered. */
function lookedAt(
  place: Place | null,
  name: string,
  info: ModemInfo,
  day: number,
  rate: number,
): Place | null {
  if (isAggregated(info)) return { name, had: day, without: 0, day, looks: 0, tries: 0 }
  if (place === null || rate < loadRate) return place
  const looks = (place.day === day ? place.looks : 0) + 1
  return { ...place, day, looks, without: place.without + (looks === leastLooks ? 1 : 0) }
}

/** Whether it is night, and has been known to be so since the night began; the day on which it began. */
function nightOf(clock: WallClock, night: string, steadiness: Steadiness, now: number): number | null {
  const from = minutesOf(night.slice(0, 5))
  const length = (minutesOf(night.slice(6)) + 1440 - from) % 1440
  const { minutes, day } = sinceTime(clock, from)
  return minutes < length && isSteady(steadiness, now - minutes * 60_000) ? day : null
}

/** Restarts a modem in the night, at most once, that has no carrier aggregation any more at a place that had it. */
export const aggregation: Policy<AggregationState, AggregationSettings> = {
  name: 'aggregation',
  first: {
    clock: null,
    idle: noIdle,
    places: [],
    wanted_day: null,
    done_day: null,
    acted_at: null,
    saved: null,
  },
  options: {
    ca_days: countIfSet,
    night: text,
  },
  wanted: ({ ca_days }) => ca_days !== null,
  step(before, seen, { ca_days, night }) {
    const { now, clock, info } = seen
    if (seen.ending || ca_days === null) return { state: before, wants: [] }
    const { state, isDone } = noted(before, seen)
    const save: Want[] = isDone ? [{ want: 'save' }] : []
    const name = info === null ? null : placeOf(info)
    if (clock === null || info === null || name === null || !isSteady(state.clock, now))
      return { state, wants: save }
    const known = state.places.find(place => place.name === name) ?? null
    const place = lookedAt(known, name, info, clock.day, rateOf(before.idle, state.idle))
    if (place === null) return { state, wants: save }
    const places = [...state.places.filter(each => each.name !== name), place].slice(-mostPlaces)
    const began = nightOf(clock, night, state.clock, now)
    const gone = clock.day - place.had
    const isWanted =
      place.without >= ca_days &&
      gone >= ca_days &&
      began !== null &&
      began !== state.done_day &&
      isIdle(state.idle, now)
    const why = `There has been no carrier aggregation for ${gone} days at a place that had it.`
    // What is remembered over weeks has to outlive the router's restarts.
    const isDue = isSaveDue(state.saved, seen)
    const wants: Want[] = isWanted ? [...save, { want: 'rung', rung: 'restart', why }] : save
    return {
      state: {
        ...state,
        places,
        wanted_day: isWanted ? began : state.wanted_day,
        saved: isDue ? { day: clock.day, at: now, boot: seen.boot } : state.saved,
      },
      wants: isDue ? [...wants, { want: 'save' }] : wants,
    }
  },
}

/** The state after the clock, the traffic, and what was done for this rule were looked at. */
function noted(before: AggregationState, seen: Observation): { state: AggregationState; isDone: boolean } {
  const { last } = seen
  const isDone = last?.by === 'aggregation' && last.at !== before.acted_at
  const here = before.places.at(-1)
  const places = isDone
    ? before.places
        .map(place => (place === here ? { ...place, tries: place.tries + 1 } : place))
        .filter(place => place.tries < mostTries)
    : before.places
  const state: AggregationState = {
    ...before,
    clock: steadied(before.clock, seen),
    idle: idled(before.idle, seen),
    places,
    acted_at: isDone ? last.at : before.acted_at,
    done_day: isDone ? before.wanted_day : before.done_day,
  }
  return { state, isDone }
}
