import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fault, faulty } from '../world/memory/faults.ts'
import { createHost, type HostOptions, repository } from '../world/memory/host.ts'
import { fg621, mistakesOf, recorded } from '../world/memory/modems.ts'
import { echo, oneByteAtATime, unsolicitedInside } from '../world/modem/behaviours.ts'
import { type ModemScript, reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const names = fs
  .readdirSync(path.join(repository, 'test/fixtures/fibocom'))
  .filter(name => /^fg621.*\.at$/.test(name))
  .map(name => `fibocom/${name.replace(/\.at$/, '')}`)
const scripts = new Map(names.map(name => [name, recorded(name)]))

const ways: readonly (readonly Behaviour[])[] = [
  [],
  [echo(false)],
  [oneByteAtATime()],
  [unsolicitedInside(['+CREG: 5', 'RING'])],
]

/** Bytes of a whole refresh, about; faults fall into them or, rarely, behind. */
const longest = 2200

const fault = fc.record({
  at: fc.nat({ max: longest }),
  way: fc.constantFrom('in', 'in', 'in', 'out') as fc.Arbitrary<Fault['way']>,
  kind: fc.constantFrom<Fault['kind'][]>('drop', 'flip', 'duplicate', 'garbage', 'truncate', 'split'),
  amount: fc.nat({ max: 300 }),
})

/** Calls `info` twice and tells what is wrong with how it ended; null when nothing. */
async function mistakeOf(script: ModemScript, faults: readonly Fault[], options: HostOptions = {}) {
  const host = createHost([{ script }], { ...options, wrap: port => faulty(port, faults) })
  for (const max_age of [2000, 0]) {
    const began = host.clock.now()
    const answer = await host.call('info', { max_age })
    const ms = host.clock.now() - began
    if (ms > 15_000) return `took ${ms} ms`
    const mistakes = mistakesOf('info', JSON.parse(JSON.stringify(answer)) as object)
    if (mistakes !== '') return mistakes
    if ('error' in answer && !/^port_/.test(String(answer.error))) return JSON.stringify(answer)
    host.clock.advance(500)
  }
  return null
}

describe('info over a bad line', () => {
  it('ends in time with an answer by the schema or a failure of the port, whatever the faults', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom(...ways),
        fc.array(fault, { minLength: 1, maxLength: 12 }),
        async (name, behaviours, faults) => {
          const script = scripts.get(name) ?? fg621()
          expect(await mistakeOf(script, faults, { behaviours })).toBeNull()
        },
      ),
      { numRuns: 250 },
    )
  })

  it('is right when the bytes are only split', async () => {
    const right = await createHost([{ script: fg621() }]).call('info')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: longest }), { maxLength: 60 }), async places => {
        const faults = places.map((at): Fault => ({ at, way: 'in', kind: 'split', amount: 0 }))
        const host = createHost([{ script: fg621() }], { wrap: port => faulty(port, faults) })
        expect(await host.call('info')).toEqual(right)
      }),
      { numRuns: 60 },
    )
  })

  it.each(['in', 'out'] as const)('ends with what it has when the port is lost at any byte %s', async way => {
    const wrong: string[] = []
    for (let at = 0; at < (way === 'in' ? longest : 320); at += way === 'in' ? 11 : 3) {
      const mistake = await mistakeOf(fg621(), [{ at, way, kind: 'lost', amount: 0 }])
      if (mistake !== null) wrong.push(`${at}: ${mistake}`)
    }
    expect(wrong).toEqual([])
  })

  it('gives valid JSON with texts of bounded length, whatever noise stands in an answer', async () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 120 })
    const parts = fc.constantFrom('+CGMI?', '+CGMM?', '+GMR?', '+COPS?', '+CSQ', '+GTCCINFO?', '+CPIN?')
    await fc.assert(
      fc.asyncProperty(noise, parts, fc.constantFrom('', '0,0,'), async (bytes, part, head) => {
        const text = String.fromCharCode(...bytes).replace(/[\r\n"]/g, ' ')
        const line = `${part.replace('?', '')}: ${head}"${text.repeat(50)}"`
        const shout: Behaviour = () => ({ answer: asked => (asked === part ? reply([line]) : undefined) })
        const host = createHost([{ script: fg621() }], { behaviours: [shout] })
        const info = await host.call('info')
        expect(mistakesOf('info', JSON.parse(JSON.stringify(info)) as object)).toBe('')
        expect(JSON.stringify(info).length).toBeLessThan(10_000)
      }),
      { numRuns: 100 },
    )
  })
})
