import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import { longestCall } from '../faults/oracle.ts'
import { apply, replug, startOf } from '../world/memory/boots.ts'
import { hostOfFixture, takesAndForgets, whenAsked, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { behavioursOf } from './writes.ts'

afterEach(() => vi.useRealTimers())

/** What a router without a clock of its own may take for the time, until NTP tells it, and after a wrong server. */
const moments = [
  0,
  1,
  Date.UTC(2000, 0, 1),
  Date.UTC(2026, 6, 1),
  Date.UTC(2038, 0, 19, 3, 14, 8),
  Date.UTC(2106, 1, 7),
]

/** Lets the date of the router jump to the next of these moments with every command line. */
function jumpingDate(dates: readonly number[]) {
  vi.useFakeTimers({ toFake: ['Date'] })
  let nth = 0
  return () => void vi.setSystemTime(dates[nth++ % dates.length] ?? 0)
}

const wrong = "config modem 'main'\n\toption path '1-1'\n\toption pin '9999'\n\toption mode 'lte'\n"
const events = fc.constantFrom('apply', 'info', 'status', 'job', 'by hand', 'hour', 'day', 'replug', 'page')

it('jumps of the date, between calls and inside of them, repeat nothing, and no age is negative', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...moments), { minLength: 2, maxLength: 5 }),
      fc.array(events, { minLength: 4, maxLength: 10 }),
      async (dates, order) => {
        const jump = jumpingDate(dates)
        const device = [whenAsked(/./, jump), takesAndForgets(/^\+GTACT=\d/), ...behavioursOf({})]
        const host = startOf(hostOfFixture('fibocom/fg621-lte-a', device, { uci: { modem: wrong } }), 'a')
        for (const event of ['apply', ...order]) {
          jump()
          const began = host.clock.now()
          if (event === 'apply') await apply(host)
          if (event === 'by hand') await host.call('unlock_sim', { pin: '9999' })
          if (event === 'replug') replug(host)
          if (event === 'info' || event === 'status' || event === 'job') {
            const reply = await host.call(event)
            expect(mistakesOf(event, reply)).toBe('')
            expect(Number(reply.age_ms ?? 0)).toBeGreaterThanOrEqual(0)
          }
          if (event === 'page') {
            const page = { platform: host.platform, device: undefined, now: Date.now() }
            expect(JSON.parse(await legacy(page, '3ginfo', []))).toBeTypeOf('object')
          }
          expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
          if (event === 'hour' || event === 'day')
            host.clock.advance(event === 'day' ? 86_400_000 : 3_600_000)
        }
        expect(writtenTo(host).filter(line => line.startsWith('+CPIN='))).toHaveLength(1)
        expect(writtenTo(host).filter(line => line.startsWith('+GTACT=')).length).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: 15, seed: 12 },
  )
})

it('a trial ends in its time whatever the date does, and its job is told for ten minutes', async () => {
  const jump = jumpingDate(moments)
  const device = [whenAsked(/./, jump), ...behavioursOf({ open: true })]
  const host = hostOfFixture('fibocom/fg621-lte-a', device, { uptime: null })
  const began = host.clock.now()
  const { job } = await host.call('set_bands', {
    rat: 'lte',
    bands: [20],
    keep_if: 'connected',
    within_s: 30,
  })
  await host.jobs.finish()
  expect(host.clock.now() - began).toBeLessThan(60_000)
  for (const [ms, told] of [
    [0, { state: 'done', result: { outcome: 'taken_back' } }],
    [590_000, { state: 'done' }],
    [20_000, { error: 'no_job' }],
  ] as const) {
    host.clock.advance(ms)
    jump()
    expect(await host.call('job', { job })).toMatchObject(told)
  }
})

/** A host that was on for days, and then stopped in the middle of a trial, a restart that was ordered, and a job never begun. */
async function stopped(): Promise<Host> {
  const host = startOf(hostOfFixture('fibocom/fg621-lte-a', behavioursOf({})), 'a')
  host.clock.advance(30 * 86_400_000)
  await host.call('info')
  await host.call('unlock_sim', { pin: '9999' })
  await host.call('restart')
  await host.jobs.finish()
  host.platform.spawn = async () => true
  await host.call('set_bands', { rat: 'lte', bands: [20], keep_if: 'registered' })
  return host
}

it('what an earlier start has left, by a clock that was further, holds up nobody and has no negative age', async () => {
  const earlier = await stopped()
  const host = startOf(hostOfFixture('fibocom/fg621-lte-a', behavioursOf({ open: true })), 'b', earlier)
  for (const [path, node] of earlier.nodes)
    if (path.startsWith('/var/run/')) host.nodes.set(path, { ...node })
  for (const method of ['info', 'status', 'job', 'restart_state']) {
    const reply = await host.call(method)
    expect([method, mistakesOf(method, reply)]).toEqual([method, ''])
    for (const age of [reply.age_ms, reply.elapsed_ms]) expect(Number(age ?? 0)).toBeGreaterThanOrEqual(0)
  }
  expect(await host.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'invalid_argument' })
  const trial = { rat: 'lte', bands: [20], keep_if: 'registered', within_s: 10 }
  expect(await host.call('set_bands', trial)).toMatchObject({ verified: true })
  await host.jobs.finish()
  expect(await host.call('job')).toMatchObject({ state: 'done' })
})
