import { describe, expect, it } from 'vitest'
import {
  bandWrites,
  canonical,
  compareModemband,
  compareModemdata,
  compareThreeginfo,
  type ModembandOutput,
} from './compare.ts'
import {
  type CorpusCase,
  corpusFolder,
  type ExpectedModemband,
  type ExpectedModemdata,
  loadCorpus,
} from './corpus.ts'
import { familyOf, mismatchLines, scoreCorpus, scoreFamily, scoreTable } from './score.ts'

const fieldsOf = (comparison: { mismatches: { field: string }[] }) => comparison.mismatches.map(m => m.field)

describe('a compared field', () => {
  it('folds white space and takes nothing for a dash', () => {
    expect(canonical('modem', ' Fibocom  FG621-EA ')).toBe('Fibocom FG621-EA')
    expect([canonical('pci', ''), canonical('pci', undefined), canonical('pci', ' ')]).toEqual([
      '-',
      '-',
      '-',
    ])
  })

  it('is a number by its value, except digits that are a name', () => {
    expect(canonical('rsrq', '-12.0')).toBe(canonical('rsrq', '-12'))
    expect(canonical('sinr', '0.0')).toBe('0')
    expect(canonical('operator_mnc', '01')).not.toBe(canonical('operator_mnc', '1'))
    expect(canonical('iccid', '89401012345678901251')).not.toBe(canonical('iccid', '89401012345678901252'))
  })

  it('is hexadecimal without leading zeros and case', () => {
    expect(canonical('tac_h', '00b7')).toBe(canonical('tac_h', 'B7'))
    expect(canonical('cid_hex', '0')).toBe('0')
    expect(canonical('tac_d', '0B7')).not.toBe(canonical('tac_d', 'B7'))
  })

  it('has one separator between the bands of the mode and keeps the bar', () => {
    expect(canonical('mode', 'LTE-A | B1 / B3')).toBe(canonical('mode', 'LTE-A  | B1 + B3'))
    expect(canonical('mode', 'LTE | B1')).not.toBe(canonical('mode', 'LTE B1'))
  })
})

describe('comparing 3ginfo', () => {
  it('compares what has an expected value and is not skipped', () => {
    const result = compareThreeginfo({ csq: '20', rsrp: '-104', sinr: '3' }, { csq: '20', rsrp: '-103' }, [
      'sinr',
    ])
    expect(result).toEqual({ compared: 2, mismatches: [{ field: 'rsrp', expected: '-104', actual: '-103' }] })
  })
})

describe('comparing modemband', () => {
  const set = { 'setbands 1 3': ['AT+GTACT=10,3,2,101,103'], 'setbands default': ['AT+GTACT=10,3,2,0'] }
  const expected: ExpectedModemband = { getinfo: 'X', supported: [1, 3], enabled: [3], set }
  const actual: ModembandOutput = {
    getinfo: 'X',
    supported: [3, 1],
    enabled: [3],
    set: {
      'setbands 1 3': ['AT+GTACT?', 'at+gtact=10,3,2,1,8,101,103,5078', 'AT+GTACT?'],
      'setbands default': ['AT+GTACT=10,3,2,0'],
    },
  }

  it('takes lists for sets and only the setter’s own bands of a +GTACT write', () => {
    expect(compareModemband(expected, actual)).toEqual({ compared: 5, mismatches: [] })
  })

  it('sees a wrong band, a missing write and a write too many', () => {
    const wrong = (line: string, commands: string[]) =>
      fieldsOf(compareModemband(expected, { ...actual, set: { ...actual.set, [line]: commands } }))
    expect(wrong('setbands 1 3', ['AT+GTACT=10,3,2,101,107'])).toEqual(['setbands 1 3'])
    expect(wrong('setbands 1 3', ['AT+GTACT=20,3,2,101,103'])).toEqual(['setbands 1 3'])
    expect(wrong('setbands default', [])).toEqual(['setbands default'])
    expect(wrong('setbands default', ['AT+GTACT=10,3,2,0', 'AT+GTACT=10,3,2,101'])).toEqual([
      'setbands default',
    ])
  })

  it('compares the NR bands where an NR setter is meant', () => {
    const line = 'setbands5gnsa 78'
    const nr = { ...expected, set: { [line]: ['AT+GTACT=20,6,3,5078'] } }
    const sent = (command: string) =>
      fieldsOf(compareModemband(nr, { ...actual, set: { [line]: [command] } }))
    expect(sent('AT+GTACT=20,6,3,1,101,103,5078')).toEqual([])
    expect(sent('AT+GTACT=20,6,3,101,103,501')).toEqual([line])
  })

  it('skips by the subcommand’s name too', () => {
    const other = { ...actual, enabled: [7] }
    expect(fieldsOf(compareModemband(expected, other))).toEqual(['enabled'])
    expect(fieldsOf(compareModemband(expected, other, ['getbands']))).toEqual([])
  })

  it('knows band writes from queries, also inside a compound line', () => {
    expect(
      bandWrites([
        'AT+CSQ;+QCFG="band"',
        'at+qcfg="band",0,44,0,1',
        'AT!ENTERCND="A710"',
        'AT!BAND=?',
        'AT!BAND=10,"Custom; bands",00,5',
        'AT!RESET',
        'AT+COPS=3,0;+COPS?',
      ]),
    ).toEqual(['at+qcfg="band",0,44,0,1', 'at!band=10,"custom; bands",00,5', 'at!reset'])
  })
})

