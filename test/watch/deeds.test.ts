import { describe, expect, test } from 'vitest'
import { watchFlashPlace } from '../../src/platform/places.ts'
import { changeModes } from '../../src/watch/deeds.ts'
import { watchModem } from '../../src/watch/loop.ts'
import { policies } from '../../src/watch/policies.ts'
import { readPlans } from '../../src/watch/settings.ts'
import { readMemories, remember } from '../../src/watch/store.ts'
import { createHost } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { createLivingRouter, type LivingRouter } from '../world/time/living.ts'
import { type Mortal, mortal } from '../world/time/mortal.ts'

const place = watchFlashPlace('usb-1-1', 'modes')

describe('Technologies that are changed for a while', () => {
  const modem = () => createHost([{ script: fg621() }], { behaviours: fibocom() })
  const modeOf = async (host: ReturnType<typeof modem>) => (await host.call('modes')).mode

  /** One who changes them, and is killed before its deed of this number. */
  async function change(host: ReturnType<typeof modem>, to: 'umts' | null, nth = Number.POSITIVE_INFINITY) {
    const life = mortal(host.platform, at => at === nth)
    const call = { platform: life.platform, deadline: host.clock.now() + 15_000 }
    const failure = await changeModes(call, 'usb-1-1', to).catch((error: unknown) => error)
    if (!life.isDead() && failure instanceof Error) throw failure
    return life
  }

  test('are given back, and what was before is on flash only meanwhile', async () => {
    const host = modem()
    const before = await modeOf(host)
    await change(host, 'umts')
    expect([await modeOf(host), host.platform.files.read(place)]).toEqual(['umts', `${before} umts`])
    await change(host, null)
    expect([await modeOf(host), host.platform.files.exists(place)]).toEqual([before, false])
  })

  test('are given back by the next one, wherever the one that changed them was killed, and so is who gives them back', async () => {
    const first = await change(modem(), 'umts')
    for (let nth = 0; nth < first.deeds.length; nth++) {
      const host = modem()
      const before = await modeOf(host)
      await change(host, 'umts', nth)
      expect([
        nth,
        (await modeOf(host)) === before || host.platform.files.read(place) === `${before} umts`,
      ]).toEqual([nth, true])
      await change(host, null, nth)
      await change(host, null)
      expect([nth, await modeOf(host), host.platform.files.exists(place)]).toEqual([nth, before, false])
    }
  })

  test('that somebody has chosen meanwhile stay', async () => {
    const host = modem()
    await change(host, 'umts')
    await host.call('set_modes', { mode: 'lte' })
    await change(host, null)
    expect([await modeOf(host), host.platform.files.exists(place)]).toEqual(['lte', false])
  })

  test.each(['', "config watch\n\toption enabled '0'\n"])(
    'are given back by apply when no watch is left to do it: %j',
    async uci => {
      const host = modem()
      const before = await modeOf(host)
      await change(host, 'umts')
      host.nodes.set('/etc/config/modem', { text: 'config watch\n' })
      await host.call('apply')
      expect(await modeOf(host)).toBe('umts')
      host.nodes.set('/etc/config/modem', { text: uci })
      await host.call('apply')
      expect([await modeOf(host), host.platform.files.exists(place)]).toEqual([before, false])
    },
  )

  test('are left alone where what was before cannot be put on flash', async () => {
    const host = modem()
    const before = await modeOf(host)
    const { write } = host.platform.files
    host.platform.files.write = (path, text) => !path.startsWith('/etc/') && write(path, text)
    await expect(change(host, 'umts')).rejects.toMatchObject({ code: 'not_stored' })
    expect(await modeOf(host)).toBe(before)
  })
})

describe('What a watch that was killed has left', () => {
  const led = '/sys/class/leds/white:signal1'

  test('is given back by apply when no section wants a watch any more, and not before', async () => {
    const router = createLivingRouter({ section: "\tlist led_bars 'white:signal1'\n" })
    const { nodes, platform, call } = router.host
    for (const [file, text] of [
      ['trigger', '[none] timer'],
      ['brightness', '0'],
      ['max_brightness', '1'],
    ] as const)
      nodes.set(`${led}/${file}`, { text: `${text}\n` })
    const life = mortal(platform, at => at === 60)
    await live(router, 600, life)
    expect(platform.files.read(`${led}/brightness`)?.trim()).toBe('1')
    const [memory] = readMemories(platform)
    if (memory === undefined) throw new Error('nothing is remembered')
    remember(platform, { ...memory, down: 'data_limit' })
    await platform.exec(['ubus', 'call', 'network.interface', 'down', '{"interface":"wwan"}'], 0)
    const stands = () => [
      platform.files.read(`${led}/brightness`)?.trim(),
      router.happenings.filter(({ text }) => text === 'netifd: up wwan').length,
    ]
    await call('apply')
    expect(stands()).toEqual(['1', 0])
    nodes.set('/etc/config/modem', { text: '' })
    await call('apply')
    await call('apply')
    expect(stands()).toEqual(['0', 1])
  })
})

