import { describe, expect, it } from 'vitest'
import type { AccessMode } from '../../../src/contract/modes.ts'
import type { FibocomOptions } from '../../../src/dialects/fibocom/options.ts'
import { dialect } from '../../../src/dialects/fibocom/read.ts'
import { settings } from '../../../src/dialects/fibocom/settings.ts'
import type { BandChoice } from '../../../src/dialects/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (cells: readonly string[], carriers: readonly string[], options?: FibocomOptions) =>
  passed(dialect.read(answered({ '+GTCCINFO?': cells, '+GTCAINFO?': carriers }), options))

const bands = { lte: [1, 3, 7, 20], nr_nsa: [1, 28, 78], nr_sa: [1, 28, 78] }
const bandsOf = (answer: string, more: Readonly<Record<string, readonly string[]>> = {}) =>
  settings.bands?.read(answered({ '+GTACT?': [answer], ...more }), undefined, bands)
const written = (answer: string, choice: BandChoice, options?: FibocomOptions) =>
  sent(settings.bands?.write?.(choice, answered({ '+GTACT?': [answer] }), options, bands))

describe('the carriers of +GTCAINFO', () => {
  it.each([
    'SCC1:2,0,120,87,6200,50,0,2,0,2,0,62',
    'SCC1: 2,0,120,87,6200,50,0,2,0,2,0,62',
    'SCC 1:2,0,120,87,6200,50,0,2,0,2,0,62',
    'LTE SCC1: 2,0,120,87,6200,50,0,2,0,2,0,-79',
    'LTE SCC 2:2,0,120,87,6200,50,255,2,255,3,255,-79',
  ])('are read however the label is spelt: %s', line => {
    const facts = read([], ['PCC: 103,211,1300,100,2,1,3,3,57', line])
    expect(facts.carriers?.[1]).toMatchObject({
      role: 'scc',
      rat: 'lte',
      band: 20,
      pci: 87,
      channel: 6200,
      rsrp: -79,
    })
  })

  it('have an uplink only where the line has one', () => {
    const uplink = (line: string) => read([], [line]).carriers?.[0]?.uplink_bandwidth_mhz
    expect(uplink('PCC:103,115,1600,100,75,37,16,0')).toBe(15)
    expect(uplink('PCC:103,223,1721,50,50,2,1,3,3,-78')).toBe(10)
    expect(uplink('PCC: 103,300,1300,100,2,1,3,3,53')).toBeNull()
    expect(uplink('PCC:5078,940,641760,450,2,1,1,3,19,-1,-80')).toBeNull()
    const secondary = (configured: number) =>
      read([], ['PCC:103,115,1600,100,75,37,16,0', `SCC1:2,${configured},120,115,6250,50,50,42,20,6`])
        .carriers?.[1]?.uplink_bandwidth_mhz
    expect([secondary(0), secondary(1)]).toEqual([null, 10])
  })

  it('have SINR and RSRQ in dB where newer firmware puts them before RSRP', () => {
    expect(read([], ['PCC:5078,940,641760,450,2,1,1,3,19,-1,-80']).carriers).toMatchObject([
      { rat: 'nr', band: 78, sinr: 19, rsrq: -1, rsrp: -80 },
    ])
  })

  it('that are only configured, with zeros for what is measured, tell no quality', () => {
    const carriers = ['PCC:103,332,1798,75,75,33,10,0', 'SCC1:1,0,120,89,6300,50,50,0,0,0']
    expect(read([], carriers).carriers).toMatchObject([
      { rsrp: -108, rsrq: -15, sinr: 0 },
      { band: 20, active: false, rsrp: null, rsrq: null, sinr: null },
    ])
    const rows = [
      'LTE service cell:',
      '1,4,226,03,AFE9,61203,1798,332,3,75,0,0,0,0',
      '2,4,,,,,1798,331,,0,0,0',
    ]
    const { carriers: [pcc] = [], neighbours: [heard] = [] } = read(rows, [])
    expect([pcc, heard]).toMatchObject([
      { rsrp: null, rsrq: null, sinr: null },
      { rsrp: null, rsrq: null },
    ])
  })

  it('of a short line have no signal', () => {
    expect(read([], ['PCC:103,123,1300,100,']).carriers).toMatchObject([
      { band: 3, bandwidth_mhz: 20, rsrp: null },
    ])
  })

  it.each([
    ['PCC:103,115,1600,100,100,37,16,0', 'FG621', undefined],
    ['PCC: 103,115,1600,100,2,1,3,3,53', 'Qualcomm', undefined],
    ['PCC:103,115,1600,100,100,2,1,3,3,-78', 'FM350', { nr_sinr: 'db' }],
    ['PCC:103,115,1600,100,2,1,3,2,16,-9,-81', 'newer FM350', { nr_sinr: 'db' }],
  ] as const)('of a line that is cut have no value where it ends: %s (%s)', (line, _, options) => {
    const values = line.split(',')
    const cut = (at: number) =>
      read([], [[...values.slice(0, at), values[at]?.slice(0, 1)].join(',')], options).carriers?.[0]
    expect(cut(1)).toMatchObject({ band: 3, pci: null })
    expect(cut(2)).toMatchObject({ pci: 115, channel: null })
    expect(cut(3)).toMatchObject({ channel: 1600, bandwidth_mhz: null })
    expect(cut(4)).toMatchObject({ bandwidth_mhz: 20, uplink_bandwidth_mhz: null })
    for (let at = 5; at < values.length - 1; at++)
      expect(cut(at), `${at}`).toMatchObject({ channel: 1600, rsrp: null, rsrq: null, sinr: null })
    expect(read([], [line.slice(0, 7)]).carriers).toEqual([])
  })

  it('do not swallow the serving cell when only secondaries are listed', () => {
    const facts = read(
      ['1,4,232,01,2F1A,1D4C503,1300,211,103,100,26,47,47,20'],
      ['SCC1:2,0,120,211,6200,50,50,50,21,18'],
    )
    expect(facts.carriers).toMatchObject([
      { role: 'pcc', band: 3, channel: 1300 },
      { role: 'scc', band: 20, channel: 6200, rsrp: -91 },
    ])
  })
})

