import { describe, expect, it } from 'vitest'
import type { BandChoice } from '../../../src/dialects/settings.ts'
import type { TelitOptions } from '../../../src/dialects/telit/options.ts'
import { dialect } from '../../../src/dialects/telit/read.ts'
import { settings } from '../../../src/dialects/telit/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (answers: Readonly<Record<string, readonly string[]>>) =>
  passed(dialect.read(answered(answers), undefined))
const serving = (line: string) => read({ '#SERVINFO': [`#SERVINFO: ${line}`] })

describe('#SERVINFO', () => {
  it('of LTE holds the PCI on LE910 and the cell identity on LM960', () => {
    const le910 = serving('6400,-43,"T-Mobile A","23203",00000AF,36EE,32,3,-60')
    expect(le910).toMatchObject({ tac: 0x36ee, cell_id: null })
    expect(le910.carriers).toMatchObject([
      { rat: 'lte', band: 20, channel: 6400, pci: 175, rssi: -43, rsrp: -60 },
    ])
    const lm960 = serving('66786,-68,"T-Mobile","310260",3089F02,2D18,640,3,-101')
    expect(lm960).toMatchObject({ cell_id: 0x3089f02, carriers: [{ pci: null, band: 66 }] })
  })

  it('of LTE with EN-DC has the values of NR behind', () => {
    const facts = serving('1300,-68,"T-Mobile","310260",3089F02,2D18,640,3,-101,640000,-80,-90,-11')
    expect(facts.carriers).toMatchObject([{ rat: 'lte', channel: 1300, rsrp: -101 }])
  })

  it('of UMTS and GSM is told apart by the field of RSCP', () => {
    expect(serving('10713,-79,"vodafone NL","20404",256,00DE,64,3,-85,"II",01')).toMatchObject({
      lac: 0xde,
      rscp: -85,
      carriers: [{ rat: 'umts', band: 1, pci: 256, rssi: -79 }],
    })
    for (const line of [
      '1020,-61,"vodafone NL","20404",61,00DE,00,1,,"II",01,6',
      '1020,-61,"vodafone NL","20404",61,00DE,00,1,514,"II",01,6',
      '1020,-61,"vodafone NL","20404",61,00DE,00,1',
    ])
      expect(serving(line)).toMatchObject({ lac: 0xde, carriers: [{ rat: 'gsm', channel: 1020, rssi: -61 }] })
  })

  it('of UMTS without RSCP is not GSM', () => {
    for (const line of [
      '10713,-79,"vodafone NL","20404",256,00DE,64,3,,"II",01',
      '10713,-79,"vodafone NL","20404",256,00DE,64,3,-0,"II",01',
      '412,-79,"vodafone NL","20404",256,00DE,64,3,,"II",01',
      '10713,-79,"vodafone NL","20404",256,00DE,64,3',
    ]) {
      const { rscp, carriers } = serving(line)
      expect(rscp ?? null, line).toBeNull()
      expect(carriers, line).toMatchObject([{ rat: 'umts', pci: 256, rssi: -79 }])
    }
  })

  it('of LTE that is cut is neither UMTS nor GSM', () => {
    for (const line of [
      '1650,-97,"A1","23201",00001F4,C4B2,128,3',
      '250,-97,"A1","23201",1A2B31E,C4B2,128,3',
    ])
      expect(serving(line).carriers, line).toEqual([])
  })

  it('is read around a comma in the name of the operator', () => {
    expect(serving('1650,-97,"A1, roaming","23201",1A2B31E,C4B2,128,3,-124').carriers?.[0]?.rsrp).toBe(-124)
  })

  it('gives nothing for unknown values', () => {
    expect(serving('65535,-255,"","",,,,,').carriers).toEqual([])
    expect(serving('1300,-0,"A1","23201",1A2B31E,C4B2,128,3,').carriers).toMatchObject([
      { rssi: null, rsrp: null },
    ])
    expect(serving('').carriers).toEqual([])
  })
})

