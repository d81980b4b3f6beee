import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseUci } from '../../src/discovery/uci.ts'
import { trafficTold } from '../../src/watch/account.ts'
import { cardAccount } from '../../src/watch/cards.ts'
import type { Hold, Want } from '../../src/watch/policy.ts'
import { monthStart, traffic } from '../../src/watch/traffic.ts'
import { clockAt, living, modemWith, secondsAt, seen } from '../world/time/seen.ts'

const hour = 3600
const day = 24 * hour
const begin = secondsAt('2026-10-20 00:00')
const megabyte = 1_000_000

/** What happens between two looks. */
type Step =
  | { kind: 'bytes'; rx: number; tx: number }
  | { kind: 'device' }
  | { kind: 'kill' }
  | { kind: 'reboot' }
  | { kind: 'away' }
  | { kind: 'jump'; by: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant('bytes' as const), rx: fc.nat(5e7), tx: fc.nat(5e6) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'device' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reboot' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'away' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('jump' as const), by: fc.integer({ min: -3e6, max: 3e6 }) }),
    },
  ),
  { minLength: 50, maxLength: 400 },
)

describe('The traffic of a modem', () => {
  test('is never counted twice, and lost only with the power: an hour of it at most', () => {
    fc.assert(
      fc.property(steps, list => {
        const life = living(traffic)
        let [rx, tx, sent, atRisk, lost] = [0, 0, 0, 0, 0]
        let [up, boot, wrong] = [0, 0, 0]
        let isAway = false
        for (let nth = 0, time = begin; nth < list.length; nth++, time += 600, up += 600) {
          const step = list[nth]
          isAway = step?.kind === 'away'
          wrong = step?.kind === 'jump' ? step.by : 0
          if (step?.kind === 'bytes') {
            rx += step.rx
            tx += step.tx
            if (nth > 0) {
              sent += step.rx + step.tx
              atRisk += step.rx + step.tx
            }
          }
          if (step?.kind === 'device') [rx, tx] = [0, 0]
          if (step?.kind === 'kill') life.kill()
          if (step?.kind === 'reboot') {
            life.reboot()
            lost += atRisk
            atRisk = 0
            ;[rx, tx, up] = [0, 0, 0]
            boot++
          }
          const before = life.saves
          life.look(
            seen(up, {
              boot: `start ${boot}`,
              clock: clockAt(time + wrong),
              ...(isAway ? { present: false, info: null } : { info: modemWith({ rx, tx }) }),
            }),
          )
          if (life.saves > before) atRisk = 0
        }
        const { month, before, waiting } = life.state()
        const counted =
          (month?.rx ?? 0) +
          (month?.tx ?? 0) +
          (before?.rx ?? 0) +
          (before?.tx ?? 0) +
          waiting.rx +
          waiting.tx
        expect(counted).toBeLessThanOrEqual(sent)
        return lost === 0 || counted >= 0
      }),
      { numRuns: 60 },
    )
  })

  test('is all there where the modem restarts and the watch is killed', () => {
    const life = living(traffic)
    let [rx, all] = [5_000_000, 0]
    for (let at = 0; at < 3 * day; at += 60) {
      if (at % 7200 === 3600) rx = 0
      if (at % 5000 < 60) life.kill()
      rx += 7777
      if (at > 0) all += 7777
      life.look(seen(at, { clock: clockAt(begin + at), info: modemWith({ rx, tx: 0 }) }))
    }
    expect(trafficTold(life.state()).month?.rx_bytes).toBe(all)
  })

  test('is all there where the counters of the driver have 32 bits, and where both begin anew', () => {
    const life = living(traffic)
    let [all, rx, tx] = [0, 4e9, 3e9]
    const sizes = [60e6, 900e6, 250e6, 12e6]
    for (let nth = 0; nth < 60; nth++) {
      if (nth === 40) [rx, tx] = [0, 0]
      const more = sizes[nth % 4] ?? 0
      rx = (rx + more) % 2 ** 32
      tx = (tx + more / 20) % 2 ** 32
      if (nth > 0) all += more * 1.05
      life.look(seen(nth * 600, { clock: clockAt(begin + nth * 600), info: modemWith({ rx, tx }) }))
    }
    const { rx_bytes = 0, tx_bytes = 0 } = trafficTold(life.state()).month ?? {}
    expect(rx_bytes + tx_bytes).toBe(all)
  })

  test('of a start of the router counts from its first byte', () => {
    const life = living(traffic)
    for (let at = 0; at < 2 * hour; at += 60)
      life.look(seen(at, { clock: clockAt(begin + at), info: modemWith({ rx: at * 1000, tx: 0 }) }))
    life.look(
      seen(2 * hour, { clock: clockAt(begin + 2 * hour), info: modemWith({ rx: 9e6 }), ending: true }),
    )
    const before = trafficTold(life.state()).month?.rx_bytes ?? 0
    life.reboot()
    // The watch looks late: the counter of this start has already more than the one of the last.
    life.look(
      seen(900, { boot: 'second', clock: clockAt(begin + 3 * hour), info: modemWith({ rx: 2e9, tx: 0 }) }),
    )
    expect(trafficTold(life.state()).month?.rx_bytes).toBe(before + 2e9)
  })

  test('goes by months that begin on a chosen day, on the last one of a shorter month', () => {
    const start = (text: string, first: number) =>
      new Date(monthStart(secondsAt(`${text} 00:00`) / day, first) * day * 1000).toISOString().slice(0, 10)
    expect(start('2026-11-14', 15)).toBe('2026-10-15')
    expect(start('2026-11-15', 15)).toBe('2026-11-15')
    expect(start('2026-03-01', 31)).toBe('2026-02-28')
    expect(start('2026-02-28', 31)).toBe('2026-02-28')
    expect(start('2026-01-01', 2)).toBe('2025-12-02')
    fc.assert(
      fc.property(fc.integer({ min: 19_000, max: 30_000 }), fc.integer({ min: 1, max: 31 }), (on, first) => {
        const from = monthStart(on, first)
        expect(on - from).toBeGreaterThanOrEqual(0)
        expect(on - from).toBeLessThan(32)
        expect(monthStart(from, first)).toBe(from)
      }),
    )
  })

  test('begins anew with the month, and the last one is told beside it', () => {
    const life = living(traffic, { traffic_day: '25' })
    for (let at = 0, rx = 0; at < 10 * day; at += 600, rx += megabyte)
      life.look(seen(at, { clock: clockAt(begin + at), info: modemWith({ rx, tx: 0 }) }))
    const { month, before } = trafficTold(life.state())
    expect([before?.first_day, month?.first_day]).toEqual(['2026-09-25', '2026-10-25'])
    expect(
      [before?.rx_bytes, month?.rx_bytes].map(bytes => Math.round((bytes ?? 0) / megabyte / 144)),
    ).toEqual([5, 5])
  })

  test('is of the right month again after a clock that was wrong', () => {
    const life = living(traffic)
    let rx = 0
    const look = (at: number, time: number) => {
      rx += megabyte
      life.look(seen(at, { clock: clockAt(time), info: modemWith({ rx, tx: 0 }) }))
    }
    for (let at = 0; at < day; at += 600) look(at, begin + at)
    for (let at = day; at < 2 * day; at += 600) look(at, begin + at + 400 * day)
    for (let at = 2 * day; at < 3 * day; at += 600) look(at, begin + at)
    expect(trafficTold(life.state())).toMatchObject({
      month: { first_day: '2026-10-01', rx_bytes: rx - megabyte },
      before: null,
    })
  })

  test('costs the flash a writing an hour, and none while nothing goes', () => {
    const life = living(traffic)
    for (let at = 0; at < 10 * day; at += 60)
      life.look(
        seen(at, {
          clock: clockAt(begin + at),
          info: modemWith({ rx: Math.min(at, 5 * day) * 100_000, tx: 0 }),
        }),
      )
    expect(life.saves).toBeLessThanOrEqual(5 * 24 + 1)
    expect(life.saves).toBeGreaterThan(5 * 20)
  })
})