describe('What a watch that was killed before it saw a modem has left', () => {
  const led = '/sys/class/leds/white:signal1'

  test('is given back by apply once a modem is there and no section wants a watch, and is remembered until then', async () => {
    const router = createLivingRouter({ section: "\tlist led_bars 'white:signal1'\n" })
    const { host } = router
    const { nodes, platform, call } = host
    const now = () => platform.files.read(`${led}/brightness`)?.trim()
    host.unplug()
    for (const [file, text] of Object.entries({ trigger: '[none]', brightness: '1', max_brightness: '1' }))
      nodes.set(`${led}/${file}`, { text: `${text}\n` })
    const places = () => [...nodes.keys()].filter(name => name.endsWith('.watch-state'))
    let isShown = false
    await live(
      router,
      600,
      mortal(platform, (_, deed) => {
        const wasShown = isShown
        isShown ||= deed.startsWith(`put ${led}/brightness`)
        return wasShown
      }),
    )
    expect([now(), places()]).toEqual(['0', [expect.any(String)]])
    nodes.set('/etc/config/modem', { text: '' })
    host.plug()
    await call('apply')
    expect([now(), places()]).toEqual(['1', []])
  })

  test('is known under the name of the modem once that is seen', async () => {
    const router = createLivingRouter({ section: "\tlist led_bars 'white:signal1'\n" })
    const { host } = router
    host.unplug()
    for (const [file, text] of Object.entries({ trigger: '[none]', brightness: '1', max_brightness: '1' }))
      host.nodes.set(`${led}/${file}`, { text: `${text}\n` })
    host.after(60_000, () => host.plug())
    await live(
      router,
      600,
      mortal(host.platform, at => at === 150),
    )
    const [memory, ...others] = readMemories(host.platform)
    expect([memory?.modem, memory?.leds['white:signal1']?.found.brightness, others]).toEqual([
      'usb-1-1',
      '1',
      [],
    ])
  })
})

/** Lets a watch look after a living router for so many seconds, or until it is killed. */
async function live(router: LivingRouter, seconds: number, life: Mortal, days = 0): Promise<void> {
  const { platform, clock } = router.host
  const until = clock.now() + seconds * 1000
  const date = () => new Date(Date.UTC(2026, 5, 1 + days) + clock.now())
  const isEnding = () => life.isDead() || clock.now() >= until
  const [plan] = readPlans(platform.files, policies).plans
  if (plan === undefined) throw new Error('nothing is watched')
  await watchModem({ platform: life.platform, date, pause: ms => platform.sleep(ms), isEnding }, plan)
}

const never = () => false

describe('A watch that is killed at any point', () => {
  test.each(['modem', 'modem that was never seen'])(
    'has its LEDs left as they were found by the next one: %s',
    async kind => {
      const isSeen = kind === 'modem'
      // A trigger sets the brightness anew by itself, which nobody does here.
      const kept = isSeen ? ['trigger', 'brightness', 'device_name'] : ['trigger', 'device_name']
      const found = { trigger: 'none timer [netdev]', brightness: '1', device_name: 'eth0' }
      const led = '/sys/class/leds/white:signal1'
      const lend = () => {
        const router = createLivingRouter({ section: "\tlist led_bars 'white:signal1'\n" })
        const { nodes, platform } = router.host
        if (!isSeen) router.host.unplug()
        for (const [file, text] of Object.entries({
          ...found,
          max_brightness: '1',
          delay_on: '0',
          delay_off: '0',
        }))
          nodes.set(`${led}/${file}`, { text: `${text}\n` })
        const { put, read } = platform.files
        // The kernel shows the trigger in brackets.
        platform.files.put = (path, value) =>
          path === `${led}/trigger`
            ? put(path, `none timer netdev\n`.replace(new RegExp(`\\b${value}\\b`), `[${value}]`))
            : put(path, value)
        return { router, now: () => kept.map(file => read(`${led}/${file}`)?.trim()) }
      }
      const first = lend()
      const before = first.now()
      const whole = mortal(first.router.host.platform, never)
      await live(first.router, 40, whole)
      expect(first.now()).toEqual(before)
      expect(whole.deeds.some(deed => deed.startsWith(`put ${led}`))).toBe(true)
      for (let nth = 0; nth < whole.deeds.length; nth++) {
        const { router, now } = lend()
        await live(
          router,
          40,
          mortal(router.host.platform, at => at === nth),
        )
        if (nth % 2 === 1 && !isSeen) router.host.plug()
        await live(router, 40, mortal(router.host.platform, never))
        expect([nth, now()]).toEqual([nth, before])
      }
    },
    60_000,
  )

  test('around the limit of traffic has the interface brought up again with the next month, and a person’s ifdown respected', async () => {
    const section = "\toption traffic_limit '1'\n\toption traffic_stop '1'\n"
    const ordered = (way: string) => (deed: string) => deed.startsWith(`ubus call network.interface ${way} `)
    const stateOf = async ({ host }: LivingRouter) =>
      ((await host.call('info', { max_age: 0 })).connection as { state: string }).state
    for (const [way, off] of [
      ['down', 0],
      ['down', 1],
      ['down', 2],
      ['up', 0],
      ['up', 1],
      ['up', 2],
    ] as const) {
      const router = createLivingRouter({ section })
      const { platform } = router.host
      /** Killed so many deeds after the order was given. */
      const killed = () => {
        let left: number | null = null
        return mortal(platform, (_, deed) => {
          if (left === null && ordered(way)(deed)) left = off
          return left !== null && left-- === 0
        })
      }
      await live(router, 1500, way === 'down' ? killed() : mortal(platform, never))
      await live(router, 900, mortal(platform, never))
      expect([way, off, await stateOf(router)]).toEqual([way, off, 'stopped'])
      if (way === 'up') await live(router, 1500, killed(), 31)
      // The clock is believed after ten minutes, and the limit of the new month reached after eight more.
      await live(router, way === 'up' ? 200 : 800, mortal(platform, never), 31)
      expect([way, off, await stateOf(router)]).toEqual([way, off, 'connected'])
      await platform.exec(
        ['ubus', 'call', 'network.interface', 'down', '{"interface":"wwan"}'],
        platform.now() + 1000,
      )
      await live(router, 100, mortal(platform, never), 31)
      expect([way, off, await stateOf(router)]).toEqual([way, off, 'stopped'])
    }
  }, 60_000)
})
