import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHost } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host, mistakesOf, recorded } from '../world/memory/modems.ts'
import { echo, late, neverAnswers, oneByteAtATime } from '../world/modem/behaviours.ts'

describe('a raw command', () => {
  it('gives the lines and the final result', async () => {
    const reply = await fg621Host().call('at', { command: 'AT+CSQ' })
    expect(mistakesOf('at', reply)).toBe('')
    expect(reply).toEqual({
      modem: 'usb-1-1',
      command: 'AT+CSQ',
      lines: ['+CSQ: 24,99'],
      final: 'OK',
      ok: true,
    })
  })

  it('gives an error as it is', async () => {
    const host = createHost([{ script: recorded('fibocom/fg621-no-sim') }])
    expect(await host.call('at', { command: 'AT+CPIN?' })).toMatchObject({
      final: '+CME ERROR: 10',
      ok: false,
    })
    expect(await host.call('at', { command: 'AT+NONE' })).toMatchObject({
      final: 'ERROR',
      ok: false,
      lines: [],
    })
  })

  it('gives up at its time-out', async () => {
    const host = fg621Host({ behaviours: [neverAnswers(/CSQ/)] })
    const began = host.clock.now()
    expect(await host.call('at', { command: 'AT+CSQ', timeout_ms: 700 })).toMatchObject({
      final: 'timeout',
      ok: false,
    })
    expect(host.clock.now() - began).toBeLessThan(1500)
  })

  it('never shows lines or the final result of an earlier command, with and without echo', async () => {
    const lateness = fc.integer({ min: 0, max: 9000 })
    await fc.assert(
      fc.asyncProperty(lateness, fc.boolean(), async (ms, echoes) => {
        const host = fg621Host({ behaviours: [late(ms, /GTCCINFO/), echo(echoes)] })
        await host.call('at', { command: 'AT+GTCCINFO?', timeout_ms: 300 })
        const reply = await host.call('at', { command: 'AT+CSQ', timeout_ms: 3000 })
        if (!('error' in reply) && reply.final !== 'timeout')
          expect(reply).toMatchObject({ lines: ['+CSQ: 24,99'], final: 'OK' })
        else
          expect(reply).toMatchObject(
            'error' in reply ? { error: expect.stringMatching(/^port_s(?:ilent|low)$/) } : { lines: [] },
          )
      }),
      { numRuns: 150 },
    )
  })

  it('tells a modem that drips bytes as slow', async () => {
    const host = fg621Host({ behaviours: [oneByteAtATime(900)] })
    const began = host.clock.now()
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ error: 'port_slow' })
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'slow' })
    expect(host.clock.now() - began).toBeLessThan(30_000)
  })

  it('leaves the next call a right answer', async () => {
    const host = fg621Host({ behaviours: [neverAnswers(/COPS=\?/)] })
    await host.call('at', { command: 'AT+COPS=?', timeout_ms: 200 })
    expect(await host.call('info')).toMatchObject({ port_state: 'ok', model: 'FG621-EA', missing: [] })
  })

  it('goes to the modem that is named', async () => {
    const host = createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }])
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ error: 'several_modems' })
    expect(await host.call('at', { command: 'AT+CSQ', modem: 'usb-1-2' })).toMatchObject({
      modem: 'usb-1-2',
      lines: ['+CSQ: 20,99'],
    })
  })

  it.each([
    'CSQ',
    'AT+CSQ\r',
    'AT+CSQ\rAT+CFUN=0',
    'AT+CSQ\nAT+CFUN=0',
    'AT+CMGS="1"\x1a',
    'AT\x1b',
    'AT\0',
    'AT+CSQ é',
    'AT\u2028',
    `AT${'x'.repeat(1023)}`,
    '',
    ' AT',
  ])('%j is refused, and nothing reaches the modem', async command => {
    const host = fg621Host()
    expect(await host.call('at', { command })).toMatchObject({ error: 'invalid_argument' })
    expect(host.simulators[0]?.log).toEqual([])
  })

  it.each([99, 14_001, '500', 1.5])('does not take %j as its time-out', async timeout_ms => {
    expect(await fg621Host().call('at', { command: 'AT', timeout_ms })).toMatchObject({
      error: 'invalid_argument',
    })
  })

  it('reaches the modem as one line or not at all, whatever it is', async () => {
    const bits = fc.constantFrom(
      'AT',
      '+CSQ',
      '\r',
      '\n',
      '\x1a',
      '\x1b',
      '\0',
      ';',
      '"',
      '`',
      '$(',
      'é',
      ' ',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 8 }), async all => {
        const host = fg621Host()
        const command = `AT${all.join('')}`
        const reply = await host.call('at', { command })
        expect(mistakesOf('at', reply)).toBe('')
        const sent = host.simulators[0]?.log.map(({ line }) => line) ?? []
        expect(sent).toEqual(/^[ -~]*$/.test(command) ? ['AT', command] : [])
      }),
      { numRuns: 150 },
    )
  })

  it('never gives more than 256 KB, and valid JSON for whatever text the modem sends', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `< +X: ${i} ${'\u0001"\\é'.repeat(30)}`).join('\n')
    const host = createHost([{ script: anyModem(`\n> AT+X\n${lines}\n`) }])
    const reply = await host.call('at', { command: 'AT+X' })
    expect(JSON.stringify(reply).length).toBeLessThanOrEqual(262_144)
    expect(mistakesOf('at', reply)).toBe('')
  })
})
