import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hardware } from '../../src/watch/ledger.ts'
import { type Rung, rungs } from '../../src/watch/policy.ts'
import { cures, type Fault, hopeless } from '../world/time/faults.ts'
import { live, mostWithin, type Told, usualCaps } from '../world/time/router.ts'

const hour = 3600
const day = 24 * hour

const healable = Object.entries(cures) as [Fault['kind'], readonly Rung[]][]

/** Each kind of fault with each rung that can end it. */
const curable = healable.flatMap(([kind, rungsOf]) => rungsOf.map(cure => ({ kind, cure })))

const anything = fc.oneof(
  fc.constantFrom(...curable),
  fc.constantFrom(...hopeless.map(kind => ({ kind, cure: null }))),
  fc.constantFrom(...healable.map(([kind]) => ({ kind, cure: null }))),
)

/** Faults one after the other: so long after the last one, and those that nothing ends so long. */
const faultsOf = (least: number, most: number, count: number) =>
  fc
    .array(fc.tuple(anything, fc.integer({ min: least, max: most }), fc.integer({ min: 60, max: day })), {
      maxLength: count,
    })
    .map(list => {
      let at = 0
      return list.map(([fault, gap, length]): Fault => {
        at += gap
        const begun = { ...fault, at }
        at += length
        return { ...begun, until: at }
      })
    })

const timesOf = ({ done }: Told, which: readonly Rung[]) =>
  done.filter(({ rung }) => which.includes(rung)).map(({ at }) => at)

const runs = { numRuns: 12 }
const withReboots = { reboot: '1' }

describe('Whatever happens for a month', () => {
  test('no cap is ever passed, not even by reboots that forget everything but what is on flash', () => {
    fc.assert(
      fc.property(faultsOf(60, day, 40), faults => {
        const told = live({ faults, days: 31, interval: 120, options: withReboots })
        const heavy = timesOf(told, hardware)
        expect(mostWithin(heavy, hour)).toBeLessThanOrEqual(usualCaps.hardware_per_hour)
        expect(mostWithin(heavy, day)).toBeLessThanOrEqual(usualCaps.hardware_per_day)
        const reboots = timesOf(told, ['reboot'])
        expect(mostWithin(reboots, day)).toBeLessThanOrEqual(usualCaps.reboots_per_day)
      }),
      runs,
    )
  })

  test('nothing is done while no rung helps, and nothing while all is well', () => {
    fc.assert(
      fc.property(faultsOf(60, 4 * day, 30), faults => {
        const told = live({ faults, days: 31, options: withReboots })
        const idle = told.done.filter(({ at }) => {
          const ended = (fault: Fault) =>
            told.ended.find(each => each.fault === fault)?.at ?? fault.until ?? 0
          const during = faults.find(fault => fault.at <= at && ended(fault) >= at)
          return during === undefined || (hopeless as readonly string[]).includes(during.kind)
        })
        expect(idle).toEqual([])
      }),
      runs,
    )
  })

  test('a watch that is killed between its looks does what one does that lives', () => {
    fc.assert(
      fc.property(faultsOf(600, day, 20), fc.integer({ min: 1, max: 9 }), (faults, every) => {
        const story = { faults, days: 14, options: withReboots }
        const whole = live(story)
        const killed = live({ ...story, isKilled: look => look % every === 0 })
        expect(killed.done).toEqual(whole.done)
        expect(killed.memory).toEqual(JSON.parse(JSON.stringify(whole.memory)))
      }),
      runs,
    )
  })

  test('the time of day changes nothing, however it jumps', () => {
    const jumping = (at: number) =>
      Math.floor(at / 900) % 3 === 0
        ? null
        : { time_s: (at * 7919) % 2_000_000_000, day: at % 20_000, weekday: at % 7, minute: at % 1440 }
    fc.assert(
      fc.property(faultsOf(600, day, 20), faults => {
        expect(live({ faults, days: 14, clock: jumping }).done).toEqual(live({ faults, days: 14 }).done)
      }),
      runs,
    )
  })
})