describe('#CAINFO', () => {
  const primary = '126,3350,5,85,-86,-57,-9,181,10000,14,1,3'
  const secondary = '122,1300,3,300,-91,-61,-11,156,2,0,2'
  const carriers = (...lines: readonly string[]) => read({ '#CAINFO?': lines }).carriers

  it.each([
    ['one line', [`#CAINFO: ${primary},${secondary}`]],
    ['one line for each carrier', [`#CAINFO: ${primary}`, `#CAINFO: ${secondary}`]],
    ['an empty slot behind', [`#CAINFO: ${primary},${secondary},0,0,0,0,0,0,0,0,0,0,0`]],
    ['a short end', [`#CAINFO: ${primary},122,1300,3,300,-91,-61,-11,156,2`]],
  ])('tells bands by class, SINR by index and bandwidths by code in %s', (_, lines) => {
    expect(carriers(...lines)).toMatchObject([
      { role: 'pcc', band: 7, bandwidth_mhz: 20, pci: 85, rsrp: -86, rssi: -57, rsrq: -9, sinr: 16.2 },
      { role: 'scc', band: 3, bandwidth_mhz: 10, pci: 300, sinr: 11.2, active: true },
    ])
  })

  it('leaves out secondaries in state 0 and calls those in state 1 not active', () => {
    const state = (n: number) => carriers(`#CAINFO: ${primary},122,1300,3,300,-91,-61,-11,156,${n},0,2`)
    expect(state(0)).toHaveLength(1)
    expect(state(1)).toMatchObject([{}, { active: false }])
  })

  it('has the NR carriers of EN-DC in lines of their own', () => {
    expect(carriers(`#CAINFO: ${primary}`, 'ENDC: 269,640000,9,12,-95,-70,-11,150,0')?.[1]).toMatchObject({
      role: 'scc',
      rat: 'nr',
      band: 78,
      bandwidth_mhz: null,
    })
  })

  it.each([
    ['120', 1],
    ['133', 14],
    ['134', 17],
    ['142', 40],
    ['143', 18],
    ['149', 41],
    ['151', 43],
    ['160', 30],
    ['161', 66],
    ['166', 71],
    ['168', 48],
  ])('class %s is band %i', (code, band) => {
    expect(carriers(`#CAINFO: ${code},3350,5,85,-86,-57,-9,181,10000,14,1,3`)?.[0]?.band).toBe(band)
  })
})

it('#RFSTS adds RSRQ, band and cell of the same channel, and Ec/Io on UMTS', () => {
  const lte = read({
    '#SERVINFO': ['#SERVINFO: 1650,-95,"A1","23201",00001f3,c4b3,128,3,-121'],
    '#RFSTS': ['#RFSTS: "232 01",1650,-121,-95,-16,C4B3,255,,128,19,0,A0B0D02,"232030000000045","A1",3,255'],
  })
  expect(lte).toMatchObject({ cell_id: 0xa0b0d02, carriers: [{ band: 3, pci: 499, rsrq: -16 }] })
  const umts = [
    '#RFSTS: "204 04",10713,257,-6.0,-87,-81,00DE,01,,64,19,0,2,000,1A2B3C5,"204040000000042","vodafone NL",3,1',
  ]
  expect(read({ '#RFSTS': umts })).toMatchObject({ ecio: -6, rscp: -87, cell_id: 0x1a2b3c5, lac: 0xde })
})

it('a row that is cut has no value where it ends', () => {
  const cut = '#RFSTS: "232 01",1650,-121,-95,-16,C4B3,255,,128,19,0,A0B0'
  expect(read({ '#RFSTS': [cut] })).toMatchObject({ tac: 0xc4b3, cell_id: null })
  const carriers = (line: string) => read({ '#CAINFO?': [`#CAINFO: ${line}`] }).carriers
  expect(carriers('126,33')).toEqual([])
  expect(carriers('126,3350,5,8')).toMatchObject([{ channel: 3350, pci: null }])
  expect(carriers('126,3350,5,85,-8')).toMatchObject([{ pci: 85, rsrp: null }])
})

