import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  takesAndForgets,
  whenAsked,
  writtenTo,
} from '../../world/memory/changing.ts'
import { reply } from '../../world/modem/script.ts'
import { simcom } from '../../world/modem/simcom.ts'

const fiveG = 'simcom/sim8200-lte'
const locked = 'simcom/sim8200-nsa'
const fourG = 'simcom/sim7600-wcdma'

const answers =
  (command: string, ...lines: string[]) =>
  () => ({
    answer: (part: string) => (part === command ? reply(lines) : undefined),
  })

describe('technologies by +CNMP', () => {
  it('are those the module lists', async () => {
    expect(await hostOfFixture(fiveG, simcom()).call('modes')).toMatchObject({
      mode: 'auto',
      nr: null,
      modes: ['auto', 'umts', 'lte', 'umts_lte', 'nr', 'lte_nr', 'umts_lte_nr'],
    })
    expect(await hostOfFixture(fourG, simcom()).call('modes')).toMatchObject({
      mode: 'umts',
      modes: ['auto', 'gsm', 'umts', 'gsm_umts', 'lte', 'gsm_lte', 'umts_lte', 'gsm_umts_lte'],
    })
  })

  it.each([
    ['nr', 71],
    ['lte_nr', 109],
    ['lte', 38],
  ])('%s is number %i', async (mode, number) => {
    const host = hostOfFixture(fiveG, simcom())
    expect(await host.call('set_modes', { mode })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode },
      verified: true,
    })
    expect(writtenTo(host)).toEqual([`+CNMP=${number}`])
  })

  it('the module does not list are refused with those it does', async () => {
    const host = hostOfFixture(fourG, simcom())
    expect(await host.call('set_modes', { mode: 'nr' })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('auto, gsm, umts, gsm_umts, lte, gsm_lte, umts_lte, gsm_umts_lte'),
    })
    expect(writtenTo(host)).toEqual([])
  })

  it('nobody has a word for are told as none', async () => {
    const host = hostOfFixture(fourG, [answers('+CNMP?', '+CNMP: 67'), ...simcom()])
    expect(await host.call('modes')).toMatchObject({ mode: null })
  })
})

describe('the cell locks', () => {
  it('of LTE and NR are told beside each other', async () => {
    expect(await hostOfFixture(locked, simcom()).call('cell_lock')).toMatchObject({
      locks: [
        { rat: 'lte', channel: 1300, pci: 211, band: null, scs_khz: null },
        { rat: 'nr', channel: 627264, pci: 644, band: 78, scs_khz: 30 },
      ],
      rats: ['lte', 'nr'],
    })
  })

  it('are set and freed one by one', async () => {
    const host = hostOfFixture(fiveG, simcom())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [] })
    await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 7 })
    const nr = { rat: 'nr', channel: 627264, pci: 644, band: 78, scs_khz: 30 }
    expect(await host.call('lock_cell', nr)).toMatchObject({
      after: [{ rat: 'lte', channel: 1300, pci: 7 }, nr],
      verified: true,
    })
    expect(await host.call('unlock_cell', { rat: 'lte' })).toMatchObject({ after: [nr], verified: true })
    expect(await host.call('unlock_cell')).toMatchObject({ after: [], verified: true })
    expect(writtenTo(host)).toEqual([
      '+CCELLCFG=1,7,1300',
      '+C5GCELLCFG="pci",644,627264,1,78',
      '+CCELLCFG=0',
      '+C5GCELLCFG="unlock"',
    ])
  })

  it('need a cell, and on NR its band and spacing', async () => {
    const host = hostOfFixture(fiveG, simcom())
    for (const args of [
      { rat: 'lte', channel: 1300 },
      { rat: 'nr', channel: 627264, pci: 1 },
      { rat: 'nr', channel: 627264, pci: 1, band: 78 },
    ])
      expect(await host.call('lock_cell', args)).toMatchObject({ error: 'not_supported' })
    expect(writtenTo(host)).toEqual([])
  })

  it('of a 4G module know LTE alone', async () => {
    const host = hostOfFixture(fourG, simcom())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte'] })
    const nr = { rat: 'nr', channel: 627264, pci: 1, band: 78, scs_khz: 30 }
    expect(await host.call('lock_cell', nr)).toMatchObject({ error: 'not_supported' })
  })

  it.each(['+C5GCELLCFG: "arfcn",1,1:627264', '+C5GCELLCFG: 1', '+C5GCELLCFG: on'])(
    'are not touched when one reads %s',
    async line => {
      const host = hostOfFixture(fiveG, [answers('+C5GCELLCFG?', line), ...simcom()])
      expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 7 })).toMatchObject({
        error: 'not_understood',
      })
      expect(writtenTo(host)).toEqual([])
    },
  )

  it.each(['+C5GCELLCFG: 0', '+C5GCELLCFG: "unlock"'])('are free when one reads %s', async line => {
    const host = hostOfFixture(fiveG, [answers('+C5GCELLCFG?', line), ...simcom()])
    expect(await host.call('cell_lock')).toMatchObject({ locks: [] })
  })
})

