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
import { fibocom } from '../../world/modem/fibocom.ts'

const lte = 'fibocom/fg621-lte-a'
const sa = 'fibocom/fm150-sa'
const mtk = 'fibocom/fm350-lte-a'

describe('technologies by +GTACT', () => {
  it('are told with the choices the module lists', async () => {
    expect(await hostOfFixture(lte, fibocom()).call('modes')).toMatchObject({
      mode: 'auto',
      nr: null,
      modes: ['umts', 'lte', 'umts_lte', 'auto'],
      nr_modes: [],
    })
    expect(await hostOfFixture(sa, fibocom()).call('modes')).toMatchObject({
      mode: 'nr',
      modes: ['umts', 'lte', 'umts_lte', 'auto', 'nr', 'umts_nr', 'lte_nr'],
    })
  })

  it('are guessed from the selection where the module lists nothing', async () => {
    expect((await hostOfFixture(mtk, fibocom()).call('modes')).modes).toContain('lte_nr')
    expect((await hostOfFixture('fibocom/fg621-lte', fibocom()).call('modes')).modes).toEqual([
      'umts',
      'lte',
      'umts_lte',
      'auto',
    ])
  })

  it('are chosen with their bands as they were, and read back', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      requested: { mode: 'lte', nr: null },
      before: { mode: 'auto' },
      after: { mode: 'lte' },
      verified: true,
      restart_needed: false,
      answer: 'OK',
    })
    expect(writtenTo(host)).toEqual(['+GTACT=2,,,101,103,105,107,108,120,128,138,140,141'])
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ verified: true })
    expect(writtenTo(host).at(-1)).toBe('+GTACT=10,3,2,1,5,8,101,103,105,107,108,120,128,138,140,141')
  })

  it('keep the band list of the technologies left out', async () => {
    const host = hostOfFixture(sa, fibocom())
    const before = await host.call('bands')
    expect(await host.call('set_modes', { mode: 'nr' })).toMatchObject({ verified: true })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({
      verified: true,
      after: { mode: 'auto' },
    })
    expect(await host.call('bands')).toEqual(before)
  })

  it('keep the preferences that still fit', async () => {
    const host = hostOfFixture(sa, fibocom())
    await host.call('set_modes', { mode: 'lte_nr' })
    await host.call('set_modes', { mode: 'umts_lte' })
    await host.call('set_modes', { mode: 'umts_nr' })
    expect(writtenTo(host).map(line => line.split(',').slice(0, 3).join())).toEqual([
      '+GTACT=17,6,3',
      '+GTACT=4,3,2',
      '+GTACT=16,2,6',
    ])
  })

  it('that the module does not have are refused with the list of those it has', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('set_modes', { mode: 'nr' })).toEqual({
      error: 'invalid_argument',
      message: expect.stringContaining('umts, lte, umts_lte, auto'),
    })
    expect(await host.call('set_modes', { nr: 'sa' })).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })
})

describe('the cell lock by +GTCELLLOCK', () => {
  it('binds an LTE cell, holds after a restart, and is freed again', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte'] })
    const lock = { rat: 'lte', channel: 1300, pci: 211, band: null, scs_khz: null }
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 211 })).toMatchObject({
      requested: lock,
      before: [],
      after: [lock],
      verified: true,
      restart_needed: true,
    })
    expect(await host.call('unlock_cell')).toMatchObject({ before: [lock], after: [], verified: true })
    expect(writtenTo(host)).toEqual(['+GTCELLLOCK=1,0,0,1300,211', '+GTCELLLOCK=0'])
  })

  it('binds a whole channel where no PCI is given', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('lock_cell', { rat: 'lte', channel: 6200 })).toMatchObject({ verified: true })
    expect(writtenTo(host)).toEqual(['+GTCELLLOCK=1,0,1,6200'])
  })

  it('is told and written with band and subcarrier spacing on NR', async () => {
    const host = hostOfFixture(sa, fibocom())
    const lock = { rat: 'nr', channel: 627264, pci: 198, band: 78, scs_khz: 30 }
    expect(await host.call('cell_lock')).toMatchObject({ locks: [lock], rats: ['lte', 'nr'] })
    const other = { rat: 'nr', channel: 431000, band: 1, scs_khz: 15 }
    expect(await host.call('lock_cell', other)).toMatchObject({
      after: [{ ...other, pci: null }],
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+GTCELLLOCK=1,1,1,431000,,0,501'])
  })

  it('on NR without band or spacing sends nothing', async () => {
    const host = hostOfFixture(sa, fibocom())
    for (const args of [{ band: 78 }, { scs_khz: 30 }, { band: 78, scs_khz: 60 }])
      expect(await host.call('lock_cell', { rat: 'nr', channel: 627264, ...args })).toMatchObject({
        error: 'not_supported',
      })
    expect(writtenTo(host)).toEqual([])
  })

  it('of the other technology is left alone', async () => {
    const host = hostOfFixture(sa, fibocom())
    expect(await host.call('unlock_cell', { rat: 'lte' })).toMatchObject({ verified: true })
    expect(writtenTo(host)).toEqual([])
  })

  it('on NR is not supported by an LTE module, and none at all by an FM350', async () => {
    expect(
      await hostOfFixture(lte, fibocom()).call('lock_cell', { rat: 'nr', channel: 627264 }),
    ).toMatchObject({
      error: 'not_supported',
    })
    expect(await hostOfFixture(mtk, fibocom()).call('cell_lock')).toMatchObject({ error: 'not_supported' })
  })
})

