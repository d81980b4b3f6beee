import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/huawei/read.ts'
import { settings } from '../../../src/dialects/huawei/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (given: Record<string, readonly string[]>) => passed(dialect.read(answered(given), undefined))
const bands = settings.bands
const options = {
  bands: [
    ['me909s-821a', [1, 5]],
    ['me909s-821', [1, 8]],
  ] as const,
}
const setting = (line: string) => ({ '^SYSCFGEX?': [line] })

describe('the Huawei dialect', () => {
  it('takes an index outside of its scale for unknown', () => {
    const { carriers } = read({ '^HCSQ?': ['^HCSQ: "LTE",97,98,252,35'] })
    expect(carriers?.[0]).toEqual({ role: 'pcc', rat: 'lte' })
  })

  it('reads a physical cell identity that is none in hexadecimal as decimal', () => {
    const pci = (text: string) =>
      read({ '^MONSC': [`^MONSC: LTE,232,01,1300,1D4C501,${text},2F1A,-90,-10,-60`] }).carriers?.[0]?.pci
    expect([pci('F6'), pci('10'), pci('300'), pci('600')]).toEqual([246, 16, 300, null])
  })

  it('leaves out a serving cell that is another carrier than the one in use', () => {
    const { carriers } = read({
      '^HFREQINFO?': ['^HFREQINFO: 1,6,3,1300,18150,20000,19300,17200,20000'],
      '^MONSC': ['^MONSC: LTE,232,01,1450,1D4C501,F6,2F1A,-90,-10,-60'],
    })
    expect(carriers).toHaveLength(1)
    expect(carriers?.[0]?.pci).toBeUndefined()
  })

  it('takes the LTE carrier the modem had for none where the system is 3G', () => {
    const facts = read({
      '^SYSINFOEX': ['^SYSINFOEX: 2,3,0,1,,3,"WCDMA",46,"DC-HSPA+"'],
      '^HFREQINFO?': ['^HFREQINFO: 1,6,3,1300,18150,20000,19300,17200,20000'],
      '^MONSC': ['^MONSC: WCDMA,232,05,2950,304,C40A17,1F45,-92,-86,-10,6,0'],
    })
    expect(facts).toMatchObject({ rat: 'hspa_plus', lac: 0x1f45, cell_id: 0xc40a17 })
    expect(facts.carriers).toMatchObject([{ role: 'pcc', rat: 'umts', channel: 2950 }])
  })

  it('ignores serving cells of other layouts, and lines without a technology', () => {
    const { carriers } = read({
      '^MONSC': ['^MONSC: LTE,1,1300,210,123,-90,-10,20', '^MONSC: NONE'],
      '^HFREQINFO?': ['^HFREQINFO: 0,2360,46,0,97,0', '^HFREQINFO: 0,0,0,0,0,0,0,0,0'],
    })
    expect(carriers).toEqual([])
  })

  it('reads sensors by their place, and by their size where the places are others', () => {
    const degrees = (text: string) => read({ '^CHIPTEMP?': [`^CHIPTEMP: ${text}`] }).temperature
    expect(degrees('98,95,65535,65535,8')).toBe(9.8)
    expect(degrees('-52,65535,65535,65535,-8')).toBe(-5.2)
    expect(degrees('42')).toBe(42)
    expect(degrees('65535,65535,65535,65535,65535')).toBeNull()
  })

  it('tells TD-SCDMA and CDMA by the system, whatever the submode', () => {
    const rat = (text: string) => read({ '^SYSINFOEX': [`^SYSINFOEX:${text}`] }).rat
    expect(rat('2,3,0,1,,4,"TD-SCDMA",61,"TD-SCDMA"')).toBe('td_scdma')
    expect(rat('2,3,0,1,,2,"CDMA",23,"CDMA2000 1X"')).toBe('cdma')
    expect(rat('2,3,0,1,3,"WCDMA",43,"HSUPA"')).toBe('hsupa')
    expect(rat('2,3,0,1,,6,"LTE",101,"LTE"')).toBeUndefined()
  })
})

describe('Huawei band selection', () => {
  it('writes the technologies and the 2G and 3G bands back as they were read', () => {
    const answers = answered(setting('^SYSCFGEX: "0302",2000000400180,0,2,800C5'))
    const choice = { rat: 'lte', bands: [3, 20], isDefault: false } as const
    expect(sent(bands?.write?.(choice, answers, undefined, {}))).toEqual([
      '^SYSCFGEX="0302",2000000400180,2,4,80004,,',
    ])
  })

  it('has no limit at 64 bands', () => {
    const answers = answered(setting('^SYSCFGEX:"03",3FFFFFFF,1,2,200000000000000004'))
    expect(bands?.read(answers, undefined, {})?.enabled.lte).toEqual([3, 70])
    const choice = { rat: 'lte', bands: [1, 66], isDefault: false } as const
    expect(sent(bands?.write?.(choice, answers, undefined, {}))).toEqual([
      '^SYSCFGEX="03",3FFFFFFF,2,4,20000000000000001,,',
    ])
  })

  it.each([
    '',
    '^SYSCFGEX: "030201",3FFFFFFF,1,2,',
    '^SYSCFGEX: "0;1",3FFFFFFF,1,2,4',
    '^SYSCFGEX: "00",X,1,2,4',
  ])('writes nothing where the present setting reads %j', line => {
    const choice = { rat: 'lte', bands: [3], isDefault: false } as const
    expect(sent(bands?.write?.(choice, answered(setting(line)), undefined, {}))).toBeNull()
    expect(bands?.read(answered(setting(line)), undefined, { lte: [3] })?.enabled.lte).toBeNull()
  })

  it('never writes an empty set', () => {
    const answers = answered(setting('^SYSCFGEX: "00",3FFFFFFF,1,2,4'))
    expect(
      sent(bands?.write?.({ rat: 'lte', bands: [], isDefault: false }, answers, undefined, {})),
    ).toBeNull()
  })

  it('believes the modem about its bands, then the name of the module', () => {
    const all = setting('^SYSCFGEX: "00",3FFFFFFF,1,2,7fffffffffffffff')
    const state = (more: Record<string, readonly string[]>) =>
      bands?.read(answered({ ...all, ...more }), options, { lte: [7] })
    const possible =
      '^SYSCFGEX: ("00"),((3fffffff,"All Bands")),(0-2),(0-4),((5,"LTE BC1/LTE BC3"),(7fffffffffffffff,"All bands"))'
    expect(state({ '^SYSCFGEX=?': [possible], '+CGMM': ['ME909s-821'] })?.supported).toEqual({ lte: [1, 3] })
    expect(state({ '+CGMM': ['ME909s-821a'] })).toEqual({ enabled: { lte: 'all' }, listed: { lte: [1, 5] } })
    expect(state({ '+CGMM': ['+CGMM: "ME909s-821"'] })?.listed).toEqual({ lte: [1, 8] })
    expect(state({ '+CGMM': ['ME936'] })).toEqual({ enabled: { lte: 'all' } })
  })
})