describe('cells', () => {
  it('are the serving cell, the carriers beside it and the neighbours that are none of them', async () => {
    const { cells } = await hostOfFixture(locked).call('cells')
    expect(cells).toMatchObject([
      { role: 'serving', rat: 'lte', channel: 1300, pci: 211, rsrp: -93.4, rsrq: -9.8 },
      { role: 'secondary', rat: 'lte', channel: 6300, pci: 88, rsrp: -98.7 },
      { role: 'secondary', rat: 'nr' },
      { role: 'neighbour', band: 3, channel: 1300, pci: 305, rsrp: -104.2, rsrq: -15.1 },
      { role: 'neighbour', band: 7, channel: 3050, pci: 77, rsrp: -101.1, rsrq: -11.9 },
    ])
  })

  it('of UMTS are the serving cell alone', async () => {
    const { cells } = await hostOfFixture(fourG).call('cells')
    expect(cells).toMatchObject([{ role: 'serving', rat: 'umts', channel: 10588, pci: 214, rsrp: -83 }])
  })
})

describe('the USB composition', () => {
  it('of a 4G module is one of those it lists', async () => {
    const { current, current_id, possible } = await hostOfFixture(fourG, simcom()).call('usb_mode')
    expect(current).toMatchObject({ name: 'QMI', vidpid: '1e0e:9001', protocol: 'qmi', at_port: true })
    expect(current_id).toBe('9001')
    expect((possible as { id: string }[]).map(({ id }) => id)).toEqual(['9001', '9003', '9011', '9018'])
  })

  it.each([
    [fourG, '9011', '+CUSBPIDSWITCH=9011,1,1'],
    [fiveG, '9011', '+CUSBCFG=USBID,1E0E,9011'],
  ])(
    'of %s changes with a reset, after which the module is another device',
    async (fixture, mode, command) => {
      const host = hostOfFixture(fixture, [
        whenAsked(/^\+CUSB\w+=[^?]/, () => {
          host.after(300, () => host.unplug())
          host.after(7000, () => host.plug(0, { port: 'ttyUSB2', id: `1e0e:${mode}` }))
        }),
        ...simcom(),
      ])
      expect(await host.call('set_usb_mode', { mode })).toMatchObject({
        before: '9001',
        after: mode,
        verified: true,
        restart_needed: false,
      })
      expect(writtenTo(host)).toEqual([command])
    },
  )

  it('whose id Linux does not know is taken only by force', async () => {
    const host = hostOfFixture(fourG, simcom())
    expect(await host.call('set_usb_mode', { mode: '9018' })).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
    await host.call('set_usb_mode', { mode: '9018', force: true })
    expect(writtenTo(host)).toEqual(['+CUSBPIDSWITCH=9018,1,1'])
  })

  it('that holds already is not written, and a strange one is refused', async () => {
    const host = hostOfFixture(fiveG, simcom())
    expect(await host.call('set_usb_mode', { mode: '9001' })).toMatchObject({ verified: true })
    for (const mode of ['9018', '9011,1', '9019'])
      expect(await host.call('set_usb_mode', { mode, force: true })).toMatchObject({
        error: 'invalid_argument',
      })
    expect(writtenTo(host)).toEqual([])
  })
})

describe('the attempts that are left', () => {
  it('are told by +SPIC, else by the standard command', async () => {
    expect(await hostOfFixture(fiveG).call('sim')).toMatchObject({ pin_attempts: 3, puk_attempts: 10 })
    expect(await hostOfFixture(fourG).call('sim')).toMatchObject({ pin_attempts: 3, puk_attempts: 10 })
    const one = hostOfFixture(fiveG, [answers('+SPIC', '+SPIC: 1,10,0,10')])
    expect(await one.call('set_sim_lock', { enabled: false, pin: '1234' })).toMatchObject({
      error: 'invalid_argument',
    })
  })
})

describe('a restart of the module', () => {
  it('is +CRESET, and the module is waited for', async () => {
    const host = hostOfFixture(fiveG, [
      whenAsked(/^\+CRESET$/, () => {
        host.after(100, () => host.unplug())
        host.after(6000, () => host.plug())
      }),
      takesAndForgets(/^\+CRESET$/),
    ])
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
  })
})

/** Each write of the dialect: method, arguments, its command, the command that reads its state, the fixture. */
const writes = [
  ['set_modes', { mode: 'lte' }, /^\+CNMP=[^?]/, '+CNMP?', fiveG],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 1 }, /^\+CCELLCFG=/, '+CCELLCFG?', fiveG],
  [
    'lock_cell',
    { rat: 'nr', channel: 627264, pci: 1, band: 78, scs_khz: 30 },
    /^\+C5GCELLCFG=/,
    '+C5GCELLCFG?',
    fiveG,
  ],
  ['unlock_cell', {}, /^\+C(?:5G)?CELLCFG=/, '+CCELLCFG?', locked],
  ['set_usb_mode', { mode: '9011' }, /^\+CUSBPIDSWITCH=[^?]/, '+CUSBPIDSWITCH?', fourG],
  ['set_usb_mode', { mode: '9011' }, /^\+CUSBCFG=/, '+CUSBCFG?', fiveG],
] as const

describe.each(writes)('%s %j', (method, args, command, state, fixture) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const { before, after, ...told } = await hostOfFixture(fixture, [
      takesAndForgets(command),
      ...simcom(),
    ]).call(method, args)
    expect(told).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(fixture, [refuses(command), ...simcom()])
    await host.call('info', { max_age: 0 })
    const reads = ['modes', 'bands', 'cell_lock', 'usb_mode']
    const look = () => Promise.all(reads.map(name => host.call(name)))
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(notesOf(host)).toEqual(notes)
    expect(await look()).toEqual(seen)
  })

  it('is not sent when the present state cannot be read', async () => {
    const host = hostOfFixture(fixture, [
      refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`)),
      ...simcom(),
    ])
    expect(await host.call(method, args)).toHaveProperty('error')
    expect(writtenTo(host)).toEqual([])
  })
})
