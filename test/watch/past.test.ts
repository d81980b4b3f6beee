import { describe, expect, test } from 'vitest'
import type { HistoryReply, JournalReply } from '../../src/contract/history.ts'
import { runDirectory } from '../../src/platform/places.ts'
import { sentTo } from '../world/memory/changing.ts'
import { createLivingRouter, type LivingRouter } from '../world/time/living.ts'

const past = (router: LivingRouter, args: object = {}) =>
  router.host.call('history', args) as Promise<unknown> as Promise<HistoryReply>
const journal = async ({ host }: LivingRouter) =>
  ((await host.call('journal')) as unknown as JournalReply).entries

/** What lies in the run directory is gone, as after a start of the router. */
function forget({ host }: LivingRouter): void {
  for (const name of [...host.nodes.keys()]) if (name.startsWith(`${runDirectory}/`)) host.nodes.delete(name)
  host.nodes.set('/proc/sys/kernel/random/boot_id', { text: 'second\n' })
}

describe('The past of a modem that is watched', () => {
  test('is told by history and journal, without a word to the modem', async () => {
    const router = createLivingRouter()
    await router.watch(1200)
    const sent = sentTo(router.host).length
    const { signal, cell } = (await router.host.call('info', { max_age: 3_600_000 })) as never as {
      signal: { rsrp: number }
      cell: { cell_id_hex: string }
    }
    const hour = await past(router)
    expect(hour).toMatchObject({ modem: 'usb-1-1', range: 'hour', step_s: 30, age_s: expect.any(Number) })
    expect(hour.points).toBeGreaterThan(35)
    expect(hour.rsrp?.mean).toEqual(Array(hour.points).fill(signal.rsrp))
    expect(hour.rsrp).not.toHaveProperty('min')
    expect(hour.cell?.values).toEqual([cell.cell_id_hex])
    expect(hour.state?.values).toEqual(['connected'])
    const received = (hour.rx_bytes ?? []).reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)
    expect(received / (hour.points * 30 * 2000)).toBeGreaterThan(0.9)
    const day = await past(router, { range: 'day', fields: ['rsrp', 'traffic'] })
    expect(Object.keys(day)).toEqual([
      'modem',
      'range',
      'step_s',
      'points',
      'time',
      'age_s',
      'rsrp',
      'traffic',
    ])
    expect(day.rsrp?.max?.at(-1)).toBe(signal.rsrp)
    expect((await journal(router)).map(({ kind }) => kind)).toContain('technology')
    expect(sentTo(router.host)).toHaveLength(sent)
  })

  test('tells an outage, what was done and why, and that it is over', async () => {
    const router = createLivingRouter()
    await router.watch(300)
    router.begin({ kind: 'stuck', cure: 'reconnect' })
    await router.watch(900)
    const told = (await journal(router)).filter(({ kind }) => kind === 'connection' || kind === 'rung')
    expect(told.map(({ from, to }) => [from, to])).toEqual([
      [null, 'connected'],
      ['connected', 'registered'],
      [null, 'reconnect'],
      ['registered', 'connected'],
    ])
    expect(told[2]?.why).toMatch(/^The interface does not finish connecting\. ./)
    expect((await past(router)).state?.values).toEqual(['connected', 'registered'])
  })

  test('is told of a modem that is gone, and of one that nobody watched not at all', async () => {
    const router = createLivingRouter()
    expect(await router.host.call('history')).toMatchObject({ error: 'no_history' })
    expect(await router.host.call('journal')).toMatchObject({ error: 'no_history' })
    await router.watch(600)
    router.host.unplug()
    expect(await past(router)).toMatchObject({ modem: 'usb-1-1' })
    expect(await past(router, { modem: 'usb-1-1' })).toMatchObject({ modem: 'usb-1-1' })
    expect(await router.host.call('history', { modem: 'usb-9-9' })).toMatchObject({
      error: 'modem_not_found',
    })
  })

  test('outlives a start of the router where that is wished, with its traffic', async () => {
    const router = createLivingRouter({ section: "\toption keep_history '1'\n" })
    await router.watch(1800)
    const before = await past(router, { range: 'day' })
    forget(router)
    const after = await past(router, { range: 'day' })
    expect(after).toEqual({ ...before, age_s: null, traffic: after.traffic })
    expect(after.traffic?.month?.rx_bytes).toBeGreaterThan(1_000_000)
    expect(await journal(router)).not.toEqual([])
  })

  test('is gone with the router otherwise, but for its traffic', async () => {
    const router = createLivingRouter()
    await router.watch(1800)
    forget(router)
    expect(await router.host.call('history')).toMatchObject({ error: 'no_history' })
    expect([...router.host.nodes.keys()].filter(name => name.startsWith('/etc/modem/watch/'))).toEqual([
      '/etc/modem/watch/usb-1-1.traffic.json',
    ])
  })

  test('is written to the file system in memory once a minute, and once more at the end', async () => {
    const router = createLivingRouter({ section: "\toption interval '10'\n" })
    const { files } = router.host.platform
    const { write } = files
    let writes = 0
    files.write = (path, text) => {
      if (path.endsWith('.watch-history')) writes++
      return write(path, text)
    }
    await router.watch(1200)
    expect(writes).toBeGreaterThanOrEqual(17)
    expect(writes).toBeLessThanOrEqual(22)
  })
})

