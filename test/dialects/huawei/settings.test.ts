import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
} from '../../world/memory/changing.ts'
import { huawei } from '../../world/modem/huawei.ts'

const e3372 = 'huawei/e3372-lte'
const settings = (host: ReturnType<typeof hostOfFixture>) =>
  sentTo(host).filter(line => /^\^SYSCFGEX="/.test(line))

describe('technologies by ^SYSCFGEX', () => {
  it('are chosen among those the modem lists, and bands, roaming and domain stay as they were', async () => {
    const host = hostOfFixture(e3372, [huawei()])
    expect(await host.call('modes')).toMatchObject({ mode: 'umts_lte', nr: null, nr_modes: [] })
    const before = await host.call('bands')
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'umts_lte' },
      after: { mode: 'lte' },
      verified: true,
      restart_needed: false,
    })
    expect(settings(host)).toEqual(['^SYSCFGEX="03",3FFFFFFF,2,4,80044,,'])
    expect(await host.call('bands')).toEqual(before)
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ after: { mode: 'auto' } })
    expect(await host.call('set_modes', { mode: 'nr' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('of several are ordered from the youngest', async () => {
    const host = hostOfFixture(e3372, [huawei()])
    for (const mode of ['gsm_umts_lte', 'gsm_lte', 'gsm'])
      expect(await host.call('set_modes', { mode })).toMatchObject({ verified: true, after: { mode } })
    expect(settings(host).map(line => line.split('"')[1])).toEqual(['030201', '0301', '01'])
  })

  it('that were chosen stay when bands are set', async () => {
    const host = hostOfFixture(e3372, [huawei()])
    await host.call('set_modes', { mode: 'lte' })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3, 20] })).toMatchObject({ verified: true })
    expect(await host.call('modes')).toMatchObject({ mode: 'lte' })
  })

  it('are told on 5G, and offered where the present order has it', async () => {
    expect(await hostOfFixture('huawei/mt5700-nsa').call('modes')).toMatchObject({
      mode: 'umts_lte_nr',
      modes: expect.arrayContaining(['lte_nr', 'nr', 'umts_lte_nr']),
    })
    expect((await hostOfFixture('huawei/mt5700-sa').call('modes')).modes).toEqual([
      'umts',
      'lte',
      'umts_lte',
      'nr',
      'lte_nr',
      'umts_nr',
      'umts_lte_nr',
    ])
  })

  it('are not written where the LTE mask is missing', async () => {
    const host = hostOfFixture('huawei/lt4112-no-sim', [huawei()])
    expect(await host.call('modes')).toMatchObject({ mode: 'auto' })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ error: 'not_understood' })
    expect(settings(host)).toEqual([])
  })
})

describe('cells', () => {
  it('are the serving one of ^MONSC and those beside it of ^MONNC, with the PCI in hexadecimal', async () => {
    const { cells } = await hostOfFixture(e3372).call('cells')
    expect(cells).toMatchObject([
      { role: 'serving', channel: 6200, pci: 0x14b, band: 20, cell_id: 0x1d4c504, rsrp: -102, rsrq: -10 },
      { role: 'neighbour', channel: 6200, pci: 0x14c, band: 20, rsrp: -109, rsrq: -15 },
      { role: 'neighbour', channel: 1450, pci: 7, band: 3, rsrp: -112, rsrq: -17 },
    ])
  })

  it('of all technologies are told, without powers that cannot be', async () => {
    const neighbours = async (fixture: string) =>
      ((await hostOfFixture(fixture).call('cells')).cells as { role: string }[]).filter(
        c => c.role === 'neighbour',
      )
    expect(await neighbours('huawei/mt5700-nsa')).toMatchObject([
      { rat: 'lte', pci: 90, rsrp: -101 },
      { rat: 'nr', band: 78, pci: 371, rsrp: null, rsrq: -12, sinr: 3 },
    ])
    expect(await neighbours('huawei/me906s-3g')).toMatchObject([
      { rat: 'umts', pci: 310, rsrp: -104, rsrq: -15 },
    ])
    expect(await neighbours('huawei/e3272-gsm')).toMatchObject([
      { rat: 'gsm', band: 900, channel: 71, rsrp: -93 },
    ])
  })
})

it('the attempts that are left are told by ^CPIN, PUK before PIN', async () => {
  expect(await hostOfFixture('huawei/lt4132-pin').call('sim')).toMatchObject({
    state: 'pin_required',
    pin_attempts: 2,
    puk_attempts: 10,
  })
})

it('a restart is ^RESET, and the modem is waited for', async () => {
  const host = hostOfFixture(e3372, [
    whenAsked(/^\^RESET$/, () => {
      host.after(500, () => host.unplug())
      host.after(6000, () => host.plug())
    }),
    takesAndForgets(/^\^RESET$/),
  ])
  expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
})

const written = /^\^SYSCFGEX="/

describe.each([
  ['set_modes', { mode: 'lte' }],
  ['set_bands', { rat: 'lte', bands: [3] }],
] as const)('%s', (method, args) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(e3372, [takesAndForgets(written), huawei()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(e3372, [refuses(written, 'COMMAND NOT SUPPORT'), huawei()])
    await host.call('info', { max_age: 0 })
    const look = async () => [await host.call('modes'), await host.call('bands')]
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  it('sends nothing when the present state cannot be read', async () => {
    const host = hostOfFixture(e3372, [refuses(/^\^SYSCFGEX\?$/, 'ERROR'), huawei()])
    expect(await host.call(method, args)).toMatchObject({ error: 'not_understood' })
    expect(settings(host)).toEqual([])
  })

  it('refuses hostile arguments without asking the modem', async () => {
    const host = hostOfFixture(e3372, [huawei()])
    for (const value of ['lte;^RESET', '"', 'lte\r\nAT^RESET', '__proto__', -1, 3.5, ['3;']])
      expect(
        await host.call(method, { ...args, [method === 'set_modes' ? 'mode' : 'bands']: value }),
      ).toMatchObject({
        error: 'invalid_argument',
      })
    expect(sentTo(host)).toEqual([])
  })
})
