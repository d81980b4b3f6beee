import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Carrier, ModemInfo, Rat } from '../../src/contract/info.ts'
import { matchModel } from '../../src/discovery/models.ts'
import type { LegacyLayout, Model } from '../../src/models/model.ts'
import { modemdataParams } from '../../src/shim/modemdata.ts'
import { threeginfo } from '../../src/shim/threeginfo.ts'
import { createHost, type Host, repository } from '../world/memory/host.ts'
import { carrier, context, modem } from '../world/memory/shown.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { loadCorpus } from './corpus.ts'
import { loadHunted } from './hunted.ts'
import { caseHost } from './provider.ts'
import { untoldByModemdata, untoldByThreeginfo } from './told.ts'

/** What the two pages do not show of an answer, with the field. */
function untold(name: string, info: ModemInfo, layout: LegacyLayout, product: string | null): string[] {
  const shown = threeginfo(info, layout, { ...context, product })
  const { fields, addon } = modemdataParams(info, layout, { ...context, product })
  return [
    ...untoldByThreeginfo(info, shown, layout, product).map(field => `${name}: 3ginfo ${field}`),
    ...untoldByModemdata(info, { ...fields, addon }, layout).map(field => `${name}: modemdata ${field}`),
  ]
}

async function untoldOn(name: string, host: Host, product: string | null): Promise<string[]> {
  const answer = await host.call('info', { max_age: 0 })
  if ('error' in answer) return []
  const info = answer as unknown as ModemInfo
  const { files, data } = host.platform
  const { legacy = {} } = matchModel(files, data, info.bus, info.id, [product, info.model]).model
  return untold(name, info, legacy, product)
}

const folder = path.join(repository, 'src/models')
const files = fs.readdirSync(folder).map(name => import(path.join(folder, name)))
const models = (await Promise.all(files)).flatMap(({ models: list = [] }) => list as readonly Model[])

const everything: Partial<Carrier> = {
  pci: 7,
  bandwidth_mhz: 20,
  uplink_bandwidth_mhz: 15,
  rssi: -61,
  rsrp: -90,
  rsrq: -11,
  sinr: 9,
}
const lte = carrier({ ...everything, rat: 'lte', band: 3, channel: 1300 })
const nr = carrier({ ...everything, rat: 'nr', band: 78, channel: 640000 })
const umts = carrier({ rat: 'umts', band: 8, channel: 2950, pci: 33, rssi: -61 })

const secondary = (one: Carrier): Carrier => ({ ...one, role: 'scc', pci: 8, rsrp: -95 })

/** Carriers of a modem that tells everything, by technology. */
const used = {
  lte: [lte],
  lte_a: [lte, secondary({ ...lte, band: 7, channel: 2850 })],
  nr_nsa: [lte, secondary(nr)],
  nr_sa: [nr, secondary({ ...nr, band: 28, channel: 154000 })],
  hspa: [umts],
  edge: [carrier({ rat: 'gsm', channel: 62, rssi: -61 })],
} as const satisfies Partial<Record<Rat, readonly Carrier[]>>

function outspoken(rat: keyof typeof used): ModemInfo {
  const is3g = rat === 'hspa' || rat === 'edge'
  const plain = modem()
  return modem({
    rat,
    sim: { ...plain.sim, slot: 1 },
    carriers: [...used[rat]],
    cell: is3g ? { ...plain.cell, tac: null, lac: 0x5079 } : plain.cell,
    signal: {
      ...plain.signal,
      ...(is3g
        ? { rsrp: null, rsrq: null, sinr: null, rscp: -88, ecio: -7 }
        : { rsrp: -90, rsrq: -11, sinr: 9 }),
      rssi: -61,
      rssi_from: 'measured',
    },
  })
}

describe('what info tells is in the fields the legacy pages have for it', () => {
  it('with the layout of every model, on every technology', () => {
    const layouts = models.map(({ id, name, legacy = {} }) => [`${id} ${name}`, legacy] as const)
    const found = layouts.flatMap(([name, legacy]) =>
      (Object.keys(used) as (keyof typeof used)[]).flatMap(rat =>
        untold(`${name} on ${rat}`, outspoken(rat), legacy, 'FG621-EA'),
      ),
    )
    expect(found).toEqual([])
  })

  it('and no layout has an empty template', () => {
    const empty = models.flatMap(({ id, legacy = {} }) =>
      Object.entries({ ...legacy.threeginfo, ...legacy.modemdata, ...legacy.protocol })
        .filter(([, template]) => [template].flat().includes(''))
        .map(([key]) => `${id} ${key}`),
    )
    expect(empty).toEqual([])
  })

  it('of every recorded modem', async () => {
    const fixtures = path.join(repository, 'test/fixtures')
    const names = fs
      .readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.at'))
    expect(names.length).toBeGreaterThan(100)
    const found: string[] = []
    for (const name of names) {
      const script = readFixture(path.join(fixtures, name))
      found.push(...(await untoldOn(name, createHost([{ script }]), script.device?.product ?? null)))
    }
    expect(found).toEqual([])
  }, 120_000)

  const cases = [...(loadCorpus() ?? []), ...(loadHunted() ?? [])]
  if (cases.length === 0) console.warn('The corpus is not beside the repository: its tests are skipped.')

  it.skipIf(cases.length === 0)(
    'of every case of the corpus',
    async () => {
      const found: string[] = []
      for (const { name, recorded } of cases)
        found.push(...(await untoldOn(name, caseHost(recorded), recorded.usb?.product ?? null)))
      expect(found).toEqual([])
    },
    300_000,
  )
})