describe('The lights of an Archer MR500 with its modem', () => {
  test('show what the modem tells, and are dark again when the watch has ended', async () => {
    const router = createLivingRouter()
    const { nodes } = router.host
    const leds = ['white:signal1', 'white:signal2', 'white:signal3', 'white:4g', 'white:power']
    nodes.set('/tmp/sysinfo/board_name', { text: 'tplink,mr600-v2-eu\n' })
    for (const led of leds)
      for (const [file, text] of Object.entries({
        trigger: '[none] timer netdev',
        brightness: led === 'white:power' ? '1' : '0',
        max_brightness: '1',
        delay_on: '0',
        delay_off: '0',
      }))
        nodes.set(`/sys/class/leds/${led}/${file}`, { text: `${text}\n` })
    const lit = () =>
      leds.filter(led => JSON.stringify(nodes.get(`/sys/class/leds/${led}/brightness`)).includes('1'))
    let during: string[] = []
    router.host.after(290_000, () => {
      during = lit()
    })
    await router.watch(300)
    const { rat, signal } = (await router.host.call('info')) as never as {
      rat: string
      signal: { rsrp: number }
    }
    expect([rat, signal.rsrp > -95 ? 3 : signal.rsrp > -105 ? 2 : 1]).toEqual(['lte_a', during.length - 2])
    expect(during).toContain('white:4g')
    expect(lit()).toEqual(['white:power'])
  })
})

describe('A connection that nobody uses', () => {
  test('is probed every half a minute at most, and at every look where bytes are sent', async () => {
    const probes = async (rate: number) => {
      const router = createLivingRouter({ section: "\toption interval '5'\n" })
      const { platform } = router.host
      const { exec } = platform
      let count = 0
      platform.exec = async (argv, until) => {
        if (argv[0] === 'ping') count++
        return exec(argv, until)
      }
      const { read } = platform.files
      platform.files.read = (path, limit) => {
        if (path.endsWith('rx_bytes')) return '1000\n'
        const sent = Math.round((platform.now() / 1000) * rate)
        return path.endsWith('tx_bytes') ? `${sent}\n` : read(path, limit)
      }
      await router.watch(600)
      return count
    }
    expect(await probes(0)).toBeLessThanOrEqual(25)
    expect(await probes(0)).toBeGreaterThanOrEqual(18)
    expect(await probes(1000)).toBeGreaterThanOrEqual(110)
  })
})
