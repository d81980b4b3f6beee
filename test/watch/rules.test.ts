import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModemInfo, Rat } from '../../src/contract/info.ts'
import { aggregation } from '../../src/watch/aggregation.ts'
import { heat } from '../../src/watch/heat.ts'
import { lows } from '../../src/watch/lows.ts'
import type { LastDeed, Observation, Policy } from '../../src/watch/policy.ts'
import { schedule } from '../../src/watch/schedule.ts'
import { clockAt, living, modemWith, secondsAt, seen } from '../world/time/seen.ts'

const minute = 60
const hour = 3600
const day = 24 * hour
/** A Sunday. */
const begin = secondsAt('2026-11-01 00:00')

/** How a router lives with one rule. */
interface Life {
  days: number
  /** Seconds between two looks. */
  step?: number
  /** What is seen so long after the beginning, with the bytes received until then. */
  at?(time: number, rx: number): Partial<Observation>
  /** Bytes a second. */
  rate?(time: number): number
  /** The time of day, seconds since 1970; null: not known. */
  date?(time: number): number | null
  /** When nothing is granted. */
  isHeld?(time: number): boolean
  reboots?: readonly number[]
}

/** When a rule had the modem restarted, in seconds since the beginning. */
function restarts<State, Settings>(
  policy: Policy<State, Settings>,
  options: Record<string, string>,
  {
    days,
    step = 120,
    at = () => ({}),
    rate = () => 0,
    date = time => begin + time,
    isHeld,
    reboots = [],
  }: Life,
): number[] {
  const life = living(policy, options)
  const done: number[] = []
  let last: LastDeed | null = null
  let outcome: Observation['outcome'] = null
  let [rx, started, boot] = [0, -day, 0]
  for (let time = 0; time < days * day; time += step) {
    if (reboots.some(each => each > time - step && each <= time)) {
      life.reboot()
      ;[started, last, outcome, rx] = [time, null, null, 0]
      boot++
    }
    rx += rate(time) * step
    const now = time - started
    const today = date(time)
    const look = seen(now, {
      boot: `start ${boot}`,
      clock: today === null ? null : clockAt(today),
      info: modemWith({ rx, tx: 0 }),
      last,
      outcome,
      ...at(time, rx),
    })
    outcome = null
    for (const want of life.look(look)) {
      if (want.want !== 'rung' || isHeld?.(time)) continue
      done.push(time)
      last = { rung: want.rung, why: want.why, by: policy.name, at: now * 1000 }
      outcome = { rung: want.rung, done: true, message: 'Done.' }
    }
  }
  return done
}

const minuteOf = (time: number) => Math.floor((time % day) / minute)