describe('a row of +GTCCINFO that is cut', () => {
  const cut = (line: string, at: number) => {
    const values = line.split(',')
    return [...values.slice(0, at), values[at]?.slice(0, 1)].join(',')
  }
  const lte = '1,4,232,01,2F1A,1D4C503,1300,211,103,100,26,47,47,20'
  const umts = '1,2,232,01,1F40,142A7C1,3011,301,8,33,29,7,29,0,33'

  it('has no value where it ends', () => {
    const facts = (line: string, at: number) => read([cut(line, at)], [])
    expect(facts(lte, 5)).not.toHaveProperty('cell_id', 0x1)
    expect(facts(lte, 6).carriers).toEqual([])
    expect(facts(lte, 7)).toMatchObject({ tac: 0x2f1a, carriers: [{ channel: 1300, pci: null }] })
    expect(facts(lte, 8).carriers).toMatchObject([{ pci: 211, band: 3 }])
    expect(facts(lte, 9).carriers).toMatchObject([{ band: 3, bandwidth_mhz: null }])
    expect(facts(lte, 12).carriers).toMatchObject([{ rsrp: null, rsrq: null }])
    expect(facts(umts, 7).carriers).toMatchObject([{ channel: 3011, pci: null }])
    expect(facts(umts, 10)).toMatchObject({ ecio: -8, rscp: null })
  })

  it('is no neighbour of half a code', () => {
    const heard = (line: string, at: number) => read([lte, cut(line, at)], []).neighbours
    expect(heard('2,4,,,,,1300,212,,35,35,8', 6)).toEqual([])
    expect(heard('2,4,,,,,1300,212,,35,35,8', 7)).toMatchObject([{ channel: 1300, pci: null }])
    expect(heard('2,4,,,,,1300,212,,35,35,8', 10)).toMatchObject([{ pci: 212, rsrp: null }])
    expect(heard('2,2,,,,,10664,53,,,', 7)).toMatchObject([{ channel: 10664, pci: null }])
  })
})

