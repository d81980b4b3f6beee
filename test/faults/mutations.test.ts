import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeenCell } from '../../src/contract/cells.ts'
import type { Carrier, CarrierRat, ModemInfo } from '../../src/contract/info.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { readFixture } from '../world/modem/fixture.ts'
import type { ModemScript, Step } from '../world/modem/script.ts'

const folder = path.join(repository, 'test/fixtures')
const names = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()

/** What happens to a field of an answer. */
const mutations: readonly ((fields: string[], at: number) => void)[] = [
  (fields, at) => fields.splice(at, 1),
  (fields, at) => fields.splice(at, 0, '7'),
  (fields, at) => fields.splice(at, 1, `9${fields[at]}`),
  (fields, at) => fields.splice(at, 1, `-${fields[at]}`),
  (fields, at) => fields.splice(at, 1, '99999'),
  (fields, at) => fields.splice(at, 1, '-32768'),
  (fields, at) => fields.splice(at, 1, '0.1'),
  (fields, at) => fields.splice(at, 1, 'FFFFFFFFF'),
  (fields, at) => fields.splice(at, 2, fields[at + 1] ?? '', fields[at] ?? ''),
  (fields, at) => fields.splice(0, fields.length, ...fields.slice(at), ...fields.slice(0, at)),
]

/** One mutation: which answer, which line, which field, what happens to it, each counted round. */
const change = fc.record({
  entry: fc.nat(),
  line: fc.nat(),
  field: fc.nat(),
  mutation: fc.nat(mutations.length - 1),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

function mutate(script: ModemScript, { entry, line, field, mutation }: Change): void {
  const entries = [...script.entries.values()].filter(({ replies }) =>
    replies.some(({ steps }) => steps.some(step => 'line' in step && /\d/.test(step.line))),
  )
  const chosen = entries[entry % entries.length]
  for (const reply of chosen?.replies ?? []) {
    const lines = reply.steps.flatMap((step, i) => ('line' in step ? [i] : []))
    const index = lines[line % Math.max(1, lines.length)]
    const step = index === undefined ? undefined : reply.steps[index]
    if (index === undefined || step === undefined || !('line' in step)) continue
    const [, head = '', rest = ''] = /^([^:]*: ?)?(.*)$/.exec(step.line) ?? []
    const fields = rest.split(',')
    mutations[mutation]?.(fields, field % fields.length)
    const changed: Step = { line: head + fields.join(',') }
    Object.assign(reply, { steps: reply.steps.map((other, i) => (i === index ? changed : other)) })
  }
}

type Limits = Readonly<Record<string, readonly [number, number]>>

/** What the standards allow at most, written down anew: TS 36.133, 38.133, 36.101, 38.104, 23.003. */
const most: Limits = {
  band: [1, 1900],
  channel: [0, 3_279_165],
  pci: [0, 1007],
  bandwidth_mhz: [0.18, 2000],
  uplink_bandwidth_mhz: [0.18, 2000],
  rssi: [-120, -20],
  rsrp: [-156, -31],
  rsrq: [-43.5, 20],
  sinr: [-23.5, 40],
  rscp: [-121, -24],
  ecio: [-32, 0],
  csq: [0, 31],
  percent: [0, 100],
  cell_id: [1, 2 ** 36 - 1],
  lac: [1, 0xfffd],
  tac: [1, 0xfffffe],
  temperature: [-60, 150],
}
const byRat: Readonly<Partial<Record<CarrierRat, Limits>>> = {
  gsm: { pci: [0, 63], channel: [0, 1023] },
  umts: { pci: [0, 511], channel: [0, 16_383], rsrp: [-121, -24], rsrq: [-32, 0] },
  lte: {
    pci: [0, 503],
    channel: [0, 262_143],
    rsrp: [-156, -44],
    rsrq: [-34, 2.5],
    bandwidth_mhz: [0.2, 20],
  },
}
const whole = ['band', 'channel', 'pci', 'cell_id', 'lac', 'tac', 'csq', 'percent']

function wrongIn(place: string, values: object, limits: Limits): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const [low, high] = limits[key] ?? most[key] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    if (typeof value !== 'number') return []
    const isSound = value >= low && value <= high && (!whole.includes(key) || Number.isInteger(value))
    return isSound ? [] : [`${place}.${key} ${value}`]
  })
}

/** Numbers in an answer that no modem can have measured. */
function impossible(info: ModemInfo, cells: readonly SeenCell[]): string[] {
  const rowsOf = (place: string, rows: readonly (Carrier | SeenCell)[]) =>
    rows.flatMap((row, i) => wrongIn(`${place}.${i} (${row.rat})`, row, byRat[row.rat] ?? {}))
  return [
    ...wrongIn('signal', info.signal, {}),
    ...wrongIn('cell', info.cell, {}),
    ...wrongIn('info', { temperature: info.temperature }, {}),
    ...rowsOf('carriers', info.carriers),
    ...rowsOf('cells', cells),
  ]
}

/** Mutated answers tried for each fixture; `MUTATIONS=500` digs deeper. */
const runs = Number(process.env.MUTATIONS ?? 12)

describe('answers with a field that is missing, doubled, moved or out of range', () => {
  it.each(names)('of %s give no impossible number and no answer outside of the schema', async name => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
        const script = readFixture(path.join(folder, name))
        for (const one of changes) mutate(script, one)
        const host = createHost([{ script }])
        const info: unknown = await host.call('info', { max_age: 0 })
        const seen = await host.call('cells')
        expect(mistakesOf('info', info as object)).toBe('')
        expect(mistakesOf('cells', seen)).toBe('')
        const { error, ...told } = info as ModemInfo & { error?: string }
        if (error !== undefined) return
        expect(impossible(told, 'cells' in seen ? (seen.cells as SeenCell[]) : [])).toEqual([])
      }),
      { numRuns: runs, seed: 36_133 },
    )
  })
})