describe('the USB mode by +GTUSBMODE', () => {
  it('is told with its meaning, and so are those the module lists', async () => {
    const reply = await hostOfFixture(lte, fibocom()).call('usb_mode')
    expect(reply).toMatchObject({
      current_id: '36',
      current: { name: 'NCM', vidpid: '2cb7:0a05', protocol: 'ncm', proto: 'dhcp', at_port: true },
    })
    expect(reply.possible).toHaveLength(6)
  })

  it('with RNDIS is another device that still asks for its address', async () => {
    expect(await hostOfFixture(lte, fibocom()).call('set_usb_mode', { mode: '38' })).toMatchObject({
      requested: { id: '38', name: 'RNDIS', vidpid: '2cb7:0a06', protocol: 'rndis', proto: 'dhcp' },
      before: '36',
      after: '38',
      verified: true,
      restart_needed: true,
    })
  })

  it('without an AT port is a one-way road, taken only by force', async () => {
    for (const mode of ['20', '21', '24', '29', '31']) {
      const host = hostOfFixture(sa, fibocom())
      expect(await host.call('set_usb_mode', { mode })).toMatchObject({
        error: 'invalid_argument',
        message: expect.stringContaining('Linux shows no AT port'),
      })
      expect(writtenTo(host)).toEqual([])
      expect(await host.call('set_usb_mode', { mode, force: true })).toMatchObject({ verified: true })
      expect(writtenTo(host)).toEqual([`+GTUSBMODE=${mode}`])
    }
  })

  it('that the module does not list is refused', async () => {
    const host = hostOfFixture(sa, fibocom())
    for (const mode of ['19', '36', '40', '32,1', '032'])
      expect(await host.call('set_usb_mode', { mode })).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })

  it('that takes effect at once lets the modem come back as another device', async () => {
    const host = hostOfFixture(lte, [
      whenAsked(/^\+GTUSBMODE=\d/, () => {
        host.after(0, () => host.unplug())
        host.after(5000, () => host.plug(0, { port: 'ttyUSB3', id: '2cb7:0a06' }))
      }),
      ...fibocom(),
    ])
    expect(await host.call('set_usb_mode', { mode: '38' })).toMatchObject({
      after: '38',
      verified: true,
      restart_needed: false,
    })
    expect(await host.call('list')).toMatchObject({ modems: [{ id: '2cb7:0a06', port: '/dev/ttyUSB3' }] })
  })
})

describe('dialling by itself', () => {
  it('is switched by +GTAUTOCONNECT', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('autoconnect')).toMatchObject({ enabled: true })
    expect(await host.call('set_autoconnect', { enabled: false })).toMatchObject({
      before: true,
      after: false,
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+GTAUTOCONNECT=0'])
  })

  it('does not exist on an FM350', async () => {
    expect(await hostOfFixture(mtk).call('set_autoconnect', { enabled: true })).toMatchObject({
      error: 'not_supported',
    })
  })
})

