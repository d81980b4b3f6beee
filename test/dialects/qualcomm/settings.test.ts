import { describe, expect, it } from 'vitest'
import { hostOfFixture } from '../../world/memory/changing.ts'

describe('cells', () => {
  it('of $QCRSRP are the serving one and the others it measures', async () => {
    expect((await hostOfFixture('qualcomm/d19qa-lte').call('cells')).cells).toMatchObject([
      { role: 'serving', band: 20, channel: 6200, pci: 44, rsrp: -110.7, rsrq: -12.5 },
      { role: 'neighbour', band: 20, channel: 6200, pci: 45, rsrp: -115.2, rsrq: -17.1 },
      { role: 'neighbour', band: 3, channel: 1300, pci: 310, rsrp: -118.9, rsrq: -19.5 },
    ])
  })

  it('of $QCAI are the carriers in use', async () => {
    expect((await hostOfFixture('askey/wwhc050-lte-a').call('cells')).cells).toMatchObject([
      { role: 'serving', band: 3, channel: 1300, pci: 124, rsrp: -94, rsrq: -10, sinr: 12.6 },
      { role: 'secondary', band: 7, channel: 2850, pci: 457, rsrp: -98, rsrq: -12, sinr: 8.8 },
    ])
  })

  it('are none while searching', async () => {
    expect(await hostOfFixture('qualcomm/ik40-searching').call('cells')).toMatchObject({ cells: [] })
  })
})

it.each(['qualcomm/ik40-lte', 'askey/wwhc050-lte'])('%s tells that nothing else is known', async fixture => {
  for (const method of ['modes', 'cell_lock', 'usb_mode', 'autoconnect'])
    expect(await hostOfFixture(fixture).call(method)).toMatchObject({ error: 'not_supported' })
})
