import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileOperators } from '../../build/operators.ts'
import { lookupOperator, operatorFile, splitPlmn } from '../../src/radio/plmn.ts'

const files = compileOperators()

function look(plmn: string) {
  return lookupOperator(files.get(operatorFile(plmn) ?? '') ?? '', plmn)
}

describe('a PLMN', () => {
  it.each([
    ['22610', '226', '10'],
    ['310260', '310', '260'],
    ['45202', '452', '02'],
    ['452 02', '452', '02'],
    ['310-410', '310', '410'],
  ])('%s is MCC %s and MNC %s', (plmn, mcc, mnc) => {
    expect(splitPlmn(plmn)).toEqual({ mcc, mnc })
  })

  it('has five or six digits and nothing else', () => {
    const none = ['', '226', '2261', '2261000', 'Orange', '226.10', ' 22610', '22610\n', '../../'].map(
      splitPlmn,
    )
    expect(none.every(plmn => plmn === null)).toBe(true)
  })

  it('names a data file by its first digit, and no other path', () => {
    expect([operatorFile('22610'), operatorFile('310260'), operatorFile('262')]).toEqual([
      '2.txt',
      '3.txt',
      '2.txt',
    ])
    fc.assert(fc.property(fc.string(), text => /^\d\.txt$/.test(operatorFile(text) ?? '0.txt')))
  })
})

describe('operator data', () => {
  const sample =
    '#226Romania\n01 Vodafone\n05,10 Orange\n020 Long\n#425Israel\n01 Partner\n05 Jawwal\tPalestine\n#901\n03 Iridium\n'

  it.each([
    ['22610', 'Orange', 'Romania'],
    ['22605', 'Orange', 'Romania'],
    ['22699', null, 'Romania'],
    ['226010', 'Orange', 'Romania'],
    ['22620', 'Long', 'Romania'],
    ['42501', 'Partner', 'Israel'],
    ['42505', 'Jawwal', 'Palestine'],
    ['90103', 'Iridium', null],
    ['90199', null, null],
    ['26201', null, null],
    ['Orange', null, null],
    ['', null, null],
  ])('tells %s as %s in %s', (plmn, name, country) => {
    expect(lookupOperator(sample, plmn)).toEqual({ name, country })
  })

  it('is not fooled by any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\d{5,6}$/), (data, plmn) => {
        const { name, country } = lookupOperator(data, plmn)
        return (name === null || data.includes(name)) && (country === null || data.includes(country))
      }),
    )
  })
})

describe('the compiled operator data', () => {
  it.each([
    ['20404', 'Vodafone', 'Netherlands'],
    ['20423', 'KORE Wireless Nederland', 'Netherlands'],
    ['20801', 'Orange', 'France'],
    ['20810', 'SFR', 'France'],
    ['21407', 'Movistar', 'Spain'],
    ['22288', 'WINDTRE', 'Italy'],
    ['22603', 'Telekom', 'Romania'],
    ['22610', 'Orange', 'Romania'],
    ['22801', 'Swisscom', 'Switzerland'],
    ['23415', 'Vodafone', 'United Kingdom'],
    ['23410', 'O2', 'United Kingdom'],
    ['24008', 'Telenor', 'Sweden'],
    ['25001', 'MTS', 'Russian Federation'],
    ['26006', 'Play', 'Poland'],
    ['26201', 'Telekom', 'Germany'],
    ['310260', 'T-Mobile', 'United States of America'],
    ['310410', 'AT&T', 'United States of America'],
    ['311480', 'Verizon', 'United States of America'],
    ['302720', 'Rogers Wireless', 'Canada'],
    ['31059', 'Cellular One', 'Bermuda'],
    ['40410', 'Airtel', 'India'],
    ['42001', 'STC', 'Saudi Arabia'],
    ['42505', 'Jawwal', 'Palestine'],
    ['46000', 'China Mobile', 'China'],
    ['46001', 'China Unicom', 'China'],
    ['50501', 'Telstra', 'Australia'],
    ['52503', 'M1', 'Singapore'],
    ['73001', 'entel', 'Chile'],
    ['90103', 'Iridium', null],
  ])('knows %s as %s in %s', (plmn, name, country) => {
    expect(look(plmn)).toEqual({ name, country })
  })

  it('knows the country of an unknown network', () => {
    const american = ['310', '311', '312', '313', '314', '315', '316'].map(mcc => look(`${mcc}998`))
    expect(american).toEqual(Array(7).fill({ name: null, country: 'United States of America' }))
    expect(look('26299')).toEqual({ name: null, country: 'Germany' })
  })

  it('gives every geographic MCC a country and every network a name', () => {
    const lines = [...files.values()].join('').trimEnd().split('\n')
    const nameless = lines.filter(line => !/^(#\d{3}\S.*|#(?:001|9\d\d)|\d{2,3}(,\d{2,3})* \S.*)$/.test(line))
    expect(nameless).toEqual([])
  })

  it('finds every network it lists under its own code', () => {
    const lost: string[] = []
    for (const text of files.values()) {
      for (const block of text.slice(1).split('#')) {
        const mcc = block.slice(0, 3)
        for (const line of block.trimEnd().split('\n').slice(1)) {
          const [codes = '', ...words] = line.split(' ')
          const name = words.join(' ').split('\t')[0]
          lost.push(
            ...codes
              .split(',')
              .filter(mnc => look(mcc + mnc).name !== name)
              .map(mnc => mcc + mnc),
          )
        }
      }
    }
    expect(lost).toEqual([])
  })

  it('is the same every time and small', () => {
    expect([...compileOperators()]).toEqual([...files])
    const sizes = [...files.values()].map(text => Buffer.byteLength(text))
    expect(Math.max(...sizes)).toBeLessThan(16_000)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60_000)
  })
})
