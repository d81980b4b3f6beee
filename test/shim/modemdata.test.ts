import { describe, expect, it } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import type { LegacyLayout } from '../../src/models/model.ts'
import { modemdataParams, renderNetwork, renderParams, renderProduct } from '../../src/shim/modemdata.ts'
import { carrier, connected, context, modem, searching } from '../world/memory/shown.ts'

const params = (told: Partial<ModemInfo> = {}, layout: LegacyLayout = {}) =>
  modemdataParams(modem(told), layout, context)

const rows = (told: Partial<ModemInfo> = {}, layout: LegacyLayout = {}) =>
  params(told, layout).addon.map(({ idx, key, value }) => `${idx} ${key}=${value}`)

describe('the parameters of modemdata', () => {
  it('are texts in the order the script prints them', () => {
    expect(Object.entries(params().fields)).toEqual([
      ['csq', '20'],
      ['signal', '64'],
      ['operator_name', 'orange'],
      ['operator_mcc', '226'],
      ['operator_mnc', '10'],
      ['country', 'Romania'],
      ['mode', 'LTE-A B3 (1800 MHz) / B20 (800 MHz)'],
      ['registration', '1'],
      ['lac_dec', '20601'],
      ['lac_hex', '5079'],
      ['cid_dec', '10407426'],
      ['cid_hex', '9ECE02'],
    ])
  })

  it('are empty where they are missing', () => {
    const { fields } = params(searching)
    expect(fields).toMatchObject({
      csq: '',
      operator_name: '',
      country: '',
      mode: '',
      lac_dec: '',
      cid_hex: '',
    })
    expect(fields.registration).toBe('2')
  })

  it('name the operator by number where the modem did not name it and no table is asked for', () => {
    const operator = { name: 'Telekom', mcc: '226', mnc: '03', country: 'Romania', named_by_modem: false }
    expect(params({ operator }).fields.operator_name).toBe('22603')
    expect(modemdataParams(modem({ operator }), {}, context, 'TELEKOM RO').fields.operator_name).toBe(
      'TELEKOM RO',
    )
  })
})