it('after a handover between the answers the cell is that of #SERVINFO alone', () => {
  const rest = '-121,-95,-16,C4B3,255,,128,19,0,A0B0D02,"232030000000045","A1",3,255'
  const answers = (channel: number, pci: number) =>
    read({
      '#SERVINFO': ['#SERVINFO: 1650,-95,"A1","23201",00001f3,c4b2,128,3,-111'],
      '#RFSTS': [`#RFSTS: "232 01",${channel},${rest}`],
      '#CAINFO?': [`#CAINFO: 122,${channel},5,${pci},-86,-57,-9,181,10000,14,1,3`],
    })
  const here = answers(1650, 499)
  expect(here).toMatchObject({ cell_id: 0xa0b0d02, carriers: [{ pci: 499, rsrp: -86, rsrq: -9 }] })
  const there = answers(1300, 85)
  expect(there).toMatchObject({ tac: 0xc4b2, cell_id: null })
  expect(there.carriers).toMatchObject([{ channel: 1650, pci: 499, rssi: -95, rsrp: -111 }])
  expect(there.carriers?.[0]?.rsrq ?? null).toBeNull()
  const umts =
    '#RFSTS: "204 04",10713,257,-6.0,-87,-81,00DE,01,,64,19,0,2,000,1A2B3C5,"204040000000042","vodafone NL",3,1'
  const mixed = read({
    '#SERVINFO': ['#SERVINFO: 1650,-95,"A1","23201",00001f3,c4b2,128,3,-111'],
    '#RFSTS': [umts],
  })
  expect([mixed.rscp ?? null, mixed.cell_id ?? null, mixed.carriers?.length]).toEqual([null, null, 1])
})

it.each([
  ['#TEMPSENS: TSENS,35', 35],
  ['#TEMPSENS: 35', 35],
  ['#TEMPSENS: TSENS,-40', -40],
  ['#TEMPSENS: TSENS,255', null],
])('%s is %s °C', (line, celsius) => {
  expect(read({ '#TEMPSENS=2': [line] }).temperature).toBe(celsius)
})

describe('#BND', () => {
  const written = (line: string, choice: Partial<BandChoice>, options?: TelitOptions) =>
    sent(
      settings.bands?.write?.(
        { rat: 'lte', bands: [1, 3], isDefault: false, ...choice },
        answered({ '#BND?': [line] }),
        options,
        {},
      ),
    )
  const states = (line: string, all: string, options?: TelitOptions) =>
    settings.bands?.read(answered({ '#BND?': [line], '#BND=?': [all] }), options, {})

  it('counts in hexadecimal, on LE910 in decimal', () => {
    expect(states('#BND: 0,11,80084', '')?.enabled.lte).toEqual([3, 8, 20])
    expect(states('#BND: 0,0,524420', '', { mask: 'decimal' })?.enabled.lte).toEqual([3, 8, 20])
    expect(written('#BND: 0,0,524420', {}, { mask: 'decimal' })).toEqual(['#BND=0,0,5'])
    expect(written('#BND: 0,0,524420', { bands: [20] }, { mask: 'decimal' })).toEqual(['#BND=0,0,524288'])
  })

  it('has the bands above 64 in a field of its own, and leaves the other fields alone', () => {
    const line = '#BND: 0,11,1A03B0918DF,42,81,3000,81,3000'
    expect(states(line, '')?.enabled).toMatchObject({ nr_nsa: [1, 8, 77, 78], nr_sa: [1, 8, 77, 78] })
    expect(written(line, { bands: [3, 66] })).toEqual(['#BND=0,11,4,2,81,3000,81,3000'])
    expect(written(line, { rat: 'nr_sa', bands: [78] })).toEqual(['#BND=0,11,1A03B0918DF,42,81,3000,0,2000'])
  })

  it('is not written when it could not be read or has no field for the bands', () => {
    expect(written('#BND: 0,11', {})).toBeNull()
    expect(written('+CME ERROR: 3', {})).toBeNull()
    expect(written('#BND: 0,11,"5"x;', {})).toBeNull()
    expect(written('#BND: 0,11,5', { bands: [3, 66] })).toBeNull()
    expect(written('#BND: 0,11,5', { rat: 'nr_sa', bands: [78] })).toBeNull()
  })

  it('says what the module can do where it gives masks, not lists', () => {
    expect(states('#BND: 0,11,5', '#BND: (0),(0-11,17,18),(800C5),(42)')?.supported).toEqual({
      lte: [1, 3, 7, 8, 20, 66, 71],
    })
    expect(states('#BND: 0,0,5', '#BND: (0-3),(0-5),(1-524420)', { mask: 'decimal' })?.supported).toEqual({
      lte: [3, 8, 20],
    })
    expect(states('#BND: 0,0,5', '#BND: (0-3),(0-5),(1,5,7)')?.supported).toEqual({})
  })
})
