import { describe, expect, it } from 'vitest'
import { finalOf, openChannel } from '../../src/channel/at.ts'
import { converse, createWire, exchange, type Piece, utf8 } from '../world/modem/wire.ts'

describe('final results', () => {
  it.each(['OK', 'ok', 'CONNECT', 'CONNECT 150000000'])('%s is a success', line => {
    expect(finalOf(line)).toEqual({ kind: 'ok', text: line })
  })

  it.each([
    'ERROR',
    'NO CARRIER',
    'NO DIALTONE',
    'BUSY',
    'NO ANSWER',
    'ABORTED',
    'COMMAND NOT SUPPORT',
    'TOO MANY PARAMETERS',
  ])('%s is a plain error', line => {
    expect(finalOf(line)).toEqual({ kind: 'error', cause: 'plain', code: null, text: line })
  })

  it.each([
    ['+CME ERROR: 10', 'cme', 10],
    ['+CME ERROR:100', 'cme', 100],
    ['+CME ERROR : 14', 'cme', 14],
    ['+CME ERROR: SIM not inserted', 'cme', null],
    ['+CME ERROR:', 'cme', null],
    ['+cms error: 310', 'cms', 310],
    ['+CMS ERROR: memory full', 'cms', null],
  ] as const)('%s is an error of kind %s with code %s', (line, cause, code) => {
    expect(finalOf(line)).toEqual({ kind: 'error', cause, code, text: line })
  })

  it.each(['OK.', 'OKAY', '+CSQ: OK', 'ERROR 5', '+CME: 10', 'BUSY,1', '> OK', 'CONNECTED', ''])(
    '%j is none',
    line => {
      expect(finalOf(line)).toBeNull()
    },
  )
})

