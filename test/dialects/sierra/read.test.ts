import { describe, expect, it } from 'vitest'
import type { BandChoice } from '../../../src/dialects/settings.ts'
import { dialect } from '../../../src/dialects/sierra/read.ts'
import { settings } from '../../../src/dialects/sierra/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const read = (lines: readonly string[], cells: readonly string[] = []) =>
  passed(dialect.read(answered({ '!GSTATUS?': ['!GSTATUS:', ...lines], '!LTEINFO?': cells }), undefined))
const lte = [
  'System mode:   LTE        \tPS state:    Attached',
  'LTE band:      B7     \t\tLTE bw:      20 MHz',
]

describe('the pairs of !GSTATUS?', () => {
  it.each([
    ['tabs', 'LTE Rx chan:   2850\t\tLTE Tx chan: 20850'],
    ['blanks for tabs', 'LTE Rx chan:   2850             LTE Tx chan: 20850'],
    ['no blank behind the colon', 'LTE Rx chan:2850\tLTE Tx chan:20850'],
    ['blanks before the colon', 'LTE Rx chan  : 2850\tLTE Tx chan : 20850'],
    ['a tab behind the colon', 'LTE Rx chan:\t2850\t\tLTE Tx chan:\t20850'],
  ])('are read with %s', (_, line) => {
    expect(read([...lte, line]).carriers).toMatchObject([{ band: 7, channel: 2850, bandwidth_mhz: 20 }])
  })

  it('without a value do not take the next label for one', () => {
    expect(read([...lte, 'LTE Rx chan:   \t\tLTE Tx chan: 20850']).carriers?.[0]?.channel).toBe(2850)
  })

  it('give each antenna the RSRP that follows its RSSI, in the same line or the next', () => {
    const both = { rssi: -62, rsrp: -88, rssi_antennas: [-62, -59], rsrp_antennas: [-88, -85] }
    const inLine = ['PCC RxM RSSI:  -62\t\tRSRP (dBm):  -88', 'PCC RxD RSSI:  -59\t\tRSRP (dBm):  -85']
    const broken = ['PCC RxM RSSI: -62', 'RSRP (dBm): -88', 'PCC RxD RSSI: -59', 'RSRP (dBm): -85']
    expect(read([...lte, ...inLine]).carriers).toMatchObject([both])
    expect(read([...lte, ...broken]).carriers).toMatchObject([both])
  })

  it('tell no antennas apart where there is one, and none where it does not measure', () => {
    const [single] =
      read([...lte, 'RSSI (dBm):    -61\t\tTx Power:    0', 'RSRP (dBm):    -90']).carriers ?? []
    expect(single).toMatchObject({ rssi: -61, rsrp: -90 })
    expect(single).not.toHaveProperty('rsrp_antennas')
    const [silent] = read([...lte, 'PCC RxM RSSI:  --\t\tPCC RxM RSRP:  --', 'SINR (dB):  --']).carriers ?? []
    expect(silent).toMatchObject({ rssi: null, rsrp: null, sinr: null })
  })

  it('leave every antenna in its place where another has no value', () => {
    const line = (name: string, value: string) => `PCC ${name} RSSI:  ${value}\t\tPCC ${name} RSRP:  ${value}`
    const four = (...values: readonly string[]) =>
      read([...lte, ...['RxM', 'RxD', 'RxM1', 'RxD1'].map((name, i) => line(name, values[i] ?? '--'))])
        .carriers?.[0]
    const levels = [-90, null, -95, -97]
    expect(four('-90', '--', '-95', '-97')).toMatchObject({
      rsrp: -90,
      rssi_antennas: levels,
      rsrp_antennas: levels,
    })
    expect(four('-90', '-91')).toMatchObject({ rsrp_antennas: [-90, -91] })
    const withoutMain = four('--', '-91', '-95')
    expect(withoutMain).toMatchObject({ rssi: null, rsrp: null, rsrp_antennas: [null, -91, -95] })
    const [two] = read([...lte, line('RxM', '--'), line('RxD', '-88')]).carriers ?? []
    expect(two).toMatchObject({ rssi: null, rsrp: null })
    expect(two).not.toHaveProperty('rsrp_antennas')
    const [turned] = read([...lte, line('RxD', '-88'), line('RxM', '-80')]).carriers ?? []
    expect(turned).toMatchObject({ rsrp: -80, rsrp_antennas: [-80, -88] })
    const wcdma = ['System mode: WCDMA', 'WCDMA channel: 10662', 'RxM RSSI C0: -106\tRxD RSSI C0: -89']
    expect(read(wcdma).carriers?.[0]?.rssi ?? null).toBeNull()
    const nr = ['System mode: NR5G', 'NR5G band: n78', 'NR5G Rx chan: 629262']
    const sub6 = (i: number, value: string) => `NR5G(sub6) Rx${i} RSSI (dBm): ${value}`
    const values = ['-64.1', '---', '-66', '-67']
    expect(read([...nr, ...values.map((value, i) => sub6(i, value))]).carriers).toMatchObject([
      { rssi: -64.1, rssi_antennas: [-64.1, null, -66, -67] },
    ])
  })

  it('with "none" in every field give no carrier', () => {
    const none = [
      'System mode:   LTE',
      'LTE band:      Unknown\t\tLTE bw:      Unknown',
      'LTE Rx chan:   65535',
    ]
    expect(read(none).carriers).toEqual([])
  })
})

