import type { Deadline } from '../platform/platform.ts'
import { tell } from './event.ts'
import { count, flag } from './options.ts'
import type { Policy, Want } from './policy.ts'

/** At which temperature is told, and whether the modem is slowed down for it. */
export interface HeatSettings {
  /** °C. */
  hot: number
  hot_lte: boolean
}

/** What is remembered of the heat. */
export interface HeatState {
  hot: boolean
  /** Since when it has been so hot, or so cool, that this should change. */
  since: Deadline | null
  /** When the technologies were changed last, or that was tried. */
  tried: Deadline | null
  /** Since when the modem has told no temperature. */
  untold: Deadline | null
}

/** It is cool again so many degrees below. */
const coolBy = 10
/** For so long it must be hot before that is told, and cool before it is over, ms. */
const hotMs = 60_000
const coolMs = 600_000
/** Between two attempts to change the technologies, ms. */
const againMs = 900_000
/** A modem that tells no temperature for so long is not kept slow for it, ms. */
const untoldMs = 1_800_000

/** Tells that the modem is too hot, and, where wished, keeps it on LTE until it is cool. */
export const heat: Policy<HeatState, HeatSettings> = {
  name: 'heat',
  first: { hot: false, since: null, tried: null, untold: null },
  options: { hot: count, hot_lte: flag },
  // Also without the wish: technologies that were changed before have to be put back.
  wanted: () => true,
  step(before, seen, { hot: limit, hot_lte }) {
    const { now, info, lowered } = seen
    const celsius = info?.temperature ?? null
    if (seen.ending || info === null) return { state: before, wants: [] }
    if (celsius === null) {
      const untold = before.untold == null || before.untold > now ? now : before.untold
      const isOver = lowered && now - untold >= untoldMs
      return {
        state: { ...before, untold: isOver ? now : untold },
        wants: isOver ? [{ want: 'modes', mode: null, why: 'It does not tell how hot it is.' }] : [],
      }
    }
    const isTurning = before.hot ? celsius <= limit - coolBy : celsius >= limit
    const begun = before.since === null || before.since > now ? now : before.since
    const since = isTurning ? begun : null
    const isOver = since !== null && now - since >= (before.hot ? coolMs : hotMs)
    const isHot = isOver ? !before.hot : before.hot
    const wants: Want[] = isOver ? [tell('temperature', { hot: isHot, celsius })] : []
    const isTime = before.tried === null || before.tried > now || now - before.tried >= againMs
    const isBack = lowered && (!hot_lte || (!isHot && celsius <= limit - coolBy))
    const isDown = hot_lte && isHot && !lowered
    if (isTime && isDown)
      wants.push({
        want: 'modes',
        mode: 'lte',
        why: `The modem has ${celsius} °C, and LTE alone heats it less.`,
      })
    if (isTime && isBack) wants.push({ want: 'modes', mode: null, why: 'The modem is cool again.' })
    return {
      state: {
        hot: isHot,
        since: isOver ? null : since,
        untold: null,
        tried: isTime && (isDown || isBack) && seen.holds.length === 0 ? now : before.tried,
      },
      wants,
    }
  },
}
