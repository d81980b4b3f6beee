import { expect, it } from 'vitest'
import { matchModel } from '../../src/discovery/models.ts'
import { threeginfo } from '../../src/shim/threeginfo.ts'
import { createHost } from '../world/memory/host.ts'
import { carrier, context, modem } from '../world/memory/shown.ts'

const { files, data } = createHost([]).platform
const primary = carrier({ band: 3 })
const secondary = carrier({ role: 'scc', band: 7 })

/** The text of `mode` in 3ginfo for an id, of one LTE carrier and of two. */
function modes(id: string, product = ''): [alone: string | undefined, aggregated: string | undefined] {
  const { legacy = {} } = matchModel(files, data, 'usb', id, [product]).model
  const mode = (rat: 'lte' | 'lte_a') =>
    threeginfo(
      modem({ rat, carriers: rat === 'lte' ? [primary] : [primary, secondary] }),
      legacy,
      context,
    ).mode?.replaceAll(/ \(\d+ MHz\)/g, '')
  return [mode('lte'), mode('lte_a')]
}

it('most pages have a bar before the bands, with and without aggregation', () => {
  for (const id of ['2cb7:0a05', '2c7c:0800', '05c6:90d5', '413c:81d7', '2cb7:0007', '19d2:1275'])
    expect([id, ...modes(id)]).toEqual([id, 'LTE | B3', 'LTE-A | B3 + B7'])
})

it('some have it only where carriers are aggregated', () => {
  const ids = ['1199:9041', '1199:9071', '1199:90d3', '413c:81b6', '0e8d:7126', '2c7c:0306', '1bc7:1040']
  for (const id of [...ids, '19d2:1432', '19d2:1485', '19d2:1489', '2cd2:0004'])
    expect([id, ...modes(id)]).toEqual([id, 'LTE B3', 'LTE-A | B3 + B7'])
})

it('some never have it', () => {
  expect(modes('2cd2:0001')).toEqual(['LTE B3', 'LTE-A B3 + B7'])
  expect(modes('1690:7588')).toEqual(['LTE B3', 'LTE-A B3 + B7'])
  expect(modes('8087:095a')).toEqual(['LTE B3', 'LTE_A B3 + B7'])
})
