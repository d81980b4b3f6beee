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
  const told = ({ bands_source, source = '' }: Model) => bands_source ?? source
  const place =
    /\b(?:template of modemband|manuals?|hardware design|specification|logs of|band (?:list|mask) of|bands by)\b/
  const firmware = /\b[A-Z0-9]{6,}[A-Z]\d\w*\b|!BAND=\?|GTACT|QNWPREFCFG|QCFG/
  const silent = listed.filter(model => {
    const text = told(model)
    return model.bands_of === undefined || !(place.test(text) || firmware.test(text))
  })
  expect(silent.map(model => `${model.id} ${model.name}: ${told(model)}`)).toEqual([])
})

it('the page of modems tells it for each of them', () => {
  const page = fs.readFileSync(path.join(repository, 'docs/modems.md'), 'utf8')
  const [, table = ''] = page.split('## Band lists')
  const rows = table.split('\n').filter(line => /^\| `/.test(line))
  expect(rows.length).toBe(listed.length)
  for (const { name, bands_source, source } of listed)
    expect(
      rows.some(row => row.includes(`| ${name} |`) && row.endsWith(`| ${bands_source ?? source} |`)),
    ).toBe(true)
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
