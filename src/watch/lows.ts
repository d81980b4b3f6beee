import type { Rat } from '../contract/info.ts'
import type { Deadline } from '../platform/platform.ts'
import { tell } from './event.ts'
import { count, countIfSet, wordIfSet } from './options.ts'
import type { Policy, Want } from './policy.ts'

/** Below which signal and which technology is told. */
export interface LowsSettings {
  /** RSRP, dBm. */
  signal_below: number | null
  technology_below: Generation | null
  below_minutes: number
}

/** A generation of technologies. */
export type Generation = '3g' | '4g' | '5g'

/** Whether something is low, and since when that is to change. */
interface Low {
  low: boolean
  since: Deadline | null
}

/** What is remembered of both. */
export interface LowsState {
  signal: Low
  technology: Low
}

/** The generation of each technology. */
export const generations: Readonly<Record<Rat, 2 | 3 | 4 | 5>> = {
  gsm: 2,
  gprs: 2,
  edge: 2,
  umts: 3,
  hsdpa: 3,
  hsupa: 3,
  hspa: 3,
  hspa_plus: 3,
  td_scdma: 3,
  cdma: 3,
  nb_iot: 4,
  lte: 4,
  lte_a: 4,
  nr_nsa: 5,
  nr_sa: 5,
}

/** The signal has to be so much better than the line to be above it, dB. */
const margin = 3

/** What becomes of it when it is on the other side of the line now, or not. */
function turned(before: Low, isTurning: boolean, now: Deadline, ms: number): { next: Low; isOver: boolean } {
  const begun = before.since === null || before.since > now ? now : before.since
  if (!isTurning) return { next: { ...before, since: null }, isOver: false }
  const isOver = now - begun >= ms
  return { next: isOver ? { low: !before.low, since: null } : { ...before, since: begun }, isOver }
}

/** Tells that signal or technology have been below a line for some minutes, and that they are above it again. */
export const lows: Policy<LowsState, LowsSettings> = {
  name: 'lows',
  first: { signal: { low: false, since: null }, technology: { low: false, since: null } },
  options: {
    signal_below: countIfSet,
    technology_below: wordIfSet<Generation>(['3g', '4g', '5g']),
    below_minutes: count,
  },
  wanted: ({ signal_below, technology_below }) => signal_below !== null || technology_below !== null,
  step(before, seen, { signal_below, technology_below, below_minutes: minutes }) {
    const { now, info } = seen
    if (seen.ending || info === null) return { state: before, wants: [] }
    const wants: Want[] = []
    let { signal, technology } = before
    const { rat } = info
    const { rsrp } = info.signal
    if (signal_below !== null && rsrp !== null) {
      const isTurning = signal.low ? rsrp >= signal_below + margin : rsrp < signal_below
      const { next, isOver } = turned(signal, isTurning, now, minutes * 60_000)
      signal = next
      if (isOver) wants.push(tell('signal_low', { low: signal.low, rsrp, minutes }))
    }
    if (technology_below !== null && rat !== null) {
      const isBelow = generations[rat] < Number(technology_below[0])
      const { next, isOver } = turned(technology, isBelow !== technology.low, now, minutes * 60_000)
      technology = next
      if (isOver) wants.push(tell('technology_low', { low: technology.low, rat, minutes }))
    }
    return { state: { signal, technology }, wants }
  },
}
