import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CellsReply } from '../../src/contract/cells.ts'
import type { ModemInfo } from '../../src/contract/info.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { repository } from '../world/memory/host.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const folder = path.join(repository, 'test/fixtures')
const fixtures = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .map(name => name.replace(/\.at$/, ''))
  .sort()

/** Every domain says this of itself, whatever else the modem still remembers. */
const registeredAs =
  (state: string): Behaviour =>
  () => ({
    answer(part) {
      const [, name] = /^(\+C5?G?E?REG)\?$/i.exec(part) ?? []
      return name === undefined ? undefined : reply([`${name}: 2,${state}`])
    },
  })

const inUse = (told: CellsReply) => (told.cells ?? []).filter(({ role }) => role !== 'neighbour')

describe('a modem without service that still tells the cell it had', () => {
  it.each(fixtures)('%s is told without a cell, a carrier and a signal of them', async fixture => {
    const host = hostOfFixture(fixture, [registeredAs('2,"1F40","0142A7C4",7')])
    const { cell, carriers, rat, signal, operator } = (await host.call('info')) as unknown as ModemInfo
    const { csq: _, percent: __, rssi, rssi_from: from, ...measured } = signal
    expect({ rat, carriers, mcc: operator.mcc }).toEqual({ rat: null, carriers: [], mcc: null })
    expect(new Set([...Object.values(cell), ...Object.values(measured)])).toEqual(new Set([null]))
    expect(rssi === null || from === 'csq').toBe(true)
  })

  const remembering = fixtures.filter(name => /^(?:askey|broadmobi|meig|qualcomm|zte)\//.test(name))
  it.each(remembering)('%s hears none that serves', async fixture => {
    const host = hostOfFixture(fixture, [registeredAs('2,"1F40","0142A7C4",7')])
    expect(inUse((await host.call('cells')) as unknown as CellsReply)).toEqual([])
  })
})

describe('an LTE cell that the modem remembers on 3G', () => {
  it.each([
    'broadmobi/bm806u-lte',
    'broadmobi/bm806u-lte-incomplete',
    'meig/slm750-lte',
    'qualcomm/d19qa-lte',
  ])('is none that serves: %s', async fixture => {
    const host = hostOfFixture(fixture, [registeredAs('1,"1F40","0142A7C4",6')])
    expect(await host.call('info')).toMatchObject({
      rat: 'hspa',
      carriers: [],
      cell: { tac: null, lac: 0x1f40 },
    })
    expect(inUse((await host.call('cells')) as unknown as CellsReply)).toEqual([])
  })
})

it('the cells a Qualcomm modem hears while it searches are neighbours', async () => {
  const host = hostOfFixture('qualcomm/d19qa-lte', [registeredAs('2')])
  expect((await host.call('cells')).cells).toMatchObject([
    { role: 'neighbour', channel: 6200, pci: 44, rsrp: -110.7, rsrq: -12.5 },
    { role: 'neighbour', channel: 6200, pci: 45 },
    { role: 'neighbour', channel: 1300, pci: 310 },
  ])
})