describe('the addon table of modemdata', () => {
  it('has the modem, the primary carrier and every secondary carrier with units', () => {
    const sim = { state: 'ready', imsi: null, iccid: null, slot: 2 } as const
    expect(rows({ sim })).toEqual([
      '10 Temperature=42 &deg;C',
      '11 Slot=2',
      '23 TAC=20601 (5079)',
      '30 Primary band=B3 (1800 MHz)',
      '31 Bandwidth UL=20 MHz',
      '32 Bandwidth DL=20 MHz',
      '33 PCI=115',
      '34 EARFCN=1600',
      '35 RSSI=-73 dBm',
      '36 RSRP=-104 dBm',
      '37 RSRQ=-12 dB',
      '38 SINR=0 dB',
      '50 (S1) band=B20 (800 MHz)',
      '52 (S1) Bandwidth DL=10 MHz',
      '53 (S1) PCI=44',
      '54 (S1) EARFCN=6250',
      '56 (S1) RSRP=-99 dBm',
      '57 (S1) RSRQ=-10 dB',
    ])
  })

  it('gives the third secondary carrier the numbers from 70 and the uplink of a carrier its own rows', () => {
    const scc = carrier({ role: 'scc', band: 40, pci: 9 })
    const shown = rows({ carriers: [carrier({}), scc, scc, { ...scc, uplink_bandwidth_mhz: 20 }] })
    expect(shown).toContain('70 (S3) band=B40 (2300 MHz)')
    expect(shown).toContain('73 (S3) PCI=9')
    expect(shown.slice(-2)).toEqual(['150 (UL S) band=B40 (2300 MHz)', '152 (UL S) Bandwidth UL=20 MHz'])
  })

  it('shows the values of 3G under their own names', () => {
    const signal = { ...modem().signal, rscp: -88, ecio: -6.5, rsrp: null, rsrq: null, sinr: null }
    const carriers = [carrier({ rat: 'umts', band: 1, channel: 10712, pci: 33, bandwidth_mhz: 5 })]
    const cell = { ...modem().cell, tac: null, lac: 7 }
    expect(rows({ rat: 'hspa', signal, carriers, cell })).toEqual([
      '10 Temperature=42 &deg;C',
      '30 Primary band=B1 (2100 MHz)',
      '32 Bandwidth DL=5 MHz',
      '33 PSC=33',
      '34 UARFCN=10712',
      '35 RSCP=-88 dBm',
      '36 ECIO=-6.5 dB',
    ])
  })

  it('follows the model’s layout: keys, decimals, several rows of one number, prefix', () => {
    const layout: LegacyLayout = {
      secondary: '(S) ',
      modemdata: {
        mode: '{rat}',
        30: 'Band={band}[ @{dl.1} MHz]',
        34: ['EARFCN DL={channel}', 'EARFCN UL={ul_channel}'],
        38: 'SNR={sinr.1} dB',
        52: 'bandwidth={dl.1} MHz',
      },
    }
    expect(params({}, layout).fields.mode).toBe('LTE-A')
    const shown = rows({}, layout)
    for (const row of [
      '30 Band=B3 (1800 MHz) @20.0 MHz',
      '34 EARFCN DL=1600',
      '34 EARFCN UL=19600',
      '38 SNR=0.0 dB',
      '50 (S) band=B20 (800 MHz)',
      '52 (S) bandwidth=10.0 MHz',
    ])
      expect(shown).toContain(row)
  })

  it('can give an NR leg rows of its own that do not count among the secondary carriers', () => {
    const carriers = [
      carrier({ band: 3 }),
      carrier({ role: 'scc', rat: 'nr', band: 78, bandwidth_mhz: 80, rsrp: -87 }),
      carrier({ role: 'scc', band: 7 }),
    ]
    const modemdata = { 80: '5G band={band}[ @{dl} MHz]', 86: 'RSRP={rsrp} dBm' }
    const shown = rows({ rat: 'nr_nsa', carriers }, { modemdata })
    expect(shown).toContain('80 5G band=n78 (3500 MHz) @80 MHz')
    expect(shown).toContain('86 RSRP=-87 dBm')
    expect(shown).toContain('50 (S1) band=B7 (2600 MHz)')
  })

  it('can tell carriers of LTE and NR apart', () => {
    const nr = carrier({ role: 'scc', rat: 'nr', band: 78, rsrp: -90 })
    const modemdata = { 56: 'RSRP={rsrp.1} dBm', '56.nr': 'RSRP={rsrp} dBm' }
    const shown = rows({ carriers: [carrier({}), { ...nr, rat: 'lte', band: 3 }, nr] }, { modemdata })
    expect(shown).toContain('56 (S1) RSRP=-90.0 dBm')
    expect(shown).toContain('66 (S2) RSRP=-90 dBm')
  })

  it('says whether the uplink is aggregated where the layout asks for it', () => {
    const modemdata = { 99: 'Upload aggregation={ul_ca}' }
    expect(rows({}, { modemdata })).toContain('99 Upload aggregation=OFF')
    const scc = carrier({ role: 'scc', band: 7, uplink_bandwidth_mhz: 20 })
    expect(rows({ carriers: [carrier({}), scc] }, { modemdata })).toContain('99 Upload aggregation=ON')
    expect(rows({ carriers: [carrier({})] }, { modemdata }).some(row => row.startsWith('99'))).toBe(false)
  })
})

describe('the JSON of modemdata', () => {
  const hostile = '"\\\n\x01\u2028\udfff'

  it('holds parameters and table', () => {
    const parsed = JSON.parse(renderParams(params({ rat: 'umts', rat_text: hostile })))
    expect(parsed).toMatchObject({ csq: '20', mode: hostile })
    expect(parsed.addon[0]).toEqual({ idx: 10, key: 'Temperature', value: '42 &deg;C' })
    expect(JSON.parse(renderParams(params({ ...searching, temperature: null }))).addon).toEqual([])
  })

  it('names the product, empty where it is not known', () => {
    expect(JSON.parse(renderProduct(modem({ firmware: hostile })))).toEqual({
      vendor: 'Fibocom Wireless Inc.',
      product: 'FG621-EA',
      revision: hostile,
      imei: '861234567890131',
      iccid: '8940101234567890125',
      imsi: '226101234567890',
    })
    const sim = { state: 'absent', imsi: null, iccid: null, slot: null } as const
    expect(JSON.parse(renderProduct(modem({ vendor: null, sim })))).toMatchObject({
      vendor: '',
      imsi: '',
      iccid: '',
    })
  })

  it('tells the state of the interface', () => {
    const network = (told: Partial<typeof connected>) =>
      JSON.parse(renderNetwork(modem({ connection: { ...connected, ...told } }), context.now))
    expect(network({})).toEqual({
      status: 'CONNECTED',
      conn_time: '1d, 02:03:04',
      conn_time_sec: '93784',
      conn_time_since: '20260101010101',
      rx: '1.1 GiB',
      tx: '223.7 MiB',
    })
    expect(network({ up: false })).toMatchObject({ status: 'DISCONNECTED', conn_time_sec: '', rx: '' })
    expect(network({ interface: null, up: false }).status).toBe('')
  })
})
