import { describe, expect, it } from 'vitest'
import { hostOfFixture, notesOf, refuses, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import { registers } from '../world/modem/registers.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { yuga } from '../world/modem/yuga.ts'

const bm806u = 'broadmobi/bm806u-lte'
const slm750 = 'meig/slm750-lte'
const clm920 = 'yuga/clm920-lte'
const anybody = 'standard/any-lte'

/** What each of these modems remembers. */
const memory: Readonly<Record<string, () => Behaviour[]>> = {
  [bm806u]: () => [
    registers({
      name: '+BMBANDPREF',
      takes: /^,[\dA-F]+,$/,
      line: value => `+BMBANDPREF:0x4C00000,0x${value.slice(1, -1)},0x0`,
    }),
  ],
  [slm750]: () => [registers({ name: '+MODODR', takes: /^[1-5]$/ })],
  [clm920]: yuga,
  [anybody]: () => [registers({ name: '+WS46', takes: /^(?:12|22|25|28|29|30|31)$/ })],
}
const remembering = (fixture: string, ...others: Behaviour[]) =>
  hostOfFixture(fixture, [...others, ...(memory[fixture]?.() ?? [])])

const answers =
  (command: string, ...lines: string[]): Behaviour =>
  () => ({ answer: part => (part === command ? reply(lines) : undefined) })

describe('technologies of a SLM750 by +MODODR', () => {
  it('are told and chosen', async () => {
    const host = remembering(slm750)
    expect(await host.call('modes')).toMatchObject({ mode: 'auto', modes: ['auto', 'gsm', 'umts', 'lte'] })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      before: { mode: 'auto' },
      after: { mode: 'lte' },
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+MODODR=5'])
  })

  it('that only prefer one of them are told as none', async () => {
    expect(await remembering(slm750, answers('+MODODR?', '+MODODR: 4')).call('modes')).toMatchObject({
      mode: null,
    })
  })
})

describe('technologies of any modem by +WS46', () => {
  it('are those it lists, single or in ranges', async () => {
    expect(await remembering(anybody).call('modes')).toMatchObject({
      mode: 'auto',
      modes: ['auto', 'gsm', 'umts', 'gsm_umts', 'lte', 'gsm_lte', 'umts_lte'],
    })
  })

  it('are chosen by the numbers of the standard', async () => {
    const host = remembering(anybody)
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({
      after: { mode: 'lte' },
      verified: true,
    })
    expect(await host.call('set_modes', { mode: 'auto' })).toMatchObject({ verified: true })
    expect(writtenTo(host)).toEqual(['+WS46=28', '+WS46=25'])
  })

  it('are automatic with 5G where it lists that', async () => {
    const list = answers('+WS46=?', '(12,22,25,28,35,36,37)')
    const now = answers('+WS46?', '35')
    const host = hostOfFixture(anybody, [list, now, takesAndForgets(/^\+WS46=\d/)])
    expect(await host.call('modes')).toMatchObject({
      mode: 'auto',
      modes: ['auto', 'gsm', 'umts', 'lte', 'nr', 'lte_nr'],
    })
    await host.call('set_modes', { mode: 'auto' })
    expect(writtenTo(host)).toEqual(['+WS46=35'])
  })

  it('cannot be chosen where it does not answer', async () => {
    const host = hostOfFixture(anybody, [refuses(/^\+WS46\?/)])
    expect(await host.call('modes')).toMatchObject({ mode: null, modes: [] })
    expect(await host.call('set_modes', { mode: 'lte' })).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })
})

describe('the attempts of a BM806U', () => {
  it('are told by +BMCPNCNT, and the last one is spared', async () => {
    expect(await hostOfFixture(bm806u).call('sim')).toMatchObject({ pin_attempts: 3, puk_attempts: 10 })
    const one = hostOfFixture(bm806u, [answers('+BMCPNCNT', '+BMCPNCNT:PIN1 = 1, PUK1 = 10')])
    expect(await one.call('set_sim_lock', { enabled: true, pin: '1234' })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(writtenTo(one)).toEqual([])
  })
})

describe('cells', () => {
  it.each([
    [bm806u, { band: 3, channel: 1300, pci: 211, cell_id: 30721283, rsrp: -92, rsrq: -10, sinr: 11 }],
    ['broadmobi/bm806u-lte-incomplete', { rat: 'lte' }],
    [slm750, { band: 20, channel: 6300, pci: 88, cell_id: 30721284, rsrp: -107, rsrq: -13, sinr: -1.8 }],
    [clm920, { band: 3, channel: 1300, pci: 211, rsrp: -95, rsrq: -11, sinr: 12 }],
    ['yuga/clm920-lte-apart', { rat: 'lte' }],
  ])('of %s are the serving one', async (fixture, cell) => {
    expect((await hostOfFixture(fixture).call('cells')).cells).toMatchObject([{ role: 'serving', ...cell }])
  })
})

/** Each write of these dialects: method, arguments, its command, the command that reads its state, the fixture. */
const writes = [
  ['set_bands', { rat: 'lte', bands: [3, 20] }, /^\+BMBANDPREF=[^?]/, '+BMBANDPREF?', bm806u],
  ['set_bands', { rat: 'lte', bands: [3, 40] }, /^\+BANDCFG=[^?]/, '+BANDCFG?', clm920],
  ['set_modes', { mode: 'lte' }, /^\+MODODR=[^?]/, '+MODODR?', slm750],
  ['set_modes', { mode: 'lte' }, /^\+WS46=[^?]/, '+WS46?', anybody],
] as const

describe.each(writes)('%s %j by %s', (method, args, command, state, fixture) => {
  it('is written and read back', async () => {
    expect(await remembering(fixture).call(method, args)).toMatchObject({ verified: true })
  })

  it('is not verified when the modem says OK and keeps the old value', async () => {
    const { before, after, ...told } = await remembering(fixture, takesAndForgets(command)).call(method, args)
    expect(told).toMatchObject({ verified: false, answer: 'OK' })
    expect(after).toEqual(before)
  })

  it('that the modem refuses leaves state and snapshot as they were', async () => {
    const host = remembering(fixture, refuses(command))
    await host.call('info', { max_age: 0 })
    const look = async () => [await host.call('modes'), await host.call('bands')]
    const [seen, notes] = [await look(), notesOf(host)]
    expect(await host.call(method, args)).toMatchObject({ error: 'refused_by_modem' })
    expect(notesOf(host)).toEqual(notes)
    expect(await look()).toEqual(seen)
  })

  it('is not sent when the present state cannot be read', async () => {
    const host = remembering(fixture, refuses(new RegExp(`^\\${state.replace('?', '\\?')}$`)))
    expect(await host.call(method, args)).toHaveProperty('error')
    expect(writtenTo(host)).toEqual([])
  })
})