describe('the SIM slot of an FM350', () => {
  it('is told and changed', async () => {
    const host = hostOfFixture(mtk, fibocom())
    expect(await host.call('sim')).toMatchObject({ slot: 1, slots: [1, 2] })
    expect(await host.call('select_sim', { slot: 2 })).toMatchObject({
      before: { slot: 1 },
      after: { slot: 2 },
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+GTDUALSIM=1'])
    expect(await host.call('select_sim', { slot: 3 })).toMatchObject({ error: 'invalid_argument' })
  })

  it('is read again when the module comes back after the change', async () => {
    const host = hostOfFixture(mtk, [
      whenAsked(/^\+GTDUALSIM=1/, () => {
        host.after(300, () => host.unplug())
        host.after(4000, () => host.plug(0, { port: 'ttyUSB9' }))
      }),
      ...fibocom(),
    ])
    const reply = await host.call('select_sim', { slot: 2 })
    expect(reply).toMatchObject({ after: { slot: 2 }, verified: true })
  })
})

describe('cells', () => {
  it('are the serving cell, its secondaries and the neighbours that are neither', async () => {
    const { cells } = await hostOfFixture(lte, fibocom()).call('cells')
    expect(cells).toEqual([
      {
        role: 'serving',
        rat: 'lte',
        band: 3,
        channel: 1300,
        pci: 211,
        scs_khz: null,
        cell_id: 0x1d4c503,
        rsrp: -94,
        rsrq: -10,
        sinr: 13,
      },
      expect.objectContaining({ role: 'secondary', band: 20, channel: 6200, pci: 87, rsrp: -90 }),
      expect.objectContaining({ role: 'neighbour', band: 3, channel: 1300, pci: 212, rsrp: -106, rsrq: -16 }),
    ])
  })

  it('are told by a modem without SIM too, in the numbers of its serving cell', async () => {
    const { cells } = await hostOfFixture('fibocom/fm160-no-sim').call('cells')
    expect(cells).toMatchObject([{ role: 'serving', rat: 'lte', channel: 0xc1c, pci: 0xd2 }])
  })
})

describe('a restart', () => {
  it('of the whole module is +CFUN=15', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'waiting', left: false })
    expect(writtenTo(host)).toEqual(['+CFUN=15'])
  })

  it('by taking its power away is none it knows', async () => {
    const host = hostOfFixture(lte, fibocom())
    expect(await host.call('restart', { how: 'power' })).toMatchObject({ error: 'not_supported' })
    expect(writtenTo(host)).toEqual([])
  })
})

/** Each write of the dialect: method, arguments, its command, the command that reads its state, the fixture. */
const writes = [
  ['set_modes', { mode: 'lte' }, /^\+GTACT=[^?]/, '+GTACT?', lte],
  ['set_bands', { rat: 'lte', bands: [3] }, /^\+GTACT=[^?]/, '+GTACT?', lte],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 1 }, /^\+GTCELLLOCK=[^?]/, '+GTCELLLOCK?', lte],
  ['unlock_cell', {}, /^\+GTCELLLOCK=[^?]/, '+GTCELLLOCK?', sa],
  ['set_usb_mode', { mode: '38' }, /^\+GTUSBMODE=[^?]/, '+GTUSBMODE?', lte],
  ['set_autoconnect', { enabled: false }, /^\+GTAUTOCONNECT=[^?]/, '+GTAUTOCONNECT?', lte],
  ['select_sim', { slot: 2 }, /^\+GTDUALSIM=[^?]/, '+GTDUALSIM?', mtk],
] as const

describe.each(writes)('%s', (method, args, command, state, fixture) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(fixture, [takesAndForgets(command), ...fibocom()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(fixture, [refuses(command), ...fibocom()])
    await host.call('info', { max_age: 0 })
    const reads = ['modes', 'bands', 'cell_lock', 'usb_mode', 'autoconnect', 'sim']
    const look = async () => Promise.all(reads.map(name => host.call(name)))
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toEqual({
      error: 'refused_by_modem',
      message: expect.stringContaining('+CME ERROR: 3'),
    })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  it.each(['ERROR', `${state.replace('?', '')}: what`, `${state.replace('?', '')}:`, 'OK'])(
    'sends nothing when the present state reads %j',
    async text => {
      const unreadable = refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`), 'ERROR')
      const garbled = () => ({
        answer: (part: string) =>
          part === state
            ? { steps: text === 'OK' ? [] : [{ line: text }], final: 'OK', after: [], source: 0 }
            : undefined,
      })
      const host = hostOfFixture(fixture, [text === 'ERROR' ? unreadable : garbled, ...fibocom()])
      expect(await host.call(method, args)).toMatchObject({ error: 'not_understood' })
      expect(sentTo(host).filter(line => command.test(line))).toEqual([])
    },
  )
})
