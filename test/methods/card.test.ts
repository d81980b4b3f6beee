import { describe, expect, it } from 'vitest'
import { names, scriptOf } from '../faults/oracle.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem, fg621Host } from '../world/memory/modems.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const asked = (host: Host) => host.simulators[0]?.log.length ?? 0
const poll = async (host: Host, ms = 2001) => {
  host.clock.advance(ms)
  return (await host.call('info', { max_age: 0 })) as {
    sim: { state: string; iccid: string | null; imsi: string | null }
    missing: string[]
  }
}

/** Texts that are other ones in the modem’s answers from the moment on that `swap` is called. */
function tray(): { behaviour: Behaviour; swap(texts: Readonly<Record<string, string>>): void } {
  let now: [string, string][] = []
  return {
    swap: texts => {
      now = Object.entries(texts)
    },
    behaviour: () => ({
      revise: (_part, answer) => ({
        ...answer,
        steps: answer.steps.map(step =>
          'line' in step
            ? { ...step, line: now.reduce((line, [old, other]) => line.replaceAll(old, other), step.line) }
            : step,
        ),
      }),
    }),
  }
}

/** Another number of the same length. */
const otherThan = (number: string) => number.replace(/\d/g, digit => String((Number(digit) + 3) % 10))

describe('another card in the slot between two polls, with READY at both', () => {
  it('is told at the next poll, and no poll needs another exchange to see that it is the same', async () => {
    const { behaviour, swap } = tray()
    const host = fg621Host({ behaviours: [behaviour] })
    const { sim } = await poll(host)
    for (let nth = 0; nth < 4; nth++) {
      const before = asked(host)
      expect((await poll(host, nth === 3 ? 70_000 : 2001)).sim).toEqual(sim)
      expect(asked(host) - before).toBe(1)
    }
    const [iccid = '', imsi = ''] = [sim.iccid, sim.imsi].map(number => otherThan(`${number}`))
    swap({ [`${sim.iccid}`]: iccid, [`${sim.imsi}`]: imsi })
    expect((await poll(host)).sim).toEqual({ ...sim, iccid, imsi })
    const before = asked(host)
    expect((await poll(host)).sim).toEqual({ ...sim, iccid, imsi })
    expect(asked(host) - before).toBe(1)
  })

  it('is told of every modem within a minute, and the numbers of the old one are nowhere', async () => {
    const wrong: string[] = []
    let told = 0
    for (const name of names) {
      const { behaviour, swap } = tray()
      const host = createHost([{ script: scriptOf(name) }], { behaviours: [behaviour] })
      const { sim } = await poll(host)
      const numbers = [sim.iccid, sim.imsi].filter(number => number !== null)
      if (numbers.length === 0) continue
      told++
      swap(Object.fromEntries(numbers.map(number => [number, otherThan(number)])))
      const text = JSON.stringify(await poll(host, 61_000))
      for (const number of numbers)
        if (text.includes(number) || !text.includes(otherThan(number))) wrong.push(`${name}: ${text}`)
    }
    expect(told).toBeGreaterThan(40)
    expect(wrong).toEqual([])
  })

  const bare = () => {
    const { behaviour, swap } = tray()
    const script = anyModem(`
> AT+COPS=3,0

> AT+COPS=3,2

> AT+COPS?
< +COPS: 0,2,"24405",7

> AT+CREG?
< +CREG: 2,1,"1A2B","00C0FFEE",7

> AT+CPIN?
< +CPIN: READY

> AT+CCID
< 8935805000000000011
`)
    return { host: createHost([{ script }], { behaviours: [behaviour] }), swap }
  }

  it('is told at once when the operator is another one, also by a modem that tells the number without a name', async () => {
    const { host, swap } = bare()
    const { sim } = await poll(host)
    expect(sim).toMatchObject({ iccid: '8935805000000000011', imsi: '244050000000001' })
    const before = asked(host)
    await poll(host)
    const warm = asked(host) - before
    swap({
      '244050000000001': '244910000000007',
      '"24405"': '"24491"',
      '8935805000000000011': '8935891000000000077',
    })
    expect((await poll(host)).sim).toMatchObject({ iccid: '8935891000000000077', imsi: '244910000000007' })
    const after = asked(host)
    await poll(host)
    expect(asked(host) - after).toBe(warm)
  })

  it('whose numbers cannot be read has none', async () => {
    let gone = false
    const { behaviour, swap } = tray()
    const refuses: Behaviour = () => ({
      answer: part => (gone && /^\+(?:ICCID|CCID|CIMI)/.test(part) ? reply([], 'ERROR') : undefined),
    })
    const host = fg621Host({ behaviours: [refuses, behaviour] })
    await poll(host)
    gone = true
    swap({ '"23201"': '"23203"' })
    expect((await poll(host)).sim).toMatchObject({ iccid: null, imsi: null })
  })
})

describe('a modem that cannot be asked for the number of its card in a chain', () => {
  it.each([
    ['is silent', (line: string) => /;.*ICCID/.test(line)],
    ['refuses', () => false],
  ])('because it then %s, tells the same, and is not asked so again for a minute', async (how, ignores) => {
    let parts = 0
    const behaviour: Behaviour = () => ({
      ignores,
      answer(part) {
        parts = /^\+CSQ$/.test(part) ? 1 : parts + 1
        return how === 'refuses' && part === '+ICCID' && parts < 9 && parts > 1
          ? reply([], 'ERROR')
          : undefined
      },
    })
    const host = fg621Host({ behaviours: [behaviour] })
    const first = await poll(host)
    const told: unknown[] = []
    const counts: number[] = []
    for (let nth = 0; nth < 4; nth++) {
      const before = asked(host)
      told.push(await poll(host))
      counts.push(asked(host) - before)
    }
    for (const each of told) expect(each).toEqual(first)
    expect(counts.slice(1)).toEqual([1, 1, 1])
  })
})
