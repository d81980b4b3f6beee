import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryRange, HistoryReply, Spread } from '../../src/contract/history.ts'
import { history } from '../../src/watch/history.ts'
import { fields, pastOf } from '../../src/watch/past.ts'
import type { Observation } from '../../src/watch/policy.ts'
import { searching } from '../world/memory/shown.ts'
import { clockAt, type Living, living, modemWith, secondsAt, seen } from '../world/time/seen.ts'

const kilobytes64 = 65_536
const day = 86_400
const begin = secondsAt('2026-11-01 00:00')

type Life = Living<ReturnType<typeof history.step>['state']>

const told = (life: Life, range: HistoryRange, now_s: number, boot = 'first'): HistoryReply =>
  pastOf('usb-1-1', life.state(), null, range, fields, boot, now_s * 1000)

const sizeOf = (life: Life) => new TextEncoder().encode(JSON.stringify(life.state())).length

/** A number that changes with a whole number, always the same. */
const noise = (seed: number, span: number) => ((seed * 2_654_435_761) % 4_294_967_296) % span

/** The look at a time at a modem whose values wander. */
function wandering(at: number, shown: Partial<Observation> = {}): Observation {
  const values = {
    rsrp: -125 + noise(at, 60),
    rsrq: -20 + noise(at + 1, 17),
    sinr: -10 + noise(at + 2, 40),
  }
  const temperature = 30 + noise(at + 3, 60)
  return seen(at, {
    clock: clockAt(begin + at),
    info: modemWith({ signal: values, temperature, rx: at * 1000, tx: at * 100 }),
    ...shown,
  })
}

