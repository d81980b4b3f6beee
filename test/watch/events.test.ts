import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import { tellEvent } from '../../src/watch/deeds.ts'
import { events } from '../../src/watch/events.ts'
import type { Observation } from '../../src/watch/policy.ts'
import { createHost } from '../world/memory/host.ts'
import { searching } from '../world/memory/shown.ts'
import { living, modemWith, seen } from '../world/time/seen.ts'

/** The events of these looks, 30 seconds apart. */
function told(looks: readonly Partial<Observation>[], options: Record<string, string> = {}, step = 30) {
  const life = living(events, options)
  return looks.flatMap((look, i) =>
    life.look(seen(i * step, look)).flatMap(want => (want.want === 'event' ? [want] : [])),
  )
}
const names = (looks: readonly Partial<Observation>[]) => told(looks).map(({ event }) => event)

const well = { info: modemWith({}) }
const down = { info: modemWith({ connection: { state: 'down', up: false, addresses: [] } }) }
const lost = { info: modemWith({ rest: searching, connection: { state: 'down', up: false } }) }
const operator = (mnc: string): Partial<Observation> => ({
  info: modemWith({
    rest: { operator: { name: `Net ${mnc}`, mcc: '260', mnc, country: null, named_by_modem: true } },
  }),
})
const rat = (name: ModemInfo['rat']): Partial<Observation> => ({ info: { ...modemWith({}), rat: name } })

describe('Events', () => {
  test('are told of changes alone: not of the first look, and not again', () => {
    expect(names([well, well, well])).toEqual([])
    expect(names([well, down, down, well, well])).toEqual(['disconnected', 'connected'])
  })

  test('tell what the connection is and was', () => {
    expect(told([well, down, well]).map(({ values }) => values)).toEqual([
      { interface: 'wwan', state: 'down', error: null },
      { interface: 'wwan', device: 'eth1', address: '10.20.30.40' },
    ])
  })

  test('tell registration, card and presence at once', () => {
    const card = {
      info: modemWith({ rest: { sim: { state: 'absent', imsi: null, iccid: null, slot: null } } }),
    }
    expect(names([well, lost])).toEqual(['disconnected', 'registration'])
    expect(told([well, card]).at(-1)).toMatchObject({
      event: 'sim',
      values: { state: 'absent', was: 'ready' },
    })
    expect(names([well, { present: false, info: null }, well])).toEqual([
      'presence',
      'disconnected',
      'presence',
      'connected',
    ])
  })

  test('tell an operator and a technology that stays for two looks', () => {
    expect(names([operator('01'), operator('02'), operator('01'), operator('02'), operator('01')])).toEqual(
      [],
    )
    expect(told([operator('01'), operator('02'), operator('02')])).toMatchObject([
      { event: 'operator', values: { name: 'Net 02', plmn: '26002', was: '26001' } },
    ])
    expect(told([rat('lte'), rat('lte_a'), rat(null), rat('lte_a')])).toMatchObject([
      { event: 'technology', values: { rat: 'lte_a', was: 'lte' } },
    ])
  })

  test('conclude nothing from a modem that cannot be read', () => {
    const silent = { info: { ...modemWith({}), ...searching, port_state: 'busy' as const } }
    expect(names([well, silent, { info: null, trouble: 'port_busy' }, well])).toEqual([])
  })

  test('tell how many messages came in, and nothing of those that were deleted or lie elsewhere', () => {
    const stored = (storage: string, used: number) => ({ messages: { storage, used } })
    expect(
      told([stored('SM', 3), {}, stored('SM', 5), stored('SM', 1), stored('ME', 9), stored('ME', 10)]),
    ).toMatchObject([
      { event: 'message', values: { count: 2, stored: 5 } },
      { event: 'message', values: { count: 1, stored: 10 } },
    ])
  })

  test('tell the signal only where that is wished, by its step, and every ten seconds at most', () => {
    const looks = Array.from({ length: 200 }, (_, i) => ({
      info: modemWith({ signal: { rsrp: i % 2 === 0 ? -90 : -100 } }),
    }))
    expect(told(looks)).toEqual([])
    expect(told(looks, { signal_step: '5' }, 2).length).toBeLessThanOrEqual(40)
    expect(told(looks.slice(0, 2), { signal_step: '5' })).toMatchObject([
      { event: 'signal', values: { rsrp: -100, rsrq: -12 } },
    ])
    const small = [-90, -91, -92, -91, -90].map(rsrp => ({ info: modemWith({ signal: { rsrp } }) }))
    expect(told(small, { signal_step: '3' })).toEqual([])
  })
})

describe('An event on its way', () => {
  test('goes over ubus, and to the scripts with its values in the environment', async () => {
    const { platform, processes, nodes } = createHost([])
    const spawned: (readonly string[])[] = []
    const host = {
      ...platform,
      spawn: async (argv: readonly string[]) => {
        spawned.push(argv)
        return true
      },
    }
    await tellEvent(host, 'usb-1-1', 'operator', { name: 'Plus', plmn: '26001', was: null })
    expect(processes.at(-1)).toEqual([
      'ubus',
      'send',
      'modem',
      '{"event":"operator","modem":"usb-1-1","name":"Plus","plmn":"26001","was":null}',
    ])
    expect(spawned).toEqual([])
    nodes.set('/etc/hotplug.d/modem/50-mine', { text: '' })
    await tellEvent(host, 'usb-1-1', 'operator', { name: 'Plus', plmn: '26001', was: null })
    expect(spawned).toEqual([
      [
        'env',
        'NAME=Plus',
        'PLMN=26001',
        'WAS=',
        'ACTION=operator',
        'MODEM=usb-1-1',
        '/sbin/hotplug-call',
        'modem',
      ],
    ])
  })

  test('holds nothing that a shell could take for its own, whatever a network calls itself', async () => {
    const { platform, nodes } = createHost([])
    nodes.set('/etc/hotplug.d/modem/50-mine', { text: '' })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async name => {
        let words: readonly string[] = []
        const host = {
          ...platform,
          spawn: async (argv: readonly string[]) => {
            words = argv
            return true
          },
        }
        await tellEvent(host, 'usb-1-1', 'operator', { name, plmn: '26001', was: '26002' })
        const [, value = ''] = words
        expect(value).toMatch(/^NAME=[^\p{Cc}"'`$\\]{0,200}$/u)
        expect(words).toHaveLength(8)
      }),
    )
  })
})