describe('A restart at a time of day', () => {
  test('is done once a day, at its time, for months', () => {
    const done = restarts(schedule, { restart_at: '04:30' }, { days: 60, step: 300 })
    expect(done).toHaveLength(60)
    expect(new Set(done.map(minuteOf))).toEqual(new Set([270]))
  })

  test('is done on its days of the week alone', () => {
    const done = restarts(schedule, { restart_at: 'sun,wed 23:50' }, { days: 28, step: 300 })
    expect(done.map(time => Math.floor(time / day) % 7)).toEqual([0, 3, 0, 3, 0, 3, 0, 3])
  })

  test('is at another minute each day within its jitter', () => {
    const done = restarts(schedule, { restart_at: '23:00', restart_jitter: '120' }, { days: 40 })
    const late = done.map(time => (minuteOf(time) + 1440 - 23 * 60) % 1440)
    expect(done.length).toBeGreaterThanOrEqual(39)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...late)).toBeLessThan(124)
    expect(new Set(late).size).toBeGreaterThan(15)
  })

  test('waits until nobody is at work, and is left out where somebody always is, unless it is forced', () => {
    const busyUntil = (end: number) => (time: number) => (minuteOf(time) < end ? 500_000 : 100)
    const [first = 0] = restarts(schedule, { restart_at: '04:30' }, { days: 1, rate: busyUntil(300) })
    expect(minuteOf(first)).toBeGreaterThanOrEqual(304)
    expect(minuteOf(first)).toBeLessThan(312)
    expect(restarts(schedule, { restart_at: '04:30' }, { days: 5, rate: () => 500_000 })).toEqual([])
    const forced = { restart_at: '04:30', restart_forced: '1' }
    expect(restarts(schedule, forced, { days: 5, rate: () => 500_000 })).toHaveLength(5)
  })

  test('waits while something forbids it, and is not made up for after two hours', () => {
    const held = (until: number) => (time: number) => minuteOf(time) < until
    const [late = 0] = restarts(schedule, { restart_at: '04:30' }, { days: 1, isHeld: held(330) })
    expect(minuteOf(late)).toBe(330)
    expect(restarts(schedule, { restart_at: '04:30' }, { days: 3, isHeld: held(420) })).toEqual([])
  })

  test('needs a clock that was set, and is not done because the clock has jumped', () => {
    expect(restarts(schedule, { restart_at: '04:30' }, { days: 5, date: () => null })).toEqual([])
    const jumping = (at: number, by: number): Life => ({
      days: 1,
      date: time => begin + time + (time >= at ? by : 0),
    })
    // From before its time to after it.
    expect(restarts(schedule, { restart_at: '04:30' }, jumping(2 * hour, 3 * hour))).toEqual([])
    // A minute before it: the clock has to prove itself first.
    expect(restarts(schedule, { restart_at: '04:30' }, jumping(2 * hour, 2.5 * hour - 60))).toEqual([])
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3 * day, max: 3 * day }), { minLength: 1, maxLength: 9 }),
        jumps => {
          // The clock jumps every nine minutes, and so never tells a time that can be believed.
          const date = (time: number) =>
            begin + time + (jumps[Math.floor(time / 540) % jumps.length] ?? 0) + time
          expect(restarts(schedule, { restart_at: '04:30' }, { days: 2, date })).toEqual([])
        },
      ),
      { numRuns: 20 },
    )
  })

  test('is done once on the days on which clocks are changed', () => {
    // In spring 02:00 to 03:00 is left out, in autumn it comes twice; local time alone jumps.
    for (const [shift, times] of [
      [hour, 1],
      [-hour, 1],
    ] as const) {
      const life = living(schedule, { restart_at: '02:30' })
      let done = 0
      let last: LastDeed | null = null
      for (let time = 0; time < day - 2 * hour; time += 120) {
        const local = clockAt(begin + time + (time >= 2 * hour + (shift < 0 ? hour : 0) ? shift : 0))
        const look = seen(time, { clock: { ...local, time_s: begin + time }, info: modemWith({}), last })
        for (const want of life.look(look))
          if (want.want === 'rung') {
            done++
            last = { rung: 'restart', why: want.why, by: 'schedule', at: time * 1000 }
          }
      }
      expect([shift, done]).toEqual([shift, times])
    }
  })

  /** The clock of a place that goes back from 03:00 to 02:00; the modem is not seen while it is `away`. */
  const autumn = (isAway: (time: number) => boolean = () => false): Pick<Life, 'at'> => ({
    at: time => ({
      clock: { ...clockAt(begin + time - (time >= 3 * hour ? hour : 0)), time_s: begin + time },
      ...(isAway(time) && { info: null }),
    }),
  })

  test('is not done again in the hour that comes twice where the modem comes back late', () => {
    const isAway = (time: number) => time > 2.5 * hour && time < 3.2 * hour
    expect(restarts(schedule, { restart_at: '02:30' }, { days: 0.5, ...autumn(isAway) })).toEqual([
      2.5 * hour,
    ])
    const late = (time: number) => time < 2.95 * hour
    const done = restarts(
      schedule,
      { restart_at: '02:30' },
      { days: 0.5, isHeld: late, ...autumn(time => time > 2.98 * hour && time < 3.1 * hour) },
    )
    expect(done).toHaveLength(1)
  })

  test('is not done again in the hour that comes twice where the router is started between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2.4 * hour, max: 3.6 * hour }), { minLength: 1, maxLength: 3 }),
        reboots => {
          const done = restarts(
            schedule,
            { restart_at: '02:30' },
            { days: 2, reboots, step: 30, ...autumn() },
          )
          expect(done.length).toBeLessThanOrEqual(2)
          expect(done.filter(time => time < 12 * hour).length).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 40, seed: 2 },
    )
  })

  test('is not done again where the clock was fast and is put back while the modem restarts, and is done the next day', () => {
    for (const fast of [15 * minute, hour, 3 * hour, day + hour]) {
      const date = (time: number) => begin + time + (time <= 4.5 * hour ? fast : 0)
      const at = (time: number) => (time > 4.5 * hour && time < 4.7 * hour ? { info: null } : {})
      const started = clockAt(begin + 4.5 * hour + fast)
      const time = `${Math.floor(started.minute / 60)}`.padStart(2, '0')
      const restart_at = `${time}:${`${started.minute % 60}`.padStart(2, '0')}`
      const done = restarts(schedule, { restart_at }, { days: 4, date, at })
      expect([fast, done[0]]).toEqual([fast, 4.5 * hour])
      for (const [nth, each] of done.entries())
        if (nth > 0) expect(each - (done[nth - 1] ?? 0)).toBeGreaterThanOrEqual(12 * hour)
      expect(done.filter(each => each > day + 5 * hour).length).toBeGreaterThanOrEqual(2)
    }
  })

  test('lies on flash before it is done, once, and not while something forbids it', () => {
    const life = living(schedule, { restart_at: '04:30' })
    const look = (time: number, shown: Partial<Observation> = {}) =>
      life.look(seen(time, { clock: clockAt(begin + time), info: modemWith({}), ...shown }))
    for (let time = 4 * hour; time < 4.6 * hour; time += 60) look(time, { holds: ['job_running'] })
    for (let time = 4.6 * hour; time < 4.7 * hour; time += 60) look(time, { means: ['reconnect'] })
    expect(life.saves).toBe(0)
    // Killed where the modem was told: what lies on flash is all there is.
    expect(look(4.7 * hour)).toMatchObject([{ want: 'rung' }])
    expect(life.saves).toBe(1)
    // Another rule came first: it is wanted again, and nothing is written for that.
    expect(look(4.71 * hour)).toMatchObject([{ want: 'rung' }])
    expect(life.saves).toBe(1)
    life.reboot()
    const anew = (time: number) => look(time, { now: (time - 4.75 * hour) * 1000, boot: 'second' })
    for (let time = 4.76 * hour; time < 16 * hour; time += 60) expect(anew(time)).toEqual([])
    const [next] = [...Array(16).keys()].flatMap(each => anew(day + 4.5 * hour + each * 60))
    expect(next).toMatchObject({ want: 'rung', rung: 'restart' })
  })

  test('is done once where the router is started between, and never twice in a day by that', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 * day }), { maxLength: 20 }), reboots => {
        const done = restarts(schedule, { restart_at: '04:30' }, { days: 10, reboots })
        const days = done.map(time => Math.floor(time / day))
        expect(new Set(days).size).toBe(days.length)
      }),
      { numRuns: 20 },
    )
  })
})

