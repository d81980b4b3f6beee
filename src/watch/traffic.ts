import type { Account, TrafficState } from './account.ts'
import { isSteady, steadied } from './clock.ts'
import { counted, noCounters } from './counters.ts'
import { tell } from './event.ts'
import { count, countIfSet, flag } from './options.ts'
import type { Observation, Policy, WallClock, Want } from './policy.ts'

/** How much may be used, from which day of the month on, and what happens then. */
export interface TrafficSettings {
  traffic_limit: number | null
  traffic_day: number
  traffic_stop: boolean
}

/** Between two writings to flash, ms, and how many bytes are worth one. */
const saveMs = 3_600_000
const saveBytes = 1_000_000

const first: TrafficState = {
  version: 1,
  clock: null,
  counters: noCounters,
  month: null,
  before: null,
  waiting: { rx: 0, tx: 0 },
  told: 0,
  account: null,
  own: { limit_mb: null, from_day: null },
  others: [],
  saved: null,
  limit_bytes: null,
}

const dayMs = 86_400_000

/** First day of the month of the account that a day lies in: a month that is shorter begins on its last day. */
export function monthStart(day: number, first_day: number): number {
  const date = new Date(day * dayMs)
  const startOf = (year: number, month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return Date.UTC(year, month, Math.min(first_day, last)) / dayMs
  }
  const start = startOf(date.getUTCFullYear(), date.getUTCMonth())
  return start <= day ? start : startOf(date.getUTCFullYear(), date.getUTCMonth() - 1)
}

/** How many cards' accounts are kept beside the present one. */
const mostOthers = 4

/** The state with the account of the card that is in; while it is not known which one, the last one's. */
function ofCard(state: TrafficState, card: Observation['card']): TrafficState {
  if (card === null) return state
  const { limit_mb, from_day } = card
  const own = { limit_mb, from_day }
  if (card.account === state.account) return { ...state, own }
  const { account, month, before, told } = state
  const kept = state.others.find(other => other.account === card.account)
  const rest = state.others.filter(other => other.account !== card.account)
  return {
    ...state,
    account: card.account,
    own,
    month: kept?.month ?? null,
    before: kept?.before ?? null,
    told: kept?.told ?? 0,
    others: [...rest, { account, month, before, told }].slice(-mostOthers),
  }
}

/** The state in the month of a day, as the clock says it: where it was wrong before, its month is the right one's. */
function inMonth(state: TrafficState, { day }: WallClock, first_day: number): TrafficState {
  const from = monthStart(day, first_day)
  const { month, before } = state
  if (month === null) return { ...state, month: { from, rx: 0, tx: 0 } }
  if (day < month.from) {
    const isBack = before !== null && day >= before.from
    const { rx, tx } = isBack ? before : { rx: 0, tx: 0 }
    return {
      ...state,
      month: { from: isBack ? before.from : from, rx: rx + month.rx, tx: tx + month.tx },
      before: isBack ? null : before,
    }
  }
  return from > month.from ? { ...state, before: month, month: { from, rx: 0, tx: 0 }, told: 0 } : state
}

/** The state with bytes more: what waited for a month goes into it. */
function withBytes(state: TrafficState, rx: number, tx: number): TrafficState {
  const waiting = { rx: state.waiting.rx + rx, tx: state.waiting.tx + tx }
  const { month } = state
  return month === null
    ? { ...state, waiting }
    : {
        ...state,
        month: { ...month, rx: month.rx + waiting.rx, tx: month.tx + waiting.tx },
        waiting: { rx: 0, tx: 0 },
      }
}

const sumOf = (account: Account | null) => (account === null ? 0 : account.rx + account.tx)
const megabytes = (bytes: number) => Math.round(bytes / 1_000_000)

/** What a limit asks for: to be told once at 80 and at 100 percent, and the interface down while it is reached. */
function limitWants(
  state: TrafficState,
  seen: Observation,
  { traffic_limit, traffic_stop }: TrafficSettings,
  isTimed: boolean,
): { told: number; wants: Want[] } {
  const isOurs = seen.holds.includes('data_limit')
  if (traffic_limit === null || state.month === null)
    return { told: 0, wants: isOurs ? [{ want: 'interface', up: true, why: 'data_limit' }] : [] }
  const used = sumOf(state.month)
  const percent = Math.floor((used / 1_000_000 / traffic_limit) * 100)
  const reached = percent >= 100 ? 100 : percent >= 80 ? 80 : 0
  // While the time of day may still be put right by the network, the month may be another one.
  const isStopped = reached === 100 && traffic_stop && isTimed
  const wants: Want[] = []
  if (reached > state.told)
    wants.push(
      tell('limit', {
        percent,
        used_mb: megabytes(used),
        limit_mb: traffic_limit,
        stopped: reached === 100 && traffic_stop,
      }),
    )
  const { interface: name = null, state: connection = 'unknown' } = seen.info?.connection ?? {}
  const isRunning = ['connected', 'connecting', 'up_without_address', 'down'].includes(connection)
  if (isStopped && name !== null && isRunning) wants.push({ want: 'interface', up: false, why: 'data_limit' })
  if ((reached < 100 || !traffic_stop) && isOurs)
    wants.push({ want: 'interface', up: true, why: 'data_limit' })
  return { told: reached, wants }
}

/** Counts the traffic of a modem by months of the account, over restarts of modem and router, against a limit. */
export const traffic: Policy<TrafficState, TrafficSettings> = {
  name: 'traffic',
  apart: { every_s: 0 },
  first,
  options: {
    traffic_limit: countIfSet,
    traffic_day: count,
    traffic_stop: flag,
  },
  wanted: () => true,
  step(before, seen, settings) {
    const { now, boot, clock } = seen
    const known = ofCard(before.version === 1 ? { ...first, ...before } : first, seen.card)
    const limit_mb = known.own.limit_mb ?? settings.traffic_limit
    const { counters, rx, tx } = counted(known.counters, seen)
    const steadiness = steadied(known.clock, seen)
    const isTimed = isSteady(steadiness, now)
    const limit_bytes = limit_mb === null ? null : limit_mb * 1_000_000
    const here: TrafficState = { ...known, clock: steadiness, counters, limit_bytes }
    const state = withBytes(
      clock !== null && isTimed ? inMonth(here, clock, known.own.from_day ?? settings.traffic_day) : here,
      rx,
      tx,
    )
    const { told, wants } = seen.ending
      ? { told: state.told, wants: [] }
      : limitWants(state, seen, { ...settings, traffic_limit: limit_mb }, isTimed)

    const kept = [state, ...state.others].map(({ month }) => sumOf(month))
    const bytes = kept.reduce((sum, each) => sum + each, state.waiting.rx + state.waiting.tx)
    const { saved } = state
    const isWorth =
      saved === null ? bytes > 0 : Math.abs(bytes - saved.bytes) >= saveBytes || told > state.told
    const isTime = saved === null || saved.boot !== boot || now - saved.at >= saveMs || told > state.told
    const isDue = isWorth && (isTime || seen.ending)
    return {
      state: { ...state, told, saved: isDue ? { at: now, boot, bytes } : saved },
      wants: isDue ? [...wants, { want: 'save' }] : wants,
    }
  },
}
