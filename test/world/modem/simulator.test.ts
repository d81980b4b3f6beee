import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  echo,
  late,
  neverAnswers,
  oneByteAtATime,
  setters,
  stateful,
  unsolicitedInside,
} from './behaviours.ts'
import { drift } from './drift.ts'
import { parseFixture, readFixture } from './fixture.ts'
import { gtact } from './gtact.ts'
import { type ModemScript, reply, unused } from './script.ts'
import { type Behaviour, createSimulator, type Simulator } from './simulator.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** Everything that has come out by `until`, with times where they matter to a test. */
function outputs(modem: Simulator, until: number, from = 0): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = []
  let now = from
  for (;;) {
    const { bytes: sent, nextAt } = modem.output(now)
    if (sent) found.push({ at: now, text: new TextDecoder().decode(sent) })
    if (nextAt === null || nextAt > until) return found
    now = Math.max(now, nextAt)
  }
}

/** What a modem says to one line, with CR as | and LF left out. */
function say(modem: Simulator, line: string, now = 0): string {
  modem.input(bytes(`${line}\r`), now)
  return outputs(modem, now + 100_000, now)
    .map(({ text }) => text)
    .join('')
    .replaceAll('\n', '')
    .replaceAll('\r', '|')
}

const start = (fixture: string, ...behaviours: Behaviour[]) =>
  createSimulator(parseFixture(fixture), behaviours)
const fixture = (name: string): ModemScript =>
  readFixture(fileURLToPath(new URL(`../../fixtures/${name}.at`, import.meta.url)))