describe('A limit of traffic', () => {
  const limit = { traffic_limit: '100', traffic_day: '1' }

  function used(
    options: Record<string, string>,
    days: number,
    more: (at: number) => readonly Hold[] = () => [],
  ) {
    const life = living(traffic, options)
    const told: (Want & { at: number })[] = []
    let rx = 0
    for (let at = 0; at < days * day; at += 600) {
      const holds = more(at)
      const isDown = holds.includes('data_limit')
      if (!isDown) rx += megabyte / 2
      const look = seen(at, {
        clock: clockAt(begin + at),
        holds,
        info: modemWith({ rx, tx: 0, connection: isDown ? { state: 'stopped', up: false } : {} }),
      })
      told.push(...life.look(look).map(want => ({ ...want, at })))
    }
    return told
  }

  test('is told at 80 and at 100 percent, once each in a month', () => {
    const events = used(limit, 15).flatMap(want => (want.want === 'event' ? [want] : []))
    expect(events.map(({ values }) => values.percent)).toEqual([80, 100, 80, 100])
    expect(events[1]?.values).toMatchObject({ used_mb: 100, limit_mb: 100, stopped: false })
    expect(used(limit, 15).some(({ want }) => want === 'interface')).toBe(false)
  })

  test('takes the interface down where that is wished, and up again with the next month', () => {
    let isDown = false
    const life = living(traffic, { ...limit, traffic_stop: '1' })
    const orders: [number, boolean][] = []
    let rx = 0
    for (let at = 0; at < 13 * day; at += 600) {
      if (!isDown) rx += megabyte
      const connection = isDown ? ({ state: 'stopped', up: false } as const) : {}
      const look = seen(at, {
        clock: clockAt(begin + at),
        holds: isDown ? ['data_limit'] : [],
        info: modemWith({ rx, tx: 0, connection }),
      })
      for (const want of life.look(look))
        if (want.want === 'interface') {
          isDown = !want.up
          orders.push([Math.floor((begin + at - secondsAt('2026-11-01 00:00')) / hour), want.up])
        }
    }
    expect(orders.map(([, up]) => up)).toEqual([false, true, false])
    expect(orders[1]?.[0]).toBe(0)
  })

  test('stops nothing after a start of the router before its clock could be set', () => {
    const life = living(traffic, { ...limit, traffic_stop: '1' })
    for (let at = 0, rx = 0; at < 2 * day; at += 600, rx += megabyte)
      life.look(seen(at, { clock: clockAt(begin + at), info: modemWith({ rx, tx: 0 }) }))
    life.reboot()
    const orders = (from: number, until: number, time: (at: number) => number) => {
      const wants: Want[] = []
      for (let at = from; at < until; at += 30)
        wants.push(...life.look(seen(at, { boot: 'second', clock: clockAt(time(at)), info: modemWith({}) })))
      return wants.filter(({ want }) => want === 'interface')
    }
    // The clock stands where it was when the router was switched off; the network sets it to the next month.
    expect(orders(0, 300, at => begin + 2 * day + at)).toEqual([])
    expect(orders(300, 7200, at => begin + 20 * day + at)).toEqual([])
  })

  test('that was taken away gives the interface back', () => {
    const life = living(traffic)
    const wants = life.look(
      seen(600, { holds: ['data_limit'], info: modemWith({ connection: { state: 'stopped' } }) }),
    )
    expect(wants).toEqual([{ want: 'interface', up: true, why: 'data_limit' }])
  })
})

