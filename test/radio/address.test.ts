import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf } from '../../src/radio/address.ts'

describe('an address field', () => {
  it.each([
    ['10.64.0.1', '10.64.0.1'],
    ['010.064.000.001', '10.64.0.1'],
    ['10.64.0.1.255.255.255.252', '10.64.0.1'],
    ['10.64.0.1/30', '10.64.0.1'],
    ['32.1.13.184.133.163.0.0.0.0.0.0.0.0.0.1', '2001:db8:85a3::1'],
    [`254.128.${'0.'.repeat(12)}0.1.${'255.'.repeat(8)}${'0.'.repeat(7)}0`, 'fe80::1'],
    ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:DB8::1/64', '2001:db8::1'],
    ['FE80::', 'fe80::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::1', '::1'],
  ])('%s is %s', (field, address) => {
    expect(addressOf(field)).toBe(address)
  })

  it.each([
    '',
    '0.0.0.0',
    '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0',
    '::',
    '0:0:0:0:0:0:0:0',
    'internet',
    'de.ad.be.ef',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.1.2',
    'fe80::1::2',
    '1:2:3:4:5:6:7:8:9',
    'face:b00c',
    ':',
    '12:30:45',
    '1400',
  ])('%j holds none', field => {
    expect(addressOf(field)).toBeNull()
  })

  it('is the same whichever way the modem writes it', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(groups, words => {
        const dotted = words.flatMap(word => [word >> 8, word & 255]).join('.')
        const colons = words.map(word => word.toString(16).padStart(4, '0').toUpperCase()).join(':')
        const address = addressOf(dotted)
        expect(addressOf(colons)).toBe(address)
        if (address !== null) {
          expect(addressOf(address)).toBe(address)
          expect(new URL(`http://[${colons}]`).hostname).toBe(`[${address}]`)
        }
      }),
    )
  })
})
