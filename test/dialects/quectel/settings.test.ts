import { describe, expect, it } from 'vitest'
import { legacy } from '../../../src/main/legacy.ts'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
  writtenTo,
} from '../../world/memory/changing.ts'
import { quectel } from '../../world/modem/quectel.ts'
import { reply } from '../../world/modem/script.ts'

const ec25 = 'quectel/ec25-lte'
const ep06 = 'quectel/ep06-3g'
const em160 = 'quectel/em160-lte-a'
const rm520 = 'quectel/rm520n-nsa'
const unisoc = 'quectel/rm500u-sa'
const asr = 'quectel/ec200t-lte'

/** Reading commands of this dialect look like writes; these are the ones that carry a value. */
const changes = (host: ReturnType<typeof hostOfFixture>) =>
  writtenTo(host).filter(line => !/^\+Q\w+="[^"]*"(?:;|$)/.test(line))

describe('technologies', () => {
  it('by nwscanmode are chosen at once, and read back', async () => {
    const host = hostOfFixture(ec25, quectel())
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      nr: null,
      modes: ['auto', 'gsm', 'umts', 'lte'],
      nr_modes: [],
    })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode: 'lte' },
      verified: true,
      restart_needed: false,
    })
    expect(changes(host)).toEqual(['+QCFG="nwscanmode",3,1'])
  })

  it('do not offer GSM on modules without it', async () => {
    expect(await hostOfFixture(ep06, quectel()).call('modes')).toMatchObject({
      mode: 'umts',
      modes: ['auto', 'umts', 'lte'],
    })
    expect(await hostOfFixture(em160, quectel()).call('modes')).toMatchObject({
      mode: 'lte',
      modes: ['auto', 'umts', 'lte'],
      nr_modes: [],
    })
  })

  it('by mode_pref and nr5g_disable_mode change together', async () => {
    const host = hostOfFixture(rm520, quectel())
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      nr: 'all',
      modes: ['auto', 'umts', 'lte', 'umts_lte', 'nr', 'lte_nr'],
      nr_modes: ['all', 'nsa', 'sa'],
    })
    expect(await host.call('set_modes', { mode: 'lte_nr', nr: 'nsa' })).toMatchObject({
      after: { mode: 'lte_nr', nr: 'nsa' },
      verified: true,
    })
    expect(await host.call('set_modes', { nr: 'sa' })).toMatchObject({
      before: { mode: 'lte_nr', nr: 'nsa' },
      after: { mode: 'lte_nr', nr: 'sa' },
      verified: true,
    })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ verified: true })
    expect(changes(host)).toEqual([
      '+QNWPREFCFG="mode_pref",LTE:NR5G',
      '+QNWPREFCFG="nr5g_disable_mode",1',
      '+QNWPREFCFG="nr5g_disable_mode",2',
      '+QNWPREFCFG="mode_pref",AUTO',
    ])
  })

  it('are read in any order and case', async () => {
    const says = (text: string) => () => ({
      answer: (part: string) =>
        /mode_pref"$/.test(part) ? reply([`+QNWPREFCFG:"mode_pref",${text}`]) : undefined,
    })
    const modeOf = async (text: string) =>
      (await hostOfFixture(rm520, [says(text), ...quectel()]).call('modes')).mode
    expect(await modeOf('NR5G:LTE:WCDMA')).toBe('umts_lte_nr')
    expect(await modeOf('nr5g:wcdma')).toBe('umts_nr')
    expect(await modeOf('LTE:GSM')).toBeNull()
  })

  it('of RM500U have the kinds of NR in words', async () => {
    const host = hostOfFixture(unisoc, quectel())
    expect(await host.call('modes')).toMatchObject({
      mode: 'lte_nr',
      nr: 'all',
      modes: ['auto', 'umts', 'lte', 'umts_lte', 'nr', 'lte_nr'],
      nr_modes: ['all', 'nsa', 'sa'],
    })
    for (const [wish, after] of [
      [{ nr: 'sa' }, { mode: 'lte_nr', nr: 'sa' }],
      [{ mode: 'nr' }, { mode: 'nr', nr: 'sa' }],
      [
        { mode: 'nr', nr: 'nsa' },
        { mode: 'nr', nr: 'nsa' },
      ],
      [{ mode: 'lte' }, { mode: 'lte', nr: null }],
      [{ mode: 'auto' }, { mode: 'auto', nr: 'all' }],
    ])
      expect(await host.call('set_modes', wish)).toMatchObject({ after, verified: true })
    const why = expect.stringMatching(/belongs to a mode with nr/)
    expect(await host.call('set_modes', { nr: 'sa' })).toEqual({ error: 'not_supported', message: why })
    expect(changes(host).map(line => line.replace(/.*,/, ''))).toEqual([
      'LTE:NR5G-SA',
      'NR5G-SA',
      'NR5G-NSA',
      'LTE',
      'AUTO',
    ])
  })

  it.each([
    ['NR5G-SA', 'nr', 'sa'],
    ['NR5G-NSA', 'nr', 'nsa'],
    ['NR5G-SA:NR5G-NSA', 'nr', 'all'],
    ['NR5G-NSA:NR5G:LTE', 'lte_nr', 'all'],
    ['lte:nr5g_sa:wcdma', 'umts_lte_nr', 'sa'],
    ['WCDMA', 'umts', null],
    ['AUTO', 'auto', 'all'],
    ['NR5G-SB', null, null],
  ])('of RM500U are read from %s', async (text, mode, nr) => {
    const says = () => ({
      answer: (part: string) =>
        /mode_pref"$/.test(part) ? reply([`+QNWPREFCFG: "mode_pref",${text}`]) : undefined,
    })
    expect(await hostOfFixture(unisoc, [says, ...quectel()]).call('modes')).toMatchObject({ mode, nr })
  })

  it('are not supported where no command is known', async () => {
    for (const method of ['modes', 'cell_lock', 'usb_mode'])
      expect(await hostOfFixture(asr).call(method)).toMatchObject({ error: 'not_supported' })
  })
})