describe('An outage that a rung can end', () => {
  const all = curable.map(({ kind, cure }): [string, Fault] => [
    `${kind}, by ${cure}`,
    { kind, cure, at: 2 * hour },
  ])

  test.each(all)('is ended by the cheapest: %s', (_, fault) => {
    const { done, ended } = live({ faults: [fault], days: 2, options: withReboots })
    expect(ended.map(({ by }) => by)).toEqual([fault.cure])
    // Of the rungs before it, those that can help were tried, each once, in their order.
    const ladder = done.map(({ rung }) => rung)
    expect(ladder).toEqual([...new Set(ladder)].sort((a, b) => rungs.indexOf(a) - rungs.indexOf(b)))
    expect(ladder.at(-1)).toBe(fault.cure)
  })

  test('is ended within the hour, one after the other, for months', () => {
    const faults = curable
      .filter(({ cure }) => cure !== 'reboot')
      .map(({ kind, cure }, i): Fault => ({ kind, cure, at: (i + 1) * 9 * hour }))
    const { ended } = live({ faults, days: 12 })
    expect(ended.map(({ by }) => by)).toEqual(faults.map(({ cure }) => cure))
    for (const { fault, at } of ended) expect(at - fault.at).toBeLessThan(hour)
  })

  test('is left alone for two minutes', () => {
    const { done } = live({
      faults: [{ kind: 'stalled', cure: 'reconnect', at: hour }],
      days: 1,
      interval: 10,
    })
    expect(done.map(({ at }) => at >= hour + 120 && at <= hour + 160)).toEqual([true])
  })

  test('is told when it begins and when it is over, with the rung that ended it', () => {
    const { events } = live({ faults: [{ kind: 'no_address', cure: 'register', at: hour }], days: 1 })
    expect(events.map(({ event, values }) => [event, values.rung])).toEqual([
      ['outage', undefined],
      ['recovered', 'register'],
    ])
  })
})

describe('A connection that comes and goes', () => {
  test('never has its hardware touched, for a week', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 4 })), {
          minLength: 5,
          maxLength: 20,
        }),
        pattern => {
          const faults: Fault[] = []
          for (let at = 600, i = 0; at < 7 * day; i++) {
            const [up, down] = pattern[i % pattern.length] ?? [5, 3]
            faults.push({ kind: 'stalled', cure: null, at, until: at + down * 60 })
            at += (up + down) * 60
          }
          const { done } = live({ faults, days: 7, options: withReboots })
          expect(done.filter(({ rung }) => rung !== 'reconnect' && rung !== 'register')).toEqual([])
          expect(
            mostWithin(
              done.map(({ at }) => at),
              hour,
            ),
          ).toBeLessThanOrEqual(12)
        },
      ),
      { numRuns: 5 },
    )
  })

  test('has it touched when it stays away for good', () => {
    const flaps = Array.from({ length: 12 }, (_, i): Fault => {
      const at = hour + i * 480
      return { kind: 'stalled', cure: null, at, until: at + 200 }
    })
    const last: Fault = { kind: 'stalled', cure: 'restart', at: 4 * hour }
    expect(live({ faults: [...flaps, last], days: 1 }).ended.at(-1)?.by).toBe('restart')
  })
})

describe('An outage that nothing ends', () => {
  const forever: Fault = { kind: 'stalled', cure: null, at: hour }

  test('leads to each rung once, and to no reboot where that is off', () => {
    const { done, memory } = live({ faults: [forever], days: 20 })
    expect(done.map(({ rung }) => rung)).toEqual(rungs.filter(rung => rung !== 'reboot'))
    expect(memory.states.recovery).toMatchObject({
      next: { rung: null, why: expect.stringContaining('Everything that could help was done') },
    })
  })

  test('reboots the router after pauses that double, up to a day', () => {
    const { done } = live({ faults: [forever], days: 20, options: withReboots })
    const reboots = done.filter(({ rung }) => rung === 'reboot').map(({ at }) => at)
    const pauses = reboots.slice(1).map((at, i) => at - (reboots[i] ?? 0))
    expect(pauses.length).toBeGreaterThan(5)
    for (const [i, pause] of pauses.entries())
      expect(pause).toBeGreaterThanOrEqual(Math.min(day, 600 * 2 ** (i + 1)))
    expect(mostWithin(reboots, day)).toBeLessThanOrEqual(3)
  })

  test('is begun anew softly when the network was away and comes back', () => {
    const away: Fault = { kind: 'searching', cure: null, at: hour, until: 4 * hour }
    const stuck: Fault = { kind: 'not_connecting', cure: 'reconnect', at: 4 * hour }
    const { ended, done } = live({ faults: [away, stuck], days: 1 })
    expect(ended.at(-1)?.by).toBe('reconnect')
    expect(done.map(({ rung }) => rung)).toEqual(['register', 'restart', 'reconnect'])
  })
})
