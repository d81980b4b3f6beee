import { describe, expect, it } from 'vitest'
import {
  hostOfFixture,
  notesOf,
  refuses,
  sentTo,
  takesAndForgets,
  whenAsked,
} from '../../world/memory/changing.ts'
import { telit } from '../../world/modem/telit.ts'

const lm960 = 'telit/lm960-lte-a'
const le910 = 'telit/le910-lte'
const changes = (host: ReturnType<typeof hostOfFixture>) =>
  sentTo(host).filter(line => /^(?:\+WS46|#BND|#USBCFG)=(?!\?)/.test(line))

describe('technologies by +WS46', () => {
  it('are those the module lists', async () => {
    const host = hostOfFixture(lm960, telit())
    expect(await host.call('modes')).toMatchObject({
      mode: 'umts_lte',
      nr: null,
      modes: ['umts', 'lte', 'umts_lte'],
      nr_modes: [],
    })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'umts_lte' },
      after: { mode: 'lte' },
      verified: true,
      restart_needed: false,
    })
    expect(changes(host)).toEqual(['+WS46=28'])
    expect(await host.call('set_modes', { mode: 'nr' })).toMatchObject({ error: 'invalid_argument' })
  })

  it('are read without a name before them, and listed as ranges', async () => {
    const host = hostOfFixture(le910, telit())
    expect(await host.call('modes')).toMatchObject({
      mode: 'gsm_umts_lte',
      modes: ['gsm', 'umts', 'gsm_umts', 'lte', 'gsm_lte', 'umts_lte', 'gsm_umts_lte'],
    })
    expect(await host.call('set_modes', { mode: 'gsm' })).toMatchObject({
      after: { mode: 'gsm' },
      verified: true,
    })
  })
})

it('the USB composition is told and cannot be changed', async () => {
  const host = hostOfFixture(lm960, telit())
  expect(await host.call('usb_mode')).toMatchObject({ current: null, current_id: '0', possible: [] })
  expect(await host.call('set_usb_mode', { mode: '1', force: true })).toHaveProperty('error')
  expect(changes(host)).toEqual([])
})

it('cells are the serving one and the secondaries of #CAINFO', async () => {
  expect((await hostOfFixture(lm960).call('cells')).cells).toMatchObject([
    { role: 'serving', band: 66, channel: 66786, pci: 236, cell_id: 50896658 },
    { role: 'secondary', band: 2, channel: 700, pci: 236 },
    { role: 'secondary', band: 12, channel: 5035, pci: 140 },
  ])
  const le910Cells = (await hostOfFixture(le910).call('cells')).cells
  expect(le910Cells).toMatchObject([{ role: 'serving', band: 3, channel: 1650, pci: 499 }])
})

it('a restart is #REBOOT, and the modem is waited for', async () => {
  const host = hostOfFixture(lm960, [
    whenAsked(/^#REBOOT$/, () => {
      host.after(500, () => host.unplug())
      host.after(6000, () => host.plug())
    }),
    takesAndForgets(/^#REBOOT$/),
  ])
  expect(await host.call('restart', { how: 'reset' })).toMatchObject({ state: 'back' })
})

describe.each([
  ['set_modes', { mode: 'lte' }, /^\+WS46=[^?]/, /^\+WS46\?$/],
  ['set_bands', { rat: 'lte', bands: [7] }, /^#BND=[^?]/, /^#BND\?$/],
] as const)('%s', (method, args, command, state) => {
  it('is verified when it is read back', async () => {
    expect(await hostOfFixture(lm960, telit()).call(method, args)).toMatchObject({ verified: true })
  })

  it('is not verified when the modem says OK and keeps the old value', async () => {
    const host = hostOfFixture(lm960, [takesAndForgets(command), ...telit()])
    const { before, after, ...reply } = await host.call(method, args)
    expect(reply).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = hostOfFixture(lm960, [refuses(command, 'ERROR'), ...telit()])
    await host.call('info', { max_age: 0 })
    const look = async () => Promise.all(['modes', 'bands'].map(name => host.call(name)))
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(await look()).toEqual(seen)
    expect(notesOf(host)).toEqual(notes)
  })

  it('sends nothing when the present state cannot be read', async () => {
    const host = hostOfFixture(lm960, [refuses(state, 'ERROR'), ...telit()])
    expect(await host.call(method, args)).toMatchObject({
      error: expect.stringMatching(/^(?:not_understood|invalid_argument)$/),
    })
    expect(changes(host)).toEqual([])
  })

  it('refuses hostile arguments without sending a change', async () => {
    const host = hostOfFixture(lm960, telit())
    const name = Object.keys(args).at(-1) ?? ''
    for (const value of ['28;#REBOOT', '"', '28\r\nAT#REBOOT', '__proto__', -1, 3.5, ['7;']])
      expect(await host.call(method, { ...args, [name]: value })).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host)).toEqual([])
  })
})