describe('dialling by itself', () => {
  it('is switched on and off on ASR modules, with their context', async () => {
    const host = hostOfFixture(asr, quectel())
    expect(await host.call('autoconnect')).toMatchObject({ enabled: false })
    expect(await host.call('set_autoconnect', { enabled: true })).toMatchObject({
      before: false,
      after: true,
      verified: true,
    })
    expect(await host.call('set_autoconnect', { enabled: false })).toMatchObject({
      after: false,
      verified: true,
    })
    expect(changes(host)).toEqual(['+QNETDEVCTL=3,1,1', '+QNETDEVCTL=0,1,0'])
  })

  it('has no command known for Qualcomm modules', async () => {
    expect(await hostOfFixture(ec25, quectel()).call('autoconnect')).toMatchObject({ error: 'not_supported' })
  })
})

describe('the cell lock of 5G modules', () => {
  it('tells every bound cell', async () => {
    expect(await hostOfFixture(rm520, quectel()).call('cell_lock')).toMatchObject({
      rats: ['lte', 'nr'],
      locks: [
        { rat: 'lte', channel: 1850, pci: 366, band: null, scs_khz: null },
        { rat: 'lte', channel: 6300, pci: 12 },
      ],
    })
  })

  it('binds an NR cell beside the LTE ones and is saved', async () => {
    const host = hostOfFixture(rm520, quectel())
    const lock = { rat: 'nr', channel: 650666, pci: 0, band: 78, scs_khz: 30 }
    expect(await host.call('lock_cell', lock)).toMatchObject({
      requested: lock,
      verified: true,
      restart_needed: false,
      after: [{ channel: 1850 }, { channel: 6300 }, lock],
    })
    expect(changes(host)).toEqual(['+QNWLOCK="common/5g",0,650666,30,78', '+QNWLOCK="save_ctrl",0,1'])
  })

  it('is freed for one technology or all, and no longer saved', async () => {
    const host = hostOfFixture(rm520, quectel())
    await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 7 })
    await host.call('lock_cell', { rat: 'nr', channel: 650666, pci: 77, band: 78, scs_khz: 30 })
    expect(await host.call('unlock_cell', { rat: 'lte' })).toMatchObject({
      verified: true,
      after: [{ rat: 'nr' }],
    })
    expect(await host.call('unlock_cell')).toMatchObject({ verified: true, after: [] })
    expect(changes(host)).toEqual([
      '+QNWLOCK="common/4g",1,1300,7',
      '+QNWLOCK="save_ctrl",1,0',
      '+QNWLOCK="common/5g",77,650666,30,78',
      '+QNWLOCK="save_ctrl",1,1',
      '+QNWLOCK="common/4g",0',
      '+QNWLOCK="save_ctrl",0,1',
      '+QNWLOCK="common/4g",0',
      '+QNWLOCK="common/5g",0',
      '+QNWLOCK="save_ctrl",0,0',
    ])
  })

  it('is set on several LTE cells at once, where the module can', async () => {
    const host = hostOfFixture(rm520, quectel())
    const more = [
      { channel: 3050, pci: 8 },
      { channel: 6300, pci: 9 },
    ]
    expect(await host.call('cell_lock')).toMatchObject({ most: { lte: 10, nr: 1 } })
    const wish = { rat: 'lte', channel: 1300, pci: 7, also: more }
    expect(await host.call('lock_cell', wish)).toMatchObject({
      verified: true,
      after: [{ channel: 1300, pci: 7 }, ...more],
    })
    for (const bad of [
      { ...wish, also: [{ channel: 1300, pci: 7 }] },
      { ...wish, pci: undefined },
      { ...wish, also: [{ channel: 3050, pci: 504 }] },
      { ...wish, also: [{ channel: 99_999, pci: 8 }] },
    ])
      expect(await host.call('lock_cell', bad)).toMatchObject({ error: 'invalid_argument' })
    const nr = { rat: 'nr', channel: 650666, pci: 77, band: 78, scs_khz: 30, also: more }
    expect(await host.call('lock_cell', nr)).toMatchObject({ error: 'not_supported' })
    expect(changes(host)).toEqual(['+QNWLOCK="common/4g",3,1300,7,3050,8,6300,9', '+QNWLOCK="save_ctrl",1,0'])
  })

  it('is set without being saved where there is no save_ctrl', async () => {
    const host = hostOfFixture(rm520, [refuses(/save_ctrl/, 'ERROR'), ...quectel()])
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 7 })).toMatchObject({
      verified: true,
    })
    expect(changes(host)).toEqual(['+QNWLOCK="common/4g",1,1300,7'])
  })

  it('sends nothing when the wish is not enough', async () => {
    const host = hostOfFixture(rm520, quectel())
    for (const wish of [
      { rat: 'lte', channel: 1300 },
      { rat: 'nr', channel: 650666 },
      { rat: 'nr', channel: 650666, pci: 77, band: 78 },
      { rat: 'nr', channel: 650666, pci: 77, scs_khz: 30 },
    ])
      expect(await host.call('lock_cell', wish)).toMatchObject({ error: 'not_supported' })
    expect(changes(host)).toEqual([])
  })

  it('is not understood where a lock lacks its cell', async () => {
    for (const line of ['"common/4g",2,1850,366', '"common/4g",-1', '"common/4g",x']) {
      const cut = () => ({
        answer: (part: string) => (/4g"$/.test(part) ? reply([`+QNWLOCK: ${line}`]) : undefined),
      })
      expect(await hostOfFixture(rm520, [cut, ...quectel()]).call('cell_lock')).toMatchObject({
        error: 'not_understood',
      })
    }
  })
})