describe('answers of two moments', () => {
  const row = '1,4,232,01,2F1A,1D4C503,1300,211,103,100,26,47,47,20'
  const served = { role: 'pcc', channel: 1300, pci: 211, band: 3, rsrp: -94, bandwidth_mhz: 20 }

  it('are not mixed: the primary carrier is that of the row with the cell identity', () => {
    for (const line of ['PCC:120,87,6200,50,50,37,16,0', 'PCC:103,212,1300,75,75,37,16,0']) {
      const facts = read([row], [line])
      expect(facts, line).toMatchObject({ cell_id: 0x1d4c503, carriers: [served] })
      expect(facts.carriers?.[0]?.uplink_bandwidth_mhz ?? null, line).toBeNull()
    }
    expect(read([row], ['PCC:103,211,1300,100,75,37,16,0']).carriers).toMatchObject([
      { ...served, uplink_bandwidth_mhz: 15 },
    ])
  })

  it('may have exchanged the primary and the secondary carrier', () => {
    const lines = ['PCC:120,87,6200,50,50,37,16,0', 'SCC1:2,0,103,211,1300,100,50,42,20,6']
    expect(read([row], lines).carriers).toEqual([expect.objectContaining(served)])
  })

  it('are of one cell where another base of the row fits', () => {
    const hexadecimal = row.replace('1300,211', '100,50').replace(',103,', ',101,')
    const { carriers } = read([hexadecimal], ['PCC:101,80,256,100,75,37,16,0'])
    expect(carriers).toMatchObject([{ channel: 256, pci: 80, uplink_bandwidth_mhz: 15, rsrp: -94 }])
  })

  it('leave NR the cell of its row', () => {
    const nr = '1,9,232,01,A1B2C,1234567AB,643296,392,5078,100,74,82,82,66'
    const lines = ['NR PCC: 5028,18,153650,20,2,1,1,3,57']
    expect(read([nr], lines).carriers).toMatchObject([{ channel: 643296, pci: 392, band: 78, rsrp: -75 }])
  })
})

describe('channel and PCI of +GTCCINFO', () => {
  const place = (channel: string, pci: string, band: string, options?: FibocomOptions) =>
    read([`1,4,232,01,2F1A,1D4C503,${channel},${pci},${band},100,26,47,47,20`], [], options).carriers?.[0]

  it('are read in the base in which the channel lies in the band', () => {
    expect(place('514', '12C', '103')).toMatchObject({ channel: 1300, pci: 300 })
    expect(place('1300', '300', '103', { base: 16 })).toMatchObject({ channel: 1300, pci: 300 })
    expect(place('1865', '87', '120')).toMatchObject({ channel: 6245, pci: 135 })
  })

  it('are read in the base of the model where both bases fit', () => {
    expect(place('100', '50', '101')).toMatchObject({ channel: 100, pci: 50 })
    expect(place('100', '50', '101', { base: 16 })).toMatchObject({ channel: 256, pci: 80 })
  })

  it('give the band where the row leaves it out', () => {
    expect(place('1300', '300', '')).toMatchObject({ channel: 1300, band: 3 })
  })
})

it('an NR cell counts SINR as its model does', () => {
  const sinr = (value: string, options?: FibocomOptions) =>
    read([`1,9,232,1,590B1C,5AB720605,176190,524,505,75,${value},57,57,73`], [], options).carriers?.[0]?.sinr
  expect(sinr('69')).toBe(11)
  expect(sinr('19')).toBe(-14)
  expect(sinr('19', { nr_sinr: 'db' })).toBe(19)
  expect(sinr('69', { nr_sinr: 'db' })).toBe(11)
  expect(sinr('255', { nr_sinr: 'db' })).toBeNull()
})

it('the bandwidth of LTE is in resource blocks, or a code on the L610', () => {
  const told = (width: string) =>
    read([`1,4,232,01,2F1A,1D4C503,1300,211,3,${width},26,47,47,20`], []).carriers?.[0]?.bandwidth_mhz
  expect(['6', '15', '25', '50', '75', '100'].map(told)).toEqual([1.4, 3, 5, 10, 15, 20])
  expect(['0', '1', '2', '3', '4', '5'].map(told)).toEqual([null, 3, 5, 10, 15, 20])
})

describe('the bandwidth of an NR carrier', () => {
  const told = (width: string, band: string, options?: FibocomOptions) => {
    const row = `1,9,232,01,A1B2C,1234567AB,,,${band},${width},63,72,72,66`
    const { carriers } = read([row], [`SCC1: 2,0,${band},11,640000,${width},0,4,0,3,0,76`], options)
    return carriers?.map(each => each.bandwidth_mhz)
  }

  it('is in MHz on Qualcomm modules, and five per MHz on the FM350', () => {
    expect(told('100', '5078')).toEqual([100, 100])
    expect(told('10', '5028')).toEqual([10, 10])
    expect(told('400', '50258')).toEqual([400, 400])
    expect(told('100', '5078', { nr_bandwidth: 'fifths' })).toEqual([20, 20])
    expect(told('450', '5078', { nr_bandwidth: 'fifths' })).toEqual([90, 90])
    expect(told('2000', '50258', { nr_bandwidth: 'fifths' })).toEqual([400, 400])
  })

  it('that no band can have in MHz is five per MHz on any module', () => {
    expect(told('450', '5078')).toEqual([90, 90])
    expect(told('500', '5041')).toEqual([100, 100])
  })

  it('is not known as 0 or 255', () => {
    for (const width of ['0', '255', '']) expect(told(width, '5078')).toEqual([null, null])
  })
})

