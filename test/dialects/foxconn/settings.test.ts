import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
} from '../../world/memory/changing.ts'
import { foxconn } from '../../world/modem/foxconn.ts'

const t99 = 'foxconn/t99w175-nsa'
const dw5930e = 'foxconn/dw5930e-sa'
const dw5821e = 'foxconn/dw5821e-ca'
const changes = (host: ReturnType<typeof hostOfFixture>) =>
  sentTo(host).filter(line => /^\^(?:SL|NR5G_|BAND_|SWITCH_)\w*=|^\^(?:LTE|NR5G)_LOCK(?!\?)/.test(line))

describe('technologies', () => {
  it('of a T99W175 are bits in ^SLMODE, and the kinds of 5G have ^NR5G_MODE', async () => {
    const host = hostOfFixture(t99, foxconn())
    expect(await host.call('modes')).toMatchObject({
      mode: 'lte_nr',
      nr: 'all',
      modes: ['auto', 'umts', 'lte', 'umts_lte', 'nr', 'umts_nr', 'lte_nr', 'umts_lte_nr'],
      nr_modes: ['all', 'nsa', 'sa'],
    })
    expect(await host.call('set_modes', { mode: 'auto', nr: 'sa' })).toMatchObject({
      after: { mode: 'auto', nr: 'sa' },
      verified: true,
      restart_needed: false,
    })
    expect(await host.call('set_modes', { nr: 'nsa' })).toMatchObject({ after: { mode: 'auto', nr: 'nsa' } })
    expect(changes(host)).toEqual(['^SLMODE=1,0', '^NR5G_MODE=2', '^NR5G_MODE=1'])
  })

  it('of a T77W968 are 3G, LTE or both', async () => {
    const host = hostOfFixture(dw5821e, foxconn())
    expect(await host.call('modes')).toMatchObject({
      mode: 'umts_lte',
      nr: null,
      modes: ['umts', 'lte', 'umts_lte'],
      nr_modes: [],
    })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
    expect(await host.call('set_modes', { nr: 'sa' })).toMatchObject({ error: 'invalid_argument' })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ error: 'invalid_argument' })
    expect(changes(host)).toEqual(['^SLMODE=1,30'])
  })

  it('of a T77W676 cannot be chosen', async () => {
    expect(await hostOfFixture('foxconn/ln940-ca').call('modes')).toMatchObject({ error: 'not_supported' })
  })

  it('have no kinds of 5G where ^NR5G_MODE is refused', async () => {
    const host = hostOfFixture(t99, [refuses(/^\^NR5G_MODE/), ...foxconn()])
    expect(await host.call('modes')).toMatchObject({ mode: 'lte_nr', nr: null, nr_modes: [] })
    expect(await host.call('set_modes', { nr: 'sa' })).toMatchObject({ error: 'invalid_argument' })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
  })
})

describe('the cell lock of a T99W175', () => {
  it('has the PCI before the EARFCN, and holds after a restart', async () => {
    const host = hostOfFixture(t99, foxconn())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte', 'nr'] })
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 211 })).toMatchObject({
      before: [],
      after: [{ rat: 'lte', channel: 1300, pci: 211 }],
      verified: true,
      restart_needed: true,
    })
    expect(await host.call('unlock_cell')).toMatchObject({ after: [], verified: true })
    expect(changes(host)).toEqual(['^LTE_LOCK=211,1300', '^LTE_LOCK'])
  })

  it('takes up to eight LTE cells', async () => {
    const host = hostOfFixture(t99, foxconn())
    const also = [{ channel: 6300, pci: 7 }]
    expect(await host.call('cell_lock')).toMatchObject({ most: { lte: 8, nr: 1 } })
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 211, also })).toMatchObject({
      after: [{ channel: 1300, pci: 211 }, also[0]],
      verified: true,
    })
    expect(changes(host)).toEqual(['^LTE_LOCK=211,1300,7,6300'])
  })

  it('on NR needs band and subcarrier spacing', async () => {
    const host = hostOfFixture(t99, foxconn())
    const cell = { rat: 'nr', channel: 627264, pci: 148, band: 78, scs_khz: 30 }
    expect(await host.call('lock_cell', cell)).toMatchObject({ after: [cell], verified: true })
    for (const missing of ['pci', 'band', 'scs_khz']) {
      const args = Object.fromEntries(Object.entries(cell).filter(([name]) => name !== missing))
      expect(await host.call('lock_cell', args)).toMatchObject({ error: 'not_supported' })
    }
    expect(await host.call('lock_cell', { ...cell, scs_khz: 240 })).toMatchObject({ error: 'not_supported' })
    expect(changes(host)).toEqual(['^NR5G_LOCK=78,1,627264,148'])
  })

  it('is told for several cells, and freed for one technology alone', async () => {
    const host = hostOfFixture(dw5930e, foxconn())
    expect(await host.call('unlock_cell', { rat: 'lte' })).toMatchObject({
      before: [
        { rat: 'lte', channel: 1275, pci: 213 },
        { rat: 'lte', channel: 6300, pci: 40 },
        { rat: 'nr', channel: 627264, pci: 148, band: 78, scs_khz: 30 },
      ],
      after: [{ rat: 'nr', channel: 627264 }],
      verified: true,
    })
    expect(changes(host)).toEqual(['^LTE_LOCK'])
  })

  it('is not known of older modules', async () => {
    expect(await hostOfFixture(dw5821e).call('cell_lock')).toMatchObject({ error: 'not_supported' })
  })
})