describe('the cell lock of EC2x and RM500U', () => {
  it('binds a channel or a cell of it on EC25', async () => {
    const host = hostOfFixture(ec25, quectel())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte'] })
    const lock = { rat: 'lte', channel: 1300, pci: null, band: null, scs_khz: null }
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300 })).toMatchObject({
      after: [lock],
      verified: true,
    })
    expect(await host.call('lock_cell', { rat: 'lte', channel: 1300, pci: 12 })).toMatchObject({
      before: [lock],
      after: [{ ...lock, pci: 12 }],
      verified: true,
    })
    expect(await host.call('unlock_cell')).toMatchObject({ after: [], verified: true })
    expect(changes(host)).toEqual([
      '+QNWLOCK="common/lte",1,1300,0',
      '+QNWLOCK="common/lte",2,1300,12',
      '+QNWLOCK="common/lte",0',
    ])
    expect(await host.call('lock_cell', { rat: 'nr', channel: 627264 })).toMatchObject({
      error: 'not_supported',
    })
  })

  it('binds a cell of both technologies on RM500U, without band and spacing', async () => {
    const host = hostOfFixture(unisoc, quectel())
    expect(await host.call('cell_lock')).toMatchObject({ locks: [], rats: ['lte', 'nr'] })
    expect(await host.call('lock_cell', { rat: 'nr', channel: 627264, pci: 601 })).toMatchObject({
      after: [{ rat: 'nr', channel: 627264, pci: 601 }],
      verified: true,
    })
    expect(changes(host)).toEqual(['+QNWLOCK="common/5g",1,627264,601'])
  })
})

