import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { createHost, loadSource } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { echo } from '../world/modem/behaviours.ts'
import type { Step } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import type { VirtualClock } from '../world/modem/transport.ts'
import { asJson, bytesOf, hostOf, longestCall, mistakesIn, names, rightOf, scriptOf } from './oracle.ts'
import { type Reboot, rebooting } from './reboot.ts'

/** A host with the modem of a fixture that restarts. */
function restarting(name: string, reboot: Reboot, behaviours: readonly Behaviour[]) {
  let clock: VirtualClock | null = null
  let wrap: ReturnType<typeof rebooting> | null = null
  const host = createHost([{ script: scriptOf(name) }], {
    behaviours,
    wrap(port) {
      wrap ??= clock && rebooting(clock, reboot)
      return wrap?.(port) ?? port
    },
  })
  clock = host.clock
  return host
}

const banners: readonly (readonly string[])[] = [
  ['RDY'],
  ['RDY', '+CFUN: 1', '+CPIN: READY', '+QUSIM: 1', '+QIND: SMS DONE', '+QIND: PB DONE'],
  ['^SIMST:1', '^SRVST:2', 'Call Ready', 'SMS Ready'],
  ['+CREG: 2', '+CEREG: 0', '+CGEV: ME PDN ACT 1', 'NO CARRIER'],
  [],
]

describe('every fixture, when the modem restarts in the middle of a call', () => {
  it('tells right values or none in 15 s, and everything when it is back', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names.filter(name => !scriptOf(name).silent)),
        fc.record({
          part: fc.double({ min: 0, max: 1, noNaN: true }),
          downMs: fc.oneof(fc.nat({ max: 3000 }), fc.nat({ max: 20_000 })),
          banner: fc.constantFrom(...banners),
        }),
        fc.constantFrom([], [echo(false)], [echo(true)]),
        async (name, { part, ...reboot }, behaviours) => {
          const at = Math.floor(part * (await bytesOf(name, behaviours)).in)
          const host = restarting(name, { at, ...reboot }, behaviours)
          for (let call = 0; call < 3; call++) {
            expect((await mistakesIn(host, name)).mistakes).toEqual([])
            host.clock.advance(3000)
          }
          host.clock.advance(90_000)
          await host.call('info', { max_age: 0 })
          host.clock.advance(61_000)
          const last = asJson(await host.call('info', { max_age: 0 })) as object
          expect({ ...last, missing: [] }).toEqual({ ...((await rightOf(name)) as object), missing: [] })
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('every fixture, when an answer comes after its time', () => {
  it('does not take it for that of a later command', { timeout: 240_000 }, async () => {
    const delay = fc.record({ nth: fc.nat({ max: 9 }), ms: fc.nat({ max: 13_000 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(delay, { minLength: 1, maxLength: 3 }),
        fc.constantFrom([], [echo(false)]),
        async (name, delays, behaviours) => {
          const lateAnswers: Behaviour = () => {
            let line = 0
            return {
              delayMs() {
                const nth = line++
                return delays.find(each => each.nth === nth)?.ms ?? 0
              },
            }
          }
          const host = hostOf(name, { behaviours: [...behaviours, lateAnswers] })
          for (let call = 0; call < 2; call++) {
            expect((await mistakesIn(host, name)).mistakes).toEqual([])
            host.clock.advance(longestCall)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes no answer of a modem that is always one behind', { timeout: 120_000 }, async () => {
    const wrong: string[] = []
    for (const name of names) {
      let held: Uint8Array[] = []
      const host = hostOf(name, {
        wrap: port => {
          let ready: Uint8Array[] = []
          return {
            ...port,
            async write(bytes, until) {
              ready = held
              held = []
              await port.write(bytes, until)
            },
            async read(until) {
              for (let bytes = await port.read(until); bytes !== null; bytes = await port.read(until))
                held.push(bytes)
              return ready.shift() ?? null
            },
          }
        },
      })
      for (let call = 0; call < 2; call++) {
        const { mistakes } = await mistakesIn(host, name)
        wrong.push(...mistakes.map(text => `${name}: ${text}`))
      }
    }
    expect(wrong).toEqual([])
  })
})

/** What modems say unasked, as logs and manuals show it; a message comes with its PDU on the next line. */
const news = [
  ...['RING', 'RDY', 'SMS DONE', 'PB DONE', 'Call Ready', '+CRING: VOICE', '+CLIP: "+43123456789",145'],
  ...['+CREG: 5', '+CREG: 1,"2F1A","01D4C503",7', '+CGREG: 2', '+CEREG: 1,"05DC","01B1BD11",13,0,0'],
  ...[
    '+C5GREG: 1',
    '+CMTI: "SM",12',
    '+CMT: ,24\r\n0791448720003023240DD0E474D81C0EBB010000',
    '+CDSI: "SR",1',
    '+CUSD: 0,"OK",15',
    '+CIEV: 2,3',
  ],
  ...['+CGEV: NW DETACH', '+CGEV: ME PDN ACT 1', '+CTZV: +8', '+CTZE: "+08",0,"2024/01/01"', '+CFUN: 1'],
  ...['^RSSI: 17', '^HCSQ:"LTE",50,40,30,20', '^MODE:17,1', '^SRVST:2', '^SIMST:1', '^BOOT:1,0,0,0,75'],
  ...['^NDISSTAT:1,,,"IPV4"', '^DSFLOWRPT:0000000A,0000000000000000,0000000000000000'],
  ...['+ZUSIMR:2', '+ZPASR: "LTE"', '+ZDONR: "A1",232,1,"CS_PS"', '+QIND: "csq",20,99', '+QUSIM: 1'],
]

describe('every fixture in a storm of unsolicited lines', () => {
  it('tells every value as without it', { timeout: 240_000 }, async () => {
    const own = new Map<string, readonly string[]>()
    for (const name of names) {
      const folder = name.split('/')[0] ?? ''
      const room = (await loadSource('dialects', folder)) as { dialect?: Dialect } | null
      const said = room?.dialect?.unsolicited?.map(each => `${each}: 1, 0, "x"`) ?? []
      const asked = [...scriptOf(name).entries.keys()].map(key => key.replace(/[?=].*$/, ''))
      const isAsked = (line: string) => asked.includes(line.split(':')[0]?.toUpperCase() ?? '')
      own.set(
        name,
        [...news, ...said].filter(line => /REG:/.test(line) || !isAsked(line)),
      )
    }
    const burst = fc.record({ place: fc.nat({ max: 30 }), line: fc.nat({ max: 200 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(burst, { minLength: 1, maxLength: 12 }),
        async (name, bursts) => {
          const lines = own.get(name) ?? []
          const storm: Behaviour = () => ({
            revise(_part, answer) {
              const steps: Step[] = [...answer.steps]
              const after: Step[] = [...answer.after]
              for (const { place, line } of bursts) {
                const unsolicited = lines[line % lines.length] ?? 'RING'
                const target = place % 5 === 4 ? after : steps
                target.splice(place % (target.length + 1), 0, { unsolicited })
              }
              return { ...answer, steps, after }
            },
          })
          const host = hostOf(name, { behaviours: [storm] })
          const began = host.clock.now()
          const found = asJson(await host.call('info'))
          expect(host.clock.now() - began).toBeLessThanOrEqual(longestCall)
          expect(mistakesOf('info', found as object)).toBe('')
          expect({ ...(found as object), missing: [] }).toEqual({
            ...((await rightOf(name)) as object),
            missing: [],
          })
        },
      ),
      { numRuns: 600 },
    )
  })
})