/** A modem at one place that aggregates, or not. */
const carriers = (rat: Rat, enb = 7000): Partial<ModemInfo> => ({
  rat,
  carriers: [],
  cell: { ...modemWith({}).cell, enb },
})

describe('Carrier aggregation that is gone', () => {
  /** Much is loaded for an hour each evening; the rest of the day nobody is at work. */
  const evenings = (time: number) => (minuteOf(time) >= 1200 && minuteOf(time) < 1260 ? 1_000_000 : 100)
  const lostAfter =
    (days: number, enb?: (time: number) => number) =>
    (time: number, rx: number): Partial<Observation> => ({
      info: modemWith({
        rx,
        rest: carriers(time < days * day ? 'lte_a' : 'lte', enb?.(time)),
        rat: time < days * day ? 'lte_a' : 'lte',
      }),
    })

  test('leads to a restart in the night after so many days, one a night, three in all', () => {
    const done = restarts(aggregation, { ca_days: '4' }, { days: 30, rate: evenings, at: lostAfter(5) })
    expect(done.map(time => Math.floor(time / day))).toEqual([9, 10, 11])
    for (const time of done) {
      expect(minuteOf(time)).toBeGreaterThanOrEqual(180)
      expect(minuteOf(time)).toBeLessThan(300)
    }
  })

  test('leads to none at a place that never had it, and to none while nobody needs it', () => {
    expect(restarts(aggregation, { ca_days: '2' }, { days: 30, rate: evenings, at: lostAfter(0) })).toEqual(
      [],
    )
    expect(restarts(aggregation, { ca_days: '2' }, { days: 30, at: lostAfter(5) })).toEqual([])
    const moved = (time: number) => (time < 5 * day ? 7000 : 7001)
    expect(
      restarts(aggregation, { ca_days: '2' }, { days: 30, rate: evenings, at: lostAfter(5, moved) }),
    ).toEqual([])
  })

  test('is remembered over restarts of the router', () => {
    const reboots = [2, 4, 6.5, 8].map(days => days * day)
    const life = { days: 14, rate: evenings, at: lostAfter(5), reboots }
    expect(restarts(aggregation, { ca_days: '4' }, life).length).toBeGreaterThan(0)
  })

  test('is not concluded from a clock that jumps by weeks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6 * hour, max: 2 * day }),
        fc.integer({ min: -40, max: 40 }),
        (at, weeks) => {
          const date = (time: number) => begin + time + (time >= at ? weeks * 7 * day : 0)
          const life = { days: 3, step: 300, rate: evenings, at: lostAfter(1), date }
          expect(restarts(aggregation, { ca_days: '4' }, life)).toEqual([])
        },
      ),
      { numRuns: 15 },
    )
  })

  test('never leads to two restarts in one night, for months', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 90, maxLength: 90 }), had => {
        const at = (time: number, rx: number) => {
          const rat = had[Math.floor(time / day)] ? 'lte_a' : 'lte'
          return { info: modemWith({ rx, rat, rest: carriers(rat) }) }
        }
        const done = restarts(aggregation, { ca_days: '1' }, { days: 90, step: 400, rate: evenings, at })
        const days = done.map(time => Math.floor(time / day))
        expect(new Set(days).size).toBe(days.length)
      }),
      { numRuns: 5 },
    )
  })
})

