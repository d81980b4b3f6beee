import type { TriedWish } from '../contract/records.ts'
import type { Who } from '../modem/card.ts'
import { wishDirectory, wishPlace } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'

/** A wish that was tried on a modem, with what became of it; one file on flash for each thing that can be wished. */
export interface Tried extends Who {
  wanted: string
  /**
   * `sent`: whoever sent it was killed before it knew more; `open`: the modem took it and has not shown it; `failed`;
   * `took`: it was read back.
   */
  outcome: 'sent' | 'open' | 'failed' | 'took'
  /** Whether the modem restarts for it, or needs a restart after it. */
  restarts: boolean
  /** When it was sent since the router started, platform clock, ms. */
  writes: number[]
  /** The router's start, as the kernel names it; null where it does not. */
  boot: string | null
  /** How often whoever sent it was killed. */
  lost: number
  /** When it was sent last, for a person: ISO 8601, by a clock that may be wrong. */
  date: string
  /** The configuration's stamp then. */
  configuration: string | null
}

/** When it is. */
export interface Moment {
  /** Platform clock, ms. */
  now: number
  boot: string | null
  date: string
  configuration: string | null
}

/** The present moment, for a record. */
export const momentOf = ({ now, files }: Platform): Moment => ({
  now: now(),
  boot: files.read('/proc/sys/kernel/random/boot_id', 64)?.trim() ?? null,
  date: new Date().toISOString().slice(0, 19),
  configuration: files.stamp('/etc/config/modem'),
})

const dayMs = 24 * 3_600_000
/** How often in a day what the modem loses again is brought about without a person. */
const daily = 4
/** Modems, firmwares and cards for which a wish is remembered. */
const most = 24

/** What cannot be told does not differ. */
const same = (a: string | null, b: string | null) => a === null || b === null || a === b

const fits = (tried: Tried, wanted: string, { imei, firmware, iccid }: Who) =>
  tried.wanted === wanted &&
  same(tried.imei, imei) &&
  same(tried.firmware, firmware) &&
  same(tried.iccid, iccid)

/** The writes of a record that count for the day: those since the router started, not older than a day. */
const recent = ({ boot, writes }: Tried, moment: Moment) =>
  boot === moment.boot ? writes.filter(at => at <= moment.now && moment.now - at < dayMs) : []

/** Why a wish is not tried, from what is remembered; null when it may be. */
export function objection(tried: readonly Tried[], wanted: string, who: Who, moment: Moment): string | null {
  const mine = tried.filter(each => fits(each, wanted, who))
  for (const { outcome, restarts, lost, date } of mine) {
    if (outcome === 'failed') return `it was tried on ${date} and did not take`
    if (outcome === 'open') return `it was tried on ${date}, and the modem does not show it`
    if (outcome === 'sent' && (restarts || lost > 0))
      return `it was tried on ${date}, and what became of it is not known`
    if (outcome === 'took' && restarts) return `it took on ${date} and did not last through a restart`
  }
  if (mine.flatMap(each => recent(each, moment)).length >= daily)
    return `it took ${daily} times within a day and was lost each time`
  return mine.length === 0 && tried.length >= most
    ? 'it was tried with too many modems, firmwares and cards'
    : null
}

const isExactly = (tried: Tried, wanted: string, who: Who) =>
  tried.wanted === wanted &&
  tried.imei === who.imei &&
  tried.firmware === who.firmware &&
  tried.iccid === who.iccid

/** What is to be remembered before a wish is sent. */
export function noted(
  tried: readonly Tried[],
  wanted: string,
  who: Who,
  moment: Moment,
  restarts: boolean,
): Tried[] {
  const old = tried.find(each => isExactly(each, wanted, who))
  const { boot, now, date, configuration } = moment
  const fresh: Tried = {
    ...who,
    wanted,
    outcome: 'sent',
    restarts,
    writes: [...(old ? recent(old, moment) : []), now],
    boot,
    lost: old?.outcome === 'sent' ? old.lost + 1 : 0,
    date,
    configuration,
  }
  return [...tried.filter(each => each !== old).slice(1 - most), fresh]
}

