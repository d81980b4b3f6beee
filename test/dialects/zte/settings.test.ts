import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  takesAndForgets,
  whenAsked,
  writtenTo,
} from '../../world/memory/changing.ts'
import { zte } from '../../world/modem/zte.ts'

const free = 'zte/mf286d-lte-a'
const locked = 'zte/mf286a-lte-a'
const umts = 'zte/mf286d-umts'
const mikrotik = 'zte/r11e-lte6-lte-a'

describe('technologies by +ZSNT', () => {
  it('are told and chosen, the kind of network selection as it was', async () => {
    const host = hostOfFixture(free, zte())
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      nr: null,
      modes: ['auto', 'gsm', 'umts', 'lte', 'umts_lte'],
      nr_modes: [],
    })
    expect(await host.call('set_modes', { mode: 'umts_lte' })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode: 'umts_lte' },
      verified: true,
      restart_needed: false,
    })
    expect(writtenTo(host)).toEqual(['+ZSNT=7,0,0'])
  })

  it('chosen automatically keep what is preferred', async () => {
    const host = hostOfFixture(free, zte())
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ verified: true })
    expect(writtenTo(host)).toEqual(['+ZSNT=0,0,2'])
  })

  it('do not exist on an R11e', async () => {
    const host = hostOfFixture(mikrotik)
    for (const [method, args] of [
      ['set_modes', { mode: 'lte' }],
      ['lock_cell', { rat: 'lte', channel: 1300, pci: 1 }],
      ['restart', { how: 'reset' }],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({ error: 'not_supported' })
    expect(writtenTo(host)).toEqual([])
  })
})

describe('the cell lock by +ZLOCKCELL', () => {
  it('binds to a cell and frees it', async () => {
    const host = hostOfFixture(free, zte())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte'] })
    expect(await host.call('lock_cell', { rat: 'lte', channel: 6300, pci: 88 })).toMatchObject({
      before: [],
      after: [{ rat: 'lte', channel: 6300, pci: 88 }],
      verified: true,
    })
    expect(await host.call('unlock_cell')).toMatchObject({ after: [], verified: true })
    expect(await host.call('unlock_cell')).toMatchObject({ after: [], verified: true })
    expect(writtenTo(host)).toEqual(['+ZLOCKCELL=6300,88', '+ZLOCKCELL=0'])
  })

  it('needs a cell, and knows nothing but LTE', async () => {
    const host = hostOfFixture(free, zte())
    expect(await host.call('lock_cell', { rat: 'lte', channel: 6300 })).toMatchObject({
      error: 'not_supported',
      message: expect.stringContaining('pci'),
    })
    expect(await host.call('lock_cell', { rat: 'nr', channel: 627264, pci: 1 })).toMatchObject({
      error: 'not_supported',
    })
    expect(await hostOfFixture(locked, zte()).call('unlock_cell', { rat: 'nr' })).toMatchObject({
      verified: true,
      after: [{ channel: 1300 }],
    })
    expect(writtenTo(host)).toEqual([])
  })

  it.each(['+ZLOCKCELL: LTE,1300', '+ZLOCKCELL: 1,1,1300,211', '+ZLOCKCELL: 1300,999', '+ZLOCKCELL:'])(
    'is not touched when it reads %s',
    async line => {
      const odd = () => ({
        answer: (part: string) =>
          part === '+ZLOCKCELL?' ? { steps: [{ line }], final: 'OK', after: [], source: 0 } : undefined,
      })
      const host = hostOfFixture(free, [odd, ...zte()])
      expect(await host.call('unlock_cell')).toMatchObject({ error: 'not_understood' })
      expect(writtenTo(host)).toEqual([])
    },
  )
})

describe('cells', () => {
  it('are the serving cell and the secondaries', async () => {
    const { cells } = await hostOfFixture(free).call('cells')
    expect(cells).toMatchObject([
      {
        role: 'serving',
        band: 7,
        channel: 3050,
        pci: 77,
        cell_id: 30721284,
        rsrp: -88,
        rsrq: -9.5,
        sinr: 14.5,
      },
      { role: 'secondary', band: 3, channel: 1300, pci: 212 },
      { role: 'secondary', band: 32, channel: 10100, pci: 19 },
      { role: 'secondary', band: 20, channel: 6300, pci: 88 },
    ])
  })

  it('have RSCP and Ec/Io on UMTS', async () => {
    const { cells } = (await hostOfFixture(umts).call('cells')) as { cells: { rsrp: number; rsrq: number }[] }
    expect(cells).toMatchObject([{ role: 'serving', rat: 'umts' }])
    expect(cells[0]?.rsrp).toBeLessThan(-40)
  })
})

describe('a restart of the module', () => {
  it('is +ZRESET, and the module is waited for', async () => {
    const host = hostOfFixture(free, [
      whenAsked(/^\+ZRESET$/, () => {
        host.after(100, () => host.unplug())
        host.after(5000, () => host.plug(0, { port: 'ttyUSB5' }))
      }),
      takesAndForgets(/^\+ZRESET$/),
      ...zte(),
    ])
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
    expect(writtenTo(host)).toEqual([])
  })
})

/** Each write of the dialect: method, arguments, its command, the command that reads its state, the fixture. */
const writes = [
  ['set_bands', { rat: 'lte', bands: [3] }, /^\+ZNLOCKBAND=[^?]/, '+ZNLOCKBAND?', free],
  ['set_modes', { mode: 'lte' }, /^\+ZSNT=[^?]/, '+ZSNT?', free],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 1 }, /^\+ZLOCKCELL=[^?]/, '+ZLOCKCELL?', free],
  ['unlock_cell', {}, /^\+ZLOCKCELL=[^?]/, '+ZLOCKCELL?', locked],
] as const

describe.each(writes)('%s', (method, args, command, state, fixture) => {
  it('is written and read back', async () => {
    expect(await hostOfFixture(fixture, zte()).call(method, args)).toMatchObject({ verified: true })
  })

  it('is not verified when the modem says OK and keeps the old value', async () => {
    const { before, after, ...reply } = await hostOfFixture(fixture, [
      takesAndForgets(command),
      ...zte(),
    ]).call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(fixture, [refuses(command), ...zte()])
    await host.call('info', { max_age: 0 })
    const look = async () => [
      await host.call('modes'),
      await host.call('bands'),
      await host.call('cell_lock'),
    ]
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(notesOf(host)).toEqual(notes)
    expect(await look()).toEqual(seen)
  })

  it('is not sent when the present state cannot be read', async () => {
    const host = hostOfFixture(fixture, [refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`)), ...zte()])
    expect(await host.call(method, args)).toHaveProperty('error')
    expect(writtenTo(host)).toEqual([])
  })
})