describe('the USB mode', () => {
  it('is told with its meaning and what the family can take', async () => {
    const ids = async (fixture: string) => {
      const reply = await hostOfFixture(fixture, quectel()).call('usb_mode')
      return [reply.current_id, (reply.possible as { id: string }[]).map(({ id }) => id).join('')]
    }
    expect(await ids(ec25)).toEqual(['1', '0123'])
    expect(await ids(em160)).toEqual(['2', '0123'])
    expect(await ids(rm520)).toEqual(['0', '01235'])
    expect(await ids(unisoc)).toEqual(['5', '1235'])
  })

  it('holds after a restart and keeps the vid:pid', async () => {
    const host = hostOfFixture(rm520, quectel())
    expect(await host.call('set_usb_mode', { mode: '2' })).toMatchObject({
      requested: { name: 'MBIM', protocol: 'mbim', proto: 'mbim', vidpid: null, at_port: true },
      before: '0',
      after: '2',
      verified: true,
      restart_needed: true,
    })
    expect(changes(host)).toEqual(['+QCFG="usbnet",2'])
  })

  it('that the family does not have is refused', async () => {
    const host = hostOfFixture(unisoc, quectel())
    for (const mode of ['0', '4', '15', '01', '-1', 'name'])
      expect(await host.call('set_usb_mode', { mode })).toMatchObject({ error: 'invalid_argument' })
    expect(changes(host)).toEqual([])
  })
})

describe('the SIM', () => {
  it('has its attempts from +QPINC, else from +CPINR', async () => {
    expect(await hostOfFixture(rm520, quectel()).call('sim')).toMatchObject({
      pin_attempts: 3,
      puk_attempts: 10,
      lock_enabled: true,
    })
    expect(await hostOfFixture(unisoc, quectel()).call('sim')).toMatchObject({
      pin_attempts: 2,
      puk_attempts: 10,
    })
    expect(await hostOfFixture(asr).call('sim')).toMatchObject({ pin_attempts: null, puk_attempts: null })
  })

  it('is not risked with its last attempt', async () => {
    const last = () => ({
      answer: (part: string) =>
        part === '+QPINC?'
          ? reply(['+QPINC: "SC",1,10'])
          : part === '+CPIN?'
            ? reply(['+CPIN: SIM PIN'])
            : undefined,
    })
    const host = hostOfFixture(rm520, [last, ...quectel()])
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host).filter(line => line.startsWith('+CPIN='))).toEqual([])
  })

  it('of the other slot is chosen where there are two', async () => {
    const host = hostOfFixture(unisoc, quectel())
    expect(await host.call('select_sim', { slot: 2 })).toMatchObject({
      before: { slot: 1, slots: [1, 2] },
      after: { slot: 2 },
      verified: true,
    })
    expect(changes(host)).toEqual(['+QUIMSLOT=2'])
    expect(await hostOfFixture(ec25).call('select_sim', { slot: 2 })).toMatchObject({
      error: 'not_supported',
    })
  })
})