describe('+GTACT', () => {
  it('with no band, or with 0, restricts nothing', () => {
    for (const answer of ['+GTACT: 10', '+GTACT: 20,6,3,0', '+GTACT: 2,0'])
      expect(bandsOf(answer)?.enabled).toEqual({ lte: 'all', nr_nsa: 'all', nr_sa: 'all' })
  })

  it('keeps empty preferences and may leave them out', () => {
    for (const answer of ['+GTACT: 2,,,103,120', '+GTACT: 2,103,120', '+GTACT:2,3,,103,120'])
      expect(bandsOf(answer)?.enabled).toEqual({ lte: [3, 20], nr_nsa: [], nr_sa: [] })
  })

  it('knows NR bands of one, two and three digits', () => {
    const { enabled } = bandsOf('+GTACT: 20,6,3,1,101,501,5005,5028,50257') ?? {}
    expect(enabled).toMatchObject({ lte: [1], nr_sa: [1, 5, 28, 257] })
  })

  it('that cannot be understood leads to no write', () => {
    const choice: BandChoice = { rat: 'lte', bands: [1], isDefault: false }
    for (const answer of ['+GTACT:', '+GTACT: 20,6,x,101', '+GTACT: 20;+CFUN=0', '+XACT: 4,2,1'])
      expect(written(answer, choice)).toBeNull()
  })

  it('is written with the bands of the other technologies as they were', () => {
    expect(
      written('+GTACT: 20,6,3,1,8,101,103,5078', { rat: 'lte', bands: [7, 20], isDefault: false }),
    ).toEqual(['+GTACT=20,6,3,1,8,107,120,5078'])
    expect(written('+GTACT: 2,,,103', { rat: 'nr_sa', bands: [1, 78, 257], isDefault: false })).toEqual([
      '+GTACT=2,,,103,501,5078,50257',
    ])
    expect(written('+GTACT: 2,103', { rat: 'lte', bands: [1], isDefault: false })).toEqual(['+GTACT=2,,,101'])
    expect(written('+GTACT: 10', { rat: 'lte', bands: [1], isDefault: false }, { umts: [1, 8] })).toEqual([
      '+GTACT=10,,,1,8,101,501,5028,5078',
    ])
  })

  it('=? tells what the module can do, in nine groups or in one row', () => {
    const groups = [
      '+GTACT: (1,2,4,10,14,16,17,20),(2,3,6),(2,3,6),( ),(1,8),',
      '(101,103),( ),( ),(501,5028,5079)',
    ]
    expect(bandsOf('+GTACT: 10', { '+GTACT=?': groups })).toMatchObject({
      enabled: { lte: 'all', nr_sa: 'all' },
      supported: { lte: [1, 3], nr_nsa: [1, 28, 79], nr_sa: [1, 28, 79] },
    })
    const row = ['+GTACT: (1,2,4,10),(2,3),(),0,1,8,101,120']
    expect(bandsOf('+GTACT: 2,0', { '+GTACT=?': row })).toEqual({
      enabled: { lte: 'all' },
      supported: { lte: [1, 20] },
    })
  })
})

