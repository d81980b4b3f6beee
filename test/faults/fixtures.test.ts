import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHost, repository } from '../host/host.ts'
import { type Fault, faulty } from '../methods/faults.ts'
import { mistakesOf } from '../methods/modems.ts'
import { echo, late, oneByteAtATime, unsolicitedInside } from '../sim/behaviours.ts'
import { readFixture } from '../sim/fixture.ts'
import type { Behaviour } from '../sim/simulator.ts'

const folder = path.join(repository, 'test/fixtures')
const names = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()
const scripts = new Map(names.map(name => [name, readFixture(path.join(folder, name))]))
const hostOf = (name: string, behaviours: readonly Behaviour[] = [], faults: readonly Fault[] = []) => {
  const script = scripts.get(name)
  if (!script) throw new Error(`no fixture ${name}`)
  return createHost([{ script }], { behaviours, wrap: port => faulty(port, faults) })
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Values that follow from others and from what is missing, not from one answer. */
const derived =
  /^(?:missing|age_ms|connection|port_state|rat|registration|percent|rssi|named_by_modem|country|state)$/

/** Values that are neither the right one nor absent, as paths. */
function strangers(right: Json, found: Json, at = ''): string[] {
  if (found === null || JSON.stringify(right) === JSON.stringify(found)) return []
  if (Array.isArray(right) && Array.isArray(found))
    return found.flatMap((value, i) => {
      const likely = right.map(one => strangers(one, value, `${at}[${i}]`))
      return likely.some(list => list.length === 0) ? [] : (likely[0] ?? [`${at}[${i}]`])
    })
  if (typeof right === 'object' && typeof found === 'object' && right !== null)
    return Object.entries(found).flatMap(([key, value]) =>
      derived.test(key) ? [] : strangers((right as Record<string, Json>)[key] ?? null, value, `${at}.${key}`),
    )
  return [`${at}: ${JSON.stringify(found)} instead of ${JSON.stringify(right)}`]
}

const storm = [
  'RING',
  '+CMTI: "SM",3',
  '+CREG: 5',
  '+CGEV: NW DETACH',
  '^RSSI: 18',
  '+CUSD: 0,"hello, world",15',
]
const harmless: readonly (readonly [string, readonly Behaviour[]])[] = [
  ['answers byte by byte', [oneByteAtATime()]],
  ['has its echo turned round', [() => ({ echo: false })]],
  ['echoes whatever was set', [echo(true)]],
  ['has a storm of unsolicited lines in every answer', [unsolicitedInside(storm)]],
  ['takes 700 ms for every answer', [late(700)]],
]

describe('every fixture, when the modem', () => {
  for (const [what, behaviours] of harmless) {
    it(`${what}: every value is the right one or absent`, { timeout: 120_000 }, async () => {
      const wrong: string[] = []
      for (const name of names) {
        const right = JSON.parse(JSON.stringify(await hostOf(name).call('info'))) as Json
        const found = JSON.parse(JSON.stringify(await hostOf(name, behaviours).call('info'))) as Json
        wrong.push(...strangers(right, found).map(text => `${name} ${text}`))
      }
      expect(wrong).toEqual([])
    })
  }

  it('still says the rest of an older answer: nothing of it becomes a value', {
    timeout: 120_000,
  }, async () => {
    const stale = '\r\n+CSQ: 1,99\r\n\r\n+COPS: 0,2,"99999",2\r\n\r\nOK\r\n'
    const wrong: string[] = []
    for (const name of names) {
      const right = JSON.parse(JSON.stringify(await hostOf(name).call('info'))) as Json
      const script = scripts.get(name)
      if (!script || script.silent) continue
      let told = false
      const host = createHost([{ script }], {
        wrap: port => ({
          ...port,
          async read(until) {
            if (told) return port.read(until)
            told = true
            return new TextEncoder().encode(stale)
          },
        }),
      })
      const found = JSON.parse(JSON.stringify(await host.call('info'))) as Json
      wrong.push(...strangers(right, found).map(text => `${name} ${text}`))
    }
    expect(wrong).toEqual([])
  })
})

const fault = fc.record({
  at: fc.nat({ max: 3000 }),
  way: fc.constantFrom('in', 'in', 'out') as fc.Arbitrary<Fault['way']>,
  kind: fc.constantFrom<Fault['kind'][]>('drop', 'flip', 'duplicate', 'garbage', 'truncate', 'split', 'lost'),
  amount: fc.nat({ max: 300 }),
})

describe('every fixture over a bad line', () => {
  it('ends within 15 s with an answer by the schema or a failure of the port', {
    timeout: 240_000,
  }, async () => {
    const faults = fc.array(fault, { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), faults, async (name, list) => {
        const host = hostOf(name, [], list)
        const began = host.clock.now()
        const answer = await host.call('info', { max_age: 0 })
        expect(host.clock.now() - began).toBeLessThanOrEqual(15_000)
        if ('error' in answer) expect(String(answer.error)).toMatch(/^port_/)
        else expect(mistakesOf('info', JSON.parse(JSON.stringify(answer)) as object)).toBe('')
      }),
      { numRuns: 600 },
    )
  })
})