describe('one exchange', () => {
  it('sends the line with a carriage return and gives the lines before the final result', async () => {
    const wire = createWire(() => ['\r\n+CSQ: 20,99\r\n\r\nOK\r\n'])
    const channel = converse(wire)
    expect(await channel.send('AT+CSQ')).toEqual({
      request: 'AT+CSQ',
      lines: ['+CSQ: 20,99'],
      final: { kind: 'ok', text: 'OK' },
    })
    expect(wire.written).toEqual(['AT+CSQ\r'])
  })

  it('keeps the lines that came before an error', async () => {
    const { lines, final } = await exchange('AT+CSQ;+CPIN?', '+CSQ: 20,99\r\n+CME ERROR: 10\r\n')
    expect(lines).toEqual(['+CSQ: 20,99'])
    expect(final).toMatchObject({ kind: 'error', cause: 'cme', code: 10 })
  })

  it('reads an answer in single bytes with pauses between them', async () => {
    const bytes = [...'AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n'].flatMap((c): Piece[] => [c, 20])
    expect((await exchange('AT+CSQ', ...bytes)).lines).toEqual(['+CSQ: 20,99'])
  })

  it('gives text that is not ASCII as it is, and never a byte that is no character', async () => {
    const { lines } = await exchange(
      'AT+COPS?',
      `${utf8('+COPS: 0,0,"Vodafone Česko"')}\r\n\xff\xfe\r\nOK\r\n`,
    )
    expect(lines).toEqual(['+COPS: 0,0,"Vodafone Česko"', '\ufffd\ufffd'])
  })

  it('cuts an overlong line and still ends with the final result behind it', async () => {
    const { lines, final } = await exchange('AT+X', `${'y'.repeat(100_000)}\r\nOK\r\n`)
    expect([lines.map(line => line.length), final.kind]).toEqual([[65_536], 'ok'])
  })

  it('keeps at most 256 KB of an answer that has no end', async () => {
    const storm = `${'z'.repeat(1000)}\r\n`.repeat(1000)
    const { lines, final } = await exchange('AT+X', storm, 'OK\r\n')
    const size = lines.reduce((sum, line) => sum + line.length, 0)
    expect(final.kind).toBe('ok')
    expect(size).toBeGreaterThan(260_000)
    expect(size).toBeLessThanOrEqual(262_144)
  })

  it('ends at its time-out although the port never stops talking', async () => {
    const { clock, port } = createWire(() => [])
    let reads = 0
    const babbling = {
      ...port,
      async read() {
        clock.advance(1)
        if (reads++ > 10_000) throw new Error('reads for ever')
        return Uint8Array.from('$GPGSV,3,1\r\n', c => c.charCodeAt(0))
      },
    }
    const began = clock.now()
    const channel = openChannel(babbling, { now: clock.now, deadline: began + 14_000 })
    expect((await channel.send('AT+CSQ', { timeoutMs: 3000 })).final.kind).toBe('timeout')
    expect(clock.now() - began).toBeLessThan(6000)
  })

  it('waits no longer than the call lives', async () => {
    const wire = createWire(() => [])
    const began = wire.clock.now()
    const { final } = await converse(wire, { lifeMs: 700 }).send('AT+CSQ', { timeoutMs: 5000 })
    expect([final.kind, wire.clock.now() - began]).toEqual(['timeout', 700])
  })

  it('throws away what was on the wire when it was opened', async () => {
    const wire = createWire(() => ['+CSQ: 5,99\r\nOK\r\n'], ['+CSQ: 31,99\r\n', '+CSQ: 30'])
    expect((await converse(wire).send('AT+CSQ')).lines).toEqual(['+CSQ: 5,99'])
  })

  it('makes sure of the modem first where the end of another answer was on the wire', async () => {
    const answer = (text: string) => (text === 'AT\r' ? ['OK\r\n'] : ['+CSQ: 5,99\r\nOK\r\n'])
    const wire = createWire(answer, ['+CSQ: 31,99\r\nOK\r\n'])
    expect((await converse(wire).send('AT+CSQ')).lines).toEqual(['+CSQ: 5,99'])
    expect(wire.written).toEqual(['AT\r', 'AT+CSQ\r'])
  })

  it('takes no part of an answer that news of a restart end instead of a final result', async () => {
    const wire = createWire(() => ['AT+CSQ;+COPS?\r\r\n+CSQ: 5,99\r\n+COPS: 0,0,"A\r\nRDY\r\n'])
    expect(await converse(wire).send('AT+CSQ;+COPS?')).toMatchObject({
      lines: [],
      final: { kind: 'timeout' },
    })
  })

  it('knows the end of another command by its echo, also of a bare AT', async () => {
    const wire = createWire(() => ['AT\r\r\nOK\r\nAT+CSQ\r\r\n+CSQ: 5,99\r\nOK\r\n'])
    expect((await converse(wire).send('AT+CSQ')).lines).toEqual(['+CSQ: 5,99'])
  })

  it('does not take news about the registration for the answer', async () => {
    const lines = '+CREG: 5\r\n+CREG: 1,"2F1A","01D4C503",7\r\n+CREG: 2,1,"2F1A","01D4C503",7\r\nOK\r\n'
    const wire = createWire(() => [lines])
    expect((await converse(wire).send('AT+CREG?')).lines).toEqual(['+CREG: 2,1,"2F1A","01D4C503",7'])
  })

  it('throws when the port vanishes in the middle of an answer', async () => {
    const lost = exchange('AT+CSQ', '+CSQ: 2', { lost: true })
    await expect(lost).rejects.toMatchObject({ code: 'port_lost' })
  })

  it('tells its trace of what was said, in order', async () => {
    const said: string[] = []
    const wire = createWire(() => ['AT+CSQ\r\r\nRING\r\n+CSQ: 5,99\r\nOK\r\n'])
    await converse(wire, { trace: (way, line) => said.push(way + line) }).send('AT+CSQ')
    expect(said).toEqual(['>AT+CSQ', '!RING', '<+CSQ: 5,99', '<OK'])
  })
})