describe('a simulated modem', () => {
  it('frames every line in CR LF and echoes what it hears', () => {
    const modem = start('> AT+CSQ\n< +CSQ: 20,99')
    modem.input(bytes('AT+CSQ\r'), 5)
    expect(modem.output(4)).toEqual({ bytes: null, nextAt: 5 })
    expect(outputs(modem, 5, 5)).toEqual([{ at: 5, text: 'AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n' }])
    expect(modem.output(9)).toEqual({ bytes: null, nextAt: null })
  })

  it('answers AT, ignores line feeds, control characters and noise before AT, and obeys backspace', () => {
    const modem = start('@echo off\n> AT+X\n< +X: 1')
    expect(say(modem, 'AT')).toBe('|OK|')
    expect(say(modem, '\n\x1bat+x\n')).toBe('|+X: 1||OK|')
    expect(say(modem, '\x01zzAT+Y\b\bX')).toBe('|ERROR|')
    expect(say(modem, 'AT+Y\bX')).toBe('|+X: 1||OK|')
    expect(say(modem, '')).toBe('')
    expect(say(modem, 'hello')).toBe('')
  })

  it('matches commands without case but tells the query from the command', () => {
    const modem = start('@echo off\n> AT+CGMM\n< FG621-EA')
    expect(say(modem, 'at+cgmm')).toBe('|FG621-EA||OK|')
    expect(say(modem, 'AT+CGMM?')).toBe('|ERROR|')
  })

  it('runs a compound line from left to right and stops at the first part that fails', () => {
    const script = '@echo off\n> AT+A\n< +A: 1\n> AT+B="x;y"\n< +B: 2\n< +CME ERROR: 10\n> AT+C\n< +C: 3'
    const modem = start(script)
    expect(say(modem, 'AT+A;+C')).toBe('|+A: 1||+C: 3||OK|')
    expect(say(modem, 'AT+A;+B="x;y";+C')).toBe('|+A: 1||+B: 2||+CME ERROR: 10|')
    expect(say(modem, 'AT+A;+NO;+C')).toBe('|+A: 1||ERROR|')
    expect(modem.log.map(({ parts, final }) => [parts, final])).toEqual([
      [['+A', '+C'], 'OK'],
      [['+A', '+B="x;y"'], '+CME ERROR: 10'],
      [['+A', '+NO'], 'ERROR'],
    ])
  })

  it('ends unlisted commands with the final result of the fixture', () => {
    expect(say(start('@echo off\n@unknown COMMAND NOT SUPPORT'), 'AT+X')).toBe('|COMMAND NOT SUPPORT|')
  })

  it('answers accepted commands OK unless they are listed', () => {
    const modem = start('@echo off\n@accept ^\\+CFUN=\n> AT+CFUN=15\n< ERROR')
    expect(say(modem, 'AT+CFUN=1')).toBe('|OK|')
    expect(say(modem, 'AT+CFUN=15')).toBe('|ERROR|')
  })

  it('gives successive answers to a repeated command and stays at the last', () => {
    const modem = start('@echo off\n> AT+X\n< +X: 1\n> AT+X\n< +X: 2\n> AT+X\n< ERROR')
    expect(['AT+X', 'at+x', 'AT+X', 'AT+X'].map(line => say(modem, line))).toEqual([
      '|+X: 1||OK|',
      '|+X: 2||OK|',
      '|ERROR|',
      '|ERROR|',
    ])
  })

  it('remembers the operator format, and takes only formats the fixture has answers for', () => {
    const modem = start('@echo off\n> AT+COPS?#0\n< +COPS: 0,0,"A1",7\n> AT+COPS?#2\n< +COPS: 0,2,"23201",7')
    expect(say(modem, 'AT+COPS?')).toBe('|+COPS: 0,0,"A1",7||OK|')
    expect(say(modem, 'AT+COPS=3,0;+COPS?;+COPS=3,2;+COPS?')).toBe(
      '|+COPS: 0,0,"A1",7||+COPS: 0,2,"23201",7||OK|',
    )
    expect(say(modem, 'AT+COPS?')).toBe('|+COPS: 0,2,"23201",7||OK|')
    expect(say(modem, 'AT+COPS=3,1')).toBe('|ERROR|')
    expect(say(start('@echo off\n> AT+COPS?\n< +COPS: 0'), 'AT+COPS=3,0')).toBe('|ERROR|')
  })

  it('refuses report settings that are not listed, unless it is a modem that takes them', () => {
    const script = '@echo off\n> AT+CREG=2\n< ERROR'
    expect(say(start(script), 'AT+CEREG=2')).toBe('|ERROR|')
    const modem = start(script, setters())
    expect(say(modem, 'AT+CEREG=2;+C5GREG=2;+CGREG=2;+CMEE=1;+COPS=3,0')).toBe('|OK|')
    expect(say(modem, 'AT+CREG=2')).toBe('|ERROR|')
    expect(say(modem, 'AT+CMEE=7')).toBe('|ERROR|')
  })

  it('switches its echo with E0 and E1, also in front of another command', () => {
    const modem = start('> AT+X\n< +X: 1')
    expect(say(modem, 'ATE0+X')).toBe('ATE0+X||+X: 1||OK|')
    expect(say(modem, 'AT')).toBe('|OK|')
    expect(say(modem, 'ATE1')).toBe('|OK|')
    expect(say(modem, 'AT')).toBe('AT||OK|')
  })

  it('is silent where the fixture says so and answers the next command after it', () => {
    const modem = start('@echo off\n> AT+X\n~ 300\n< +X: 1\n! RING\n< OK\n~ 200\n! +LATE: 1\n> AT+Y\n< +Y: 2')
    modem.input(bytes('AT+X\r'), 1000)
    modem.input(bytes('AT+Y\r'), 1100)
    expect(outputs(modem, 9000, 1000)).toEqual([
      { at: 1300, text: '\r\n+X: 1\r\n\r\nRING\r\n\r\nOK\r\n\r\n+Y: 2\r\n\r\nOK\r\n' },
      { at: 1500, text: '\r\n+LATE: 1\r\n' },
    ])
    expect(modem.log.map(({ at }) => at)).toEqual([1000, 1100])
  })

  it('waits at the prompt for the body, which Ctrl-Z sends and Escape throws away', () => {
    const modem = start('@echo off\n> AT+CMGS=3\n< >\n~ 50\n< +CMGS: 7')
    expect(say(modem, 'AT+CMGS=3')).toBe('|> ')
    modem.input(bytes('01AA\r\x1a'), 10)
    expect(outputs(modem, 900, 10)).toEqual([{ at: 60, text: '\r\n+CMGS: 7\r\n\r\nOK\r\n' }])
    expect(modem.log[0]).toMatchObject({ body: '01AA\r', final: 'OK' })
    expect(say(modem, 'AT+CMGS=3', 1000)).toBe('|> ')
    modem.input(bytes('01\x1b'), 1010)
    expect(outputs(modem, 2000, 1010)).toEqual([{ at: 1010, text: '\r\nOK\r\n' }])
    expect(say(modem, 'AT', 3000)).toBe('|OK|')
  })

  it('can tell which answers of its fixture nobody asked for', () => {
    const script = parseFixture('> AT+A\n> AT+B\n< 1\n> AT+B\n< 2\n> AT+COPS?#2\n< +COPS: 0', 'f.at')
    expect(unused(script)).toEqual(['f.at:1: AT+A', 'f.at:2: AT+B', 'f.at:4: AT+B', 'f.at:6: AT+COPS?#2'])
    say(createSimulator(script), 'AT+B;+COPS?')
    expect(unused(script)).toEqual(['f.at:1: AT+A', 'f.at:4: AT+B', 'f.at:6: AT+COPS?#2'])
    say(createSimulator(script), 'AT+A;+B;+B;+COPS=3,2;+COPS?')
    expect(unused(script)).toEqual([])
  })
})

