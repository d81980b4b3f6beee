import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
  writtenTo,
} from '../../world/memory/changing.ts'
import { intel } from '../../world/modem/intel.ts'
import { sim } from '../../world/modem/sim.ts'

const l850 = 'intel/l850-lte-a'
const l830 = 'intel/l830-lte'

describe('technologies by +XACT', () => {
  it('can be chosen among those the module has bands of', async () => {
    expect(await hostOfFixture(l850, intel()).call('modes')).toMatchObject({
      mode: 'umts_lte',
      modes: ['umts', 'lte', 'umts_lte'],
      nr_modes: [],
    })
    expect(await hostOfFixture(l830, intel()).call('modes')).toMatchObject({
      mode: 'gsm_umts_lte',
      modes: ['gsm', 'umts', 'lte', 'gsm_umts', 'umts_lte', 'gsm_lte', 'gsm_umts_lte'],
    })
  })

  it('without a list are those of a module without GSM', async () => {
    expect((await hostOfFixture('intel/l850-3g', intel()).call('modes')).modes).toEqual([
      'umts',
      'lte',
      'umts_lte',
    ])
  })

  it('are written alone, so that all bands stay', async () => {
    const host = hostOfFixture(l850, intel())
    const before = await host.call('bands')
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'umts_lte', nr: null },
      after: { mode: 'lte', nr: null },
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+XACT=2,,'])
    expect(await host.call('bands')).toEqual(before)
    expect(await host.call('set_modes', { mode: 'gsm' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('leave the bands that were chosen', async () => {
    const host = hostOfFixture(l850, intel())
    expect(await host.call('set_bands', { rat: 'lte', bands: [20, 3] })).toMatchObject({ verified: true })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
    expect(await host.call('bands')).toMatchObject({ enabled: { lte: [3, 20] } })
    expect(writtenTo(host)).toEqual(['+XACT=4,,,103,120', '+XACT=2,,'])
  })
})

describe('cells', () => {
  it('are those of +XMCI, with the secondaries +XLEC counts', async () => {
    const { cells } = await hostOfFixture(l850, intel()).call('cells')
    expect(cells).toMatchObject([
      {
        role: 'serving',
        channel: 1325,
        pci: 211,
        band: 3,
        cell_id: 0x2d4c503,
        rsrp: -82,
        rsrq: -10.5,
        sinr: 7,
      },
      { role: 'secondary', channel: 3774, pci: 211, band: 8, rsrp: -86 },
      { role: 'secondary', channel: 6300, pci: 87, band: 20, rsrp: -84 },
      { role: 'neighbour', channel: 1325, pci: 212, band: 3, rsrp: -94, rsrq: -16.5, sinr: null },
      { role: 'neighbour', channel: 6300, pci: 88, band: 20, rsrp: -91 },
    ])
  })

  it('of UMTS have RSCP and Ec/Io', async () => {
    const { cells } = await hostOfFixture('intel/l850-3g', intel()).call('cells')
    expect((cells as object[])[0]).toMatchObject({ role: 'serving', rat: 'umts', band: 1 })
    for (const cell of cells as { rsrp: number | null; rsrq: number | null }[]) {
      expect(cell.rsrp).toBeLessThan(-24)
      expect(cell.rsrq).toBeLessThan(0)
    }
  })
})

describe('the USB mode of an L850', () => {
  it('is MBIM or NCM', async () => {
    const host = hostOfFixture(l850, intel())
    expect(await host.call('usb_mode')).toMatchObject({ current: { id: '7', name: 'MBIM', proto: 'mbim' } })
    expect(await host.call('set_usb_mode', { mode: '0' })).toMatchObject({
      requested: { vidpid: '8087:095a', protocol: 'ncm', proto: null },
      before: '7',
      after: '0',
      verified: true,
      restart_needed: true,
    })
    expect(writtenTo(host)).toEqual(['+GTUSBMODE=0'])
    expect(await host.call('set_usb_mode', { mode: '9' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('is not known of its relatives', async () => {
    for (const fixture of ['intel/l860-lte-a', l830])
      expect(await hostOfFixture(fixture, intel()).call('usb_mode')).toMatchObject({ error: 'not_supported' })
  })
})

it('the attempts that are left are told by +XPINCNT', async () => {
  const host = hostOfFixture(l850, [sim({ counter: '+XPINCNT', pinAttempts: 1, pukAttempts: 7 }), ...intel()])
  expect(await host.call('sim')).toMatchObject({ state: 'pin_required', pin_attempts: 1, puk_attempts: 7 })
  expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({ error: 'invalid_argument' })
  expect(writtenTo(host)).toEqual([])
})

it('a restart of the whole module is +CFUN=15, and it may come back under another name', async () => {
  const host = hostOfFixture(l850, [
    whenAsked(/^\+CFUN=15$/, () => {
      host.after(500, () => host.unplug())
      host.after(6000, () => host.plug(0, { port: 'ttyACM5' }))
    }),
    takesAndForgets(/^\+CFUN=/),
    ...intel(),
  ])
  expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
  expect(await host.call('modes')).toMatchObject({ mode: 'umts_lte' })
})

/** Each write of the dialect: method, arguments, its command, the command that reads its state. */
const writes = [
  ['set_modes', { mode: 'lte' }, /^\+XACT=[^?]/, '+XACT?'],
  ['set_bands', { rat: 'lte', bands: [3] }, /^\+XACT=[^?]/, '+XACT?'],
  ['set_usb_mode', { mode: '0' }, /^\+GTUSBMODE=[^?]/, '+GTUSBMODE?'],
] as const

describe.each(writes)('%s', (method, args, command, state) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(l850, [takesAndForgets(command), ...intel()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(l850, [refuses(command), ...intel()])
    await host.call('info', { max_age: 0 })
    const look = async () => Promise.all(['modes', 'bands', 'usb_mode'].map(name => host.call(name)))
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  it('sends nothing when the present state cannot be read', async () => {
    const unreadable = refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`), 'ERROR')
    const host = hostOfFixture(l850, [unreadable, ...intel()])
    expect(await host.call(method, args)).toMatchObject({ error: 'not_understood' })
    expect(sentTo(host).filter(line => command.test(line))).toEqual([])
  })
})
