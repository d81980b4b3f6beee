import { describe, expect, it } from 'vitest'
import { dialect } from '../../../src/dialects/simcom/read.ts'
import { settings } from '../../../src/dialects/simcom/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (...lines: readonly string[]) => passed(dialect.read(answered({ '+CPSI?': lines }), undefined))
const anchor = '+CPSI: LTE,Online,232-01,0x2F1A,30721283,211,EUTRAN-BAND3,1300,5,3,-98,-934,-641,13'

describe('the system information of SIMCom', () => {
  it('of LTE has its powers in tenths or in whole units', () => {
    const signal = { rsrq: -9.8, rsrp: -93.4, rssi: -64.1, sinr: 13 }
    expect(read(anchor)).toMatchObject({
      tac: 0x2f1a,
      cell_id: 30721283,
      carriers: [
        { band: 3, channel: 1300, pci: 211, bandwidth_mhz: 20, uplink_bandwidth_mhz: 10, ...signal },
      ],
    })
    const whole = '+CPSI: LTE CAT-M1,Online,232-01,0x2F1A,30721283,82,EUTRAN-BAND20,6252,3,3,-7,-115,-110,-2'
    expect(read(whole).carriers).toMatchObject([{ rsrq: -7, rsrp: -115, rssi: -110, sinr: -2 }])
  })

  it('of LTE tells no level in a unit that only the missing power would tell', () => {
    const without = (rsrq: number) => anchor.replace('-98,-934,-641', `${rsrq},-32768,-32768`)
    for (const rsrq of [-98, -32, -12]) expect(read(without(rsrq)).carriers?.[0]?.rsrq, `${rsrq}`).toBeNull()
  })

  it('of LTE leaves absent values out', () => {
    const absent =
      '+CPSI: LTE,Online,232-01,0x2F1A,30721283,211,EUTRAN-BAND3,1300,5,5,-32768,-32768,-32768,-32768'
    expect(read(absent).carriers).toMatchObject([{ rsrq: null, rsrp: null, rssi: null, sinr: null }])
  })

  it.each([
    [
      'NR5G_NSA,644,NR5G_BAND78,627264,-960,-120,95',
      { pci: 644, channel: 627264, rsrp: -96, rsrq: -12, sinr: 9.5 },
    ],
    ['NR5G_NSA,644,NR5G_BAND78,627264,-960,-120,95,1,10', { bandwidth_mhz: 80, rsrp: -96, sinr: 9.5 }],
    ['NR5G,257,629952,-11,-92,153', { pci: 257, channel: 629952, rsrp: -92, rsrq: -11, sinr: 15.3 }],
    ['NR5G_NSA,58,643296,-12,-86,8.5', { pci: 58, channel: 643296, rsrp: -86, rsrq: -12, sinr: 8.5 }],
    ['NR5G,58,643296,-12,-86,8.5', { pci: 58, channel: 643296, rsrp: -86, rsrq: -12, sinr: 8.5 }],
  ])('of EN-DC is read from %s', (line, leg) => {
    expect(read(anchor, `+CPSI: ${line}`).carriers).toEqual([
      expect.objectContaining({ role: 'pcc', rat: 'lte', rsrp: -93.4 }),
      expect.objectContaining({ role: 'scc', rat: 'nr', band: 78, ...leg }),
    ])
  })

  it.each([
    ['NR5G_SA,Online,232-01,0x12C4F1,4937752578,0,NR5G_BAND78,640704,-770,-110,290', { rsrp: -77, sinr: 29 }],
    [
      'NR5G,Online,232-01,0x12C4F1,4937752578,257,629952,-92,-11,15',
      { pci: 257, rsrp: -92, rsrq: -11, sinr: 15 },
    ],
  ])('of 5G stand-alone is read from %s', (line, carrier) => {
    expect(read(`+CPSI: ${line}`)).toMatchObject({
      tac: 0x12c4f1,
      cell_id: 4937752578,
      carriers: [{ role: 'pcc', rat: 'nr', band: 78, ...carrier }],
    })
  })

  it('of WCDMA has Ec/Io and RSCP with and without minus, and no cell where it is negative', () => {
    const wcdma = (cell: string, ecio: string, rscp: string) =>
      read(
        `+CPSI: WCDMA,Online,232-01,0x1F40,${cell},WCDMA IMT 2000,437,10687,0,${ecio},${rscp},-32768,-83,-15`,
      )
    expect(wcdma('21145539', '-3', '-83')).toMatchObject({
      lac: 0x1f40,
      cell_id: 21145539,
      ecio: -3,
      rscp: -83,
    })
    expect(wcdma('-294967296', '4.5', '78')).toMatchObject({ cell_id: null, ecio: -4.5, rscp: -78 })
    expect(wcdma('1', '-32768', '-32768')).toMatchObject({ ecio: null, rscp: null })
  })

  it('of GSM has channel and band in one text', () => {
    expect(read('+CPSI: GSM,Online,232-01,0x1F41,41394,512 DCS 1800,-71,0,32-32')).toMatchObject({
      lac: 0x1f41,
      carriers: [{ rat: 'gsm', channel: 512, band: 1800, rssi: -71 }],
    })
  })

  it.each(['+CPSI: NO SERVICE,Online', '+CPSI: NO SERVICE,Low Power Mode', '+CPSI: ', ''])(
    'tells nothing in %j',
    line => {
      expect(read(line).carriers).toEqual([])
    },
  )
})