describe('a behaviour', () => {
  const script = '> AT+X\n< +X: 1\n< +X: 2\n> AT+Y'

  it('can send single bytes, apart in time or not', () => {
    const slow = start('@echo off', oneByteAtATime(10))
    slow.input(bytes('AT\r'), 0)
    expect(outputs(slow, 1000)).toEqual([...'\r\nOK\r\n'].map((text, index) => ({ at: index * 10, text })))
    const split = start('@echo off', oneByteAtATime())
    split.input(bytes('AT\r'), 7)
    expect(outputs(split, 7, 7)).toEqual([...'\r\nOK\r\n'].map(text => ({ at: 7, text })))
  })

  it('can put unsolicited lines inside an answer', () => {
    const modem = start(script, echo(false), unsolicitedInside(['RING', '+CREG: 1']))
    expect(say(modem, 'AT+X')).toBe('|+X: 1||RING||+CREG: 1||+X: 2||OK|')
    expect(say(modem, 'AT+Y')).toBe('|RING||+CREG: 1||OK|')
  })

  it('can make the answer late while the echo comes at once', () => {
    const modem = start(script, late(400))
    modem.input(bytes('AT+Y\r'), 0)
    expect(outputs(modem, 1000)).toEqual([
      { at: 0, text: 'AT+Y\r' },
      { at: 400, text: '\r\nOK\r\n' },
    ])
    const picky = start(script, echo(false), late(400, /\+Y/))
    picky.input(bytes('AT+X\rAT+Y\r'), 0)
    expect(outputs(picky, 1000).map(({ at }) => at)).toEqual([0, 400])
  })

  it('can make the modem mute, whole or to one command', () => {
    const mute = start(script, neverAnswers())
    expect(say(mute, 'AT')).toBe('')
    expect(mute.log).toHaveLength(1)
    expect(say(start('@silent'), 'AT')).toBe('')
    const modem = start(script, neverAnswers(/\+X/))
    expect(say(modem, 'AT+X')).toBe('AT+X|')
    expect(say(modem, 'AT+Y')).toBe('AT+Y||OK|')
  })

  it('can set the echo', () => {
    expect(say(start('@echo off', echo(true)), 'AT')).toBe('AT||OK|')
  })

  it('can remember what was written, each simulator for itself', () => {
    const memory = stateful(
      () => ({ value: '0' }),
      (part, state, now) => {
        if (/^\+MEM\?$/i.test(part)) return reply([`+MEM: ${state.value},${now}`])
        const written = /^\+MEM=(\d+)$/i.exec(part)?.[1]
        if (written === undefined) return undefined
        state.value = written
        return reply([])
      },
    )
    const one = start('@echo off\n> AT+Z', memory)
    const other = start('@echo off', memory)
    expect(say(one, 'AT+MEM=7;+Z;+MEM?', 3)).toBe('|+MEM: 7,3||OK|')
    expect(say(one, 'AT+MEM=x')).toBe('|ERROR|')
    expect(say(other, 'AT+MEM?', 4)).toBe('|+MEM: 0,4||OK|')
  })
})

describe('the GTACT behaviour', () => {
  const modem = () => createSimulator(fixture('fibocom/fg621-lte-a'), [echo(false), gtact()])
  const bands = (one: Simulator) => say(one, 'AT+GTACT?')

  it('replaces the bands of the technologies that are named and keeps the others', () => {
    const one = modem()
    expect(bands(one)).toBe('|+GTACT: 10,3,2,1,5,8,101,103,105,107,108,120,128,138,140,141||OK|')
    expect(say(one, 'AT+GTACT=10,3,2,120,103')).toBe('|OK|')
    expect(bands(one)).toBe('|+GTACT: 10,3,2,1,5,8,103,120||OK|')
    expect(say(one, 'AT+GTACT=4,,,8')).toBe('|OK|')
    expect(bands(one)).toBe('|+GTACT: 4,,,8,103,120||OK|')
  })

  it('takes 0 for all bands and a lone technology for automatic', () => {
    const one = modem()
    say(one, 'AT+GTACT=10,3,2,103')
    expect(say(one, 'AT+GTACT=10,3,2,0')).toBe('|OK|')
    expect(bands(one)).toContain(',1,5,8,101,103,105,107,108,120,128,138,140,141|')
    expect(say(one, 'AT+GTACT=10')).toBe('|OK|')
    expect(bands(one)).toBe('|+GTACT: 10||OK|')
    say(one, 'AT+GTACT=10,3,2,103')
    expect(bands(one)).toBe('|+GTACT: 10,3,2,1,5,8,103||OK|')
  })

  it.each(['10,3,2,171', '11,3,2,103', '10,3,2,', '10,3,2,,', '10,9,2,103', ',101', '10,3,2,103"', ''])(
    'refuses AT+GTACT=%s and changes nothing',
    written => {
      const one = modem()
      const before = bands(one)
      expect(say(one, `AT+GTACT=${written}`)).toBe('|+CME ERROR: 50|')
      expect(bands(one)).toBe(before)
    },
  )

  it('reads 10 back as 20 on a modem with NR bands', () => {
    const nr = start('@echo off\n> AT+GTACT?\n< +GTACT: 20,6,3,1,101,103,501,5078', gtact())
    expect(say(nr, 'AT+GTACT=10,6,3,5078')).toBe('|OK|')
    expect(say(nr, 'AT+GTACT?')).toBe('|+GTACT: 20,6,3,1,101,103,5078||OK|')
  })

  it('leaves modems without GTACT, and those that refuse it, to their fixture', () => {
    expect(say(start('@echo off', gtact()), 'AT+GTACT?')).toBe('|ERROR|')
    const busy = createSimulator(fixture('fibocom/fg621-gt-errors'), [echo(false), gtact()])
    expect(say(busy, 'AT+GTACT?')).toBe('|+CME ERROR: 100|')
  })
})

