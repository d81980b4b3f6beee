import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Fault, faulty } from '../world/memory/faults.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { echo, late, oneByteAtATime, unsolicitedInside } from '../world/modem/behaviours.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { asJson, bytesOf, hostOf, longestCall, mistakesIn, names, scriptOf, strangers } from './oracle.ts'

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
        const found = asJson(await hostOf(name, { behaviours }).call('info'))
        wrong.push(...(await strangers(name, found)).map(text => `${name} ${text}`))
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
      const script = scriptOf(name)
      if (script.silent) continue
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
      const found = asJson(await host.call('info'))
      wrong.push(...(await strangers(name, found)).map(text => `${name} ${text}`))
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
        const host = hostOf(name, { wrap: port => faulty(port, list) })
        const began = host.clock.now()
        const answer = await host.call('info', { max_age: 0 })
        expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
        if ('error' in answer) expect(String(answer.error)).toMatch(/^port_/)
        else expect(mistakesOf('info', asJson(answer) as object)).toBe('')
      }),
      { numRuns: 600 },
    )
  })
})

describe('every fixture over a port that takes no more bytes', () => {
  it('at any byte: ends within 15 s with right values, none, or a port that is silent, and the lock is free', {
    timeout: 240_000,
  }, async () => {
    const wrong: string[] = []
    const steps = 40
    for (const [nth, name] of names.entries()) {
      const total = (await bytesOf(name)).out
      for (let step = 0; step < steps && total > 0; step++) {
        const at = Math.floor(((step + (nth % 7) / 7) * total) / steps)
        const host: Host = hostOf(name, {
          wrap: port =>
            faulty(port, [{ at, way: 'out', kind: 'deaf', amount: 0 }], async until =>
              host.clock.advanceTo(until),
            ),
        })
        const { mistakes } = await mistakesIn(host, name)
        wrong.push(...mistakes.map(text => `${name} at byte ${at}: ${text}`))
        const lock = await host.platform.lock(`/dev/${scriptOf(name).port?.name}`, host.clock.now())
        if (lock === null) wrong.push(`${name} at byte ${at}: the port stays locked`)
        lock?.release()
      }
    }
    expect(wrong).toEqual([])
  })

  it('tells a command by hand that the port takes no bytes', async () => {
    const [name = ''] = names.filter(each => !scriptOf(each).silent)
    const host: Host = hostOf(name, {
      wrap: port =>
        faulty(port, [{ at: 3, way: 'out', kind: 'deaf', amount: 0 }], async until =>
          host.clock.advanceTo(until),
        ),
    })
    const began = host.clock.now()
    expect(await host.call('at', { command: 'AT+CGMI' })).toMatchObject({
      error: 'port_stuck',
      message: expect.stringContaining('takes no bytes'),
    })
    expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
  })
})

describe('every fixture over a port that vanishes', () => {
  it.each(['in', 'out'] as const)(
    'at any byte %s: every value is the right one or absent',
    {
      timeout: 240_000,
    },
    async way => {
      const wrong: string[] = []
      const steps = 40
      for (const [nth, name] of names.entries()) {
        const total = (await bytesOf(name))[way]
        for (let step = 0; step < steps && total > 0; step++) {
          const at = Math.floor(((step + (nth % 7) / 7) * total) / steps)
          const fault: Fault = { at, way, kind: 'lost', amount: 0 }
          const host = hostOf(name, { wrap: port => faulty(port, [fault]) })
          const { mistakes } = await mistakesIn(host, name)
          wrong.push(...mistakes.map(text => `${name} at byte ${at}: ${text}`))
        }
      }
      expect(wrong).toEqual([])
    },
  )
})
