import { describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../src/contract/apply.ts'
import { readSetupUndo } from '../../src/jobs/setup.ts'
import { hostOfFixture, writtenTo } from '../world/memory/changing.ts'
import type { Host, HostOptions } from '../world/memory/host.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { reply } from '../world/modem/script.ts'
import { type Card, sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const numbers = { home: '8943010000000000019', abroad: '8949210000000000029' }

/** The number of the card in the slot, which is another one once it is swapped; null: it tells none before its PIN. */
function slot(first: string | null): { behaviour: Behaviour; swap(number: string | null): void } {
  let now = first
  return {
    swap: number => {
      now = number
    },
    behaviour: () => ({
      answer: part =>
        /^\+I?CCID\??$/.test(part)
          ? now === null
            ? reply([], '+CME ERROR: 11')
            : reply([`+ICCID: ${now}`])
          : undefined,
    }),
  }
}

const section = (type: string, name: string, options: readonly string[]) =>
  `config ${type} '${name}'\n${options.map(line => `\t${line}\n`).join('')}`
const modem = (...options: string[]) => section('modem', 'main', ["option path '1-1'", ...options])
const card = (number: string, ...options: string[]) =>
  section('card', `c${number.length}`, [`option iccid '${number}'`, ...options])

function hostWith(
  config: string,
  number: string | null = numbers.home,
  {
    card = { open: true },
    behaviours = [],
    network,
    ...rest
  }: HostOptions & {
    card?: Card
    network?: string
  } = {},
): { host: Host; swap(number: string | null): void } {
  const { behaviour, swap } = slot(number)
  const host = hostOfFixture('fibocom/fg621-lte-a', [behaviour, ...behaviours, sim(card), ...fibocom()], {
    uci: { modem: config, ...(network === undefined ? {} : { network }) },
    ...rest,
  })
  return { host, swap }
}

const apply = async (host: Host, args: object = {}) =>
  ((await host.call('apply', args)) as unknown as ApplyReply).steps
const results = async (host: Host, args: object = {}) =>
  (await apply(host, args)).map(({ what, wanted, result }) => `${what} ${wanted} ${result}`)

/** The contexts that were written. */
const defined = (host: Host) => writtenTo(host).filter(line => line.startsWith('+CGDCONT='))

describe('a section for a card', () => {
  it('holds while that card is in, and what it does not say is that of the modem', async () => {
    const config = modem("option mode 'lte'", "list bands_lte '3'") + card('894301', "list bands_lte '20'")
    expect(await results(hostWith(config).host)).toEqual(['modes lte changed', 'bands.lte 20 changed'])
    expect(await results(hostWith(config, numbers.abroad).host)).toEqual([
      'modes lte changed',
      'bands.lte 3 changed',
    ])
  })

  it('is found for a modem that has no section of its own', async () => {
    expect(await results(hostWith(card('894301', "list bands_lte '20'")).host)).toEqual([
      'bands.lte 20 changed',
    ])
  })

  it('with the longest number holds, in whatever order they stand', async () => {
    const all = ['894301', '8943010000000000019', '89430100'].map((number, nth) =>
      card(number, `list bands_lte '${[1, 3, 7][nth]}'`),
    )
    for (const config of [all, all.toReversed()])
      expect(await results(hostWith(config.join('')).host)).toEqual(['bands.lte 3 changed'])
  })

  it('brings its settings with the card as often as that is changed, and writes nothing for the same', async () => {
    const config = card('894301', "option mode 'lte'") + card('894921', "option mode 'umts_lte'")
    const { host, swap } = hostWith(config)
    expect(await results(host)).toEqual(['modes lte changed'])
    for (const [number, mode] of [
      [numbers.abroad, 'umts_lte'],
      [numbers.home, 'lte'],
      [numbers.abroad, 'umts_lte'],
    ] as const) {
      swap(number)
      expect(await results(host)).toEqual([`modes ${mode} changed`])
      expect(await results(host)).toEqual([`modes ${mode} kept`])
    }
  })

  it('keeps everything from being written as long as the card does not tell its number', async () => {
    const config = modem("list bands_lte '3'") + card('894301', "list bands_lte '20'")
    const { host, swap } = hostWith(config, null)
    expect(await apply(host)).toMatchObject([{ what: 'card', result: 'not_ready' }])
    expect(writtenTo(host)).toEqual([])
    swap(numbers.home)
    expect(await results(host)).toEqual(['bands.lte 20 changed'])
  })

  it('says what is wrong in it, and the rest is done', async () => {
    const config = card('894301', "option mode 'fast'", "list bands_lte '20'")
    expect(await apply(hostWith(config).host)).toMatchObject([
      { what: 'modes', result: 'failed', message: expect.stringContaining('mode must be one of') },
      { what: 'bands.lte', result: 'changed' },
    ])
  })
})

describe('the PIN of a card', () => {
  const config = modem("option pin '9999'") + card('894301', "option pin '1234'")

  it('is given to that card in the place of the PIN of the modem', async () => {
    const { host } = hostWith(config, numbers.home, { card: {} })
    expect(await results(host)).toEqual(['pin ready changed'])
    expect(writtenTo(host)).toEqual(['+CPIN="1234"'])
  })

  it('is never given to another card, nor to one that does not tell its number', async () => {
    for (const number of [numbers.abroad, null]) {
      const { host } = hostWith(card('894301', "option pin '1234'"), number, { card: { pin: '5555' } })
      await apply(host)
      expect(writtenTo(host)).toEqual([])
    }
  })

  it('of the modem is not tried on a card that has a section without one', async () => {
    const { host } = hostWith(modem("option pin '9999'") + card('894301'), numbers.home, { card: {} })
    expect(await results(host)).toEqual([])
    expect(writtenTo(host)).toEqual([])
  })

  it('of the modem opens a card that tells its number only then', async () => {
    const { host, swap } = hostWith(
      modem("option pin '1234'") + card('894301', "list bands_lte '20'"),
      null,
      {
        card: {},
        behaviours: [
          () => ({
            answer(part) {
              if (/^\+CPIN="/.test(part)) swap(numbers.home)
              return undefined
            },
          }),
        ],
      },
    )
    expect(await results(host)).toEqual(['pin ready changed', 'bands.lte 20 changed'])
  })
})

describe('the access point of a card', () => {
  const config = card('894301', "option apn 'right.example'", "option ip_type 'ipv4v6'")
  const own = contexts({ 1: { type: 'IP', apn: 'wrong.example' } })

  it('is put into the context of a modem that dials by itself, once', async () => {
    const { host } = hostWith(config, numbers.home, { behaviours: [own], uptime: null })
    expect(await results(host)).toEqual(['apn right.example ipv4v6 changed'])
    expect(await results(host)).toEqual(['apn right.example ipv4v6 kept'])
    expect(defined(host)).toEqual(['+CGDCONT=1,"IPV4V6","right.example"'])
  })

  it('does not take the context from a connection that works, except by force', async () => {
    const { host } = hostWith(config, numbers.home, { behaviours: [own] })
    expect(await apply(host)).toMatchObject([
      { what: 'apn', result: 'failed', message: expect.stringContaining('in use') },
    ])
    expect(defined(host)).toEqual([])
    expect(await results(host, { force: true })).toEqual(['apn right.example ipv4v6 changed'])
  })

  it("never takes the context of the operator's own services", async () => {
    const behaviours = [contexts({ 1: { type: 'IP', apn: 'ims' } })]
    const { host } = hostWith(config, numbers.home, { behaviours, uptime: null })
    expect(await results(host)).toEqual(['apn right.example ipv4v6 failed'])
    expect(defined(host)).toEqual([])
  })

  /** A router where netifd dials, with an address or without one. */
  function dialled(address: boolean) {
    const network =
      "config interface 'wwan'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n\toption apn 'wrong.example'\n"
    const told = card('894301', "option apn 'right.example'", "option ip_type 'ip'")
    const { host } = hostWith(modem("option network 'wwan'") + told, numbers.home, {
      network,
      ...(address ? {} : { dump: [] }),
    })
    const { exec } = host.platform
    const uci: string[] = []
    host.platform.exec = async (argv, until) => {
      const words = argv.slice(1).join(' ')
      if (argv[0] === 'uci' && argv[1] !== 'changes') {
        uci.push(words)
        const [, key = '', value = ''] = /^set network\.wwan\.(\w+)=(.*)$/.exec(words) ?? []
        const text = host.platform.files.read('/etc/config/network') ?? ''
        const others = text.replace(new RegExp(`\toption ${key} .*\n`), '')
        if (key !== '')
          host.nodes.set('/etc/config/network', { text: `${others}\toption ${key} '${value}'\n` })
      }
      if (argv[0] === 'uci' || /reload$/.test(words) || argv.includes('up')) return { code: 0, stdout: '' }
      return exec(argv, until)
    }
    return { host, uci }
  }

  it('is that of the interface where netifd dials, and stays when it gets an address', async () => {
    const { host, uci } = dialled(true)
    expect(await apply(host)).toMatchObject([
      {
        what: 'apn',
        before: 'wrong.example',
        result: 'not_ready',
        message: expect.stringContaining('taken back'),
      },
    ])
    await host.jobs.catchUp()
    expect(await apply(host)).toMatchObject([
      { result: 'not_ready', message: expect.stringContaining('on trial') },
    ])
    await host.jobs.finish()
    expect(uci).toEqual([
      'set network.wwan.apn=right.example',
      'set network.wwan.pdptype=ip',
      'commit network',
    ])
    expect(await results(host)).toEqual(['apn right.example ip kept'])
    expect(defined(host)).toEqual([])
  })

  it('is taken back where it gives no address, and not tried again', async () => {
    const { host, uci } = dialled(false)
    await apply(host)
    await host.jobs.finish()
    expect(readSetupUndo(host.platform.files)).toBeNull()
    expect(host.platform.files.read('/etc/config/network')).toContain('wrong.example')
    const written = uci.length
    expect(await results(host)).toEqual(['apn right.example ip given_up'])
    expect(uci).toHaveLength(written)
  })
})
