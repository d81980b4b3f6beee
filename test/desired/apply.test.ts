import { describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../src/contract/apply.ts'
import { hostOfFixture, refuses, sentTo, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { type Card, sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const section = (wishes: readonly string[]) =>
  `config modem 'main'\n\toption path '1-1'\n${wishes.map(line => `\t${line}\n`).join('')}`

/** A modem for which `/etc/config/modem` holds these lines. */
function configured(wishes: readonly string[], card: Card = { open: true }, ...faults: Behaviour[]): Host {
  return hostOfFixture('fibocom/fg621-lte-a', [...faults, sim(card), ...fibocom()], {
    uci: { modem: section(wishes) },
  })
}

const configure = (host: Host, wishes: readonly string[]) =>
  host.nodes.set('/etc/config/modem', { text: section(wishes) })

async function apply(host: Host, args: object = {}) {
  const { steps } = (await host.call('apply', args)) as unknown as ApplyReply
  return steps
}
const results = async (host: Host, args: object = {}) =>
  (await apply(host, args)).map(({ what, result }) => `${what} ${result}`)

const everything = [
  "option pin '1234'",
  "option mode 'lte'",
  "list bands_lte '20'",
  "list bands_lte '3'",
  "option lock_lte '1300 211'",
]

describe('apply', () => {
  it('does nothing where nothing is configured', async () => {
    for (const wishes of [[], ["option port '/dev/ttyUSB0'", "option network 'wwan'"]]) {
      const host = configured(wishes)
      expect(await host.call('apply')).toEqual({ modem: 'main', steps: [], warnings: [] })
      expect(sentTo(host)).toEqual([])
    }
    const without = hostOfFixture('fibocom/fg621-lte-a', fibocom())
    expect(await apply(without)).toEqual([])
    expect(sentTo(without)).toEqual([])
  })

  it('brings the modem to what is configured, the PIN first, and says what waits for a restart', async () => {
    const changed = { result: 'changed', message: null, restart_needed: false }
    const host = configured(everything, {})
    expect(await apply(host)).toEqual([
      { what: 'pin', wanted: 'ready', before: 'pin_required', ...changed },
      { what: 'modes', wanted: 'lte', before: 'auto', ...changed },
      {
        what: 'bands.lte',
        wanted: '3 20',
        before: '1 3 5 7 8 20 28 38 40 41',
        ...changed,
      },
      { what: 'cell_lock.lte', wanted: '1300 pci 211', before: 'none', ...changed, restart_needed: true },
    ])
    expect(writtenTo(host).map(line => line.replace(/=.*/, ''))).toEqual([
      '+CPIN',
      '+GTACT',
      '+GTACT',
      '+GTCELLLOCK',
    ])
  })

  it('writes nothing the second time', async () => {
    const host = configured(everything, {})
    await apply(host)
    const written = writtenTo(host).length
    expect(await results(host)).toEqual(['pin kept', 'modes kept', 'bands.lte kept', 'cell_lock.lte kept'])
    expect(writtenTo(host)).toHaveLength(written)
  })

  it('writes only what differs', async () => {
    const host = configured([
      "option mode 'auto'",
      "option bands_lte '1 3 5 7 8 20 28 38 40 41'",
      "option lock_lte '1300'",
    ])
    expect(await results(host)).toEqual(['modes kept', 'bands.lte kept', 'cell_lock.lte changed'])
    expect(writtenTo(host)).toEqual(['+GTCELLLOCK=1,0,1,1300'])
  })

  it('tells the differences and changes nothing in a dry run', async () => {
    const host = configured(everything, {})
    expect(await results(host, { dry_run: true })).toEqual([
      'pin different',
      'modes different',
      'bands.lte different',
      'cell_lock.lte different',
    ])
    expect(writtenTo(host)).toEqual([])
  })

  it('goes on with the rest where one thing fails, and says why', async () => {
    const host = configured(
      [
        "option nr_mode 'sa'",
        "option bands_lte '3 66'",
        "option lock_nr '627264 198 78 30'",
        "option mode 'lte'",
      ],
      { open: true },
    )
    const steps = await apply(host)
    expect(steps).toMatchObject([
      { what: 'modes', result: 'failed', message: expect.stringContaining('nr sa is not possible') },
      { what: 'bands.lte', result: 'failed', message: expect.stringContaining('66') },
      { what: 'cell_lock.nr', result: 'failed', message: expect.stringContaining('nr') },
    ])
    expect(writtenTo(host)).toEqual([])
    configure(host, ["option bands_lte '66'", "option mode 'lte'"])
    expect(await results(host)).toEqual(['modes changed', 'bands.lte failed'])
  })

  it('takes a change the modem does not show for failed', async () => {
    const host = configured(["option mode 'lte'"], { open: true }, takesAndForgets(/^\+GTACT=[^?]/))
    expect(await apply(host)).toMatchObject([
      { result: 'failed', message: expect.stringContaining('does not show') },
    ])
  })

  it('takes a refused change and an unreadable state for failed', async () => {
    const refused = configured(["option mode 'lte'"], { open: true }, refuses(/^\+GTACT=[^?]/))
    expect(await apply(refused)).toMatchObject([
      { before: 'auto', result: 'failed', message: expect.stringContaining('refused') },
    ])
    const mute = configured(
      ["option bands_lte '3'", "option lock_lte '1300'"],
      { open: true },
      refuses(/^\+GT/),
    )
    expect(await results(mute)).toEqual(['bands.lte failed', 'cell_lock.lte failed'])
    expect(writtenTo(mute)).toEqual([])
  })

  it('keeps a lock for each technology', async () => {
    const host = configured(["option lock_lte '1300'", "option lock_nr '627264'"])
    expect(await results(host)).toEqual(['cell_lock.lte changed', 'cell_lock.nr failed'])
  })
})

describe('the configured PIN', () => {
  it('is not given to a SIM that needs none', async () => {
    for (const card of [{ open: true }, { locked: false }]) {
      const host = configured(["option pin '1234'"], card)
      expect(await results(host)).toEqual(['pin kept'])
      expect(writtenTo(host)).toEqual([])
    }
  })

  it('is not tried again once it was refused, until it is changed', async () => {
    const host = configured(["option pin '1111'"], {})
    expect(await apply(host)).toMatchObject([
      { result: 'failed', message: expect.stringContaining('refused') },
    ])
    for (let i = 0; i < 3; i++)
      expect(await apply(host)).toMatchObject([
        { result: 'given_up', message: expect.stringContaining('not tried again') },
      ])
    expect(writtenTo(host)).toEqual(['+CPIN="1111"'])
    configure(host, ["option pin '1234'"])
    expect(await results(host)).toEqual(['pin changed'])
    expect(writtenTo(host)).toEqual(['+CPIN="1111"', '+CPIN="1234"'])
  })

  it('is not tried again either when the SIM took it and still waits', async () => {
    const host = configured(["option pin '1234'"], {}, takesAndForgets(/^\+CPIN="/))
    expect(await results(host)).toEqual(['pin failed'])
    expect(await results(host)).toEqual(['pin given_up'])
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('never uses up the last attempt', async () => {
    const host = configured(["option pin '1234'"], { pinAttempts: 1 })
    expect(await apply(host)).toMatchObject([
      { result: 'failed', message: expect.stringContaining('one attempt') },
    ])
    expect(writtenTo(host)).toEqual([])
  })

  it('cannot open a SIM that waits for its PUK, and says so', async () => {
    const host = configured(["option pin '1234'"], { pinAttempts: 0 })
    expect(await apply(host)).toMatchObject([
      { what: 'pin', result: 'failed', message: expect.stringContaining('PUK') },
    ])
    expect(writtenTo(host)).toEqual([])
  })

  it('is never told', async () => {
    for (const pin of ['1111', '12ab', '1234'])
      expect(JSON.stringify(await apply(configured([`option pin '${pin}'`], {})))).not.toContain(pin)
  })
})

it('of two locks on a modem that holds one, apply says which is gone', async () => {
  const host = hostOfFixture('fibocom/fm150-sa', fibocom(), {
    uci: { modem: section(["option lock_lte '1300 211'", "option lock_nr '627264 1 78 30'"]) },
  })
  await host.call('unlock_cell')
  expect(await apply(host)).toMatchObject([
    { what: 'cell_lock.lte', result: 'changed' },
    { what: 'cell_lock.nr', result: 'failed', message: 'this modem holds one lock: the one on lte is gone' },
  ])
})

describe('a mistake in the configuration', () => {
  it.each([
    ["option pin '12ab'", 'pin'],
    ["option mode 'fast'", 'modes'],
    ["option nr_mode 'both'", 'modes'],
    ["option bands_lte '3 b7'", 'bands.lte'],
    ["option bands_lte '3;+CFUN=0'", 'bands.lte'],
    ["option bands_nr_sa '0'", 'bands.nr_sa'],
    ["option lock_lte 'here'", 'cell_lock.lte'],
    ["option lock_lte '1300 211 3 15 9'", 'cell_lock.lte'],
    ["option lock_lte '1300 504'", 'cell_lock.lte'],
    ["option lock_lte '9999999'", 'cell_lock.lte'],
    ["option lock_nr '627264 2000 78 30'", 'cell_lock.nr'],
    ["option lock_nr '627264 1 78 31'", 'cell_lock.nr'],
    ["option lock_nr '627264 -1'", 'cell_lock.nr'],
  ])('%s is told and leads to no write', async (wish, what) => {
    const host = configured([wish], {})
    expect(await apply(host)).toMatchObject([{ what, result: 'failed', message: expect.stringMatching(/./) }])
    expect(writtenTo(host)).toEqual([])
  })

  it('does not keep the rest from being done', async () => {
    const host = configured(["option mode 'fast'", "option bands_lte '3'"])
    expect(await results(host)).toEqual(['modes failed', 'bands.lte changed'])
  })
})

it('apply on a host without modem says so', async () => {
  const host = configured(everything)
  host.unplug()
  expect(await host.call('apply')).toMatchObject({ error: 'no_modem' })
  expect(await host.call('apply', { modem: 'main' })).toMatchObject({ error: 'modem_not_found' })
})