describe('drift', () => {
  const script = fixture('fibocom/fg621-lte-a')
  const line = 'AT+CSQ;+GTCCINFO?;+GTCAINFO?;+MTSM=1'
  const at = (now: number, seed = 1) => say(createSimulator(script, [echo(false), drift(seed)]), line, now)
  const rows = (text: string, pattern: RegExp) => (pattern.exec(text)?.[1] ?? '').split(',').map(Number)
  const still = say(createSimulator(script, [echo(false)]), line)

  it('depends on the seed and the time alone', () => {
    expect(at(123_456)).toBe(at(123_456))
    expect(at(123_456)).not.toBe(at(123_456, 2))
    expect(at(123_456)).not.toBe(at(223_456))
  })

  it('moves every value, and only values, within what a radio can report', () => {
    const shapes = new Set<string>()
    const seen = {
      csq: new Set(),
      rsrp: new Set(),
      rsrq: new Set(),
      sinr: new Set(),
      heat: new Set(),
      scc: new Set(),
    }
    for (let now = 0; now < 600_000; now += 2000) {
      const text = at(now)
      const serving = rows(text, /\|(1,4,[^|]*)/)
      const pcc = rows(text, /PCC:([^|]*)/)
      const scc = rows(text, /SCC1:([^|]*)/)
      expect(pcc.slice(5)).toEqual([serving[12], serving[13], serving[10]])
      expect(serving[11]).toBe(serving[12])
      expect([...serving.slice(0, 3), ...serving.slice(6, 10)]).toEqual([1, 4, 232, 1300, 211, 3, 100])
      expect(scc.slice(0, 7)).toEqual([2, 0, 120, 87, 6200, 50, 50])
      expect(Math.abs((serving[12] ?? 0) - 47)).toBeLessThanOrEqual(5)
      seen.csq.add(rows(text, /\+CSQ: ([^|]*)/)[0])
      seen.rsrp.add(serving[12])
      seen.rsrq.add(serving[13])
      seen.sinr.add(serving[10])
      seen.scc.add(scc[7])
      seen.heat.add(rows(text, /\+MTSM: ([^|]*)/)[0])
      shapes.add(text.replaceAll(/\d+/g, '9'))
    }
    expect([...shapes]).toEqual([still.replaceAll(/\d+/g, '9')])
    for (const values of Object.values(seen)) expect(values.size).toBeGreaterThan(2)
  })

  it('goes in small steps', () => {
    let before = rows(at(0), /\|(1,4,[^|]*)/)[12] ?? 0
    for (let now = 250; now < 60_000; now += 250) {
      const level = rows(at(now), /\|(1,4,[^|]*)/)[12] ?? 0
      expect(Math.abs(level - before)).toBeLessThanOrEqual(1)
      before = level
    }
  })

  it('leaves unknown values unknown', () => {
    const text =
      '@echo off\n> AT+CSQ\n< +CSQ: 99,99\n> AT+CESQ\n< +CESQ: 99,99,255,255,255,255\n' +
      '> AT+GTCCINFO?\n< 1,4,232,01,2F1A,1D4C503,1300,211,3,100,255,255,255,255\n< 2,4,,,,,1300,212,,0,0,'
    const modem = start(text, drift())
    expect(say(modem, 'AT+CSQ;+CESQ;+GTCCINFO?', 99_000)).toBe(
      '|+CSQ: 99,99||+CESQ: 99,99,255,255,255,255||1,4,232,01,2F1A,1D4C503,1300,211,3,100,255,255,255,255|' +
        '|2,4,,,,,1300,212,,0,0,||OK|',
    )
  })
})
