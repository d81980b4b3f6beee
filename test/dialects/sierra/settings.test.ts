import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
} from '../../world/memory/changing.ts'
import { sierra } from '../../world/modem/sierra.ts'

const em7455 = 'sierra/em7455-lte'
const em9190 = 'sierra/em9190-nsa'
const changes = (host: ReturnType<typeof hostOfFixture>) =>
  sentTo(host).filter(line => /^!(?:SELRAT|USBCOMP|BAND|ENTERCND)=(?!\?)/.test(line))
const unlock = '!ENTERCND="A710"'

describe('technologies by !SELRAT', () => {
  it('are found by their names, without those that have no name here', async () => {
    const host = hostOfFixture(em7455, [sierra()])
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      nr: null,
      modes: ['auto', 'umts', 'lte', 'umts_lte'],
      nr_modes: [],
    })
    expect(await host.call('set_modes', { mode: 'umts_lte' })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode: 'umts_lte' },
      verified: true,
      restart_needed: false,
    })
    expect(changes(host)).toEqual([unlock, '!SELRAT=11'])
    expect(await host.call('set_modes', { mode: 'gsm' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('have other numbers on other firmware', async () => {
    const host = hostOfFixture(em9190, [sierra()])
    expect(await host.call('modes')).toMatchObject({
      mode: 'lte_nr',
      modes: ['auto', 'umts', 'lte', 'nr', 'umts_lte', 'lte_nr', 'umts_nr'],
    })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      after: { mode: 'lte' },
      verified: true,
    })
    expect(changes(host)).toEqual([unlock, '!SELRAT=04'])
  })

  it('are those of an EM74xx where they are not listed', async () => {
    const host = hostOfFixture(em7455, [refuses(/^!SELRAT=\?$/, 'ERROR'), sierra()])
    expect((await host.call('modes')).modes).toEqual([
      'auto',
      'umts',
      'gsm',
      'gsm_umts',
      'lte',
      'gsm_umts_lte',
      'umts_lte',
    ])
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ verified: true })
  })
})

describe('the USB composition', () => {
  it('changes its data interface, and keeps the type and everything else', async () => {
    const host = hostOfFixture(em7455, [sierra()])
    expect(await host.call('usb_mode')).toMatchObject({
      current: { id: '20100D', name: 'MBIM', proto: 'mbim', at_port: true },
      possible: [{ id: '20010D', proto: 'qmi' }, { id: '20100D' }],
    })
    expect(await host.call('set_usb_mode', { mode: '20010D' })).toMatchObject({
      before: '20100D',
      after: '20010D',
      verified: true,
      restart_needed: true,
    })
    expect(changes(host)).toEqual([unlock, '!USBCOMP=1,1,20010D'])
  })

  it.each(['1000', '100', '105', '9', '100D;!RESET', '"'])('%s is refused, also by force', async mode => {
    const host = hostOfFixture(em7455, [sierra()])
    expect(await host.call('set_usb_mode', { mode, force: true })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(changes(host)).toEqual([])
  })

  it('gets the AT port back where it was lost', async () => {
    const lost = { line: 'Interface bitmask: 00001005 (diag,nmea,mbim)' }
    const host = hostOfFixture(em7455, [
      () => ({
        revise: (part, answer) =>
          part === '!USBCOMP?' ? { ...answer, steps: [...answer.steps.slice(0, 2), lost] } : answer,
      }),
    ])
    expect(await host.call('usb_mode')).toMatchObject({
      current: null,
      current_id: '1005',
      possible: [{ id: '10D' }, { id: '100D' }],
    })
  })

  it('cannot be set where it cannot be read', async () => {
    const host = hostOfFixture('sierra/mc7710-lte', [sierra()])
    expect(await host.call('usb_mode')).toMatchObject({ current_id: null, possible: [] })
    expect(await host.call('set_usb_mode', { mode: '10D' })).toMatchObject({ error: 'invalid_argument' })
    expect(changes(host).filter(line => /^!USBCOMP/.test(line))).toEqual([])
  })
})

describe('cells', () => {
  it('are those of !LTEINFO?, each block with its own columns', async () => {
    expect((await hostOfFixture(em7455).call('cells')).cells).toMatchObject([
      { role: 'serving', band: 3, channel: 1575, pci: 311, cell_id: 0x1118505, sinr: 7.4 },
      { role: 'neighbour', rat: 'lte', band: 3, channel: 1575, pci: 77, rsrp: -110.2, rsrq: -18.6 },
      { role: 'neighbour', rat: 'lte', band: 7, channel: 3350, pci: 120, rsrp: -101.4, rsrq: -13.2 },
      { role: 'neighbour', rat: 'lte', band: 7, channel: 3350, pci: 9, rsrp: -105, rsrq: -16 },
      { role: 'neighbour', rat: 'umts', band: 8, channel: 3011, pci: 404, rsrp: -97, rsrq: -9.5 },
    ])
  })

  it('of EN-DC end with the NR leg', async () => {
    const { cells } = await hostOfFixture(em9190).call('cells')
    expect((cells as object[]).at(-1)).toMatchObject({
      role: 'secondary',
      rat: 'nr',
      band: 78,
      channel: 638016,
    })
  })
})

it('the slot is told and cannot be chosen', async () => {
  const host = hostOfFixture(em7455, [sierra()])
  expect(await host.call('sim')).toMatchObject({ slot: 1, slots: [] })
  expect(await host.call('select_sim', { slot: 2 })).toMatchObject({ error: 'not_supported' })
  expect(sentTo(host).filter(line => /^!UIMS=/.test(line))).toEqual([])
})

describe('!RESET', () => {
  const leaves = (host: () => ReturnType<typeof hostOfFixture>) =>
    whenAsked(/^!RESET$/, () => {
      host().after(300, () => host().unplug())
      host().after(5000, () => host().plug())
    })

  it('restarts the module, which is waited for', async () => {
    const host = hostOfFixture(em7455, [leaves(() => host), sierra()])
    expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
  })

  it('follows a choice of bands, which are read back when the module is back', async () => {
    const host = hostOfFixture(em7455, [leaves(() => host), sierra()])
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({
      after: expect.any(Array),
      restart_needed: false,
    })
    expect(sentTo(host)).toContain('!RESET')
  })
})

const writes = [
  ['set_modes', { mode: 'lte' }, /^!SELRAT=[^?]/, '!SELRAT?'],
  ['set_usb_mode', { mode: '20010D' }, /^!USBCOMP=[^?]/, '!USBCOMP?'],
] as const

describe.each(writes)('%s', (method, args, command, state) => {
  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(em7455, [takesAndForgets(command), sierra()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it.each([command, /^!ENTERCND=/])(
    'that the modem refuses (%s) leaves everything as it was',
    async refused => {
      const host = hostOfFixture(em7455, [refuses(refused, 'ERROR'), sierra()])
      await host.call('info', { max_age: 0 })
      const look = async () => Promise.all(['modes', 'usb_mode'].map(name => host.call(name)))
      const [seen, notes] = [await look(), notesOf(host)]
      expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
      expect(await look()).toEqual(seen)
      expect(notesOf(host)).toEqual(notes)
    },
  )

  it('sends nothing when the present state cannot be read', async () => {
    const host = hostOfFixture(em7455, [
      refuses(new RegExp(`^${state.replace('?', '\\?')}$`), 'ERROR'),
      sierra(),
    ])
    expect(await host.call(method, args)).toMatchObject({
      error: expect.stringMatching(/^(?:not_understood|invalid_argument)$/),
    })
    expect(sentTo(host).filter(line => command.test(line))).toEqual([])
  })
})