describe('the echo', () => {
  it('is dropped, and with it everything that stood before it', async () => {
    const { lines } = await exchange(
      'AT+CSQ',
      '+CSQ: 31,99\r\nOK 1\r\n+ZZZ: late\r\n',
      'AT+CSQ\r\r\n+CSQ: 5,99\r\nOK\r\n',
    )
    expect(lines).toEqual(['+CSQ: 5,99'])
  })

  it('is recognised in another case', async () => {
    expect((await exchange('at+csq', 'AT+CSQ\r+CSQ: 5,99\r\nOK\r\n')).lines).toEqual(['+CSQ: 5,99'])
  })

  it.each([
    ['without its beginning', '+CGMI\r\r\nMaker\r\nOK\r\n'],
    ['without all but its end', 'MI\r\r\nMaker\r\nOK\r\n'],
    ['behind garbage', '\x1b\xffxAT+CGMI\r\r\nMaker\r\nOK\r\n'],
    ['behind the rest of an old answer', '20,99AT+CGMI\r\r\nMaker\r\nOK\r\n'],
  ])('is recognised %s', async (_, text) => {
    expect((await exchange('AT+CGMI', text)).lines).toEqual(['Maker'])
  })

  it.each([
    ['two', 'A\r\n^RSSI:20\r\n\r\n^MODE:5\r\nT+CGMI;+CGMM\r\r\nMaker\r\nModel\r\nOK\r\n'],
    ['three', 'AT\r\n^RSSI:20\r\n+CGMI;\r\nRING\r\n+CGMM\r\r\nMaker\r\nModel\r\nOK\r\n'],
    ['two without the first', '\r\n^RSSI:20\r\nT+CGMI;+CGMM\r\r\nMaker\r\nModel\r\nOK\r\n'],
    ['two, the last lost', 'AT+CGMI\r\n^RSSI:20\r\n\r\nMaker\r\nModel\r\nOK\r\n'],
    ['two with a line of an old answer', 'AT+CG\r\n+ZZZ: 1\r\nMI;+CGMM\r\r\nMaker\r\nModel\r\nOK\r\n'],
  ])('is no answer in pieces: %s', async (_, text) => {
    expect((await exchange('AT+CGMI;+CGMM', text)).lines).toEqual(['Maker', 'Model'])
  })

  it('is not mistaken for an answer that ends like the command', async () => {
    expect((await exchange('AT+CGMM', 'AT+CGMM\r\r\nM\r\nOK\r\n')).lines).toEqual(['M'])
    expect((await exchange('AT+X=OK', 'AT+X=OK\r\r\nOK\r\n')).final.kind).toBe('ok')
    expect((await exchange('AT+X=OK', 'OK\r\n')).final.kind).toBe('ok')
  })
})