/**
 * The record with another outcome for what fits; null when that changes nothing. What took before it was replaced by a
 * person's or another card's wish, so that it is gone says nothing about restarts.
 */
export function settled(
  tried: readonly Tried[],
  wanted: string,
  who: Who,
  outcome: Tried['outcome'],
): Tried[] | null {
  const isStale = (each: Tried) => fits(each, wanted, who) && each.outcome !== outcome
  const isReplaced = (each: Tried) =>
    outcome === 'took' && each.outcome === 'took' && each.restarts && each.wanted !== wanted
  if (!tried.some(each => isStale(each) || isReplaced(each))) return null
  return tried.map(each =>
    isStale(each) ? { ...each, outcome, lost: 0 } : isReplaced(each) ? { ...each, restarts: false } : each,
  )
}

/** What is left once a person has changed the configuration: only the same wish is not tried again. */
const pruned = (tried: readonly Tried[], wanted: string | undefined, configuration: string | null) =>
  tried.filter(each => each.wanted === wanted || each.configuration === configuration)

const isTried = (value: unknown): value is Tried => {
  const { wanted, outcome, writes } = (value ?? {}) as Partial<Tried>
  return typeof wanted === 'string' && typeof outcome === 'string' && Array.isArray(writes)
}

/** The record of one thing that can be wished of a modem, `bands.lte`. */
export const recordPlace = (place: string, what: string): string => wishPlace(`${place}.${what}`)

/** What is remembered; a damaged file stands for a try whose outcome is not known. */
export function readTried(files: Files, path: string, wanted: string): Tried[] {
  const text = files.read(path)
  if (text === null) return []
  try {
    const tried: unknown = JSON.parse(text)
    if (Array.isArray(tried) && tried.every(isTried)) return tried
  } catch {}
  return [
    {
      place: '',
      imei: null,
      firmware: null,
      iccid: null,
      wanted,
      outcome: 'sent',
      restarts: true,
      writes: [],
      boot: null,
      lost: 1,
      date: 'an unknown day',
      configuration: null,
    },
  ]
}

export function writeTried(files: Files, path: string, tried: readonly Tried[]): boolean {
  return files.write(path, JSON.stringify(tried))
}

/** What the names of the records of a modem say was wished of it, with the paths. */
const recordsAt = (files: Files, place: string): { what: string; path: string }[] =>
  files.list(wishDirectory).flatMap(name => {
    const what = name.startsWith(`${place}.`) && /\.json$/.test(name) ? name.slice(place.length + 1, -5) : ''
    return /^[a-z]\w*(?:\.\w+)?$/.test(what) ? [{ what, path: `${wishDirectory}/${name}` }] : []
  })

/** What is remembered of this modem and this card, for a person. */
export const recordsOf = (files: Files, who: Who, moment: Moment): TriedWish[] =>
  recordsAt(files, who.place).flatMap(({ what, path }) => {
    const tried = readTried(files, path, '')
    return tried
      .filter(each => fits(each, each.wanted, who))
      .map(({ wanted, outcome, date }) => ({
        what,
        wanted,
        outcome,
        date: /^\d/.test(date) ? date : null,
        given_up: objection(tried, wanted, who, moment),
      }))
  })

/** Forgets what was tried before a person changed the wish; `wanted` by what can be wished. */
export function forgetOldWishes(
  files: Files,
  place: string,
  wanted: ReadonlyMap<string, string>,
  configuration: string | null,
): void {
  for (const { what, path } of recordsAt(files, place)) {
    const tried = readTried(files, path, wanted.get(what) ?? '')
    const left = pruned(tried, wanted.get(what), configuration)
    if (left.length === 0) files.remove(path)
    else if (left.length < tried.length) writeTried(files, path, left)
  }
}
