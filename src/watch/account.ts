import type { Month, Traffic } from '../contract/history.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Steadiness } from './clock.ts'
import type { Counters } from './counters.ts'

/** Bytes of a month of the account. */
export interface Account {
  /** First day of the month, days since 1970. */
  from: number
  rx: number
  tx: number
}

/** What was counted of one card, or of all without a limit of their own. */
export interface Counted {
  month: Account | null
  before: Account | null
  /** The percentage that was told of this month. */
  told: number
}

/** What was counted. */
export interface TrafficState extends Counted {
  version: 1
  clock: Steadiness | null
  counters: Counters
  /** Whose `month` and `before` are: the card's with a limit of its own, or null. */
  account: string | null
  /** Its own limit and first day of the month, as its section says. */
  own: { limit_mb: number | null; from_day: number | null }
  /** What was counted of other cards. */
  others: readonly (Counted & { account: string | null })[]
  /** Bytes that have no month yet: the clock was not set. */
  waiting: { rx: number; tx: number }
  /** What was put on flash last, and when. */
  saved: { at: Deadline; boot: string | null; bytes: number } | null
  /** As the option says. */
  limit_bytes: number | null
}

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
const monthOf = (account: Account | null): Month | null =>
  account && { first_day: dateOf(account.from), rx_bytes: account.rx, tx_bytes: account.tx }

/** What was counted, as it is told. */
export function trafficTold({ month, before, limit_bytes }: TrafficState): Traffic {
  return { month: monthOf(month), before: monthOf(before), limit_bytes }
}
