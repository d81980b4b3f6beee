import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, callAndKill, fullFlash, lasting, logOf, replug, startOf } from '../world/memory/boots.ts'
import { hostOfFixture, refuses, writtenTo } from '../world/memory/changing.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem } from '../world/memory/modems.ts'
import { late } from '../world/modem/behaviours.ts'
import { reply } from '../world/modem/script.ts'
import { type Card, sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const section = (...options: readonly string[]) =>
  `config modem 'main'\n${["path '1-1'", ...options].map(each => `\toption ${each}\n`).join('')}`

const uci = (...options: readonly string[]) => ({ uci: { modem: section(...options) } })

/** A modem with nothing else configured, so that all that is written is codes. */
const withPin = (pin: string, ...behaviours: readonly Behaviour[]) =>
  hostOfFixture('fibocom/fg621-lte-a', behaviours, uci(`pin '${pin}'`))

const codes = (host: Host, nth = 0) =>
  host.simulators[nth]?.log.filter(({ line }) => /\+CPIN="/.test(line)).length ?? 0

/** A SIM that is busy with itself for its first answers. */
const startsSlowly = (times: number): Behaviour => {
  let left = times
  return () => ({
    answer: part => (part === '+CPIN?' && left-- > 0 ? reply([], '+CME ERROR: 14') : undefined),
  })
}

const counters = ['+CPINR', 'none'] as const

/** A card in a modem that counts its attempts honestly, or tells no count. */
const counted = (counter: (typeof counters)[number], card: Card = {}): Behaviour[] => [
  ...(counter === 'none' ? [refuses(/^\+CPINR/)] : []),
  lasting(sim({ counter, ...card })),
]

describe('a wrong PIN of the configuration', () => {
  it.each(counters)('costs one attempt in four boots with two runs each (%s)', async counter => {
    const card = counted(counter)
    let sent = 0
    let host: Host | undefined
    for (const name of ['a', 'b', 'c', 'd']) {
      host = startOf(withPin('9999', ...card), name, host)
      const first = await apply(host)
      replug(host)
      const second = await apply(host)
      expect([name === 'a' ? 'failed' : 'given_up', 'given_up']).toEqual(
        [...first, ...second].map(({ result }) => result),
      )
      sent += codes(host)
    }
    expect(sent).toBe(1)
  })

  it.each(counters)(
    'costs one attempt at most on a router that forgets with each start (%s)',
    async counter => {
      const card = counted(counter)
      let sent = 0
      for (const name of ['a', 'b', 'c', 'd']) {
        const host = startOf(withPin('9999', ...card), name)
        host.nodes.set('/proc/mounts', { text: 'tmpfs / tmpfs rw 0 0\n' })
        await apply(host)
        sent += codes(host)
      }
      expect(sent).toBe(counter === 'none' ? 0 : 1)
    },
  )

  it.each(counters)('costs one attempt also when its final result is lost (%s)', async counter => {
    const card = counted(counter)
    let sent = 0
    let host: Host | undefined
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      host = startOf(withPin('9999', late(60_000, /^AT\+CPIN="/), ...card), name, host)
      for (let i = 0; i < 2; i++) {
        await apply(host)
        host.clock.advance(120_000)
      }
      sent += codes(host)
    }
    expect(sent).toBe(1)
  })

  it('is not sent where that cannot be remembered, also by hand, but by force of a person', async () => {
    const host = withPin('9999', sim())
    fullFlash(host)
    const lines = logOf(host)
    for (let i = 0; i < 3; i++)
      expect(await apply(host)).toMatchObject([
        { what: 'pin', result: 'failed', message: expect.stringContaining('could not be stored') },
      ])
    expect(await host.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'not_stored' })
    expect(codes(host)).toBe(0)
    expect(lines).toEqual([expect.stringMatching(/^main: pin: .*could not be stored/)])
    expect(await host.call('unlock_sim', { pin: '1234', force: true })).toMatchObject({ verified: true })
  })

  it('costs one attempt when several callers apply at once, and give it by hand besides', async () => {
    for (const counter of counters) {
      const host = withPin('9999', ...counted(counter))
      await Promise.all([
        apply(host),
        apply(host),
        host.call('unlock_sim', { pin: '9999' }),
        apply(host),
        host.call('set_sim_lock', { pin: '9999', enabled: false }),
      ])
      expect(writtenTo(host)).toHaveLength(1)
    }
  })

  it('costs one attempt in whatever order router, modem and people come', { timeout: 120_000 }, async () => {
    const event = fc.constantFrom('apply', 'replug', 'boot', 'by hand', 'lock', 'kill')
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 3, maxLength: 12 }),
        fc.constantFrom(...counters),
        fc.boolean(),
        fc.nat({ max: 160 }),
        async (events, counter, tellsNumber, nth) => {
          const card = [...(tellsNumber ? [] : [refuses(/CCID/)]), ...counted(counter)]
          let host = startOf(withPin('9999', ...card), '0')
          const hosts = [host]
          for (const [at, what] of events.entries()) {
            if (what === 'apply') await apply(host)
            else if (what === 'replug') replug(host)
            else if (what === 'by hand') await host.call('unlock_sim', { pin: '9999' })
            else if (what === 'lock') await host.call('set_sim_lock', { pin: '9999', enabled: false })
            else {
              if (what === 'kill') await callAndKill(host, 'apply', nth)
              host = startOf(withPin('9999', ...card), `${at}`, host)
              hosts.push(host)
            }
          }
          expect(hosts.flatMap(writtenTo).length).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('costs one attempt wherever the process is killed', { timeout: 120_000 }, async () => {
    for (const counter of counters)
      for (let nth = 0, isAlive = false; !isAlive; nth++) {
        const card = counted(counter)
        const first = startOf(withPin('9999', ...card), 'a')
        isAlive = await callAndKill(first, 'apply', nth)
        const second = startOf(withPin('9999', ...card), 'b', first)
        await apply(second)
        await apply(second)
        expect([counter, nth, codes(first) + codes(second) <= 1]).toEqual([counter, nth, true])
      }
  })

  it.each([1, 2, 3])(
    'costs one attempt, with %d left, where the count stands still and every answer is lost',
    async left => {
      const lying: Behaviour = () => ({
        answer: part => (part === '+CPINR' ? reply(['+CPINR: SIM PIN,3,3']) : undefined),
      })
      const card = lasting(sim({ pinAttempts: left }))
      let sent = 0
      let host: Host | undefined
      for (const name of ['a', 'b', 'c', 'd']) {
        host = startOf(withPin('9999', late(60_000, /^AT\+CPIN="/), lying, card), name, host)
        await apply(host)
        sent += codes(host)
      }
      expect(sent).toBe(1)
    },
  )

  it('costs one attempt between two right ones, however the modem counts, so that it blocks no card', async () => {
    const events = fc.array(fc.constantFrom('apply', 'boot', 'by hand', 'kill'), {
      minLength: 3,
      maxLength: 14,
    })
    const counts = fc.constantFrom('honest', 'stands still', 'grows', 'none')
    await fc.assert(
      fc.asyncProperty(
        events,
        counts,
        fc.boolean(),
        fc.nat({ max: 160 }),
        async (order, counting, isLost, nth) => {
          let grown = 2
          const count: Behaviour = () => ({
            answer(part) {
              if (part !== '+CPINR' || counting === 'honest') return undefined
              if (counting === 'none') return reply([], 'ERROR')
              return reply([`+CPINR: SIM PIN,${counting === 'grows' ? grown++ : 3},3`])
            },
          })
          const card: Card = {}
          let host: Host | undefined
          const start = (name: string) => {
            const device = sim(card)
            const state: Behaviour = script => device(script)
            host = startOf(
              withPin('9999', ...(isLost ? [late(60_000, /^AT\+CPIN="9/)] : []), count, state),
              name,
              host,
            )
            return host
          }
          let now = start('0')
          let wrong = 0
          for (const [at, what] of order.entries()) {
            const before = codes(now)
            if (what === 'apply') await apply(now)
            else if (what === 'by hand') {
              now.clock.advance(120_000)
              await now.call('unlock_sim', { pin: '1234', force: true })
              if ((await now.call('sim')).state === 'ready') {
                wrong = 0
                continue
              }
            } else {
              if (what === 'kill') await callAndKill(now, 'apply', nth)
              wrong += codes(now) - before
              now = start(`${at + 1}`)
              continue
            }
            if (what === 'apply') wrong += codes(now) - before
            expect([order, wrong <= 1]).toEqual([order, true])
          }
        },
      ),
      { numRuns: 60, seed: 12 },
    )
  })

  it('does not block the SIM of another modem that has got the number of the tty', async () => {
    const twin = (port: string) => ({ ...anyModem(''), port: { name: port, interface: 2 } })
    const pair = (text: string) =>
      createHost([{ script: twin('ttyUSB2') }, { script: twin('ttyUSB6'), path: '1-2' }], {
        behaviours: [sim()],
        uci: { modem: text },
      })
    const swap = (host: Host) => {
      for (const index of [0, 1]) host.unplug(index)
      host.plug(0, { port: 'ttyUSB6' })
      host.plug(1, { port: 'ttyUSB2' })
    }
    const byPort = pair("config modem 'a'\n\toption port '/dev/ttyUSB2'\n\toption pin '9999'\n")
    for (const modem of ['usb-1-1', 'usb-1-2']) {
      await byPort.call('apply', { modem })
      swap(byPort)
      await byPort.call('apply', { modem })
    }
    expect([codes(byPort, 0), codes(byPort, 1)]).toEqual([0, 0])
    expect(await apply(byPort, { modem: 'a' })).toMatchObject([
      { what: 'pin', result: 'failed', message: expect.stringMatching(/option path or option iccid/) },
    ])
    const byPath = pair("config modem 'a'\n\toption path '1-1'\n\toption pin '9999'\n")
    swap(byPath)
    for (const modem of ['usb-1-1', 'usb-1-2', '/dev/ttyUSB2', '/dev/ttyUSB6'])
      await byPath.call('apply', { modem })
    expect([codes(byPath, 0), codes(byPath, 1)]).toEqual([1, 0])
  })
})

describe('the number of the card (option iccid)', () => {
  const byPort = (iccid: string, ...behaviours: Behaviour[]) =>
    hostOfFixture('fibocom/fg621-lte-a', [...behaviours, sim()], {
      uci: {
        modem: `config modem 'main'\n\toption port '/dev/ttyUSB0'\n\toption pin '1234'\n\toption iccid '${iccid}'\n`,
      },
    })

  it.each(['894301', '8943010000000000019', '8943010000000000019F'])(
    'lets a section without path give the PIN to the card whose number begins with %s',
    async iccid => {
      expect(await apply(byPort(iccid))).toMatchObject([{ what: 'pin', result: 'changed' }])
    },
  )

  it('keeps the PIN from another card, and from one that does not tell its number', async () => {
    for (const [host, why] of [
      [byPort('894921'), 'another than option iccid'],
      [byPort('894301', refuses(/CCID/)), 'does not tell its number'],
    ] as const) {
      expect(await apply(host)).toMatchObject([
        { what: 'pin', result: 'failed', message: expect.stringContaining(why) },
      ])
      expect(codes(host)).toBe(0)
    }
  })

  it.each(['89', '89430100000000000190000', 'my card'])(
    '%s is a mistake, and no PIN is sent',
    async iccid => {
      const host = byPort(iccid)
      expect(await apply(host)).toMatchObject([{ what: 'pin', result: 'failed' }])
      expect(codes(host)).toBe(0)
    },
  )
})

describe('the right PIN of the configuration', () => {
  it('is given at every start of the router', async () => {
    let host: Host | undefined
    for (const name of ['a', 'b', 'c']) {
      host = startOf(withPin('1234', ...counted('none')), name, host)
      expect(await apply(host)).toMatchObject([{ what: 'pin', result: 'changed' }])
    }
  })

  it.each(counters)(
    'is given at the next start too where its answer was lost and the card was seen open (%s)',
    async counter => {
      const card = counted(counter)
      const first = startOf(withPin('1234', late(60_000, /^AT\+CPIN="/), ...card), 'a')
      expect(await apply(first)).toMatchObject([{ result: 'not_ready' }])
      first.clock.advance(60_000)
      expect(await apply(first)).toMatchObject([{ before: 'ready', result: 'kept' }])
      for (const name of ['b', 'c']) {
        const next = startOf(withPin('1234', ...counted(counter)), name, first)
        expect(await apply(next)).toMatchObject([{ result: 'changed' }])
      }
    },
  )

  it('is given where its process was killed behind it, once the card was seen open', {
    timeout: 120_000,
  }, async () => {
    for (let nth = 0, isAlive = false; !isAlive; nth += 3) {
      const first = startOf(withPin('1234', ...counted('none')), 'a')
      isAlive = await callAndKill(first, 'apply', nth)
      const isNoted = [...first.nodes.keys()].some(name => name.includes('/pin-'))
      const result = codes(first) > 0 ? 'kept' : isNoted ? 'given_up' : 'changed'
      expect([nth, await apply(first)]).toMatchObject([nth, [{ result }]])
      const next = startOf(withPin('1234', ...counted('none')), 'b', first)
      const later = result === 'given_up' ? result : 'changed'
      expect([nth, await apply(next)]).toMatchObject([nth, [{ result: later }]])
    }
  })

  it('is not sent where the time of the call would not do for its answer, and nothing is noted', async () => {
    const host = withPin('1234', sim())
    const { lock } = host.platform
    host.platform.lock = (path, until) => {
      host.clock.advance(11_500)
      return lock(path, until)
    }
    expect(await apply(host)).toMatchObject([{ result: 'not_ready' }])
    expect([codes(host), [...host.nodes.keys()].filter(name => name.includes('/pin-'))]).toEqual([0, []])
  })

  it('that a busy SIM was not given, as the modem says, is given again', async () => {
    let busy = 1
    const refusing: Behaviour = () => ({
      answer: part => (part.startsWith('+CPIN="') && busy-- > 0 ? reply([], '+CME ERROR: 14') : undefined),
    })
    const host = withPin('1234', refusing, sim())
    expect(await apply(host)).toMatchObject([{ result: 'not_ready' }])
    expect(await apply(host)).toMatchObject([{ result: 'changed' }])
    expect(codes(host)).toBe(2)
  })

  it('is given in the same call to a SIM that starts slowly', async () => {
    const host = withPin('1234', startsSlowly(4), sim())
    expect(await apply(host)).toMatchObject([{ what: 'pin', before: 'pin_required', result: 'changed' }])
    expect(codes(host)).toBe(1)
  })

  it('is waited for in the next call where the SIM is slower, and that is logged once', async () => {
    const host = withPin('1234', startsSlowly(30), sim())
    const lines = logOf(host)
    const results: string[] = []
    for (let i = 0; i < 6 && !results.includes('changed'); i++) {
      const began = host.clock.now()
      results.push(...(await apply(host)).map(({ result }) => result))
      expect(host.clock.now() - began).toBeLessThanOrEqual(14_000)
      host.clock.advance(10_000)
    }
    expect(results.slice(0, 2)).toEqual(['not_ready', 'not_ready'])
    expect(results.at(-1)).toBe('changed')
    expect(lines).toEqual(['main: pin: the SIM is not ready yet'])
  })

  it('is not kept waiting by a mistake in another option, which is logged once', async () => {
    const host = hostOfFixture(
      'standard/any-lte',
      [sim()],
      uci("pin '1234'", "bands_lte '3 b7'", "mode 'fast'"),
    )
    const lines = logOf(host)
    const began = host.clock.now()
    expect((await apply(host)).map(({ what, result }) => `${what} ${result}`)).toEqual([
      'modes failed',
      'bands.lte failed',
      'pin changed',
    ])
    expect(host.clock.now() - began).toBeLessThan(5000)
    await apply(host)
    expect(lines).toHaveLength(2)
  })

  it('is not ready without a card, so that a card that is seen late gets it', async () => {
    const host = withPin('1234', refuses(/^\+CPIN\?/, '+CME ERROR: 10'), sim())
    expect(await apply(host)).toMatchObject([{ before: 'absent', result: 'not_ready' }])
    expect(codes(host)).toBe(0)
  })
})

describe('a PIN that is given by hand', () => {
  const withCard = (card: Card = {}, ...more: Behaviour[]) =>
    hostOfFixture('standard/any-lte', [...more, sim(card)])

  it('is not sent again when this card has refused it, also by other methods, except by force', async () => {
    const host = withCard()
    expect(await host.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'refused_by_modem' })
    for (const [method, args] of [
      ['unlock_sim', { pin: '9999' }],
      ['set_sim_lock', { pin: '9999', enabled: false }],
      ['change_pin', { pin: '9999', new_pin: '8888' }],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({
        error: 'invalid_argument',
        message: expect.stringMatching(/refused this PIN.*force: true/),
      })
    expect(writtenTo(host)).toHaveLength(1)
    expect(await host.call('unlock_sim', { pin: '9999', force: true })).toMatchObject({
      error: 'refused_by_modem',
    })
    expect(writtenTo(host)).toHaveLength(2)
  })

  it('needs force for a second try where the modem does not count', async () => {
    const host = withCard({ counter: 'none' })
    await host.call('unlock_sim', { pin: '9999' })
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringMatching(/does not tell how many attempts.*force: true/),
    })
    expect(writtenTo(host)).toHaveLength(1)
    expect(await host.call('unlock_sim', { pin: '1234', force: true })).toMatchObject({ verified: true })
  })

  it('may be sent again to the same card after the SIM has a new PIN', async () => {
    const host = withCard({ open: true })
    await host.call('set_sim_lock', { pin: '8642', enabled: false })
    expect(await host.call('change_pin', { pin: '1234', new_pin: '8642' })).toMatchObject({ verified: true })
    expect(await host.call('set_sim_lock', { pin: '8642', enabled: false })).toMatchObject({ verified: true })
  })

  it('nor is a PUK that was refused, nor a second one where the modem does not count, except by force', async () => {
    const codesOf = (of: Host) => writtenTo(of).length
    const host = withCard({ pinAttempts: 0 })
    const wrong = { puk: '11111111', new_pin: '4321' }
    expect(await host.call('unlock_sim', wrong)).toMatchObject({ error: 'refused_by_modem' })
    expect(await host.call('unlock_sim', wrong)).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringMatching(/refused this PUK.*force: true/),
    })
    expect(codesOf(host)).toBe(1)
    expect(await host.call('unlock_sim', { puk: '12345678', new_pin: '4321' })).toMatchObject({
      verified: true,
    })
    const blind = withCard({ pinAttempts: 0, counter: 'none' })
    await blind.call('unlock_sim', wrong)
    expect(await blind.call('unlock_sim', { puk: '12345678', new_pin: '4321' })).toMatchObject({
      message: expect.stringMatching(/does not tell how many attempts/),
    })
    expect(codesOf(blind)).toBe(1)
  })

  it('is judged by the card: another card in the same modem may have it', async () => {
    const numbered =
      (iccid: string): Behaviour =>
      () => ({
        answer: part => (part === '+ICCID' ? reply([`+ICCID: ${iccid}`]) : undefined),
      })
    const host = withCard({}, numbered('8949001111111111111'))
    await host.call('unlock_sim', { pin: '9999' })
    const other = startOf(withCard({ pin: '9999' }, numbered('8949002222222222222')), 'b', host)
    expect(await other.call('unlock_sim', { pin: '9999' })).toMatchObject({ verified: true })
    expect(codes(other)).toBe(1)
  })

  it('is remembered of a card in whatever modem it sits', async () => {
    const number =
      (swapped: boolean): Behaviour =>
      () => ({
        answer: part =>
          part === '+ICCID'
            ? reply([swapped ? '+ICCID: 98941011111111111111' : '+ICCID: 8949011111111111111F'])
            : undefined,
      })
    const first = withCard({}, number(false))
    await first.call('unlock_sim', { pin: '9999' })
    const second = hostOfFixture('fibocom/fg621-lte-a', [number(true), sim()])
    startOf(second, 'b', first)
    expect(await second.call('unlock_sim', { pin: '9999' })).toMatchObject({ error: 'invalid_argument' })
    expect(codes(second)).toBe(0)
  })

  it('of which the memory is damaged needs force', async () => {
    const host = withCard()
    await host.call('unlock_sim', { pin: '9999' })
    const [file = ''] = [...host.nodes.keys()].filter(name => name.startsWith('/etc/modem/wishes/pin-'))
    host.nodes.set(file, { text: '' })
    expect(await host.call('unlock_sim', { pin: '8888' })).toMatchObject({ error: 'invalid_argument' })
    expect(await host.call('unlock_sim', { pin: '1234', force: true })).toMatchObject({ verified: true })
  })
})

describe('the PIN netifd gives by itself', () => {
  const host = (pincode: string, pin = '', device = '/dev/ttyUSB2') =>
    hostOfFixture('standard/any-lte', [sim()], {
      uci: {
        modem: section(...(pin === '' ? [] : [`pin '${pin}'`])),
        network: `config interface 'wan'\n\toption proto '3g'\n\toption device '${device}'\n\toption pincode '${pincode}'\n`,
      },
    })
  const warnings = async (of: Host) => (await of.call('list')).warnings as string[]

  it('is told where it differs from the configured one, is none, or was refused, and is not touched', async () => {
    const port = ((await host('1234').call('list')).modems as { port: string }[])[0]?.port ?? ''
    expect(await warnings(host('1234', '', port))).toEqual([])
    expect(await warnings(host('1234', '1234', port))).toEqual([])
    expect(await warnings(host('4321', '1234', '/dev/ttyUSB77'))).toEqual([])
    expect(await warnings(host('12ab', '', port))).toEqual([
      expect.stringMatching(/network\.wan\.pincode.*digits/),
    ])
    const differs = host('4321', '1234', port)
    expect(await warnings(differs)).toEqual([expect.stringMatching(/network\.wan\.pincode.*differs/)])
    expect(await differs.call('apply')).toMatchObject({ warnings: [expect.stringMatching(/differs/)] })
    const refused = host('9999', '', port)
    const before = refused.nodes.get('/etc/config/network')
    await refused.call('unlock_sim', { pin: '9999' })
    expect(await warnings(refused)).toEqual([expect.stringMatching(/network\.wan\.pincode.*refused/)])
    expect(JSON.stringify(await refused.call('list'))).not.toContain('9999')
    expect(refused.nodes.get('/etc/config/network')).toBe(before)
  })
})

describe('the PIN of an interface of the modem and the PIN of the configuration', () => {
  const interfaceOf = (...lines: readonly string[]) =>
    `config interface 'wan'\n${lines.map(line => `\toption ${line}\n`).join('')}`
  const host = (network: string, modem = section("pin '9999'"), ...behaviours: Behaviour[]) =>
    hostOfFixture('fibocom/fg621-lte-a', [...behaviours, sim()], { uci: { modem, network } })
  const marks = (of: Host) => [...of.nodes.keys()].filter(name => name.includes('/pin-'))

  it.each([
    ["proto '3g'", "device '/dev/ttyUSB0'", "pincode '9999'"],
    ["proto 'modemmanager'", "device '/sys/bus/usb/devices/1-1'", "pincode '1234'"],
    ["proto 'wwan'", "pincode '9999'"],
    ["proto 'qmid'", "device '/dev/ttyUSB0'", "pin '9999'"],
  ])('are not both sent: %s', async (...lines) => {
    const of = host(interfaceOf(...lines))
    const log = logOf(of)
    for (const args of [{}, { what: 'pin' }, { dry_run: true }])
      expect(await apply(of, args)).toMatchObject([
        {
          what: 'pin',
          before: 'pin_required',
          result: 'not_ready',
          message: expect.stringMatching(/network\.wan has a PIN of its own.*option pin is left to it/),
        },
      ])
    expect([codes(of), marks(of), log.length]).toEqual([0, [], 1])
  })

  it.each(['wwand_modem', 'wwand_sim'])('are not both sent where wwand has one: %s', async type => {
    const wwand = `config interface 'wan'\n\toption proto 'wwand'\n\toption modem 'm0'\n`
    const held = `config wwand_modem 'm0'\n\toption device '/dev/ttyUSB0'\n`
    const card = type === 'wwand_sim' ? "config wwand_sim 'card'\n" : ''
    const of = host(`${wwand}${held}${card}\toption pincode '1234'\n`)
    expect(await apply(of)).toMatchObject([{ what: 'pin', result: 'not_ready' }])
    expect(codes(of)).toBe(0)
  })

  it.each([
    ['not both sent', 0, '8943010000000000019F', []],
    ['not both sent', 0, '8943019999999999999F', [refuses(/CCID/)]],
    ['each for its own card', 1, '8943019999999999999F', []],
    ['each for its own modem', 1, "8943010000000000019F'\n\toption modem 'm1", []],
  ])(
    'are %s where wwand has one for a card by its number: %i sent, %s',
    async (_, sent, iccid, behaviours) => {
      const wwand = `config interface 'wan'\n\toption proto 'wwand'\n\toption modem 'm0'\n`
      const held = `config wwand_modem 'm0'\n\toption device '/dev/ttyUSB0'\n`
      const card = `config wwand_sim 'card'\n\toption iccid '${iccid}'\n\toption pincode '4321'\n`
      const of = host(wwand + held + card, section("pin '1234'"), ...behaviours)
      expect(await apply(of)).toMatchObject([{ what: 'pin', result: sent === 0 ? 'not_ready' : 'changed' }])
      expect(codes(of)).toBe(sent)
    },
  )

  it('are not told to differ where wwand has one for another card', async () => {
    const wwand = `config interface 'wan'\n\toption proto 'wwand'\n\toption modem 'm0'\n`
    const held = `config wwand_modem 'm0'\n\toption device '/dev/ttyUSB0'\n`
    const card = `config wwand_sim 'card'\n\toption iccid '8943'\n\toption pincode '4321'\n`
    expect((await host(wwand + held + card).call('list')).warnings).toEqual([])
  })

  it.each([
    ['without its handler gives none', ['ppp.sh'], 1],
    ['has its handler', ['ppp.sh', '3g.sh'], 0],
    ['has a handler of another kind', ['ppp.sh', '3g.uc'], 0],
  ])('do not meet or are not both sent where netifd %s', async (_, handlers, sent) => {
    const of = host(
      interfaceOf("proto '3g'", "device '/dev/ttyUSB0'", "pincode '4321'"),
      section("pin '1234'"),
    )
    for (const name of handlers) of.nodes.set(`/lib/netifd/proto/${name}`, { text: '' })
    await apply(of)
    expect(codes(of)).toBe(sent)
  })

  it('are not both sent by a section of the card, nor to a card that tells its number only behind its PIN', async () => {
    const dialled = interfaceOf("proto 'ncm'", "device '/dev/ttyUSB0'", "pincode '1234'")
    const card = "config card\n\toption iccid '894301'\n\toption pin '9999'\n"
    const told = host(dialled, section() + card)
    expect(await apply(told)).toMatchObject([{ what: 'pin', result: 'not_ready' }])
    const untold = host(dialled, section("pin '9999'") + card, refuses(/CCID/))
    expect(await apply(untold)).toMatchObject([
      { what: 'pin', result: 'not_ready' },
      { what: 'card', result: 'not_ready' },
    ])
    expect([codes(told), codes(untold)]).toEqual([0, 0])
  })

  it('are both known to a person, who may force the one of the configuration', async () => {
    const of = host(
      interfaceOf("proto '3g'", "device '/dev/ttyUSB0'", "pincode '1234'"),
      section("pin '1234'"),
    )
    expect(await apply(of, { force: true })).toMatchObject([{ what: 'pin', result: 'changed' }])
    expect(await apply(of)).toMatchObject([{ what: 'pin', result: 'kept' }])
    expect(codes(of)).toBe(1)
  })

  it.each([
    ["proto '3g'", "device '/dev/ttyUSB0'"],
    ["proto '3g'", "device '/dev/ttyUSB0'", "pincode '9999'", "disabled '1'"],
    ["proto '3g'", "device '/dev/ttyUSB77'", "pincode '9999'"],
    ["proto 'dhcp'", "device 'eth1'", "pincode '9999'"],
    ["proto '3g'", "device '/dev/ttyUSB0'", "pincode ''"],
  ])('do not meet where the interface gives none to this card: %s', async (...lines) => {
    const of = host(interfaceOf(...lines), section("pin '1234'"))
    expect(await apply(of)).toMatchObject([{ what: 'pin', result: 'changed' }])
    expect(codes(of)).toBe(1)
  })
})
