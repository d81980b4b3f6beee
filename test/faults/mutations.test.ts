import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SeenCell } from '../../src/contract/cells.ts'
import type { BandLists, Carrier, CarrierRat, ModemInfo } from '../../src/contract/info.ts'
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
  (fields, at) => fields.splice(at, 1, ''),
  (fields, at) => fields.splice(at, 1, `${fields[at]}`.replace(/^(\s*"?)(?!-)/, '$1-').replace('--', '')),
  (fields, at) =>
    fields.splice(
      at,
      1,
      `${fields[at]}`.replace(/\d+/, text => Number(text).toString(16)),
    ),
  (fields, at) =>
    fields.splice(
      at,
      1,
      `${fields[at]}`.replace(/[\da-f]+/i, text => `${Number.parseInt(text, 16)}`),
    ),
  (fields, at) => fields.splice(at, 0, ...fields.slice(at)),
  (fields, at) => fields.splice(at),
]

/** What happens to a line of an answer as a whole: it comes twice, or ends anywhere. */
const lineMutations: readonly ((line: string, at: number) => readonly string[])[] = [
  line => [line, line],
  (line, at) => [line.slice(0, at % (line.length + 1))],
  (line, at) => [line.slice(0, at % (line.length + 1)), line.slice(at % (line.length + 1))],
]

/** One mutation: which answer, which line, which field, what happens to it, each counted round. */
const change = fc.record({
  entry: fc.nat(),
  line: fc.nat(),
  field: fc.nat(),
  mutation: fc.nat(mutations.length + lineMutations.length - 1),
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
    const whole = lineMutations[mutation - mutations.length]
    const texts = whole ? whole(step.line, field) : [head + fields.join(',')]
    const changed = texts.filter(text => text !== '').map((text): Step => ({ line: text }))
    Object.assign(reply, { steps: reply.steps.flatMap((other, i) => (i === index ? changed : [other])) })
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
  uplink_channel: [0, 3_279_165],
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

/** Bands and bandwidths that exist: TS 36.101 and 36.102, TS 38.101-1, -2 and -5. */
const lists: Readonly<Partial<Record<CarrierRat, Readonly<Record<string, (value: number) => boolean>>>>> = {
  lte: {
    band: n => n <= 88 || [103, 106, 107, 108, 111, 252, 253, 254, 255, 256].includes(n),
    bandwidth_mhz: n => [0.2, 1.4, 3, 5, 10, 15, 20].includes(n),
  },
  nr: {
    band: n => n <= 110 || (n >= 252 && n <= 263) || (n >= 510 && n <= 512),
    bandwidth_mhz: n => n >= 3 && (n <= 5 || n % 5 === 0) && n <= 2000,
  },
}

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
    rows.flatMap((row, i) => [
      ...wrongIn(`${place}.${i} (${row.rat})`, row, byRat[row.rat] ?? {}),
      ...Object.entries(lists[row.rat] ?? {}).flatMap(([key, isKnown]) => {
        const value = (row as unknown as Readonly<Record<string, unknown>>)[key]
        return typeof value === 'number' && !isKnown(value)
          ? [`${place}.${i} (${row.rat}).${key} ${value}`]
          : []
      }),
      ...rows
        .slice(0, i)
        .filter(({ rat, channel, pci }) => rat === row.rat && channel === row.channel && pci === row.pci)
        .filter(({ channel, pci }) => channel !== null && pci !== null)
        .map(({ rat, channel, pci }) => `${place}.${i} is there twice: ${rat} ${channel} ${pci}`),
    ])
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

/** What else is read of a modem, where its dialect and the fixture know it. */
const readings = ['bands', 'modes', 'contexts', 'usb_mode', 'cell_lock'] as const

/** Numbers in a reply of `bands` that no band can have; a modem may name newer bands than any list here knows. */
function strangeBands(reply: Readonly<Record<string, unknown>>): string[] {
  const told = ['supported', 'enabled'].flatMap(kind => Object.entries((reply[kind] ?? {}) as BandLists))
  return told.flatMap(([rat, bands]) =>
    ((bands ?? []) as number[])
      .filter(band => !(Number.isInteger(band) && band > 0 && band < 1024))
      .map(band => `${rat} band ${band}`),
  )
}

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
        for (const method of readings) {
          const reply = await host.call(method)
          expect(mistakesOf(method, reply)).toBe('')
          if (method === 'bands') expect(strangeBands(reply)).toEqual([])
        }
        const { error, ...told } = info as ModemInfo & { error?: string }
        if (error !== undefined) return
        expect(impossible(told, 'cells' in seen ? (seen.cells as SeenCell[]) : [])).toEqual([])
      }),
      { numRuns: runs, seed: 36_133 },
    )
  })
})
