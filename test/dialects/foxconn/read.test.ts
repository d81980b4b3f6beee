import { describe, expect, it } from 'vitest'
import type { FoxconnOptions } from '../../../src/dialects/foxconn/options.ts'
import { dialect } from '../../../src/dialects/foxconn/read.ts'
import { settings } from '../../../src/dialects/foxconn/settings.ts'
import { answered, passed, sent } from '../answered.ts'

const debug = (...lines: string[]) => passed(dialect.read(answered({ '^DEBUG?': lines }), undefined))
const bands = settings.bands
const write = (options: FoxconnOptions, rat: 'lte' | 'nr_nsa' | 'nr_sa', list: number[], lines: string[]) =>
  sent(
    bands?.write?.(
      { rat, bands: list, isDefault: false },
      answered({ [options.module === 'T99W175' ? '^BAND_PREF?' : '^SLBAND?']: lines }),
      options,
      {},
    ),
  )

describe('the Foxconn dialect', () => {
  it('keeps a short secondary apart from the one that follows', () => {
    const { carriers } = debug(
      'RAT:LTE',
      'pcell: lte_band:3 lte_band_width:20.0MHz',
      'channel:1300 pci:211',
      'scell: lte_band:1 lte_band_width:10.0MHz',
      'channel:100 pci:5',
      'scell: lte_band:20 lte_band_width:10.0MHz',
      'channel:6200 pci:6',
      'lte_rsrp:-90.5dBm,rsrq:-10.0dB',
    )
    expect(carriers?.map(c => [c.band, c.channel, c.pci, c.rsrp])).toEqual([
      [3, 1300, 211, undefined],
      [1, 100, 5, undefined],
      [20, 6200, 6, -90.5],
    ])
  })

  it('begins a carrier at every NR band', () => {
    const { carriers } = debug(
      'RAT:NR5G_SA',
      'nr_band:n41',
      'nr_channel:521310',
      'nr_scc1: nr_band:n78',
      'nr_channel:636000',
    )
    expect(carriers?.map(c => [c.role, c.rat, c.band, c.channel])).toEqual([
      ['pcc', 'nr', 41, 521310],
      ['scc', 'nr', 78, 636000],
    ])
  })

  it('takes the average, unused antennas and NA for no value', () => {
    const { carriers } = debug('BAND: 3', 'AVG RSRP: -70.0dBm', 'RSRP: -256.0dBm', 'RSRQ: NA', 'RS-SNR:7dB')
    expect(carriers).toEqual([{ role: 'pcc', rat: 'lte', band: 3, sinr: 7 }])
  })

  it('takes the uplink channel behind that of the downlink, where there is one', () => {
    const { carriers } = debug(
      'EARFCN(DL/UL): 1300/19300',
      'BAND: 3',
      'SCell1:',
      'BAND:7 BW:20.0MHz',
      'EARFCN:2850',
    )
    expect(carriers?.map(c => [c.channel, c.uplink_channel])).toEqual([
      [1300, 19_300],
      [2850, undefined],
    ])
    expect(debug('EARFCN(DL/UL): 9920/0', 'BAND: 32').carriers).toEqual([
      { role: 'pcc', rat: 'lte', channel: 9920, band: 32 },
    ])
  })

  it('knows a UMTS carrier without a RAT line', () => {
    const { carriers, rscp } = debug('CHANNEL (DL): 10713', 'BAND: 1', 'PSC: 304', 'RSCP:-88.5dBm')
    expect(carriers).toEqual([{ role: 'pcc', rat: 'umts', channel: 10713, band: 1, pci: 304 }])
    expect(rscp).toBe(-88.5)
  })

  it('takes from the list of carriers what the cell report leaves out', () => {
    const { carriers } = passed(
      dialect.read(
        answered({
          '^DEBUG?': ['RAT:LTE+NR', 'pcell: lte_band:3 lte_band_width:20.0MHz', 'nr_band:n5', 'nr_pci:25'],
          '^CA_INFO?': [
            'LTE serving information :',
            'PCC info: Band is LTE_B3, Band_width is 20.0 MHz',
            'SCC1 info: Band is LTE_B7, Band_width is 15.0 MHz',
            'NR serving information :',
            'PCC info: Band is NR5G_N5, Band_width is 10.0 MHz',
          ],
        }),
        undefined,
      ),
    )
    expect(carriers?.map(c => [c.role, c.rat, c.band, c.bandwidth_mhz, c.pci])).toEqual([
      ['pcc', 'lte', 3, 20, undefined],
      ['scc', 'lte', 7, 15, undefined],
      ['scc', 'nr', 5, 10, 25],
    ])
  })

  it('takes cell and area of LTE for none of 3G', () => {
    const facts = debug('RAT:WCDMA', 'lte_cell_id:80389889', 'lte_tac:30648', 'channel:10713', 'psc:304')
    expect(facts.carriers).toMatchObject([{ rat: 'umts', channel: 10713, pci: 304 }])
    expect([facts.cell_id, facts.tac]).toEqual([null, null])
  })

  it('gives no carrier the bandwidth of one in another band', () => {
    const { carriers } = passed(
      dialect.read(
        answered({
          '^DEBUG?': [
            'RAT:LTE',
            'pcell: lte_band:3 lte_band_width:20.0MHz',
            'channel:1300 pci:211',
            'scell: lte_band:20',
            'channel:6200 pci:6',
          ],
          '^CA_INFO?': [
            'PCC info: Band is LTE_B3, Band_width is 20.0 MHz',
            'SCC1 info: Band is LTE_B7, Band_width is 15.0 MHz',
          ],
        }),
        undefined,
      ),
    )
    expect(carriers?.map(c => [c.band, c.bandwidth_mhz])).toEqual([
      [3, 20],
      [20, undefined],
    ])
  })

  it('says nothing where the modem has no service', () => {
    expect(debug('RAT:NO SERVICE').carriers).toEqual([])
    const status = passed(
      dialect.read(answered({ '^RFSTS?': ['^RFSTS: '], '^CA_INFO?': [] }), { module: 'T77W676' }),
    )
    expect(status.carriers).toEqual([])
  })

  it('takes the hottest sensor, also below zero', () => {
    const degrees = (...lines: string[]) =>
      passed(dialect.read(answered({ '^TEMP?': lines }), undefined)).temperature
    expect(degrees('PA: 99C', 'Skin Sensor: 101C', 'TSENS: 9C')).toBe(101)
    expect(degrees('PA: -12C', 'TSENS:-4C', 'xo_therm_buf:-273')).toBe(-4)
  })
})