describe('the secondary carriers of SIMCom', () => {
  const asked = (line: string) =>
    dialect
      .questions(undefined)
      .find(q => q.ask === '+CMGRMI=4')
      ?.when?.(answered({ '+CPSI?': [line] }), undefined)

  it('are asked for on LTE only', () => {
    expect(asked(anchor)).toBe(true)
    expect(asked('+CPSI: NO SERVICE,Online')).toBe(false)
  })

  it('are active when the last value says so', () => {
    const { carriers } = passed(
      dialect.read(
        answered({
          '+CPSI?': [anchor],
          '+CMGRMI=4': [
            '+CMGRMI: CA_Scell,38100,455,38,5,0,455,-120,-991,-781,0,0,1',
            '+CMGRMI: CA_Scell,6300,88,20,3,0,88,-120,-1001,-781,0,0,0',
            '+CMGRMI: CA_Scell,0,0,0,0,0,0,0,0,0,0,0,0',
          ],
        }),
        undefined,
      ),
    )
    expect(carriers?.slice(1)).toEqual([
      expect.objectContaining({ band: 38, channel: 38100, pci: 455, rsrp: -99.1, rsrq: -12, active: true }),
      expect.objectContaining({ band: 20, bandwidth_mhz: 10, active: false }),
    ])
  })
})

describe('a row that is cut', () => {
  /** The row up to its value with this number, of which one character is left. */
  const cut = (line: string, at: number) => {
    const values = line.split(',')
    return [...values.slice(0, at), values[at]?.slice(0, 1)].join(',')
  }
  const sa = '+CPSI: NR5G_SA,Online,232-01,0x12C4F1,4937752578,501,NR5G_BAND28,155630,-870,-105,184'
  const oldSa = '+CPSI: NR5G,Online,232-01,0x2F1A,4937752578,355,632448,-92,-11,15'
  const wcdma = '+CPSI: WCDMA,Online,250-99,0x2612,13148371,WCDMA IMT 2000,437,10687,0,-3,-83,-32768,-83,-15'
  const gsm = '+CPSI: GSM,Online,232-01,0x1F41,41394,61 EGSM 900,-53,0,58-58'

  it('of +CPSI has no value where it ends', () => {
    for (const line of [anchor, sa, oldSa, wcdma, gsm]) expect(read(cut(line, 4)).cell_id, line).toBeNull()
    expect(read(cut(anchor, 5)).carriers).toMatchObject([{ pci: null }])
    expect(read(cut(anchor, 7)).carriers).toMatchObject([{ band: 3, channel: null }])
    expect(read(cut(sa, 7)).carriers).toMatchObject([{ pci: 501, band: 28, channel: null }])
    expect(read(cut(oldSa, 6)).carriers).toMatchObject([{ pci: 355, channel: null }])
    expect(read(cut(wcdma, 7)).carriers).toMatchObject([{ pci: 437, channel: null }])
    expect(read(cut(wcdma, 10))).toMatchObject({ ecio: -3, rscp: null })
    expect(read(cut(gsm, 5)).carriers).toMatchObject([{ channel: null }])
  })

  it.each([
    ['NR5G_NSA,644,NR5G_BAND78,627264,-960,-12', { channel: 627264, rsrp: -96, rsrq: null }],
    ['NR5G,257,629952,-11,-9', { channel: 629952, rsrp: null, rsrq: null }],
  ])('of EN-DC has no value where it ends: %s', (line, leg) => {
    expect(read(anchor, `+CPSI: ${line}`).carriers?.[1]).toMatchObject(leg)
  })

  it('of +CMGRMI has no value where it ends', () => {
    const facts = (...lines: readonly string[]) =>
      passed(dialect.read(answered({ '+CPSI?': [anchor], '+CMGRMI=4': lines }), undefined))
    const scell = '+CMGRMI: CA_Scell,6300,188,20,3,0,188,-120,-1001,-781,0,0,1'
    expect(facts(cut(scell, 6)).carriers?.[1]).toMatchObject({ channel: 6300, pci: null, active: false })
    expect(facts(cut(scell, 8)).carriers?.[1]).toMatchObject({ pci: 188, rsrp: null })
    const cell = '+CMGRMI: LTE_Intra_Cell1,211,-98,-934,-641,0'
    const of = (...lines: readonly string[]) => facts(...lines).neighbours
    expect(of('+CMGRMI: LTE_Intra,2,1300,211,1', cut(cell, 1))).toEqual([])
    expect(of('+CMGRMI: LTE_Intra,2,1300,211,1', cell)).toMatchObject([{ channel: 1300, pci: 211 }])
    expect(of('+CMGRMI: LTE_Intra,2,1', cell)).toEqual([])
    expect(of('+CMGRMI: LTE_Inter,2,Freq1,63', '+CMGRMI: LTE_InterFreq1_Cell1,88,-121,-987,-690,0')).toEqual(
      [],
    )
  })
})

