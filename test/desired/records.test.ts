import { describe, expect, it } from 'vitest'
import type { ApplyReply } from '../../src/contract/apply.ts'
import type { RecordsReply } from '../../src/contract/records.ts'
import { hostOfFixture, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const section =
  "config modem 'main'\n\toption path '1-1'\n\toption pin '1234'\n\toption mode 'lte'\n\tlist bands_lte '20'\n"

/** A modem that is wanted on LTE and band 20, with a locked card. */
const router = (...faults: Behaviour[]): Host =>
  hostOfFixture('fibocom/fg621-lte-a', [...faults, sim({}), ...fibocom()], { uci: { modem: section } })

const recordsOf = async (host: Host) => ((await host.call('records')) as unknown as RecordsReply).records
const apply = async (host: Host, args: object) =>
  ((await host.call('apply', args)) as unknown as ApplyReply).steps.map(
    ({ what, result }) => `${what} ${result}`,
  )

describe('the records of what was tried', () => {
  it('are empty before anything was', async () => {
    expect(await recordsOf(router())).toEqual([])
  })

  it('tell what took, and that it is not given up', async () => {
    const host = router()
    await host.call('apply')
    expect(await recordsOf(host)).toMatchObject([
      { what: 'bands.lte', wanted: '20', outcome: 'took', given_up: null },
      { what: 'modes', wanted: 'lte', outcome: 'took', given_up: null },
    ])
  })

  it('tell what did not take and why it is not sent again, and that alone is tried once more by force', async () => {
    const host = router(takesAndForgets(/^\+GTACT=\d+,,,/))
    await host.call('apply')
    const failed = (await recordsOf(host)).filter(({ given_up }) => given_up !== null)
    expect(failed).toMatchObject([{ outcome: 'failed', given_up: expect.stringContaining('did not take') }])
    expect(failed[0]?.date).toMatch(/^\d{4}-\d\d-\d\dT/)
    const [{ what } = { what: '' }] = failed
    const before = writtenTo(host).length
    expect(await apply(host, { what })).toEqual([`${what} given_up`])
    expect(writtenTo(host)).toHaveLength(before)
    expect(await apply(host, { what, force: true })).toEqual([`${what} failed`])
    expect(writtenTo(host)).toHaveLength(before + 1)
  })

  it('of another card and of another modem are not told', async () => {
    const host = router()
    await host.call('apply')
    const [name = ''] = [...host.nodes.keys()].filter(path => path.endsWith('modes.json'))
    const node = host.nodes.get(name)
    const text = node && 'text' in node ? node.text : ''
    host.nodes.set(name, { text: text.replace(/"iccid":"\d+"/, '"iccid":"890000000000000001"') })
    expect((await recordsOf(host)).map(({ what }) => what)).toEqual(['bands.lte'])
  })

  it('say of a damaged one that nothing is known of it', async () => {
    const host = router()
    host.nodes.set('/etc/modem/wishes/usb-1-1.modes.json', { text: '{' })
    expect(await recordsOf(host)).toMatchObject([
      { what: 'modes', wanted: '', outcome: 'sent', date: null, given_up: expect.any(String) },
    ])
  })

  it('hold no PIN', async () => {
    const host = router()
    await host.call('apply')
    expect(JSON.stringify(await host.call('records'))).not.toMatch(/pin|1234/i)
  })
})