describe('Foxconn band selection', () => {
  it('writes each module’s own command', () => {
    expect(write({ module: 'T77W676' }, 'lte', [1, 66], ['^SLBAND: LTE,1,3'])).toEqual(['^SLBAND=LTE,1,66'])
    expect(write({ module: 'T77W968' }, 'lte', [1, 66], ['^SLBAND:LTE,Enabled,1,3'])).toEqual([
      '^SLBAND=LTE,2,1,66',
    ])
    const nr = ['NR5G,Enable Bands :1,']
    expect(write({ module: 'T99W175' }, 'nr_sa', [28, 78], nr)).toEqual(['^BAND_PREF=NR5G,2,28,78'])
    const colons = { module: 'T99W175', standAloneSeparator: ':' } as const
    expect(write(colons, 'nr_sa', [28, 78], nr)).toEqual(['^BAND_PREF=NR5G,2,28:78'])
    expect(write(colons, 'nr_nsa', [28, 78], nr)).toEqual(['^BAND_PREF=NR5G,2,28,78'])
  })

  it('writes nothing where the technology’s bands were not read, and never an empty set', () => {
    expect(write({ module: 'T99W175' }, 'nr_nsa', [78], ['LTE,Enable Bands :1,3,'])).toBeNull()
    expect(write({ module: 'T77W968' }, 'lte', [3], ['^SLBAND: WCDMA,Enabled,1'])).toBeNull()
    expect(write({ module: 'T77W676' }, 'lte', [], ['^SLBAND: LTE,1,3'])).toBeNull()
  })

  it('counts only what is enabled', () => {
    const lines = [
      'LTE,Enable Bands :3,1,',
      'LTE,Disable Bands:7,',
      'NR5G,Enable Bands:',
      'NR5G,Disable Bands:78',
    ]
    const lists = { lte: [1, 3, 7], nr_nsa: [78], nr_sa: [78] }
    expect(bands?.read(answered({ '^BAND_PREF?': lines }), undefined, lists)?.enabled).toEqual({
      lte: [1, 3],
      nr_nsa: [],
      nr_sa: [],
    })
  })
})
