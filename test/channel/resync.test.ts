import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../src/channel/at.ts'
import { Failure } from '../../src/contract/failure.ts'
import { echo, late, neverAnswers } from '../world/modem/behaviours.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { type Behaviour, createSimulator } from '../world/modem/simulator.ts'
import { createClock, simulatedTransport } from '../world/modem/transport.ts'
import { converse, createWire, exchange } from '../world/modem/wire.ts'

const fixture = `
> AT+CSQ
< +CSQ: 20,99

> AT+CGMM
< Model

> AT+COPS=0

> AT+CMEE=1
`

/** A channel to a simulated modem, with what it received. */
function talkTo(behaviours: readonly Behaviour[], lifeMs = 60_000) {
  const clock = createClock(1000)
  const simulator = createSimulator(parseFixture(fixture), behaviours)
  const port = simulatedTransport(simulator, clock)
  const channel = openChannel(port, { now: clock.now, deadline: clock.now() + lifeMs })
  return { channel, clock, simulator, asked: () => simulator.log.map(({ line }) => line.replace('\x1b', '')) }
}

describe('after a time-out', () => {
  it('asks a bare AT before the next command', async () => {
    const { channel, asked } = talkTo([neverAnswers(/CSQ/)])
    expect((await channel.send('AT+CSQ', { timeoutMs: 1000 })).final).toEqual({ kind: 'timeout' })
    expect((await channel.send('AT+CGMM')).lines).toEqual(['Model'])
    expect(asked()).toEqual(['AT+CSQ', 'AT', 'AT+CGMM'])
    await channel.send('AT+CGMM')
    expect(asked()).toHaveLength(4)
  })

  it('does the same when the caller distrusts the last answer', async () => {
    const { channel, asked } = talkTo([])
    await channel.send('AT+CMEE=1')
    channel.distrust()
    await channel.send('AT+CGMM')
    expect(asked()).toEqual(['AT+CMEE=1', 'AT', 'AT+CGMM'])
  })

  it('takes no OK for its own that has lines before it', async () => {
    const wire = createWire((text, nth) => {
      if (nth === 0 || text === '\x1b') return []
      if (nth === 1) return ['+CSQ: 20,99\r\nOK\r\n', 60, 'OK\r\n']
      return text.endsWith('AT\r') ? ['OK\r\n'] : ['Model\r\nOK\r\n']
    })
    const channel = converse(wire)
    await channel.send('AT+CSQ', { timeoutMs: 500 })
    expect((await channel.send('AT+CGMM')).lines).toEqual(['Model'])
    expect(wire.written.filter(text => text === 'AT\r')).toHaveLength(2)
  })

  it('says that the port is silent when AT is not answered either, in bounded time', async () => {
    const { channel, clock } = talkTo([neverAnswers()])
    await channel.send('AT+CSQ', { timeoutMs: 1000 })
    const began = clock.now()
    await expect(channel.send('AT+CGMM')).rejects.toMatchObject({ code: 'port_silent' })
    expect(clock.now() - began).toBeLessThan(5000)
  })

  it('does not try beyond the end of the call', async () => {
    const { channel, clock } = talkTo([neverAnswers()], 1200)
    await channel.send('AT+CSQ', { timeoutMs: 1000 })
    await expect(channel.send('AT+CGMM')).rejects.toMatchObject({ code: 'port_silent' })
    expect(clock.now()).toBeLessThanOrEqual(2200)
  })

  it('gives up on AT when the modem never stops talking', async () => {
    const babble = Array.from({ length: 4000 }, () => ['noise\r\n', 5]).flat()
    const wire = createWire((_, nth) => (nth === 0 ? [] : babble))
    const channel = converse(wire, { lifeMs: 14_000 })
    await channel.send('AT+CSQ', { timeoutMs: 500 })
    await expect(channel.send('AT+CGMM')).rejects.toMatchObject({ code: 'port_slow' })
    expect(wire.clock.now()).toBeLessThanOrEqual(15_000)
  })

  it('says that a modem which drips its answers is slow, not silent', async () => {
    const drip = Array.from('AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n', byte => [700, byte]).flat()
    const wire = createWire((_, nth) => (nth === 0 ? drip : []))
    const channel = converse(wire, { lifeMs: 14_000 })
    expect((await channel.send('AT+CSQ', { timeoutMs: 2000 })).final).toEqual({
      kind: 'timeout',
      heard: true,
    })
    await expect(channel.send('AT+CGMM')).rejects.toMatchObject({ code: 'port_slow' })
    expect(wire.clock.now()).toBeLessThanOrEqual(15_000)
  })

  it('says that a modem is silent which only tells its news', async () => {
    const news = Array.from({ length: 30 }, () => [400, '+CREG: 5\r\n']).flat()
    const wire = createWire((_, nth) => (nth === 0 ? news : []))
    const channel = converse(wire, { lifeMs: 14_000 })
    expect((await channel.send('AT+CSQ', { timeoutMs: 2000 })).final).toEqual({ kind: 'timeout' })
    await expect(channel.send('AT+CGMM')).rejects.toMatchObject({ code: 'port_silent' })
  })

  it('does not trust a modem whose OK comes after another one', async () => {
    const wire = createWire((text, nth) => {
      if (nth === 0) return []
      if (nth === 1) return ['OK\r\n', 60, 'OK\r\n']
      return text === 'AT\r' ? ['OK\r\n'] : text === '\x1b' ? [] : ['Model\r\nOK\r\n']
    })
    const channel = converse(wire)
    await channel.send('AT+CSQ', { timeoutMs: 500 })
    expect((await channel.send('AT+CGMM')).lines).toEqual(['Model'])
    expect(wire.written.filter(text => text === 'AT\r')).toHaveLength(2)
  })

  it('leaves a prompt that came too late without sending anything there', async () => {
    const wire = createWire((text, nth) => {
      if (nth === 0) return [2000, '\r\n> ']
      if (text === '\x1b') return ['\r\nOK\r\n']
      return wire.written.includes('\x1b') ? ['OK\r\n'] : []
    })
    const channel = converse(wire)
    const sent = await channel.sendBody('AT+CMGS=5', '0011', { timeoutMs: 1000 })
    expect(sent.final.kind).toBe('timeout')
    expect((await channel.send('AT')).final.kind).toBe('ok')
    expect(wire.written.join('')).not.toContain('0011')
  })
})

