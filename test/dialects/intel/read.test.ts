import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/intel/read.ts'
import { settings } from '../../../src/dialects/intel/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const serving =
  '+XMCI: 4,232,01,"0x3F1A","0x02D4C503","0x00D3","0x0000052D","0x00004B7D","0xFFFFFFFF",59,19,14,"0x00000000","0x0"'
const neighbour = (pci: string, channel: string) =>
  `+XMCI: 5,000,000,"0xFFFE","0xFFFFFFFF","${pci}","${channel}","0xFFFFFFFF","0xFFFFFFFF",55,8,255,"0x7FFFFFFF","0x0"`
const read = (xlec: string, ...cells: readonly string[]) =>
  passed(dialect.read(answered({ '+XLEC?': [xlec], '+XMCI=1': cells }), undefined))

describe('the carriers of +XLEC', () => {
  it('are the primary alone without aggregation, whatever neighbours are measured', () => {
    expect(read('+XLEC: 0,1,5,BAND_LTE_3', serving, neighbour('0x0057', '0x00001838')).carriers).toEqual([
      expect.objectContaining({ role: 'pcc', band: 3, channel: 1325, pci: 211, bandwidth_mhz: 20, sinr: 7 }),
    ])
  })

  it('take no neighbour on the channel of the primary', () => {
    const { carriers } = read(
      '+XLEC: 0,2,5,2,BAND_LTE_3',
      serving,
      neighbour('0x00D4', '0x0000052D'),
      neighbour('0x0057', '0x00001838'),
    )
    expect(carriers).toMatchObject([
      { band: 3 },
      { role: 'scc', band: 20, channel: 6200, pci: 87, bandwidth_mhz: 5 },
    ])
  })

  it('are as many as are counted, also where no cell was measured', () => {
    expect(read('+XLEC: 0,3,5,3,255,BAND_LTE_3,20,0,0,0', serving).carriers).toMatchObject([
      { role: 'pcc', band: 3 },
      { role: 'scc', band: 20, bandwidth_mhz: 10 },
      { role: 'scc', band: null, bandwidth_mhz: null },
    ])
  })

  it('are one where +XLEC is not answered and a serving cell is measured', () => {
    expect(passed(dialect.read(answered({ '+XMCI=1': [serving] }), undefined)).carriers).toMatchObject([
      { band: 3, rsrp: -82 },
    ])
  })
})

describe('a measured cell', () => {
  it('is read from a line broken in two', () => {
    expect(read('+XLEC: 0,1,5,BAND_LTE_3', serving.slice(0, 61), serving.slice(61))).toMatchObject({
      tac: 0x3f1a,
      cell_id: 0x2d4c503,
      carriers: [{ channel: 1325, rsrp: -82, rsrq: -10.5, sinr: 7 }],
    })
  })

  it('of UMTS has RSCP and Ec/No as its last values, with and without channels', () => {
    const long =
      '+XMCI: 2,232,01,"0x3B5C","0x01A2C30C","0x0089","0x0000298E","0x000025DA","0xFFFFFFFF",18,25,38'
    expect(read('+XLEC: 0,0', long)).toMatchObject({
      lac: 0x3b5c,
      rscp: -96,
      ecio: -5.5,
      carriers: [{ band: 1 }],
    })
    const short = '+XMCI: 2,232,01,"0x3B5C","0x01A2C30C","0x0089",25,255'
    expect(read('+XLEC: 0,0', short)).toMatchObject({ cell_id: 0x1a2c30c, rscp: -96, ecio: null })
  })

  it('with codes for "not known" has no values', () => {
    const unknown =
      '+XMCI: 4,000,000,"0xFFFE","0xFFFFFFFF","0xFFFF","0xFFFFFFFF","0xFFFFFFFF","0xFFFFFFFF",255,255,255,"0x0","0x0"'
    expect(read('+XLEC: 0,1,3,BAND_LTE_8', unknown)).toMatchObject({
      tac: null,
      cell_id: null,
      carriers: [{ band: 8, channel: null, pci: null, rsrp: null, rsrq: null, sinr: null }],
    })
  })
})

it('the model is the short name', () => {
  const model = (ask: string, line: string) =>
    passed(dialect.read(answered({ [ask]: [line] }), undefined)).model
  expect(model('+GMM?', '+GMM: "L860-GL-16 LTE Module","L860-GL-16"')).toBe('L860-GL-16')
  expect(model('+GMM', 'L850 LTE Module')).toBe('L850')
  expect(model('+GMM', '+GMM: "L850 LTE Module"')).toBe('L850')
})

describe('+XACT', () => {
  const bands = { lte: [1, 3, 7, 20] }
  const choice = { rat: 'lte', bands: [1, 20], isDefault: false } as const
  const state = (answer: string, more = {}) =>
    settings.bands?.read(answered({ '+XACT?': [answer], ...more }), undefined, bands)
  const written = (answer: string, isDefault = false) =>
    sent(
      settings.bands?.write?.({ ...choice, isDefault }, answered({ '+XACT?': [answer] }), undefined, bands),
    )

  it('lists LTE bands among those of other technologies; none or 0 is all', () => {
    expect(state('+XACT: 2,2,,900,1800,1,8,101,166')?.enabled).toEqual({ lte: [1, 66] })
    expect(state('+XACT: 1,1,,1,8')?.enabled).toEqual({ lte: [] })
    for (const answer of ['+XACT: 4,2,1,0', '+XACT: 4,2,1', '+XACT: 6'])
      expect(state(answer)?.enabled).toEqual({ lte: 'all' })
    expect(state('+XACT: what')?.enabled).toEqual({ lte: null })
  })

  it('=? tells what the module can do', () => {
    const possible = { '+XACT=?': ['+XACT: (0-6),(0-2),0,850,1900,1,2,101,104,166'] }
    expect(state('+XACT: 4,2,1,0', possible)).toEqual({
      enabled: { lte: 'all' },
      supported: { lte: [1, 4, 66] },
    })
  })

  it('is written with the technologies that were read, and not at all without them', () => {
    expect(written('+XACT: 4,2,1,1,8,101,103')).toEqual(['+XACT=4,,,101,120'])
    expect(written('+XACT: 2,2,,101', true)).toEqual(['+XACT=2,,,0'])
    for (const answer of ['+XACT:', '+XACT: 9,2,1', '+XACT: 4,2;+CFUN=0', '+GTACT: 10'])
      expect(written(answer)).toBeNull()
  })
})