describe('cells', () => {
  it('are the carriers and the LTE and UMTS neighbours that have a PCI', async () => {
    const { cells } = await hostOfFixture(rm520, quectel()).call('cells')
    expect((cells as { role: string }[]).filter(({ role }) => role === 'neighbour')).toMatchObject([
      { rat: 'lte', band: 3, channel: 1850, pci: 41, rsrp: -104, rsrq: -17, sinr: null },
      { rat: 'umts', band: 1, channel: 10713, pci: 305, rsrp: null },
    ])
    expect(cells).toMatchObject([
      { role: 'serving', rat: 'lte', channel: 1850, pci: 366, cell_id: 0x2a4d61e },
      ...(cells as object[]).slice(1),
    ])
  })

  it('are read in the layout of a UMTS serving cell too', async () => {
    const { cells } = await hostOfFixture(ep06, quectel()).call('cells')
    expect((cells as object[]).slice(1)).toMatchObject([
      { role: 'neighbour', rat: 'umts', channel: 10713, pci: 77, rsrp: null },
      { role: 'neighbour', rat: 'lte', channel: 1300, pci: 204, rsrp: -109, rsrq: -13 },
    ])
  })

  it('have SINR with the NR neighbours of RM500U', async () => {
    const { cells } = await hostOfFixture(unisoc, quectel()).call('cells')
    expect((cells as object[]).at(-1)).toMatchObject({
      role: 'neighbour',
      rat: 'nr',
      channel: 627264,
      pci: 17,
      rsrp: -101,
      rsrq: -14,
      sinr: 4,
    })
  })

  it('are the carriers alone where the neighbours are refused', async () => {
    const { cells } = await hostOfFixture(asr).call('cells')
    expect(cells).toMatchObject([{ role: 'serving', rat: 'lte' }])
  })
})

describe('a restart', () => {
  it('is +CFUN=1,1 or +QPOWD=1, and the modem is waited for', async () => {
    const host = hostOfFixture(rm520, [
      whenAsked(/^\+(?:CFUN|QPOWD)=/, () => {
        host.after(300, () => host.unplug())
        host.after(4000, () => host.plug(0, { port: 'ttyUSB7' }))
      }),
      takesAndForgets(/^\+(?:CFUN|QPOWD)=/),
      ...quectel(),
    ])
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
    expect(await host.call('restart', { how: 'power', force: true })).toMatchObject({ state: 'back' })
    expect(changes(host)).toEqual(['+CFUN=1,1', '+QPOWD=1'])
  })

  it('that may leave the modem switched off needs force, and nothing is sent without', async () => {
    const host = hostOfFixture(rm520, quectel())
    expect(await host.call('restart', { how: 'power' })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('may stay off'),
    })
    expect(changes(host)).toEqual([])
  })

  it('that the modem does not come back from in this call is told by restart_state', async () => {
    const host = hostOfFixture(rm520, [
      whenAsked(/^\+QPOWD=/, () => {
        host.after(300, () => host.unplug())
      }),
      takesAndForgets(/^\+QPOWD=/),
      ...quectel(),
    ])
    const { modem } = await host.call('restart', { how: 'power', force: true })
    expect(await host.call('restart_state', { modem })).toMatchObject({ state: 'waiting' })
  })
})