describe('A modem that is too hot', () => {
  /** The temperature every minute, and what came of it; `lowered` as the loop tells it. */
  function heated(celsius: readonly number[], options: Record<string, string>, isGranted = true) {
    const life = living(heat, options)
    let lowered = false
    return celsius.flatMap((temperature, i) => {
      const look = seen(i * minute, { info: modemWith({ temperature }), lowered })
      return life.look(look).map(want => {
        if (want.want === 'modes' && isGranted) lowered = want.mode !== null
        return want.want === 'event'
          ? `${want.event} ${want.values.hot}`
          : want.want === 'modes'
            ? `${want.mode}`
            : '?'
      })
    })
  }
  const warm = Array<number>(5).fill(60)
  const hot = Array<number>(20).fill(90)
  const cool = Array<number>(15).fill(70)

  test('is told, and told again when it has been cool for ten minutes', () => {
    expect(heated([...warm, ...hot, ...cool, ...warm], {})).toEqual(['temperature true', 'temperature false'])
    expect(heated([...warm, 90, ...warm, 90, ...warm], {})).toEqual([])
    expect(heated([...hot, ...Array<number>(60).fill(80), ...hot], {})).toEqual(['temperature true'])
  })

  test('is kept on LTE where that is wished, until it is cool, and then has back what it had', () => {
    expect(heated([...warm, ...hot, ...cool, ...cool], { hot_lte: '1' })).toEqual([
      'temperature true',
      'lte',
      'temperature false',
      'null',
    ])
  })

  test('has back what it had also where the wish is gone, or the router was started between', () => {
    const life = living(heat)
    expect(life.look(seen(0, { lowered: true, info: modemWith({ temperature: 90 }) }))).toMatchObject([
      { want: 'modes', mode: null },
    ])
  })

  test('has back what it had when it tells no temperature any more', () => {
    const life = living(heat, { hot_lte: '1' })
    const wants = Array.from({ length: 60 }, (_, i) =>
      life.look(seen(i * minute, { lowered: i < 32, info: modemWith({ temperature: null }) })),
    )
    expect(wants.flatMap((each, i) => (each.length > 0 ? [i] : []))).toEqual([30])
    expect(wants[30]).toMatchObject([{ want: 'modes', mode: null }])
  })

  test('is not asked for its technologies all the time where they cannot be changed', () => {
    const asked = heated(Array<number>(180).fill(90), { hot_lte: '1' }, false).filter(each => each === 'lte')
    expect(asked.length).toBeLessThanOrEqual(13)
  })
})

describe('A signal or technology below a line', () => {
  const told = (looks: readonly ModemInfo[], options: Record<string, string>) => {
    const life = living(lows, options)
    return looks.flatMap((info, i) =>
      life
        .look(seen(i * minute, { info }))
        .map(want => (want.want === 'event' ? `${want.event} ${want.values.low}` : '?')),
    )
  }
  const at = (rsrp: number, count: number) =>
    Array.from({ length: count }, () => modemWith({ signal: { rsrp }, rat: 'lte' }))
  const by = (rat: Rat, count: number) => Array.from({ length: count }, () => modemWith({ rat }))

  test('is told after so many minutes, and when it is over', () => {
    const options = { signal_below: '-110', below_minutes: '10' }
    expect(told([...at(-100, 5), ...at(-115, 9), ...at(-100, 5)], options)).toEqual([])
    expect(told([...at(-100, 5), ...at(-115, 30), ...at(-100, 15)], options)).toEqual([
      'signal_low true',
      'signal_low false',
    ])
    expect(told([...at(-115, 30), ...at(-109, 60), ...at(-115, 30)], options)).toEqual(['signal_low true'])
  })

  test('is told of the technology too', () => {
    const options = { technology_below: '4g', below_minutes: '5' }
    expect(told([...by('lte_a', 9), ...by('hspa_plus', 9), ...by('nr_sa', 9)], options)).toEqual([
      'technology_low true',
      'technology_low false',
    ])
  })
})