describe('comparing modemdata', () => {
  const json = {
    csq: '20',
    mode: 'LTE B3 (1800 MHz)',
    addon: [
      { idx: 10, key: 'Temperature', value: '0.042.0 &deg;C' },
      { idx: 23, key: 'TAC', value: '300 (012c)' },
      { idx: 50, key: '(S1) band', value: 'B0' },
      { idx: 53, key: '(S1) PCI', value: '140' },
      { idx: 88, key: 'RSRP', value: '9 dB' },
    ],
  }
  const fixes = {
    Temperature: '42 &deg;C',
    'addon[(S1) band]': null,
    'addon/SINR': '4 dB',
    'addon[88].key': 'SNR',
    mode: 'LTE',
  }
  const expected: ExpectedModemdata = { json, fixes }
  const addon = [
    { idx: 10, key: 'Temperature', value: '42 &deg;C' },
    { idx: 23, key: 'TAC', value: '300 (12C)' },
    { idx: 38, key: 'SINR', value: '4 dB' },
    { idx: 88, key: 'SNR', value: '9 dB' },
    { idx: 90, key: 'Other', value: 'nobody expects' },
  ]

  it('lets fixes win, in every spelling of the corpus, and does not count what nobody expects', () => {
    expect(compareModemdata(expected, { csq: '20', mode: 'LTE', addon })).toEqual({
      compared: 7,
      mismatches: [],
    })
  })

  it('sees a key that must not be there and one that is missing', () => {
    const rows = [...addon.slice(1), { idx: 50, key: '(S1) band', value: 'B3' }]
    const found = fieldsOf(compareModemdata(expected, { csq: '20', mode: 'LTE', addon: rows }))
    expect(found).toEqual(['10 Temperature', '(S1) band'])
  })

  it('skips by field and by key', () => {
    const found = compareModemdata(expected, { addon }, ['csq', 'mode', 'addon/TAC', '(S1) band'])
    expect(found).toEqual({ compared: 3, mismatches: [] })
  })

  it('compares only the fixes where the original printed no JSON', () => {
    const whole = {
      json: null,
      fixes: { '(whole)': 'a JSON object', mode: 'LTE', 'addon[TAC]': '300 (12C)' },
    }
    expect(compareModemdata(whole, { mode: 'LTE', addon })).toEqual({ compared: 2, mismatches: [] })
  })
})

describe('the score', () => {
  const made = (name: string): CorpusCase => ({
    name,
    recorded: { name, situation: '', usb: { vid: '2cb7', pid: '0a05' }, port: 'ttyUSB0', if: 3, at: {} },
    expected: { skip: {}, corrected: {}, '3ginfo': { csq: '20', rsrp: '-104' } },
  })
  const cases = [made('2cb70a05-a'), made('2cb70a05-b'), made('2c7c0125-a')]

  it('adds up by family and in total, and lists what is wrong', async () => {
    const score = await scoreCorpus(cases, async name => ({
      threeginfo: { csq: '20', rsrp: name === '2c7c0125-a' ? '-99' : '-104' },
    }))
    expect(score.total.threeginfo).toEqual({ right: 5, compared: 6 })
    expect(score.families.get('2cb70a05')?.threeginfo).toEqual({ right: 4, compared: 4 })
    expect(mismatchLines(score)).toEqual(['2c7c0125-a threeginfo rsrp: expected -104, got -99'])
    expect(scoreTable(score)).toMatch(/^total +83\.33% 5\/6 +- +-$/m)
  })

  it('counts every field of a case whose provider fails as wrong and goes on', async () => {
    const score = await scoreCorpus(cases, async name => {
      if (name === '2cb70a05-a') throw new Error('no answer')
      return { threeginfo: { csq: '20', rsrp: '-104' } }
    })
    expect(score.failures).toEqual([{ caseName: '2cb70a05-a', reason: 'no answer' }])
    expect(score.total.threeginfo).toEqual({ right: 4, compared: 6 })
  })

  it('does not score a program that has no output', async () => {
    const score = await scoreFamily(cases, '2cb70a05', async () => ({}))
    expect(score.total.threeginfo).toEqual({ right: 0, compared: 0 })
    expect([...score.families.keys()]).toEqual(['2cb70a05'])
    expect(familyOf('2cb70a05-a')).toBe('2cb70a05')
  })
})

describe('the corpus', () => {
  const corpus = loadCorpus()

  it.skipIf(corpus === null)(
    `agrees with itself completely (skipped where ${corpusFolder} is absent)`,
    async () => {
      const expectedOf = new Map(corpus?.map(({ name, expected }) => [name, expected]))
      const score = await scoreCorpus(corpus ?? [], async name => {
        const expected = expectedOf.get(name)
        return {
          ...(expected?.['3ginfo'] ? { threeginfo: expected['3ginfo'] } : {}),
          ...(expected?.modemband ? { modemband: expected.modemband } : {}),
        }
      })
      expect(mismatchLines(score)).toEqual([])
      expect(score.total.threeginfo.compared).toBeGreaterThan(8000)
      expect(score.total.modemband.compared).toBeGreaterThan(800)
    },
  )

  it('is reported as absent where it is not', () => {
    expect(loadCorpus('/nonexistent')).toBeNull()
  })
})