/** Each write of the dialect: method, arguments, its command, the command that reads its state, the fixture. */
const writes = [
  ['set_modes', { mode: 'lte' }, '+QCFG="nwscanmode"', ec25],
  ['set_modes', { mode: 'lte' }, '+QNWPREFCFG="mode_pref"', rm520],
  ['set_bands', { rat: 'lte', bands: [3] }, '+QCFG="band"', ec25],
  ['set_bands', { rat: 'nr_sa', bands: [78] }, '+QNWPREFCFG="nr5g_band"', rm520],
  ['lock_cell', { rat: 'lte', channel: 1300, pci: 1 }, '+QNWLOCK="common/lte"', ec25],
  ['unlock_cell', {}, '+QNWLOCK="common/4g"', rm520],
  ['set_usb_mode', { mode: '3' }, '+QCFG="usbnet"', rm520],
  ['select_sim', { slot: 2 }, '+QUIMSLOT', unisoc],
  ['set_autoconnect', { enabled: true }, '+QNETDEVCTL', asr],
] as const

describe.each(writes)('%s %j by %s', (method, args, name, fixture) => {
  const asks = (part: string) => part === name || part === `${name}?`
  const sets = (part: string) => !asks(part) && part.startsWith(name)
  const where = (test: (part: string) => boolean, answer: ReturnType<typeof reply>) => () => ({
    answer: (part: string) => (test(part) ? answer : undefined),
  })

  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(fixture, [where(sets, reply([])), ...quectel()])
    const { before, after, ...rest } = await host.call(method, args)
    expect(rest).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(fixture, [where(sets, reply([], 'ERROR')), ...quectel()])
    await host.call('info', { max_age: 0 })
    const look = async () => {
      const seen = []
      for (const read of ['modes', 'bands', 'cell_lock', 'usb_mode', 'sim']) seen.push(await host.call(read))
      return seen
    }
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  const bare = name.replace(/=.*/, '')
  it.each(['ERROR', `${bare}: what`, `${bare}:`, 'OK'])(
    'sends nothing when the present state reads %j',
    async text => {
      const answer = /OK|ERROR/.test(text) ? reply([], text) : reply([text])
      const host = hostOfFixture(fixture, [where(asks, answer), ...quectel()])
      expect(await host.call(method, args)).toMatchObject({ error: 'not_understood' })
      expect(changes(host)).toEqual([])
    },
  )

  it('never carries anything of a hostile argument', async () => {
    const host = hostOfFixture(fixture, quectel())
    const hostile = ['3;+CFUN=0', '3"\r\nAT+QPOWD', '\u0000', '9'.repeat(10_000), -1, 1.5, { __proto__: 1 }]
    for (const key of Object.keys(args))
      for (const value of hostile)
        expect(await host.call(method, { ...args, [key]: value })).toMatchObject({
          error: 'invalid_argument',
        })
    expect(changes(host)).toEqual([])
  })
})

it('the default of an EC200T is that of its product, from modemband.sh too', async () => {
  const print = (host: ReturnType<typeof hostOfFixture>) =>
    legacy({ platform: host.platform, device: undefined, now: 0 }, 'modemband', ['setbands', 'default'])
  const page = hostOfFixture(asr, quectel())
  expect(await print(page)).toContain('OK')
  expect(changes(page).at(-1)).toBe('+QCFG="band",0,1a0080800c5')
  const typed = hostOfFixture(asr, quectel())
  expect(await typed.call('set_bands', { rat: 'lte', default: true })).toMatchObject({ verified: true })
  expect(changes(typed)).toEqual(['+QCFG="band",0,1a0080800c5'])
  expect(await typed.call('set_bands', { rat: 'lte', bands: [34] })).toMatchObject({ after: [34] })
  const other = hostOfFixture(ep06, quectel())
  await print(other)
  expect(await other.call('bands')).toMatchObject({ enabled: { lte: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41] } })
})