describe('lines nobody asked for', () => {
  const urcs = [
    'RING',
    '+CREG: 1,"2F1A","01D4C503",7',
    '^RSSI:17',
    '+CMTI: "SM",3',
    'PB DONE',
    '+ZPASR: "LTE"',
  ]

  it.each([
    ['before the echo', (u: string) => `${u}\r\nAT+CSQ\r\r\n+CSQ: 5,99\r\nOK\r\n`],
    ['behind the echo', (u: string) => `AT+CSQ\r\r\n${u}\r\n+CSQ: 5,99\r\nOK\r\n`],
    ['before the final result', (u: string) => `AT+CSQ\r\r\n+CSQ: 5,99\r\n${u}\r\nOK\r\n`],
    ['inside an answer without echo', (u: string) => `${u}\r\n+CSQ: 5,99\r\n${u}\r\nOK\r\n`],
    ['behind the final result', (u: string) => `AT+CSQ\r\r\n+CSQ: 5,99\r\nOK\r\n${u}\r\n`],
  ])('are set aside %s', async (_, text) => {
    for (const urc of urcs) expect((await exchange('AT+CSQ', text(urc))).lines, urc).toEqual(['+CSQ: 5,99'])
  })

  it('are remembered in order, also those between two commands', async () => {
    const wire = createWire((_, nth) =>
      nth === 0 ? ['+CSQ: 5,99\r\nOK\r\nRING\r\n^MODE:5\r\n'] : ['+CMTI: "SM",1\r\n+CSQ: 6,99\r\nOK\r\n'],
    )
    const channel = converse(wire)
    await channel.send('AT+CSQ')
    expect((await channel.send('AT+CSQ')).lines).toEqual(['+CSQ: 6,99'])
    expect(channel.unsolicited).toEqual(['RING', '^MODE:5', '+CMTI: "SM",1'])
  })

  it.each([
    ['a message', '+CMT: "+431",,"24/01/01,10:00:00+04"\r\nOK\r\n'],
    ['a message that names a call', '+CMT: "+431",,"24/01/01,10:00:00+04"\r\nNO CARRIER\r\n'],
    ['a cell broadcast', '+CBM: 1,50,1,1,1\r\nERROR\r\n'],
    ['a status report', '+CDS: 25\r\n+CSQ: 31,99\r\n'],
    ['a USSD menu', '+CUSD: 1,"Menu\r\nOK\r\n\r\n1 Balance\r\nERROR\r\n0 Back",15\r\n'],
    ['a USSD menu that begins with a line end', '+CUSD: 1,"\r\nOK\r\n0 Back"\r\n'],
  ])('take their own text with them: %s', async (_, news) => {
    const whole = `${news}+CSQ: 5,99\r\nOK\r\n`
    expect(await exchange('AT+CSQ', whole)).toMatchObject({ lines: ['+CSQ: 5,99'], final: { kind: 'ok' } })
    expect((await exchange('AT+CSQ', `AT+CSQ\r\r\n${whole}`)).lines).toEqual(['+CSQ: 5,99'])
  })

  it.each([
    ['lines divided by a line feed alone', '+CMT: "+431",,"24/01/01,10:00:00+04"\r\nBuy milk\nOK\nERROR\r\n'],
    ['a second line of OK', '\r\n+CMT: "+431",,"24/01/01,10:00:00+04"\r\nBuy milk\r\nOK\r\n\r\n'],
    [
      'an empty line, and a length',
      '+CMT: "+431",,"24/01/01,10:00:00+04",145,4,0,0,"+43699",145,13\r\nBuy milk\r\n\r\nOK\r\n',
    ],
    [
      'a length that counts more than is shown',
      '+CMT: "+431",,"24/01/01,10:00:00+04",145,4,0,0,"+43699",145,9\r\nBuy milk\r\n',
    ],
    ['a broadcast', '\r\n+CBM: 1,50,1,1,1\r\nStay at home\r\nBUSY\r\n\r\n'],
    ['quotes in a menu', '\r\n+CUSD: 1,"Menu\r\n1 "Best"\r\nOK\r\n2 Back",15\r\n\r\n'],
    ['quotes in its first line', '\r\n+CUSD: 1,"Press "OK"\r\nOK\r\n2 Back",15\r\n\r\n'],
    ['a PDU', '+CMT: "Ann",24\r\n07911326040000F0040B911346610089F600002080629173140\r\n'],
  ])('take all of a text of several lines with them: %s', async (_, news) => {
    const whole = `${news}+CSQ: 5,99\r\n\r\nOK\r\n`
    for (const echoed of ['', 'AT+CSQ\r\r\n'])
      expect(await exchange('AT+CSQ', echoed + whole)).toMatchObject({
        lines: ['+CSQ: 5,99'],
        final: { kind: 'ok' },
      })
  })

  it('take a second line like a value with them', async () => {
    const text =
      '\r\n+CMT: "+431",,"24/01/01,10:00:00+04"\r\nYour\r\n+CSQ: 31,99\r\n\r\n+CSQ: 5,99\r\n\r\nOK\r\n'
    for (const before of ['', 'AT+CSQ\r\r\nRING\r\n'])
      expect((await exchange('AT+CSQ', before + text)).lines).toEqual(['+CSQ: 5,99'])
  })

  it('take all of a text with them between two commands', async () => {
    const wire = createWire(() => [
      '\r\n+CSQ: 5,99\r\n\r\nOK\r\n\r\n+CMT: "+431",,"24/01/01,10:00:00+04"\r\nA\r\nOK\r\n',
    ])
    const channel = converse(wire)
    await channel.send('AT+CSQ')
    await channel.send('AT+CSQ')
    expect(wire.written).toEqual(['AT+CSQ\r', 'AT+CSQ\r'])
  })

  it('take their own text with them between two commands', async () => {
    const wire = createWire(() => ['+CSQ: 5,99\r\nOK\r\n+CMT: ,24\r\n', 20, 'OK\r\n'])
    const channel = converse(wire)
    await channel.send('AT+CSQ')
    await channel.send('AT+CSQ')
    expect(wire.written).toEqual(['AT+CSQ\r', 'AT+CSQ\r'])
  })

  it.each(['+CUSD: 0,"Over",15', '+CUSD: 4', '+CDS: 6,5,"+431",129,"24/01/01,10:00:00+04","24",0'])(
    'without more text take nothing with them: %s',
    async news => {
      expect((await exchange('AT+CSQ', `${news}\r\n+CSQ: 5,99\r\nOK\r\n`)).lines).toEqual(['+CSQ: 5,99'])
    },
  )

  it('are remembered up to a hundred', async () => {
    const wire = createWire(() => [`${'RING\r\n'.repeat(500)}OK\r\n`])
    const channel = converse(wire)
    await channel.send('AT')
    expect(channel.unsolicited).toHaveLength(100)
  })

  it.each([
    ['AT+CREG?', '+CREG: 2,1,"2F1A","01D4C503",7'],
    ['AT+CREG=2;+CREG?;+CSQ', '+CREG: 2,1'],
    ['AT+CPIN?', '+CPIN: READY'],
    ['AT^HCSQ?', '^HCSQ:"LTE",50,40,30,20'],
    ['AT+CFUN?', '+CFUN: 1'],
    ['at+cgreg?', '+CGREG: 0,1'],
  ])('are the answer when the running command has their name: %s', async (request, line) => {
    expect((await exchange(request, `${line}\r\nOK\r\n`)).lines).toEqual([line])
  })

  it('are not the answer to a command whose name only looks like theirs', async () => {
    expect((await exchange('AT+CGREG?', '+CREG: 1\r\n+CGREG: 0,1\r\nOK\r\n')).lines).toEqual(['+CGREG: 0,1'])
  })

  it('can be named by the caller', async () => {
    const wire = createWire(() => ['+QIURC: 1\r\n+QUSIM: 1\r\nMaker\r\n%XNOTE: 1\r\nOK\r\n'])
    const channel = converse(wire)
    channel.expect(['+QIURC', '%xnote'])
    expect((await channel.send('AT+CGMI')).lines).toEqual(['Maker'])
    expect((await channel.send('AT+QIURC?')).lines).toEqual(['+QIURC: 1', 'Maker'])
  })

  it('never give their NO CARRIER to a later command', async () => {
    const wire = createWire(text => {
      if (text === 'AT+CGMI\r') return ['NO CARRIER\r\n', 50, 'Maker\r\nOK\r\n']
      return text === 'AT+CGMM\r' ? [10, 'Model\r\nOK\r\n'] : ['OK\r\n']
    })
    const channel = converse(wire)
    expect((await channel.send('AT+CGMI')).final).toMatchObject({ kind: 'error', text: 'NO CARRIER' })
    expect((await channel.send('AT+CGMM')).lines).toEqual(['Model'])
  })
})

