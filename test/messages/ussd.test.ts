import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { objectionToCode, packUssd, readUssd, ussdText, writeUssd } from '../../src/messages/ussd.ts'

const read = (
  entry: string,
  form: 'plain' | 'packed' | 'ucs2' = 'plain',
  charset: string | null = 'GSM',
): string | null => {
  const news = readUssd(entry)
  return news === null ? null : ussdText(news, { charset, form })
}

describe('a code in packed form', () => {
  it.each([
    ['*100#', 'AA180C3602'],
    ['*101#', 'AA182C3602'],
    ['*#06#', 'AA11CC3602'],
    ['*1#', 'AAD808'],
    ['1', '31'],
    ['12', '3119'],
    ['*100*2*1#', 'AA180CA692A96223'],
    ['*136*1#', 'AAD8CCA68A8D1A'],
    ['1234567', '31D98C56B3DD1A'],
    ['*121*12#', 'AA982CA68AC946'],
    ['*123456#', 'AA986C46ABD946'],
  ])('%s is %s', (text, packed) => expect(packUssd(text)).toBe(packed))

  it('comes out as it went in, whatever its length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 .,:]{1,180}[A-Za-z]$/), text => {
        expect(read(`+CUSD: 0,"${packUssd(text)}",15`, 'packed')).toBe(text.trimEnd())
      }),
      { numRuns: 200 },
    )
  })

  it('of eight characters that end with a carriage return has one more', () =>
    expect(packUssd('ABCDEFG\r')).toBe(`${packUssd('ABCDEFG\r\r')}`))
})

describe('an answer', () => {
  it.each([
    ['D3309BFCD6816232D68C06D2B31B",15', 'Saldo: 12,34 zl'],
    ['D9775D0E1287D961F7B80C4ACF4135970CB6292BA8E8B07B3D0F01",15', 'Your balance is 5.20€\nThanks!'],
    ['D3379B5CD681662C5A0DB4298336A8D82605",0', 'Solde: 3,45 € {1}'],
    ['41E19058341E1B",15', 'ABCDEFG'],
    ['04110430043B0430043D0441",72', 'Баланс'],
    ['04110430043B0430043D044100200035002020BD0020D83DDE42",72', 'Баланс 5 ₽ 🙂'],
    ['04110430043B0430043D0441",15', 'Баланс'],
    ['04110430043B0430043D0441",8', 'Баланс'],
    ['60A876844F59989D662F00350030514330024E0D8D35",15', '您的余额是50元。不贵'],
    ['703600530061006C0064006F",17', 'Saldo'],
    ['53616C646F203132",68', 'Saldo 12'],
    ['C3A9636F6E6F6D6965",68', 'économie'],
    ['E963",68', 'éc'],
    ['Saldo: 12 zl",15', 'Saldo: 12 zl'],
    ['1234",15', '1234'],
    ['0123456789",15', '0123456789'],
    ['A1B2C3D4",15', 'A1B2C3D4'],
    ['cafe",15', 'cafe'],
    ['BABE",15', 'BABE'],
    ['Say "yes", then 15",15', 'Say "yes", then 15'],
    ['pl\nSaldo",16', 'Saldo'],
    ['no coding"', 'no coding'],
    ['Баланс",72', 'Баланс'],
    ['5.20\x1be \x10', '5.20€ Δ'],
  ])('"%s is read as %j', (written, text) => expect(read(`+CUSD: 0,"${written}`)).toBe(text))

  it('to a packed request is packed, and to one in UCS2 is UCS2, also where digits alone could be anything', () => {
    expect(read('+CUSD: 2,"31D98C56B3DD70",15', 'packed')).toBe('12345678')
    expect(read('+CUSD: 2,"00310032",15', 'ucs2')).toBe('12')
    expect(read('+CUSD: 2,"00310032",15', 'plain', 'UCS2')).toBe('12')
  })

  it('may go on in lines that look like results, be cut off, or have no text', () => {
    expect(readUssd('+CUSD: 1,"1. Saldo\nOK\n+CME ERROR: 4\n2. Ende",15')).toEqual({
      state: 1,
      raw: '1. Saldo\nOK\n+CME ERROR: 4\n2. Ende',
      coding: 15,
      isWhole: true,
    })
    expect(readUssd('+CUSD: 0,"Call now, 15')).toMatchObject({
      raw: 'Call now, 15',
      coding: null,
      isWhole: false,
    })
    expect(readUssd('+CUSD: 4')).toEqual({ state: 4, raw: null, coding: null, isWhole: true })
    expect(readUssd('+CREG: 1')).toBeNull()
  })

  it('is never an exception, whatever it is', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\dA-F]*$/))
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: 0, max: 299 }),
        fc.constantFrom('plain', 'packed', 'ucs2'),
        (raw, coding, form) => {
          const text = ussdText({ raw, coding }, { charset: 'GSM', form })
          expect(text).not.toMatch(/[\ud800-\udfff]/u)
          readUssd(`+CUSD: ${raw}`)
        },
      ),
    )
  })
})

describe('a code', () => {
  it.each(['*100#', '*#06#', '#123#', '*100*2*1#', '*140*11#', '*#21#'])('%s is sent', code =>
    expect(objectionToCode(code, false)).toBeNull(),
  )

  it.each(['**21*+48601234567#', '##002#', '*31#', '#31#', '*43#', '**03*330*0000*1234*1234#', '*33*0000#'])(
    '%s changes a service and needs force',
    code => {
      expect(objectionToCode(code, false)).toMatch(/force/)
      expect(objectionToCode(code, true)).toBeNull()
    },
  )

  it.each(['**04*1111*2222*2222#', '**05*12345678*1111*1111#', '**042*1*2*2#', '**052*1*2*2#'])(
    '%s is one of a PIN and is never sent',
    code => expect(objectionToCode(code, true)).toMatch(/change_pin/),
  )

  it.each(['112', '+48601234567', '100#', '*100', '*#', '##', '*1"#', '*100#;D112', ''])('%j is none', code =>
    expect(objectionToCode(code, true)).toMatch(/never a call/),
  )

  it('is written in the three forms', () => {
    expect(writeUssd('*100#', 'plain')).toBe('+CUSD=1,"*100#",15')
    expect(writeUssd('*100#', 'packed')).toBe('+CUSD=1,"AA180C3602",15')
    expect(writeUssd('*1#', 'ucs2')).toBe('+CUSD=1,"002A00310023",15')
  })
})
