import { describe, expect, it } from 'vitest'
import type { CarrierRat } from '../../src/contract/info.ts'
import { isInBand } from '../../src/radio/channels.ts'
import { isPlaceholder, isPossible, possible, type Quantity } from '../../src/radio/ranges.ts'

describe('possible values', () => {
  const limits: readonly (readonly [Quantity, CarrierRat, number, number])[] = [
    ['rsrp', 'lte', -156, -44],
    ['rsrp', 'nr', -156, -31],
    ['rsrq', 'lte', -34, 2.5],
    ['rsrq', 'nr', -43.5, 20],
    ['sinr', 'lte', -23.5, 40],
    ['rssi', 'gsm', -120, -20],
    ['rscp', 'umts', -121, -24],
    ['ecio', 'umts', -32, 0],
    ['pci', 'gsm', 0, 63],
    ['pci', 'umts', 0, 511],
    ['pci', 'lte', 0, 503],
    ['pci', 'nr', 0, 1007],
    ['channel', 'lte', 1, 262_143],
    ['channel', 'nr', 1, 3_279_165],
  ]

  it.each(limits)('of %s on %s pass unchanged from %d to %d and not beyond', (quantity, rat, least, most) => {
    const step = Number.isInteger(least) && ['pci', 'channel'].includes(quantity) ? 1 : 0.1
    const passed = [least - step, least, most, most + step].map(value => possible(quantity, rat, value))
    expect(passed).toEqual([null, least, most, null])
  })

  it('never are placeholders, and no number', () => {
    const placeholders = [-32768, -255, 255, 0x7fffffff]
    expect(placeholders.map(value => isPossible('rsrp', 'nr', value))).toEqual(Array(4).fill(false))
    expect(placeholders.every(isPlaceholder)).toBe(true)
    expect([Number.NaN, null].map(value => possible('rsrp', 'nr', value))).toEqual([null, null])
    expect([-88, 239, 99_999, 19_999.8].some(isPlaceholder)).toBe(false)
  })

  it.each([
    ['gsm', 900, 3],
    ['umts', 8, 23],
    ['lte', 71, 98],
    ['nr', 257, 200],
  ] as const)('of a band on %s are those of the standard', (rat, known, unknown) => {
    expect([known, unknown].map(band => isPossible('band', rat, band))).toEqual([true, false])
  })
})

describe('a channel', () => {
  it.each([
    ['lte', 1300, 3, true],
    ['lte', 6300, 3, false],
    ['lte', 5060, 17, true],
    ['lte', 1000, 25, true],
    ['lte', 7689, 23, true],
    ['lte', 229_376, 255, true],
    ['nr', 648_768, 78, true],
    ['nr', 648_768, 77, true],
    ['nr', 648_768, 41, false],
    ['umts', 10_663, 1, true],
    ['umts', 10_663, 8, false],
    ['gsm', 62, 900, true],
  ] as const)('on %s, number %d, lies in band %d: %s', (rat, channel, band, isInside) => {
    expect(isInBand(rat, channel, band)).toBe(isInside)
  })
})
