import { describe, expect, test } from 'vitest'
import type { DoctorReply } from '../../src/contract/doctor.ts'
import type { Carrier, ModemInfo } from '../../src/contract/info.ts'
import { type Aggregation, aggregationAfter } from '../../src/modem/aggregation.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { fg621Host, recorded } from '../world/memory/modems.ts'

const info = (await fg621Host().call('info')) as unknown as ModemInfo
const carrier = (change: Partial<Carrier>): Carrier => {
  const [first] = info.carriers
  if (first === undefined) throw new Error('the recorded modem has a carrier')
  return { ...first, role: 'pcc', rat: 'lte', channel: 1300, pci: 17, active: true, ...change }
}
const hour = 3_600_000

/** A reading: how many carriers, how many bytes in all, and in which cell. */
const reading = (carriers: number, megabytes: number, pci = 17) => ({
  carriers: [
    carrier({ pci }),
    ...Array.from({ length: carriers - 1 }, () => carrier({ role: 'scc', channel: 6300 })),
  ],
  connection: { ...info.connection, rx_bytes: megabytes * 1_000_000 },
})

/** What is remembered after pairs of readings a minute apart, the pairs at these hours, with these bytes within. */
function remembered(pairs: readonly (readonly [at: number, megabytes: number, pci?: number])[]) {
  let memory: Aggregation | undefined = aggregationAfter(undefined, reading(2, 0), 0)
  let total = 0
  for (const [at, megabytes, pci] of pairs) {
    memory = aggregationAfter(memory, reading(1, total, pci), at * hour)
    total += megabytes
    memory = aggregationAfter(memory, reading(1, total, pci), at * hour + 60_000)
  }
  return memory
}

describe('what is remembered of joined carriers', () => {
  test('is nothing until there were some', () => {
    expect(aggregationAfter(undefined, reading(1, 900), 1000)).toBeUndefined()
  })

  test('is when and where there were some last', () => {
    expect(aggregationAfter(undefined, reading(2, 5), 1000)).toMatchObject({
      seen: 1000,
      cell: 'lte 1300 17',
    })
    expect(aggregationAfter(remembered([[2, 20]]), reading(3, 50), 9 * hour)).toMatchObject({
      seen: 9 * hour,
      hours: 0,
    })
  })

  test('counts hours with traffic in the same cell, each once', () => {
    expect(remembered([[2, 20]])).toMatchObject({ hours: 1, seen: 0 })
    expect(
      remembered([
        [2, 20],
        [2.2, 20],
        [4, 20],
      ]),
    ).toMatchObject({ hours: 2 })
  })

  test.each([
    ['without traffic', [[2, 1]]],
    ['in another cell', [[2, 20, 99]]],
    ['in the hour after', [[0.5, 20]]],
  ] as const)('does not count readings %s', (_, pairs) => {
    expect(remembered(pairs)).toMatchObject({ hours: 0 })
  })

  test('does not take for traffic what flowed between readings hours apart', () => {
    const before = aggregationAfter(undefined, reading(2, 0), 0)
    expect(aggregationAfter(before, reading(1, 9000), 20 * hour)).toMatchObject({ hours: 0 })
  })

  test('does not come from a file that is damaged', () => {
    const broken = { seen: null } as unknown as Aggregation
    expect(aggregationAfter(broken, reading(1, 9000), 20 * hour)).toBeUndefined()
  })
})

/** The memory of a modem as it lies between calls, and a way to change it. */
function memoryOf(host: Host) {
  const place = '/var/run/modem/usb-1-1.json'
  const node = host.nodes.get(place)
  const [head, second, third = '{}'] = (node && 'text' in node ? node.text : '').split('\n')
  const rest = JSON.parse(third) as { aggregation?: Aggregation }
  const put = (aggregation: Aggregation) =>
    host.nodes.set(place, { text: [head, second, JSON.stringify({ ...rest, aggregation })].join('\n') })
  return { aggregation: rest.aggregation, put }
}

describe('between calls', () => {
  test('lies what was seen of joined carriers, and nothing of a modem that joins none', async () => {
    const joined = fg621Host()
    await joined.call('info')
    expect(memoryOf(joined).aggregation).toMatchObject({ cell: 'lte 1300 211', hours: 0 })
    const single = createHost([{ script: recorded('quectel/ec25-lte') }])
    await single.call('info')
    expect(memoryOf(single).aggregation).toBeUndefined()
  })

  test.each([
    ['in the same cell', 'lte 6300 411', 12, ['aggregation_lost']],
    ['in another cell', 'lte 6300 12', 12, []],
    ['with little traffic', 'lte 6300 411', 2, []],
  ])('a doctor finds carriers gone for 17 days, %s', async (_, cell, hours, found) => {
    const host = createHost([{ script: recorded('quectel/ec25-lte') }])
    const seen = host.platform.now()
    host.clock.advance(17 * 24 * hour)
    await host.call('info')
    memoryOf(host).put({ seen, cell, hours, counted: seen, at: seen, rx: 0 })
    const { findings } = (await host.call('doctor')) as unknown as DoctorReply
    expect(findings.map(({ check }) => check)).toEqual(found)
  })
})
