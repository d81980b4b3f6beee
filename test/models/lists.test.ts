import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { matches } from '../../src/discovery/match.ts'
import type { Model } from '../../src/models/model.ts'
import { repository } from '../world/memory/host.ts'

const folder = path.join(repository, 'src/models')
const files = fs.readdirSync(folder).map(name => import(path.join(folder, name)))
const models = (await Promise.all(files)).flatMap(({ models: list = [] }) => list as readonly Model[])
const listed = models.filter(({ bands, default_bands }) => bands ?? default_bands)

it('every band list says which product it was seen on, and in what', () => {
  expect(listed.length).toBeGreaterThan(40)
  const silent = listed.filter(({ bands_of, source }) => bands_of === undefined || source === undefined)
  expect(silent.map(({ id, name }) => `${id} ${name}`)).toEqual([])
})

it('no band list counts for a sibling of other regions', () => {
  const wrong = [
    ['2c7c:0125', ['EC25-AF', 'EC25-EUX', 'EC25-EC', 'EC25AFFAR07A08M4G', 'EC25EUXGAR08A05M1G']],
    ['2c7c:0306', ['EP06-A', 'EG06-A', 'EP06ALAR02A04M4G']],
    ['2c7c:0800', ['RG500Q-NA', 'RG500QNAAAR11A06M4G', 'RG502Q-NA', 'RM510Q-GL']],
    ['2c7c:6026', ['EC200T-AU', 'EC200TAUHAR05A01M16']],
    ['1199:9071', ['MC7430', 'EM7430', 'MC7421']],
    ['2020:2033', ['BM806C']],
  ] as const
  for (const [id, products] of wrong) {
    const own = listed.filter(model => [model.id].flat().includes(id))
    const european = own.filter(({ name }) => !/-A$/.test(name))
    expect(european.length).toBeGreaterThan(0)
    expect(products.filter(name => european.some(model => matches(model.bands_of ?? '', [name])))).toEqual([])
  }
})