describe('the SIM slot', () => {
  it('of a T99W175 can be chosen', async () => {
    const host = hostOfFixture(t99, foxconn())
    expect(await host.call('sim')).toMatchObject({ slot: 1, slots: [1, 2] })
    expect(await host.call('select_sim', { slot: 2 })).toMatchObject({
      before: { slot: 1 },
      after: { slot: 2 },
      verified: true,
    })
    expect(await host.call('select_sim', { slot: 3 })).toMatchObject({ error: 'invalid_argument' })
    expect(changes(host)).toEqual(['^SWITCH_SLOT=1'])
  })

  it('of other modules cannot', async () => {
    expect(await hostOfFixture(dw5821e).call('select_sim', { slot: 2 })).toMatchObject({
      error: 'not_supported',
    })
  })
})

it('cells are the serving one and the secondaries', async () => {
  expect((await hostOfFixture(t99).call('cells')).cells).toMatchObject([
    { role: 'serving', rat: 'lte', band: 3, channel: 1300, pci: 211 },
    { role: 'secondary', rat: 'lte', band: 1, channel: 100, rsrp: null },
    { role: 'secondary', rat: 'lte', band: 7, channel: 2850, pci: 87 },
    { role: 'secondary', rat: 'nr', band: 78, channel: 636000, pci: 532, rsrp: -87 },
  ])
  expect((await hostOfFixture('foxconn/ln940-ca').call('cells')).cells).toMatchObject([
    { role: 'serving', band: 3, pci: 211 },
    { role: 'secondary', band: 7 },
    { role: 'secondary', band: 20 },
  ])
})

it.each([
  [t99, '+RESET'],
  [dw5821e, '^RESET'],
])('a restart of %s is %s, and the modem is waited for', async (fixture, command) => {
  const form = new RegExp(`^\\${command}$`)
  const host = hostOfFixture(fixture, [
    whenAsked(form, () => {
      host.after(300, () => host.unplug())
      host.after(5000, () => host.plug())
    }),
    takesAndForgets(form),
  ])
  expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
  expect(sentTo(host)).toContain(command)
})

const writes = [
  ['set_modes', { mode: 'lte' }, /^\^SLMODE=/, '^SLMODE?'],
  ['set_modes', { nr: 'sa' }, /^\^NR5G_MODE=/, '^SLMODE?'],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 9 }, /^\^LTE_LOCK=/, '^LTE_LOCK?'],
  [
    'lock_cell',
    { rat: 'nr', channel: 627264, pci: 9, band: 78, scs_khz: 30 },
    /^\^NR5G_LOCK=/,
    '^NR5G_LOCK?',
  ],
  ['select_sim', { slot: 2 }, /^\^SWITCH_SLOT=/, '^SWITCH_SLOT?'],
] as const

describe.each(writes)('%s %j', (method, args, command, state) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(t99, [takesAndForgets(command), ...foxconn()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(t99, [refuses(command, 'ERROR'), ...foxconn()])
    await host.call('info', { max_age: 0 })
    const look = async () => Promise.all(['modes', 'cell_lock', 'sim'].map(name => host.call(name)))
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  it('sends nothing when the present state cannot be read', async () => {
    const unreadable = refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`), 'ERROR')
    const host = hostOfFixture(t99, [unreadable, ...foxconn()])
    expect(await host.call(method, args)).toMatchObject({ error: 'not_understood' })
    expect(changes(host)).toEqual([])
  })
})

it('hostile arguments are refused without asking the modem', async () => {
  const host = hostOfFixture(t99, foxconn())
  for (const value of ['1300;+CFUN=0', '"', '1\r\nAT+RESET', -1, 1.5, '__proto__', 4e9])
    for (const [method, args] of [
      ['lock_cell', { rat: 'lte', channel: value, pci: 1 }],
      ['lock_cell', { rat: 'lte', channel: 1300, pci: value }],
      ['set_modes', { nr: value }],
      ['select_sim', { slot: value }],
    ] as const)
      expect(await host.call(method, args)).toMatchObject({ error: 'invalid_argument' })
  expect(sentTo(host)).toEqual([])
})