describe('the bands of SIMCom', () => {
  const bands = settings.bands
  const all = { lte: [1, 3, 7, 20], nr_nsa: [28, 78], nr_sa: [28, 78] }
  const lists = answered({
    '+CSYSSEL="lte_band"': ['+CSYSSEL: "lte_band",20:3:7'],
    '+CSYSSEL="nsa_nr5g_band"': ['+CSYSSEL: "nsa_nr5g_band",'],
    '+CSYSSEL="nr5g_band"': ['+CSYSSEL: "nr5g_disable",0'],
  })
  const masks = answered({ '+CNBP?': ['+CNBP: 0X000700000FEB0180,0x0000000000000042000087E22B0F38DF,0x3F'] })
  const choice = { rat: 'lte', bands: [3, 7, 66], isDefault: false } as const

  it('are lists, an empty one too; what answers something else is not known', () => {
    expect(bands?.read(lists, undefined, all)?.enabled).toEqual({ lte: [3, 7, 20], nr_nsa: [], nr_sa: null })
  })

  it('are masks on 4G modules, read and written at their full length', () => {
    expect(bands?.read(masks, undefined, { lte: [] })?.enabled.lte).toContain(66)
    expect(sent(bands?.write?.(choice, masks, undefined, all))).toEqual([
      '+CNBP=0X000700000FEB0180,0x00000000000000020000000000000044,0x3F',
    ])
    expect(sent(bands?.write?.({ ...choice, rat: 'nr_sa' }, masks, undefined, all))).toBeNull()
  })

  it('are written as lists, each technology by itself', () => {
    expect(sent(bands?.write?.(choice, lists, undefined, all))).toEqual(['+CSYSSEL="lte_band",3:7:66'])
    expect(
      sent(bands?.write?.({ rat: 'nr_nsa', bands: [78], isDefault: false }, lists, undefined, all)),
    ).toEqual(['+CSYSSEL="nsa_nr5g_band",78'])
  })

  it('are not written when they could not be read, and never none', () => {
    expect(
      sent(bands?.write?.({ rat: 'nr_sa', bands: [78], isDefault: false }, lists, undefined, all)),
    ).toBeNull()
    expect(sent(bands?.write?.(choice, answered({}), undefined, all))).toBeNull()
    expect(sent(bands?.write?.(choice, answered({ '+CNBP?': ['+CNBP: ?,0x4'] }), undefined, all))).toBeNull()
    expect(sent(bands?.write?.({ ...choice, bands: [] }, lists, undefined, all))).toBeNull()
  })
})