describe('a message that was asked for', () => {
  const header = '+CMGR: "REC READ","+431",,"24/01/01,10:00:00+04"'

  it.each([
    ['with a second line of OK', `\r\n${header}\r\nBuy milk\r\nOK\r\n\r\nOK\r\n`, ['Buy milk', 'OK']],
    ['with line feeds', `${header}\r\nBuy milk\nERROR\nbread\r\nOK\r\n`, ['Buy milk', 'ERROR', 'bread']],
    ['without text', `\r\n${header}\r\n\r\n\r\nOK\r\n`, []],
    ['of a modem that leaves no empty line before OK', `\r\n${header}\r\nBuy milk\r\nOK\r\n`, ['Buy milk']],
    ['that looks like a command', `\r\n${header}\r\nRING\r\nAT+CSQ\r\n\r\nOK\r\n`, ['RING', 'AT+CSQ']],
  ])('is told whole: %s', async (_, text, lines) => {
    for (const echoed of ['', 'AT+CMGR=1\r'])
      expect(await exchange('AT+CMGR=1', echoed + text)).toMatchObject({
        lines: [header, ...lines],
        final: { kind: 'ok', text: 'OK' },
      })
  })

  it('is told whole among others', async () => {
    const row = (nth: number) => `+CMGL: ${nth},"REC READ","+431",,"24/01/01,10:00:00+04"`
    const text = `\r\n${row(1)}\r\nOne\r\nOK\r\n${row(2)}\r\nOK\r\n\r\nOK\r\n`
    const { lines } = await exchange('AT+CMGL="ALL"', text)
    expect(lines).toEqual([row(1), 'One', 'OK', row(2), 'OK'])
  })
})

describe('lines after OK', () => {
  it('belong to the answer for as long as the caller listens', async () => {
    const late = () => ['+X: 1\r\nOK\r\n', 80, '+QTEMP: "cpu","41"\r\n', 300, '+QTEMP: "late","99"\r\n']
    const wire = createWire(late)
    const { lines, final } = await converse(wire).send('AT+QTEMP', { afterOkMs: 200 })
    expect([lines, final.kind]).toEqual([['+X: 1', '+QTEMP: "cpu","41"'], 'ok'])
    expect((await exchange('AT+QTEMP', ...late())).lines).toEqual(['+X: 1'])
  })

  it('are not a second final result, nor unsolicited ones', async () => {
    const wire = createWire(() => ['OK\r\n', 20, 'RING\r\n+QTEMP: 41\r\nOK\r\n'])
    const { lines } = await converse(wire).send('AT+QTEMP', { afterOkMs: 200 })
    expect(lines).toEqual(['+QTEMP: 41'])
  })

  it('are not waited for after an error', async () => {
    const wire = createWire(() => ['ERROR\r\n'])
    const began = wire.clock.now()
    await converse(wire).send('AT+QTEMP', { afterOkMs: 900 })
    expect(wire.clock.now()).toBe(began)
  })
})
