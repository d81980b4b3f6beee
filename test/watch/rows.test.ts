import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostSettings, type Quantity, type Row, scales, single, spread } from '../../src/watch/rows.ts'

const triple = (name: Quantity) => {
  const value = fc.integer({ min: scales[name][0], max: scales[name][1] })
  return fc.option(
    fc.tuple(value, value, value).map(values => {
      const [min = 0, mean = 0, max = 0] = values.sort((a, b) => a - b)
      return [mean, min, max] as const
    }),
  )
}
const bytes = fc.option(fc.oneof(fc.nat({ max: 2000 }), fc.integer({ min: 1, max: 9e11 })))
const row: fc.Arbitrary<Row> = fc.record({
  rsrp: triple('rsrp'),
  rsrq: triple('rsrq'),
  sinr: triple('sinr'),
  temperature: triple('temperature'),
  rx: bytes,
  tx: bytes,
  setting: fc.integer({ min: 0, max: mostSettings }),
})

const isNear = (told: number | null, given: number | null) =>
  given === null || told === null ? told === given : Math.abs(told - given) <= Math.max(1, given * 0.02)

describe('A row of the past', () => {
  test('comes back as it was, bytes to two percent, and is so many characters that JSON leaves alone', () => {
    fc.assert(
      fc.property(row, fc.constantFrom('', ' ', '~~~~~'), (given, before) => {
        const text = spread.write(given)
        expect(text).toHaveLength(spread.width)
        expect(JSON.stringify(text)).toBe(`"${text}"`)
        expect(spread.settingOf(text, 0)).toBe(given.setting)
        const { rx, tx, ...told } = spread.read(before + text, before.length)
        const { rx: _rx, tx: _tx, ...rest } = given
        expect(told).toEqual(rest)
        expect([rx, tx].map((value, i) => isNear(value, i === 0 ? given.rx : given.tx))).toEqual([true, true])
      }),
      { numRuns: 500 },
    )
  })

  test('of one look keeps the mean alone', () => {
    fc.assert(
      fc.property(row, given => {
        const text = single.write(given)
        expect(text).toHaveLength(single.width)
        const told = single.read(text, 0)
        for (const name of Object.keys(scales) as Quantity[]) {
          const mean = given[name]?.[0] ?? null
          expect(told[name]).toEqual(mean === null ? null : [mean, mean, mean])
        }
        expect([told.setting, single.settingOf(text, 0)]).toEqual([given.setting, given.setting])
        expect(isNear(told.rx, given.rx) && isNear(told.tx, given.tx)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('keeps what lies beyond a scale as its end', () => {
    const told = spread.read(
      spread.write({
        rsrp: [-150.4, -156, -31],
        rsrq: [-10.5, -43, 20],
        sinr: [40, 40, 40],
        temperature: [-40, -40, 130],
        rx: 5e13,
        tx: 0,
        setting: 0,
      }),
      0,
    )
    expect(told).toMatchObject({
      rsrp: [-140, -140, -44],
      rsrq: [-10, -30, 0],
      sinr: [30, 30, 30],
      temperature: [-30, -30, 115],
      rx: 1e12,
      tx: 0,
    })
  })

  test('without anything is blank, which a gap is', () => {
    for (const layout of [single, spread])
      expect(layout.read(' '.repeat(layout.width), 0)).toEqual({
        rsrp: null,
        rsrq: null,
        sinr: null,
        temperature: null,
        rx: null,
        tx: null,
        setting: 0,
      })
  })
})
