import { describe, expect, it } from 'vitest'
import { debugTalk } from '../../src/main/debug.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { unsolicitedInside } from '../world/modem/behaviours.ts'

describe('the talk of modem debug', () => {
  it('stays short when the modem never stops talking, and says how much was cut', async () => {
    const flood = new TextEncoder().encode(`+QIND: "noise",${'x'.repeat(80)}\r\n`.repeat(40))
    const host: Host = createHost([{ script: fg621() }], {
      wrap: port => ({
        ...port,
        async read(until) {
          host.clock.advance(2)
          return host.clock.now() > until ? null : flood
        },
      }),
    })
    const began = host.clock.now()
    const talk = await debugTalk(host.platform, undefined)
    expect(host.clock.now() - began).toBeLessThanOrEqual(15_000)
    expect(talk.length).toBeLessThan(300_000)
    expect(talk).toMatch(/# cut: \d{4,} lines and \d{5,} characters are not shown\n$/)
    expect(talk).toContain('> AT')
  })

  it('shortens a line without end', async () => {
    const host = createHost([{ script: fg621() }], {
      behaviours: [unsolicitedInside([`+QIND: ${'y'.repeat(50_000)}`])],
    })
    const talk = await debugTalk(host.platform, undefined)
    expect(Math.max(...talk.split('\n').map(line => line.length))).toBeLessThan(1100)
    expect(talk).toMatch(/# cut: 0 lines and \d+ characters/)
  })

  it('shows no text of a message, no number with blanks and no address', async () => {
    const news = [
      '+CMT: "+43 664 1234567","Alice","25/01/01,12:00:00+04"',
      'Your code is 4711',
      '+CUSD: 0,"Balance 4711 of +43 664 1234567",15',
      '+CGEV: NW DETACH',
      '^NDISSTAT: 1,,,"IPV6","2001:db8:1234:5678::9abc"',
    ]
    const host = createHost([{ script: fg621() }], { behaviours: [unsolicitedInside(news)] })
    const talk = await debugTalk(host.platform, undefined)
    expect(talk).toContain('+CMT: ')
    expect(talk).toContain('+CSQ: 24,99')
    for (const secret of [
      '4711',
      'Alice',
      '1234567',
      '5678',
      '9abc',
      '10.64.12.34',
      '004401000000014',
      '1D4C503',
    ])
      expect(talk).not.toContain(secret)
  })
})
