import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { watchDirectory } from '../../src/platform/places.ts'
import { type Act, actsBefore, barsOf, hardware, noReboots, withReboot } from '../../src/watch/ledger.ts'
import { type Rung, rungs } from '../../src/watch/policy.ts'
import { calmReboots, readReboots, saveReboots } from '../../src/watch/store.ts'
import { createHost } from '../world/memory/host.ts'
import { createLivingRouter } from '../world/time/living.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const caps = { hardware_per_hour: 3, hardware_per_day: 12, reboots_per_day: 3 }
const place = `${watchDirectory}/reboots.json`

/** How many of these acts lie in the span that ends at a time. */
const within = (acts: readonly Act[], which: readonly Rung[], end: number, ms: number) =>
  acts.filter(({ rung, at }) => which.includes(rung) && at <= end && end - at < ms).length

describe('What was done often', () => {
  test('has to wait exactly until it may be done again: no cap is passed in any hour or day, and none is kept longer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...rungs.slice(0, -1)), fc.integer({ min: 1, max: 40 })), {
          minLength: 20,
          maxLength: 120,
        }),
        list => {
          const acts: Act[] = []
          let now = 2 * day
          for (const [rung, wait] of list) {
            now += wait * minute
            const bar = barsOf(acts, noReboots, now, now / 1000, caps)[rung]
            if (bar !== undefined) {
              expect(bar.until).toBeGreaterThan(now)
              expect(barsOf(acts, noReboots, bar.until - 1, now / 1000, caps)[rung]).toBeDefined()
              now = bar.until
            }
            expect(barsOf(acts, noReboots, now, now / 1000, caps)[rung]).toBeUndefined()
            acts.push({ rung, at: now })
            expect(within(acts, hardware, now, hour)).toBeLessThanOrEqual(3)
            expect(within(acts, hardware, now, day)).toBeLessThanOrEqual(12)
            for (const soft of ['reconnect', 'register'] as const) {
              expect(within(acts, [soft], now, hour)).toBeLessThanOrEqual(6)
              expect(within(acts, [soft], now, day)).toBeLessThanOrEqual(24)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of reboots is counted by the time the router has run, and their pauses double', () => {
    let reboots = noReboots
    const pauses: number[] = []
    const times: number[] = []
    for (let now = 0, start = 0; pauses.length < 9; now += minute) {
      const uptime_s = (now - start) / 1000
      // The platform's clock begins with each start of the router.
      if (barsOf([], reboots, now - start, uptime_s, caps).reboot !== undefined) continue
      pauses.push((now - start) / minute)
      times.push(now)
      reboots = withReboot(reboots, [], now - start, uptime_s)
      start = now
    }
    expect(pauses.slice(0, 3)).toEqual([10, 20, 40])
    expect(Math.max(...pauses)).toBeLessThanOrEqual(24 * 60)
    for (const at of times)
      expect(times.filter(time => time <= at && at - time < day).length).toBeLessThanOrEqual(3)
  })

  test('before a reboot still counts after it, at the same distance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...hardware), fc.integer({ min: 0, max: 23 * 60 })), {
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 90 }),
        (list, up) => {
          const now = 2 * day
          const acts = list.map(([rung, ago]) => ({ rung, at: now - ago * minute }))
          const kept = JSON.parse(JSON.stringify(withReboot(noReboots, acts, now, now / 1000)))
          const later = up * minute
          const mine = actsBefore(kept, later, later / 1000)
          const expected = acts.filter(({ at }) => now - at + later < day)
          expect(mine.map(({ at }) => later - at).sort()).toEqual(
            expected.map(({ at }) => now - at + later).sort(),
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('What is kept of it on flash', () => {
  const boots = { ages_s: [0, 3000], series: 2, acts: [{ rung: 'restart' as const, age_s: 60 }] }

  test('is read as it was written, and none is none', async () => {
    const { platform } = createHost([])
    expect(readReboots(platform.files)).toEqual(noReboots)
    expect(await saveReboots(platform, boots)).toBe(true)
    expect(readReboots(platform.files)).toEqual(boots)
  })

  test('lets the router wait longest where it is damaged, whatever lies there', () => {
    const { platform, nodes } = createHost([])
    const damaged = fc.oneof(
      fc.string(),
      fc.json(),
      fc.nat(40).map(length => JSON.stringify(boots).slice(0, length)),
    )
    fc.assert(
      fc.property(damaged, text => {
        nodes.set(place, { text })
        const read = readReboots(platform.files)
        const bar = barsOf([], read, hour, 3600, caps).reboot
        expect(bar === undefined ? 0 : bar.until - hour).toBeGreaterThan(22 * hour)
      }),
      { numRuns: 200 },
    )
  })

  test('forgets a series once the connection was stable, but not the reboots within a day', async () => {
    const { platform } = createHost([])
    await saveReboots(platform, boots)
    expect(await calmReboots(platform, boots, 3600)).toMatchObject({ ages_s: [0, 3000], series: 0 })
    expect(readReboots(platform.files).series).toBe(0)
    expect(await calmReboots(platform, boots, 90_000)).toMatchObject({ ages_s: [], series: 0 })
    expect(readReboots(platform.files)).toEqual(noReboots)
  })

  test('is there before the router is rebooted, wherever the one that does it is killed', async () => {
    let [rebooted, spared] = [0, 0]
    for (let nth = 1; nth <= 14; nth++) {
      const router = createLivingRouter()
      const { host } = router
      host.jobs.watch = at => {
        if (at === nth) host.jobs.kill()
      }
      await host.call('watch_now', { rung: 'reboot', force: true })
      await host.jobs.finish()
      if (router.effects.includes('reboot')) {
        rebooted++
        expect([nth, readReboots(host.platform.files).ages_s]).toEqual([nth, [0]])
      } else spared++
    }
    expect([rebooted > 0, spared > 0]).toEqual([true, true])
  })
})