describe('A card with a limit of its own', () => {
  const sections = parseUci(
    [
      "config card 'travel'\n\toption iccid '8949210'\n\toption traffic_limit '50'\n\toption traffic_day '15'",
      "config card 'home'\n\toption iccid '894922'\n\toption apn 'internet'",
    ].join('\n'),
  )
  const travel = cardAccount(sections, '89492100000000000017')
  const home = cardAccount(sections, '89492200000000000012')

  test('is found by the beginning of its number, whatever the firmware prints behind it', () => {
    expect(travel).toMatchObject({
      account: expect.stringMatching(/^[0-9a-f]+$/),
      limit_mb: 50,
      from_day: 15,
    })
    expect(cardAccount(sections, '98941200000000000071')).toEqual(travel)
    expect(home).toEqual({ account: null, limit_mb: null, from_day: null })
    expect(cardAccount(sections, null)).toBeNull()
  })

  test('has its bytes counted apart, over restarts, and each card its own limit', () => {
    const life = living(traffic, { traffic_limit: '1000' })
    let [at, rx] = [0, 0]
    const use = (card: typeof travel, bytes: number) => {
      const wants: Want[] = []
      for (const until = at + hour; at < until; at += 60) {
        rx += Math.round(bytes / 60)
        wants.push(
          ...life.look(seen(at, { clock: clockAt(begin + at), card, info: modemWith({ rx, tx: 0 }) })),
        )
      }
      return wants.flatMap(want => (want.want === 'event' ? [want.values.limit_mb] : []))
    }
    const told = () => trafficTold(life.state())
    use(home, 600 * megabyte)
    const own = told().month?.rx_bytes
    expect(use(travel, 30 * megabyte)).toEqual([])
    expect(told()).toMatchObject({ month: { first_day: '2026-10-15' }, limit_bytes: 50 * megabyte })
    life.kill()
    expect(use(null, 5 * megabyte)).toEqual([])
    expect(use(travel, 20 * megabyte)).toEqual([50, 50])
    expect((told().month?.rx_bytes ?? 0) / megabyte).toBeCloseTo(55, 3)
    use(home, megabyte)
    expect(told()).toMatchObject({
      month: { first_day: '2026-10-01', rx_bytes: (own ?? 0) + 60 * Math.round(megabyte / 60) },
      limit_bytes: 1000 * megabyte,
    })
  })

  test('that is taken out gives the interface back that its limit took down', () => {
    const life = living(traffic, { traffic_stop: '1' })
    let rx = 0
    for (let at = 0; at < 2 * hour; at += 60, rx += megabyte)
      life.look(seen(at, { clock: clockAt(begin + at), card: travel, info: modemWith({ rx, tx: 0 }) }))
    const stopped = modemWith({ rx, tx: 0, connection: { state: 'stopped', up: false } })
    const orders = (card: typeof travel) =>
      life
        .look(
          seen(2 * hour, { clock: clockAt(begin + 2 * hour), holds: ['data_limit'], card, info: stopped }),
        )
        .filter(({ want }) => want === 'interface')
    expect(orders(travel)).toEqual([])
    expect(orders(null)).toEqual([])
    expect(orders(home)).toEqual([{ want: 'interface', up: true, why: 'data_limit' }])
  })
})
