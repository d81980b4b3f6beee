import { describe, expect, it } from 'vitest'
import type { CapabilitiesReply } from '../../src/contract/capabilities.ts'
import { replug } from '../world/memory/boots.ts'
import { hostOfFixture, refuses, sentTo } from '../world/memory/changing.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

async function of(fixture: string) {
  const host = hostOfFixture(fixture)
  const reply = (await host.call('capabilities')) as unknown as CapabilitiesReply
  const named = (test: (state: CapabilitiesReply['capabilities'][number]) => boolean) =>
    reply.capabilities.filter(test).map(({ name }) => name)
  return { host, ...reply, can: named(c => c.read || c.write), cannot: named(c => !c.read && !c.write) }
}

describe('capabilities', () => {
  it('of an FG621 are all but the choice of a slot', async () => {
    const { model, dialect, can, cannot } = await of('fibocom/fg621-lte-a')
    expect({ model, dialect }).toEqual({ model: 'Fibocom FG621-EA', dialect: 'fibocom' })
    expect(cannot).toEqual(['select_sim'])
    expect(can).toHaveLength(9)
  })

  it('differ between models of one dialect', async () => {
    expect((await of('fibocom/fm350-lte-a')).cannot).toEqual(['cell_lock', 'autoconnect'])
    expect((await of('intel/l850-lte-a')).cannot).not.toContain('usb_mode')
    expect((await of('intel/l860-lte-a')).cannot).toContain('usb_mode')
  })

  it('of a modem nobody knows are those of the standard', async () => {
    const { can, capabilities } = await of('standard/any-lte')
    expect(can).toEqual(expect.arrayContaining(['contexts', 'restart', 'sim']))
    for (const name of ['bands', 'cell_lock', 'usb_mode', 'autoconnect', 'select_sim'])
      expect(can).not.toContain(name)
    for (const { read, write, why } of capabilities) expect(why === null).toBe(read && write)
  })

  it('say in words why not', async () => {
    const { capabilities } = await of('fibocom/fm350-lte-a')
    expect(capabilities.find(({ name }) => name === 'cell_lock')?.why).toContain('FM350')
    expect(capabilities.find(({ name }) => name === 'cells')).toMatchObject({
      read: true,
      write: false,
      why: null,
    })
  })

  it('promise a choice of bands where they can be read, whether anybody listed them or not', async () => {
    const { host, capabilities } = await of('quectel/ec200a-gsm')
    expect(capabilities.find(({ name }) => name === 'bands')).toEqual({
      name: 'bands',
      read: true,
      write: true,
      why: null,
    })
    expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).not.toMatchObject({
      error: 'not_supported',
    })
    const told = await of('sierra/mc7355-umts')
    expect(told.capabilities.find(({ name }) => name === 'bands')).toMatchObject({ write: true, why: null })
  })

  it('agree with what the methods do', async () => {
    const methods = {
      bands: 'bands',
      modes: 'modes',
      cells: 'cells',
      cell_lock: 'cell_lock',
      usb_mode: 'usb_mode',
    }
    for (const fixture of [
      'fibocom/fg621-lte-a',
      'fibocom/fm350-lte-a',
      'intel/l860-lte-a',
      'standard/any-lte',
    ])
      for (const [name, method] of Object.entries(methods)) {
        const { host, cannot } = await of(fixture)
        const reply = await host.call(method)
        expect(reply.error === 'not_supported', `${fixture} ${name}`).toBe(cannot.includes(name as never))
      }
  })

  it('of one of several models of an id are those of the one it says it is', async () => {
    const { host, model, cannot } = await of('intel/l860-lte-a')
    expect(model).toBe('Fibocom L860-GL-16')
    expect(cannot).toContain('usb_mode')
    const asked = sentTo(host).length
    expect(asked).toBeGreaterThan(0)
    await host.call('capabilities')
    expect(sentTo(host)).toHaveLength(asked)
  })

  it.each([
    ['+CME ERROR: 3', '+CME ERROR: 3 (operation not allowed)'],
    ['+CME ERROR: 4', '+CME ERROR: 4 (operation not supported)'],
    ['+CME ERROR: operation not allowed', '+CME ERROR: operation not allowed'],
    ['COMMAND NOT SUPPORT', 'COMMAND NOT SUPPORT'],
  ])(
    'do not promise again what the modem refused with %s, until it takes it or is plugged in anew',
    async (final, words) => {
      let isRefused = true
      const no: Behaviour = () => ({
        answer: part => (isRefused && /^\+GTACT=\d/.test(part) ? reply([], final) : undefined),
      })
      const host = hostOfFixture('fibocom/fg621-lte-a', [no, ...fibocom()])
      const state = async () => {
        const { capabilities } = (await host.call('capabilities')) as unknown as CapabilitiesReply
        return capabilities.find(({ name }) => name === 'bands')
      }
      expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toEqual({
        error: 'refused_by_modem',
        message: `The modem refused the command: ${words}`,
      })
      const why = `the modem has refused it: ${words}`
      expect(await state()).toEqual({ name: 'bands', read: true, write: false, why, refused: words })
      await host.call('bands')
      expect(await state()).toMatchObject({ write: false })
      replug(host)
      expect(await state()).toEqual({ name: 'bands', read: true, write: true, why: null })
      await host.call('set_bands', { rat: 'lte', bands: [3] })
      isRefused = false
      expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({ verified: true })
      expect(await state()).toEqual({ name: 'bands', read: true, write: true, why: null })
    },
  )

  it('promise still what the modem refused for its value alone', async () => {
    for (const final of ['ERROR', '+CME ERROR: 50']) {
      const host = hostOfFixture('fibocom/fg621-lte-a', [refuses(/^\+GTACT=\d/, final), ...fibocom()])
      expect(await host.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({
        error: 'refused_by_modem',
        message: expect.stringMatching(
          final === 'ERROR' ? /ERROR: it does not know the command, or not with these values/ : /: 50$/,
        ),
      })
      const { capabilities } = (await host.call('capabilities')) as unknown as CapabilitiesReply
      expect(capabilities.find(({ name }) => name === 'bands')).toEqual({
        name: 'bands',
        read: true,
        write: true,
        why: null,
      })
    }
  })

  it.each([
    ['+CME ERROR: 4', 'refused_by_modem', /\+GTCELLLOCK\?: \+CME ERROR: 4 \(operation not supported\)/],
    ['ERROR', 'not_understood', /the cell lock \(AT\+GTCELLLOCK\?: ERROR: it does not know the command/],
  ])(
    'do not promise a reading that was answered by %s, and the reading says so itself',
    async (final, error, words) => {
      const host = hostOfFixture('fibocom/fg621-lte-a', [refuses(/^\+GTCELLLOCK\?/, final)])
      expect(await host.call('cell_lock')).toEqual({ error, message: expect.stringMatching(words) })
      const { capabilities } = (await host.call('capabilities')) as unknown as CapabilitiesReply
      expect(capabilities.find(({ name }) => name === 'cell_lock')).toMatchObject({
        read: false,
        write: false,
        refused: expect.stringContaining(final),
      })
    },
  )

  it('promise a reading that failed for the moment', async () => {
    const host = hostOfFixture('fibocom/fg621-lte-a', [refuses(/^\+GTCELLLOCK\?/, '+CME ERROR: 14')])
    expect(await host.call('cell_lock')).toMatchObject({ error: 'not_understood' })
    const { capabilities } = (await host.call('capabilities')) as unknown as CapabilitiesReply
    expect(capabilities.find(({ name }) => name === 'cell_lock')).toMatchObject({ read: true, write: true })
  })

  it('ask the modem nothing', async () => {
    const { host } = await of('fibocom/fg621-lte-a')
    expect(sentTo(host)).toEqual([])
    expect(host.processes).toEqual([])
  })
})