describe('The past of a modem', () => {
  test('stays below 64 KB for months, whatever it holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(875, 900), (seed, step) => {
        const life = living(history, { interval: '300' })
        for (let at = 0; at < 45 * day; at += step) {
          const cell = `${noise(at + seed, 9).toString()}ABCDEF${(noise(at * 3 + seed, 4000) + 4096).toString(16)}`
          const info = wandering(at + seed).info
          const look = wandering(at, {
            info: info && {
              ...info,
              rat: noise(at, 3) === 0 ? 'lte' : 'nr_nsa',
              cell: { ...info.cell, cell_id_hex: cell.toUpperCase().slice(0, 9) },
            },
          })
          life.look(look)
          if (at % (5 * day) < step) expect(sizeOf(life)).toBeLessThan(kilobytes64)
        }
        expect(sizeOf(life)).toBeLessThan(kilobytes64)
        expect(told(life, 'month', 45 * day).points).toBe(2880)
        expect(JSON.stringify(told(life, 'month', 45 * day)).length).toBeLessThan(262_144)
      }),
      { numRuns: 2 },
    )
  })

  test('stays below it where every ring is full to its end', () => {
    const life = living(history, { interval: '15' })
    for (let at = 0; at < 31 * day; at += 900) life.look(wandering(at))
    for (let at = 31 * day; at < 32 * day + 7200; at += 15) life.look(wandering(at))
    const end = 32 * day + 7200
    expect((['hour', 'day', 'month'] as const).map(range => told(life, range, end).points)).toEqual([
      240, 1440, 2880,
    ])
    expect(sizeOf(life)).toBeLessThan(kilobytes64)
  })

  test('has the means and extremes that plain arithmetic has', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -139, max: -45 }), { freq: 8 }), {
          minLength: 200,
          maxLength: 400,
        }),
        fc.constantFrom(10, 20, 30),
        (values, step) => {
          const life = living(history, { interval: String(step) })
          const buckets = new Map<number, number[]>()
          values.forEach((rsrp, i) => {
            const at = 3600 + i * step
            life.look(wandering(at, { info: modemWith({ signal: { rsrp } }) }))
            const minute = Math.floor(at / 60)
            buckets.set(minute, [...(buckets.get(minute) ?? []), ...(rsrp === null ? [] : [rsrp])])
          })
          const last = Math.floor((3600 + (values.length - 1) * step) / 60)
          const naive = [...buckets].filter(([minute]) => minute < last).map(([, all]) => all)
          const { mean, min, max } = told(life, 'day', 3600).rsrp as Required<Spread>
          expect(min).toEqual(naive.map(all => (all.length === 0 ? null : Math.min(...all))))
          expect(max).toEqual(naive.map(all => (all.length === 0 ? null : Math.max(...all))))
          naive.forEach((all, i) => {
            const average = all.reduce((sum, value) => sum + value, 0) / all.length
            if (all.length > 0) expect(Math.abs((mean[i] ?? 0) - average)).toBeLessThanOrEqual(0.5)
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  test('has all bytes, to one or two percent, also of a device that began anew', () => {
    const life = living(history)
    let [rx, all] = [0, 0]
    for (let at = 3600; at < 3600 + 4 * 3600; at += 30) {
      if (at === 3600 * 2) rx = 0
      const more = 1000 + noise(at, 900_000)
      rx += more
      if (at > 3600) all += more
      life.look(wandering(at, { info: modemWith({ rx, tx: 0 }) }))
    }
    for (const range of ['day', 'month'] as const) {
      const sum = (told(life, range, 0).rx_bytes ?? []).reduce<number>(
        (total, bytes) => total + (bytes ?? 0),
        0,
      )
      // The last span is not over yet: a minute, or a quarter of an hour, of four hours.
      expect(sum / all).toBeGreaterThan(0.92)
      expect(sum / all).toBeLessThan(1.02)
    }
  })

  test('tells technology, bands, cell and state of most looks', () => {
    const life = living(history)
    for (let at = 0; at < 3600; at += 30) {
      const isFirst = at < 1800
      const rest = isFirst
        ? {}
        : { ...searching, connection: { ...modemWith({}).connection, state: 'down' as const } }
      life.look(wandering(at, { info: modemWith({ rat: 'lte_a', rest }) }))
    }
    const reply = told(life, 'hour', 3600)
    const word = (name: 'rat' | 'bands' | 'cell' | 'state', at: number) =>
      reply[name]?.values[reply[name]?.points[at] ?? -1] ?? null
    expect([0, reply.points - 1].map(at => word('rat', at))).toEqual(['lte_a', null])
    expect([0, reply.points - 1].map(at => word('bands', at))).toEqual(['B3+B20', null])
    expect([0, reply.points - 1].map(at => word('cell', at))).toEqual(['9ECE02', null])
    expect([0, reply.points - 1].map(at => word('state', at))).toEqual(['connected', 'searching'])
  })

  test('tells a modem that was away from one at which nobody looked', () => {
    const life = living(history)
    for (let at = 0; at < 1200; at += 30)
      if (at < 400 || at >= 700) life.look(wandering(at, at < 300 ? {} : { present: false, info: null }))
    const { state } = told(life, 'hour', 1200)
    const words = state?.points.map(point => (point === null ? null : state.values[point]))
    expect(words?.slice(0, 26)).toEqual([
      ...Array(10).fill('connected'),
      ...Array(4).fill('absent'),
      ...Array(10).fill(null),
      ...Array(2).fill('absent'),
    ])
  })

  test('makes no gap of a look that came a little late', () => {
    const life = living(history)
    for (let at = 0; at < 3600; at += 31.4) life.look(wandering(at))
    expect(told(life, 'hour', 3600).rsrp?.mean).not.toContain(null)
    expect(told(life, 'day', 3600).rsrp?.mean).not.toContain(null)
  })

  test('knows of the end of its last point when it was', () => {
    const life = living(history)
    for (let at = 0; at <= 3600; at += 30) life.look(wandering(at))
    expect(told(life, 'hour', 3660)).toMatchObject({ time: begin + 3600, age_s: 60, step_s: 30, points: 120 })
    expect(told(life, 'hour', 10, 'second').age_s).toBeNull()
  })
})

describe('The past over a restart of the router', () => {
  const keep = { keep_history: '1' }

  test('is what was put on flash, with a gap of the right length', () => {
    const life = living(history, keep)
    for (let at = 0; at <= 7200; at += 30) life.look(wandering(at))
    life.look(wandering(7230, { ending: true }))
    life.reboot()
    // Off for half an hour; the clock of this start begins at 0 again.
    const off = 7200 + 1800
    for (let at = 0; at < 3600; at += 30)
      life.look(wandering(at, { boot: 'second', clock: clockAt(begin + off + at) }))
    const { rsrp, time, points } = told(life, 'day', 3600, 'second')
    expect(time).toBe(begin + off + 3540)
    expect(points).toBe(120 + 1 + 30 + 58)
    const gaps = rsrp?.mean.map((value, i) => (value === null ? i : -1)).filter(i => i >= 0) ?? []
    expect(gaps).toEqual(Array.from({ length: 29 }, (_, i) => 121 + i))
  })

  test('has its place although the clock was set only later, also where it was wrong before', () => {
    for (const wrong of [null, begin - 40 * day, begin + 400 * day]) {
      const life = living(history, keep)
      for (let at = 0; at <= 7200; at += 30) life.look(wandering(at))
      life.look(wandering(7230, { ending: true }))
      life.reboot()
      for (let at = 0; at < 3600; at += 30) {
        const time = at >= 1800 ? begin + 9000 + at : wrong === null ? null : wrong + at
        life.look(wandering(at, { boot: 'second', clock: time === null ? null : clockAt(time) }))
      }
      const { points, time } = told(life, 'day', 3600, 'second')
      expect([points, time]).toEqual([121 + 29 + 59, begin + 9000 + 3540])
    }
  })

  test('is not told with a time that nobody knows', () => {
    const life = living(history)
    for (let at = 0; at < 600; at += 30) life.look(wandering(at, { clock: null }))
    expect(told(life, 'hour', 600)).toMatchObject({ time: null, points: 19 })
  })

  test('is put on flash once a day at most, however the clock jumps, and at the end', () => {
    const life = living(history, keep)
    for (let at = 0; at < 20 * day; at += 600)
      life.look(wandering(at, { clock: clockAt(begin + ((at * 7919) % (400 * day))) }))
    expect(life.saves).toBeLessThanOrEqual(40)
    expect(life.saves).toBeGreaterThanOrEqual(20)
    const before = life.saves
    life.look(wandering(20 * day, { ending: true }))
    expect(life.saves).toBe(before + 1)
  })

  test('is never put there unless that is wished', () => {
    const life = living(history)
    for (let at = 0; at < 3 * day; at += 600) life.look(wandering(at))
    life.look(wandering(3 * day, { ending: true }))
    expect(life.saves).toBe(0)
  })
})