describe('secondary carriers', () => {
  it.each([
    ['NOT ASSIGNED', []],
    ['INACTIVE', [{ band: 3, active: false }]],
    ['ACTIVE', [{ band: 3, active: true }]],
  ])('count as used only when the state is the whole word ACTIVE: %s', (state, expected) => {
    const old = [
      `LTE CA state:  ${state}    \t\tLTE Scell band:B3`,
      'LTE Scell bw:20 MHz  \t\tLTE Scell chan:1300',
    ]
    const numbered = [`LTE SCC1 state:${state}    \tLTE SCC1 band: B3`, 'LTE SCC1 bw  : 20 MHz']
    expect(read([...lte, ...old]).carriers?.slice(1)).toMatchObject(expected)
    expect(read([...lte, ...numbered]).carriers?.slice(1)).toMatchObject(expected)
  })
})

describe('NR carriers', () => {
  const nr = [
    'SCC1 NR5G band:       n78\t\tSCC1 NR5G bw:         80 MHz',
    'NR5G RSRP (dBm): -87\t\tNR5G SINR (dB):  18.5',
  ]
  it('are the leg of EN-DC, behind the LTE carriers', () => {
    const endc = ['System mode:   ENDC', 'LTE band:      B3', 'SINR (dB):     7.2', ...nr]
    expect(read(endc)).toMatchObject({
      rat: 'nr_nsa',
      carriers: [
        { role: 'pcc', rat: 'lte', sinr: 7.2 },
        { role: 'scc', rat: 'nr', band: 78, bandwidth_mhz: 80, rsrp: -87, sinr: 18.5 },
      ],
    })
  })

  it('are not there while every field shows ---', () => {
    const none = ['NR5G band: ---\t\tNR5G bw: ---', 'NR5G Rx chan: ---', 'NR5G RSRP (dBm): ---']
    expect(read([...lte, ...none]).carriers).toHaveLength(1)
    expect(read(['System mode: ENDC', 'LTE band: B3', ...none]).carriers).toHaveLength(1)
  })
})

describe('the PCI of !LTEINFO?', () => {
  const head = 'Serving:   EARFCN MCC MNC   TAC      CID Bd D U SNR PCI  RSRQ   RSRP   RSSI RXLV'
  const row = '2850 310 410 35666 0A14666A  2 5 5  22 404 -14.1  -79.6  -45.5 --'
  const chan = 'LTE Rx chan:   2850'
  it('belongs to the primary carrier when the channel is the same', () => {
    expect(read([...lte, chan], ['!LTEINFO:', head, row]).carriers?.[0]?.pci).toBe(404)
    expect(read([...lte, 'LTE Rx chan:   3050'], [head, row]).carriers?.[0]?.pci).toBeUndefined()
  })

  it('is not that of another cell on the channel', () => {
    const pci = (cell: string) =>
      read([...lte, chan, `RSRQ (dB):     -9.0\t\tCell ID:     ${cell}`], [head, row]).carriers?.[0]?.pci ??
      null
    expect(pci('0A14666A (169109098)')).toBe(404)
    expect(pci('0A14666B (169109099)')).toBeNull()
    expect(pci('FFFFFFFF (4294967295)')).toBe(404)
  })

  it('and its channel are those of the band where the channel is not told', () => {
    expect(read([...lte], [head, row]).carriers).toMatchObject([{ channel: 2850, pci: 404 }])
    const [other] = read([...lte], [head, row.replace('2850', '1300')]).carriers ?? []
    expect([other?.channel ?? null, other?.pci ?? null]).toEqual([null, null])
  })

  it('is not guessed from a row that does not fit its header', () => {
    expect(read([...lte, chan], [head, '2850 310 410 35666 404']).carriers?.[0]?.pci).toBeUndefined()
    expect(read([...lte, chan], [head]).carriers?.[0]?.pci).toBeUndefined()
  })
})

