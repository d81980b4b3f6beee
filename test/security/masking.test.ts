import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { debugTalk } from '../../src/main/debug.ts'
import { logLine, masked } from '../../src/platform/plain.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

const digits = (least: number, most: number) =>
  fc.stringMatching(new RegExp(`^[1-9]\\d{${least - 1},${most - 1}}$`))
const imei = digits(15, 16)
const imsi = digits(14, 15)
const iccid = fc.stringMatching(/^89\d{16,18}[\dA-Fa-f]{0,2}$/)
const international = digits(7, 15)
const national = digits(7, 13)

/** A whole number, or enough of its end that a person could be told by it, is still there. */
function shows(text: string, secret: string): boolean {
  const rest = secret.slice(5)
  return text.includes(secret) || (rest.length > 5 && text.includes(rest))
}

/** How modems print these numbers. */
const lines: readonly [string, fc.Arbitrary<string>, (number: string) => string][] = [
  ['an IMEI', imei, n => `+CGSN: "${n}"`],
  ['a bare IMEI', imei, n => n],
  ['an IMEI among other words', imei, n => `IMEI: ${n}, SVN: 05`],
  ['an IMEI with dashes', imei, n => `${n.slice(0, 2)}-${n.slice(2, 8)}-${n.slice(8, 14)}-${n.slice(14)}`],
  ['an IMSI', imsi, n => `+CIMI: ${n}`],
  ['an ICCID', iccid, n => `+ICCID: ${n}`],
  ['an ICCID in quotes', iccid, n => `+QCCID: "${n}",1`],
  ['an ICCID glued to its name', iccid, n => `^ICCID:${n}F`],
  ['an international number', international, n => `+CNUM: ,"+${n}",145`],
  ['an international number without type', international, n => `+CMT: "+${n}",,"25/01/01,12:00:00+04"`],
  ['a national number', national, n => `+CLIP: "${n}",129,,,,0`],
  ['a number with a blank before its type', national, n => `+CNUM: "me","${n}", 161`],
  ['a bare number', digits(12, 13), n => `MSISDN ${n}`],
]

describe('a masked line', () => {
  it.each(lines)('does not show %s', (_, number, print) => {
    fc.assert(
      fc.property(number, n => {
        for (const text of [masked(print(n)), logLine(print(n))]) {
          expect(text).not.toContain(n)
          const bare = text.replace(/-/g, '')
          expect(shows(bare, n), text).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '+CSQ: 24,99',
    '+CREG: 2,1,"2F1A","01D4C503",16',
    '+CREG: 2,1,"2F1A","12345678",7',
    '+C5GREG: 2,1,"00A1B2","00A1B2C3D4",11',
    '+GTCAINFO: PCC:103,211,1300,100,100,47,20,26',
    '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",232,01,68719476735,211,2F1A,636000,78,12,-94,-11,20,1,-',
    '+COPS: 0,2,"23201",7',
    '+CGPADDR: 1,"10.64.12.34"',
    '16121.1000.00.01.01.02',
    'EM7565 SWI9X50C_01.14.02.00 2e210b jenkins 2020/08/19 21:53:56',
  ])('shows what names nobody: %s', line => {
    expect(masked(line)).toBe(line)
  })

  it('ends in time, whatever it is', () => {
    for (const part of ['1', '1-', '+1', '"1', '1A-', '-'])
      for (const text of [part.repeat(60_000), `${part.repeat(60_000)}!`]) {
        const began = performance.now()
        masked(text)
        expect(performance.now() - began).toBeLessThan(1000)
      }
  })
})

describe('the talk of modem debug', () => {
  const source = readFileSync(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'), 'utf8')

  it('shows no IMEI, IMSI, card number or telephone number, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(imei, imsi, iccid, international, async (device, subscriber, card, phone) => {
        const text = source
          .replaceAll('004401000000014', device)
          .replaceAll('232010000000001', subscriber)
          .replaceAll('8943010000000000019', card)
          .replace('< +CSQ: 24,99', `! +CLIP: "+${phone}",145\n! +CLIP: "${phone}",129\n< +CSQ: 24,99`)
        const host = createHost([{ script: parseFixture(text) }])
        const talk = await debugTalk(host.platform, undefined)
        expect(talk).toMatch(/> AT\+CSQ/)
        expect(talk).toMatch(/\+CLIP/)
        for (const secret of [device, subscriber, card, phone]) expect(shows(talk, secret), talk).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})
