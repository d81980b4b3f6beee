import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { converse, createWire, type Piece, utf8 } from '../world/modem/wire.ts'

const request = 'AT+CSQ;+COPS?;+CGMM'

/** Lines an answer may hold: no final result, no unsolicited line, no blank one, nothing like the echo. */
const answerLine = fc.oneof(
  fc.constantFrom(
    '+CSQ: 20,99',
    '+COPS: 0,0,"Vodafone Česko",7',
    'FG621-EA',
    '1,4,226,10,5079,9ECE02',
    '>',
    '"',
  ),
  fc
    .string({ unit: fc.constantFrom(...'abZ09,:"+-_ ;é移') })
    .map(text => `x${text.trimEnd()}`)
    .filter(line => line.trim() === line),
)

const unsolicited = fc.constantFrom(
  'RING',
  'SMS DONE',
  'PB DONE',
  'RDY',
  '+CREG: 1,"2F1A","01D4C503",7',
  '+CGREG: 5',
  '+CEREG: 2',
  '+C5GREG: 1',
  '+CMTI: "SM",12',
  '+CMT: ,24\r\n07911326040000F0040B911346610089F600002080629173140',
  '+CMT: "+431",,"24/01/01,10:00:00+04"\r\nOK',
  '+CBM: 1,50,1,1,1\r\nERROR',
  '+CDS: 25\r\n0006D60B911326880736F4111011719551401110117195714000',
  '+CUSD: 1,"Menu\r\nOK\r\n1 Balance\r\nBUSY",15',
  '+CDSI: "SR",1',
  '+CUSD: 0,"OK",15',
  '+CGEV: NW DETACH',
  '+CTZV: +8',
  '+CTZE: "+08",0,"2024/01/01"',
  '+CIEV: 2,3',
  '+CPIN: READY',
  '+CFUN: 1',
  '^RSSI: 17',
  '^HCSQ:"LTE",50,40,30,20',
  '^MODE:17,1',
  '^SRVST:2',
  '^SIMST:1',
  '^NDISSTAT:1,,,"IPV4"',
  '+ZUSIMR:2',
  '+ZPASR: "LTE"',
  '+ZDONR: "A1",232,1,"CS_PS"',
)

const ending = fc.constantFrom('\r\n', '\r\n\r\n', '\n', '\r', '\r\r\n', ' \r\n', '\0\r\n')
const final = fc.constantFrom('OK', 'ERROR', '+CME ERROR: 10', 'COMMAND NOT SUPPORT')

const answer = fc.record({
  echo: fc.boolean(),
  lines: fc.array(answerLine, { maxLength: 8 }),
  final,
  ending,
})

/** The bytes of an answer with unsolicited lines put between its own, at the places the numbers say. */
function bytesOf(
  {
    echo,
    lines,
    final: last,
    ending: end,
  }: { echo: boolean; lines: string[]; final: string; ending: string },
  strangers: readonly (readonly [number, string])[] = [],
): string {
  const all = [...(echo ? [request] : []), ...lines, last]
  for (const [place, line] of strangers) all.splice(place % all.length, 0, line)
  return utf8(all.map(line => end + line + end).join(''))
}

/** The bytes cut at the given places, with the silences between the pieces. */
function cut(bytes: string, places: readonly number[], pauses: readonly number[]): Piece[] {
  const ends = [...new Set(places.map(place => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [...ends, bytes.length].flatMap((end, i): Piece[] => [
    pauses[i % (pauses.length || 1)] ?? 0,
    bytes.slice(i === 0 ? 0 : ends[i - 1], end),
  ])
}

const ask = async (pieces: readonly Piece[]) => converse(createWire(() => pieces)).send(request)

describe('for any answer', () => {
  it('the lines are the same however the bytes are split', async () => {
    const places = fc.array(fc.nat({ max: 2000 }), { maxLength: 30 })
    const pauses = fc.array(fc.nat({ max: 60 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(answer, places, pauses, async (given, at, gaps) => {
        const bytes = bytesOf(given)
        const whole = await ask([bytes])
        expect(whole.lines).toEqual(given.lines)
        expect(whole.final).toMatchObject({ text: given.final })
        expect(await ask(cut(bytes, at, gaps))).toEqual(whole)
        expect(await ask([...bytes])).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  it('the lines are the same whatever unsolicited lines come between them', async () => {
    const strangers = fc.array(fc.tuple(fc.nat({ max: 40 }), unsolicited), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(answer, strangers, async (given, between) => {
        const response = await ask([bytesOf(given, between)])
        expect(response.lines).toEqual(given.lines)
        expect(response.final).toMatchObject({ text: given.final })
      }),
      { numRuns: 300 },
    )
  })
})

describe('for any bytes at all', () => {
  const noise = fc.uint8Array({ maxLength: 400 }).map(bytes => String.fromCharCode(...bytes))

  it('a command ends in time, its lines hold no control character that would end a line, and the next is right', async () => {
    await fc.assert(
      fc.asyncProperty(noise, async bytes => {
        const wire = createWire(text => {
          if (text === `${request}\r`) return [bytes]
          return text === 'AT+CGMM\r' ? ['\r\nAT+CGMM\r\r\nModel\r\nOK\r\n'] : ['\r\nOK\r\n']
        })
        const channel = converse(wire)
        const { lines } = await channel.send(request, { timeoutMs: 3000 })
        expect(wire.clock.now()).toBeLessThanOrEqual(4000)
        for (const line of lines) expect(line).not.toMatch(/[\r\n\0]|^\s|\s$|^$/)
        expect((await channel.send('AT+CGMM')).lines).toEqual(['Model'])
      }),
      { numRuns: 300 },
    )
  })
})