describe('a late answer', () => {
  const ask = ['AT+CSQ', 'AT+COPS=0', 'AT+NONE'] as const

  it('is never taken for that of a later command, however late, with and without echo', async () => {
    const lateness = fc.integer({ min: 0, max: 16_000 })
    await fc.assert(
      fc.asyncProperty(lateness, fc.boolean(), fc.constantFrom(...ask), async (ms, echoes, first) => {
        const { channel } = talkTo([late(ms, /CSQ|COPS|NONE/), echo(echoes)])
        await channel.send(first, { timeoutMs: 3000 })
        for (let nth = 0; nth < 3; nth++) {
          try {
            const { lines, final } = await channel.send('AT+CGMM', { timeoutMs: 3000 })
            if (final.kind !== 'timeout') expect(lines).toEqual(['Model'])
          } catch (failure) {
            expect(failure).toBeInstanceOf(Failure)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a body', () => {
  it('is sent with Ctrl-Z when the prompt has come, and not before', async () => {
    const wire = createWire((_, nth) =>
      nth === 0
        ? ['AT+CMGS=5\r', 300, '\r\n', 20, '>', ' ']
        : ['0011223344', 50, '\r\n+CMGS: 7\r\n\r\nOK\r\n'],
    )
    const { lines, final } = await converse(wire).sendBody('AT+CMGS=5', '0011223344')
    expect(wire.written).toEqual(['AT+CMGS=5\r', '0011223344\x1a'])
    expect([lines, final.kind]).toEqual([['+CMGS: 7'], 'ok'])
  })

  it('is not sent when the command is refused before the prompt', async () => {
    const wire = createWire(() => ['AT+CMGS=5\r\r\n+CMS ERROR: 310\r\n'])
    const { final } = await converse(wire).sendBody('AT+CMGS=5', '0011')
    expect(final).toMatchObject({ kind: 'error', cause: 'cms', code: 310 })
    expect(wire.written).toEqual(['AT+CMGS=5\r'])
  })

  it('is no answer and no final result when it is echoed, whatever it says', async () => {
    const body = 'first\nOK\n\nlast > line'
    const wire = createWire((_, nth) =>
      nth === 0
        ? ['AT+CMGS="1"\r\r\n> ']
        : ['first\r\n> OK\r\n> \r\n> last > line\x1a\r\n', 900, '+CMGS: 8\r\nOK\r\n'],
    )
    const { lines, final } = await converse(wire).sendBody('AT+CMGS="1"', body)
    expect([lines, final.kind]).toEqual([['+CMGS: 8'], 'ok'])
  })

  it('that says OK is not waited for where the modem does not echo', async () => {
    const wire = createWire((_, nth) => (nth === 0 ? ['\r\n> '] : ['\r\nOK\r\n']))
    expect((await converse(wire).sendBody('AT+CMGS="1"', 'OK')).final.kind).toBe('ok')
    expect(wire.clock.now()).toBe(1000)
  })

  it('finds its prompt behind unsolicited lines', async () => {
    const wire = createWire((_, nth) => (nth === 0 ? ['RING\r\n\r\n> '] : ['OK\r\n']))
    expect((await converse(wire).sendBody('AT+CMGS=5', '0011')).final.kind).toBe('ok')
  })

  it('meets a simulated modem', async () => {
    const clock = createClock()
    const script = parseFixture('> AT+CMGS=4\n< >\n< +CMGS: 9\n')
    const simulator = createSimulator(script)
    const channel = openChannel(simulatedTransport(simulator, clock), { now: clock.now, deadline: 60_000 })
    expect(await channel.sendBody('AT+CMGS=4', '00112233')).toMatchObject({
      lines: ['+CMGS: 9'],
      final: { kind: 'ok' },
    })
    expect(simulator.log[0]?.body).toBe('00112233')
  })
})

describe('what the channel refuses to send', () => {
  const refused = { code: 'invalid_argument' }
  const hostile = ['\r', '\n', '\r\n', '\x1a', '\x1b', '\0', '\x7f', '\t', 'é', '\u011a', '\u2028', '\ud800']

  it.each(hostile)('a command with %j at any place, and nothing reaches the port', async char => {
    const wire = createWire(() => ['OK\r\n'])
    const channel = converse(wire)
    for (const command of [`AT+CSQ${char}`, `AT${char}+CSQ`, `${char}AT+CSQ`, `AT+CSQ${char}ATZ`])
      await expect(channel.send(command), JSON.stringify(command)).rejects.toMatchObject(refused)
    expect(wire.written).toEqual([])
  })

  it.each(['', 'A', 'Z', ' AT', '+CSQ', 'TA+CSQ'])('%j, which is no AT command line', async command => {
    await expect(exchange(command)).rejects.toMatchObject(refused)
  })

  it.each(['\x1a', '\x1b', '\0', '\x7f', 'é', '\u011a', '\u041b'])('a body with %j', async char => {
    const wire = createWire(() => ['> '])
    const sent = converse(wire).sendBody('AT+CMGS=5', `a${char}AT+CFUN=0`)
    await expect(sent).rejects.toMatchObject(refused)
    expect(wire.written).toEqual([])
  })

  it('anything else in no case: what is written is the command and one carriage return', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async text => {
        const wire = createWire(() => ['OK\r\n'])
        const allowed = /^[ -~]*$/.test(text)
        const sent = await converse(wire)
          .send(`AT${text}`)
          .catch(() => null)
        expect(sent !== null).toBe(allowed)
        expect(wire.written).toEqual(allowed ? [`AT${text}\r`] : [])
      }),
      { numRuns: 200 },
    )
  })
})