const rows = (...masks: readonly string[]) => ['Index, Name, masks', `10, home,  ${masks.join(' ')}`]
const gw = '0002000000400000'
const zero = '0000000000000000'
const written = (now: readonly string[], choice: BandChoice) =>
  sent(settings.bands?.write?.(choice, answered({ '!BAND?': now }), undefined, {}))
const enabled = (now: readonly string[]) =>
  settings.bands?.read(answered({ '!BAND?': now }), undefined, {})?.enabled.lte
const choose = (...bands: number[]): BandChoice => ({ rat: 'lte', bands, isDefault: false })

describe('band profiles', () => {
  it.each([
    ['GW and LTE', [gw, '00000000000800c5'], [1, 3, 7, 8, 20]],
    ['GW, LTE and TDS', [gw, '00000000000800C5', zero], [1, 3, 7, 8, 20]],
    ['two LTE masks', [gw, '0000000000000004', '0000000000000002', zero], [3, 66]],
    ['four LTE masks', [gw, '0000000000000004', '0000000000000042', zero, zero, zero], [3, 66, 71]],
  ])('are read with %s', (_, masks, bands) => {
    expect(enabled(rows(...masks))).toEqual(bands)
  })

  it('keep the masks of 2G and 3G and have an LTE mask for every 64 bands', () => {
    expect(written(rows(gw, '00000000000800C5', zero), choose(3, 41))).toEqual([
      '!ENTERCND="A710"',
      `!BAND=10,"Custom bands",${gw},10000000004`,
      '!BAND=10',
      '!RESET',
    ])
    expect(written(rows(gw, '0000000000000004', zero, zero), choose(3, 66))?.[1]).toBe(
      `!BAND=10,"Custom bands",${gw},4,2`,
    )
  })

  it('are not written when the present one could not be read or has no room for a band', () => {
    expect(written([], choose(3))).toBeNull()
    expect(written(['Index, Name, masks', '10, home'], choose(3))).toBeNull()
    expect(written(rows(gw, '0000000000000004', zero), choose(3, 66))).toBeNull()
    expect(written(rows(gw, '0000000000000004'), { ...choose(78), rat: 'nr_sa' })).toBeNull()
  })

  it('go back to profile 00, which needs no restart', () => {
    expect(written(rows(gw, zero, zero), { ...choose(1), isDefault: true })).toEqual([
      '!ENTERCND="A710"',
      '!BAND=00',
    ])
  })

  it('with a line for every technology are written whole, LTE last', () => {
    const now = [
      '05, home,',
      `0 - GW:    ${gw}`,
      `1 - LTE:   0000000000000004 0000000000000002`,
      `3 - NRNSA: 0000000000000001 0000000000002000`,
      `4 - NRSA:  ${zero} 0000000000002000`,
    ]
    expect(enabled(now)).toEqual([3, 66])
    expect(written(now, { rat: 'nr_sa', bands: [28, 78], isDefault: false })).toEqual([
      '!ENTERCND="A710"',
      `!BAND=0F,1,"Custom bands",0,${gw}`,
      '!BAND=0F,1,"Custom bands",3,0000000000000001,0000000000002000',
      '!BAND=0F,1,"Custom bands",4,0000000008000000,0000000000002000',
      '!BAND=0F,1,"Custom bands",1,0000000000000004,0000000000000002',
      '!BAND=0F',
      '!RESET',
    ])
  })

  it('say what the module can do, from profile 00 alone', () => {
    const all = [
      '00, All bands     0002000007C00000 00000100130818DF 0000000000000000',
      `01, Europe 3G  ${gw} ${zero} ${zero}`,
    ]
    const { supported } = settings.bands?.read(answered({ '!BAND=?': all }), undefined, {}) ?? {}
    expect(supported).toEqual({ lte: [1, 2, 3, 4, 5, 7, 8, 12, 13, 20, 25, 26, 29, 41] })
  })
})
