import { describe, expect, test } from 'vitest'
import { watchModem } from '../../src/watch/loop.ts'
import { policies } from '../../src/watch/policies.ts'
import type { Rung } from '../../src/watch/policy.ts'
import { readPlans, type WatchPlan } from '../../src/watch/settings.ts'
import { sentTo } from '../world/memory/changing.ts'
import { createLivingRouter, type LivingRouter, memoryOf } from '../world/time/living.ts'

const power = "\toption power_line 'lte_power'\n"

const done = (router: LivingRouter) => memoryOf(router)?.acts.map(({ rung }) => rung) ?? []

describe('A router that lives', () => {
  test('is left alone while all is well', async () => {
    const router = createLivingRouter()
    await router.watch(3600)
    expect(done(router)).toEqual([])
    expect(router.effects).toEqual([])
    expect(memoryOf(router)).toMatchObject({ modem: 'usb-1-1', known: { interface: 'wwan', path: '1-1' } })
  })

  const ladder = ['reconnect', 'register', 'restart', 'reenumerate', 'power'] as const
  test.each(ladder.map((cure, i): [Rung, Rung[]] => [cure, ladder.slice(0, i + 1)]))(
    'and is stalled until %s is brought back by the rungs up to it, each once',
    async (cure, rungs) => {
      const router = createLivingRouter({ section: power })
      await router.watch(120)
      router.begin({ kind: 'stalled', cure })
      await router.watch(3000)
      expect(router.trouble).toBeNull()
      expect(done(router)).toEqual(rungs)
      expect(
        router.happenings.some(({ text }) => text.startsWith('event:') && text.includes('"recovered"')),
      ).toBe(true)
      const state = await router.host.call('watch')
      expect(state).toMatchObject({ verdict: 'alive', last: { rung: cure, done: true }, dead_s: null })
    },
  )

  test('is looked after by one of two sections that name its modem differently, and that is told', async () => {
    const second = "\nconfig watch\n\toption modem 'usb-1-1'\n\toption signal_step '1'\n"
    const router = createLivingRouter({ section: second })
    const { platform, clock } = router.host
    const [one, other] = readPlans(platform.files, policies).plans
    if (one === undefined || other === undefined) throw new Error('there are not two sections')
    const host = { platform, date: () => new Date(Date.UTC(2026, 5, 1) + clock.now()) }
    const lookOnce = (plan: WatchPlan, between: () => Promise<void>) => {
      let looks = 0
      const isEnding = () => looks > 0
      const pause = async () => {
        looks++
        await between()
      }
      return watchModem({ ...host, pause, isEnding }, plan)
    }
    const told = () => router.happenings.filter(({ text }) => text.includes('is watched by another section'))
    await lookOnce(one, async () => {
      const before = JSON.stringify(memoryOf(router))
      await lookOnce(other, async () => undefined)
      expect([JSON.stringify(memoryOf(router)), told().length]).toEqual([before, 1])
    })
    await lookOnce(other, async () => undefined)
    expect([memoryOf(router)?.wanted, told().length]).toEqual(['usb-1-1', 1])
  })

  test('has a modem that left its bus brought back by its socket, and its interface told that the device is there', async () => {
    const router = createLivingRouter()
    await router.watch(120)
    router.begin({ kind: 'gone', cure: 'reenumerate' })
    await router.watch(1200)
    expect(router.trouble).toBeNull()
    expect(done(router)).toEqual(['reenumerate'])
    expect(router.happenings.map(({ text }) => text)).toContain('netifd: notify_proto wwan')
    expect((await router.host.call('info')).connection).toMatchObject({ state: 'connected' })
  })

  test('sends the modem nothing but what a reading asks and a rung orders', async () => {
    const router = createLivingRouter()
    // Long enough for the messages to be counted, too.
    await router.watch(400)
    const reading = new Set(sentTo(router.host))
    router.begin({ kind: 'stuck', cure: 'restart' })
    await router.watch(900)
    const orders = sentTo(router.host).filter(text => !reading.has(text) && text !== '')
    expect(orders).toEqual([
      '+COPS?',
      '+COPS=2',
      '+COPS=0',
      // Whether the card would wait for a PIN after a restart.
      '+CLCK="SC",2;+CPINR',
      '+CPIN?',
      '+CFUN=15',
    ])
  })
})