describe('the neighbours of +GTCCINFO', () => {
  const serving = '1,4,232,01,2F1A,1D4C503,514,12C,103,100,26,47,47,20'

  it('are read in the base of the serving cell, whatever the model usually prints', () => {
    const rows = [serving, '2,4,,,,,672,1E4,,31,31,9']
    expect(read(rows, []).neighbours).toEqual([
      { rat: 'lte', channel: 1650, pci: 484, rsrp: -110, rsrq: -15.5 },
    ])
    const decimal = [serving.replace('514,12C', '1300,300'), '2,4,,,,,1300,212,,35,35,8']
    expect(read(decimal, [], { base: 16 }).neighbours).toMatchObject([{ channel: 1300, pci: 212 }])
  })

  it('on NR have a SINR where LTE has its bandwidth', () => {
    expect(read(['2,9,,,FFFFFF,FFFFFFFFF,627264,198,69,57,57,73'], []).neighbours).toEqual([
      { rat: 'nr', channel: 627264, pci: 198, rsrp: -100, rsrq: -7, sinr: 11 },
    ])
  })

  it('leave out what is not known, and are not read where there is no channel', () => {
    const rows = [
      '2,4,,,FFFF,00FFFFFFF,1721,160,,255,255,82',
      '2,0,0,00,FFFF,0,0,,127,,,',
      '2,4,,,,,,,,,,',
      'LTE neighbor cell:',
    ]
    expect(read(rows, []).neighbours).toEqual([
      { rat: 'lte', channel: 1721, pci: 160, rsrp: null, rsrq: null },
    ])
  })

  it('on UMTS are a channel and a scrambling code', () => {
    expect(read(['2,2,,,,,10664,53,,,'], []).neighbours).toEqual([{ rat: 'umts', channel: 10664, pci: 53 }])
  })
})

describe('technologies', () => {
  const modeOf = (answer: string) =>
    settings.modes?.read(answered({ '+GTACT?': [answer] }), undefined, {})?.mode
  const steps = (answer: string, mode: AccessMode) =>
    settings.modes?.write?.({ mode }, answered({ '+GTACT?': [answer] }), undefined, {})

  it('are told by the first value of +GTACT, and not guessed where it is unknown', () => {
    expect(modeOf('+GTACT: 1,,,1,3,5,8')).toBe('umts')
    expect(modeOf('+GTACT: 2,3,,101,103')).toBe('lte')
    expect(modeOf('+GTACT: 2,103,128')).toBe('lte')
    expect(modeOf('+GTACT: 20,6,3,0')).toBe('auto')
    expect(modeOf('+GTACT:17,6,3,101,5078')).toBe('lte_nr')
    expect(modeOf('+GTACT: 0')).toBeNull()
    expect(modeOf('+GTACT: what')).toBeUndefined()
  })

  it('without listed bands are written with 0, which is all', () => {
    expect(steps('+GTACT: 10', 'lte')).toEqual([{ send: '+GTACT=2,,,0' }])
    expect(steps('+GTACT: 1,,,1,3,5,8', 'lte')).toEqual([{ send: '+GTACT=2,,,0' }])
    expect(steps('+GTACT: 1,,,1,3,5,8', 'auto')).toEqual([{ send: '+GTACT=10,3,2,1,3,5,8' }])
  })
})

describe('+GTCELLLOCK', () => {
  const options: FibocomOptions = { cell_lock: ['lte', 'nr'] }
  const locks = (lines: readonly string[], given = options) =>
    settings.cellLock?.read(answered({ '+GTCELLLOCK?': lines }), given, {})

  it('tells a cell, a channel, several of them, or none', () => {
    expect(locks(['+GTCELLLOCK: 0'])).toEqual([])
    expect(locks(['+GTCELLLOCK: 1,0,0,40936,18', '+GTCELLLOCK: 1,1,1,627264,,1,5078'])).toEqual([
      { rat: 'lte', channel: 40936, pci: 18, band: null, scs_khz: null },
      { rat: 'nr', channel: 627264, pci: null, band: 78, scs_khz: 30 },
    ])
  })

  it('that is on UMTS, cut short or garbled is not understood', () => {
    for (const line of [
      '+GTCELLLOCK: 1,2,0,10664,53',
      '+GTCELLLOCK: 1,0',
      '+GTCELLLOCK: 1,0,0,x,1',
      '+GTCELLLOCK:',
    ])
      expect(locks([line])).toBeNull()
    expect(locks(['+GTCELLLOCK: 1,1,0,10664,53'], { cell_lock: ['lte'] })).toBeNull()
    expect(locks([])).toBeNull()
  })

  it('cannot free one of several', () => {
    const lines = ['+GTCELLLOCK: 1,0,1,1300', '+GTCELLLOCK: 1,1,1,627264,,1,5078']
    const write = (free: 'lte' | 'nr' | null) =>
      settings.cellLock?.write?.({ free }, answered({ '+GTCELLLOCK?': lines }), options, {})
    expect(write('nr')).toEqual(expect.any(String))
    expect(write(null)).toEqual([{ send: '+GTCELLLOCK=0' }])
  })
})
