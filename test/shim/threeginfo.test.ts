import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModemInfo, SimState } from '../../src/contract/info.ts'
import type { LegacyLayout } from '../../src/models/model.ts'
import { nrLayout } from '../../src/models/quectel-layouts.ts'
import { bytesText } from '../../src/shim/connection.ts'
import { deviceNotFound } from '../../src/shim/json.ts'
import { render3ginfo, threeginfo } from '../../src/shim/threeginfo.ts'
import { carrier, connected, context, modem, searching } from '../world/memory/shown.ts'

const fields = (told: Partial<ModemInfo> = {}, layout: LegacyLayout = {}) =>
  threeginfo(modem(told), layout, context)

describe('the fields of 3ginfo', () => {
  it('stand in the order the program prints them, all of them texts', () => {
    expect(Object.entries(fields())).toEqual([
      ['conn_time', '1d, 02:03:04'],
      ['conn_time_sec', '93784'],
      ['conn_time_since', '20260101010101'],
      ['rx', '1.1 GiB'],
      ['tx', '223.7 MiB'],
      ['modem', 'Fibocom Wireless Inc. FG621-EA'],
      ['mtemp', '42 &deg;C'],
      ['firmware', '16121.1009.00.01.02.13'],
      ['cport', '/dev/ttyUSB0'],
      ['protocol', 'ncm'],
      ['csq', '20'],
      ['signal', '64'],
      ['operator_name', 'orange'],
      ['operator_mcc', '226'],
      ['operator_mnc', '10'],
      ['location', '-'],
      ['mode', 'LTE-A | B3 (1800 MHz) + B20 (800 MHz)'],
      ['registration', '1'],
      ['simslot', '-'],
      ['imei', '861234567890131'],
      ['imsi', '226101234567890'],
      ['iccid', '8940101234567890125'],
      ['lac_dec', '20601'],
      ['lac_hex', '5079'],
      ['tac_dec', '20601'],
      ['tac_hex', '5079'],
      ['tac_h', '5079'],
      ['tac_d', '20601'],
      ['cid_dec', '10407426'],
      ['cid_hex', '9ECE02'],
      ['pci', '115'],
      ['earfcn', '1600'],
      ['pband', 'B3 (1800 MHz) @20 MHz'],
      ['s1band', 'B20 (800 MHz) @10 MHz'],
      ['s1pci', '44'],
      ['s1earfcn', '6250'],
      ['s2band', '-'],
      ['s2pci', '-'],
      ['s2earfcn', '-'],
      ['s3band', '-'],
      ['s3pci', '-'],
      ['s3earfcn', '-'],
      ['s4band', '-'],
      ['s4pci', '-'],
      ['s4earfcn', '-'],
      ['rsrp', '-104'],
      ['rsrq', '-12'],
      ['rssi', '-73'],
      ['sinr', '0'],
    ])
  })

  it('are all dashes except the modem itself while it searches', () => {
    const shown = Object.entries(fields(searching)).filter(([, text]) => text !== '-')
    expect(shown.map(([name]) => name)).toEqual(
      'conn_time conn_time_sec conn_time_since rx tx modem mtemp firmware cport protocol registration imei imsi iccid'.split(
        ' ',
      ),
    )
    expect(fields(searching).registration).toBe('2')
  })

  it('show no connection time when the interface is down or has no address', () => {
    for (const connection of [
      { ...connected, up: false },
      { ...connected, addresses: [] },
      { ...connected, uptime_s: null },
    ]) {
      expect(fields({ connection })).toMatchObject({
        conn_time: '-',
        conn_time_sec: '-',
        conn_time_since: '-',
      })
    }
  })

  it('count bytes as ifconfig does, cutting off after one decimal', () => {
    const texts = [0, 1023, 1024, 162816, 234567890, 1048575, 1234567890, 5.5 * 1024 ** 4].map(bytesText)
    expect(texts).toEqual([
      '0.0 B',
      '1023.0 B',
      '1.0 KiB',
      '159.0 KiB',
      '223.7 MiB',
      '1023.9 KiB',
      '1.1 GiB',
      '5.5 TiB',
    ])
    expect(bytesText(null)).toBeNull()
  })

  it('name the country only when the operator’s name was looked up by its number', () => {
    const operator = { name: 'Telekom', mcc: '226', mnc: '03', country: 'Romania', named_by_modem: false }
    expect(fields({ operator })).toMatchObject({ operator_name: 'Telekom', location: 'Romania' })
    expect(fields({ operator: { ...operator, named_by_modem: true } }).location).toBe('-')
  })
})

describe('the registration field', () => {
  const trouble = (state: SimState, missing: string[] = []) =>
    fields({ ...searching, sim: { state, imsi: null, iccid: null, slot: null }, missing }).registration

  it('says what is wrong with the SIM instead of the status', () => {
    const refused = ['+CPIN?']
    expect(trouble('absent', refused)).toBe('SIM not inserted')
    expect(trouble('pin_required', refused)).toBe('SIM PIN required')
    expect(trouble('puk_required', refused)).toBe('SIM PUK required')
    expect(trouble('failure', refused)).toBe('SIM failure')
    expect(trouble('busy', refused)).toBe('SIM busy')
    expect(trouble('wrong', refused)).toBe('SIM wrong')
    expect(trouble('pin2_required', refused)).toBe('SIM PIN2 required')
    expect(trouble('puk2_required', refused)).toBe('SIM PUK2 required')
  })

  it('repeats the words of the answer to +CPIN? where there was one', () => {
    expect(trouble('pin_required')).toBe('SIM PIN')
    expect(trouble('puk_required')).toBe('SIM PUK')
  })

  it('keeps the status while the modem has service', () => {
    expect(
      fields({ sim: { state: 'pin2_required', imsi: null, iccid: null, slot: null } }).registration,
    ).toBe('1')
  })

  it('knows the status values the page knows and folds the CSFB ones into them', () => {
    const shown = (stat: number, state: 'home' | 'roaming' | 'unknown') =>
      fields({ registration: { ...modem().registration, stat, state } }).registration
    expect([shown(1, 'home'), shown(5, 'roaming'), shown(6, 'home')]).toEqual(['1', '5', '6'])
    expect([shown(9, 'home'), shown(10, 'roaming'), shown(4, 'unknown')]).toEqual(['1', '5', '-'])
  })
})

describe('the mode field', () => {
  const nr = carrier({ role: 'scc', rat: 'nr', band: 78, channel: 648768, bandwidth_mhz: 80 })
  const lte = carrier({ band: 1, channel: 300, bandwidth_mhz: 20 })

  it('lists the bands in use behind the technology', () => {
    expect(fields({ rat: 'lte', carriers: [lte] }).mode).toBe('LTE | B1 (2100 MHz)')
    expect(fields({ rat: 'nr_nsa', carriers: [lte, nr] }).mode).toBe(
      '5G NSA | B1 (2100 MHz) + n78 (3500 MHz)',
    )
    expect(fields({ rat: 'nr_sa', carriers: [{ ...nr, role: 'pcc' }] }).mode).toBe('5G SA | n78 (3500 MHz)')
  })

  it('leaves out carriers that are configured but not active, here and in their own fields', () => {
    const shown = fields({ rat: 'lte', carriers: [lte, { ...nr, active: false }] })
    expect(shown).toMatchObject({ mode: 'LTE | B1 (2100 MHz)', s1band: '-', s1earfcn: '-' })
  })

  it('names a fifth secondary carrier, which has no fields', () => {
    const shown = fields({ carriers: [lte, nr, nr, nr, nr, { ...nr, band: 79 }] })
    expect(shown.mode).toMatch(/n79 \(4700 MHz\)$/)
    expect(shown.s4band).toBe('n78 (3500 MHz) @80 MHz')
    expect(shown).not.toHaveProperty('s5band')
  })

  it('is the technology alone when no band is known', () => {
    expect(fields({ rat: 'lte', carriers: [] }).mode).toBe('LTE')
  })

  it('is the modem’s own word on 2G and 3G, otherwise the technology, without what only LTE and NR have', () => {
    const carriers = [carrier({ rat: 'umts', band: 1, channel: 10712, pci: 33 })]
    expect(fields({ rat: 'umts', carriers })).toMatchObject({
      mode: 'UMTS',
      pband: 'B1 (2100 MHz)',
      pci: '-',
      earfcn: '-',
    })
    expect(fields({ rat: 'hspa', rat_text: 'DC-HSPA+' }).mode).toBe('DC-HSPA+')
  })

  it('shows no signal strength that only repeats +CSQ on 2G and 3G', () => {
    expect(fields({ rat: 'umts', carriers: [] }).rssi).toBe('-')
    const measured = { ...modem().signal, rssi_from: 'measured' } as const
    expect(fields({ rat: 'umts', carriers: [], signal: measured }).rssi).toBe('-73')
  })
})

describe('a model’s layout', () => {
  const lte = [carrier({ band: 3, channel: 1300, bandwidth_mhz: 20, uplink_bandwidth_mhz: 15, pci: 7 })]

  it('changes fields by template, for one technology or for all', () => {
    const threeginfo = {
      modem: '{product}',
      mode: '{rat}[ {bands}]',
      'mode.lte_a': 'LTE_A[ {bands}]',
      'mode.other': '{rat}[ {text}]',
      pband: '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]',
      sband: '{band}[ @{dl.1} MHz]',
      tac_h: '{tac_x4}',
    }
    expect(fields({}, { threeginfo })).toMatchObject({
      modem: 'FG621 Module',
      mode: 'LTE_A B3 (1800 MHz) + B20 (800 MHz)',
      s1band: 'B20 (800 MHz) @10.0 MHz',
      tac_hex: '5079',
    })
    expect(fields({ rat: 'lte', carriers: lte }, { threeginfo })).toMatchObject({
      mode: 'LTE B3 (1800 MHz)',
      pband: 'B3 (1800 MHz) DL: @20 MHz UL: @15 MHz',
    })
    expect(fields({ rat: 'umts', rat_text: 'UMTS 900' }, { threeginfo }).mode).toBe('UMTS UMTS 900')
  })

  it('prints area codes with the modem’s four or six digits where asked', () => {
    const cell = { ...modem().cell, tac: 0x12c }
    expect(fields({ cell }).tac_h).toBe('012C')
    expect(fields({ cell, rat: 'nr_sa' }).tac_h).toBe('00012C')
  })

  it('can leave the area of the registration to the fields of the tracking area where an LTE cell is known', () => {
    const layout = { threeginfo: { lac_dec: '{lac_alone}', lac_hex: '{lac_alone_x}' } }
    const tracking = { tac_d: '20601', tac_h: '5079' }
    expect(fields({}, layout)).toMatchObject({ lac_dec: '-', lac_hex: '-', ...tracking })
    expect(fields({ rat: 'lte', carriers: [] }, layout)).toMatchObject({ lac_dec: '20601', lac_hex: '5079' })
  })

  it('shows zeros for an area and a cell that a registration answer left out, only where asked', () => {
    const told = { lac_dec: '0', lac_hex: '0', cid_dec: '0', cid_hex: '0' }
    const none = { lac_dec: '-', lac_hex: '-', cid_dec: '-', cid_hex: '-' }
    expect(fields(searching)).toMatchObject(none)
    expect(fields(searching, { zeros: true })).toMatchObject(told)
    expect(fields({ ...searching, missing: ['+COPS=3,0;+COPS?'] }, { zeros: true })).toMatchObject(none)
    const registration = {
      state: 'unknown',
      domain: null,
      stat: null,
      act: null,
      area: null,
      cell_id: null,
    } as const
    expect(fields({ ...searching, registration }, { zeros: true })).toMatchObject(none)
  })

  it('shows the area of +CREG only, and nothing when that is zero', () => {
    const registration = { ...modem().registration, domain: 'c5greg', area: 0xa1b2 } as const
    expect(fields({ registration }).lac_dec).toBe('-')
    expect(fields({ registration: { ...registration, domain: 'creg' } }).lac_dec).toBe('41394')
    expect(fields({ registration: { ...registration, domain: 'creg', area: 0 } }).lac_dec).toBe('-')
  })

  it('renames protocols', () => {
    expect(fields({}, { protocol: { ncm: 'NCM' } }).protocol).toBe('NCM')
    expect(fields({}, { protocol: { rndis: 'ncm' } }).protocol).toBe('ncm')
  })

  it('shows all antennas where the modem tells them apart and the layout asks for them', () => {
    const [primary = carrier({})] = modem().carriers
    const carriers = [{ ...primary, rsrp_antennas: [-97, -103], rssi_antennas: [-66, -71] }]
    const threeginfo = { rsrp: '{rsrp_all}', rssi: '{rssi_all}' }
    expect(fields({ carriers }, { threeginfo })).toMatchObject({ rsrp: '-97/-103', rssi: '-66/-71' })
    expect(fields({}, { threeginfo })).toMatchObject({ rsrp: '-104', rssi: '-73' })
  })

  it('estimates strength from RSRP and bandwidth where the modem has none', () => {
    const threeginfo = { csq: '{csq_floor}', signal: '{percent_estimate}', rssi: '{rssi_estimate}' }
    const carriers = [carrier({ rat: 'nr', band: 78, bandwidth_mhz: 50 })]
    const signal = { ...modem().signal, csq: null, percent: null, rssi: null, rssi_from: null, rsrp: -92 }
    expect(fields({ rat: 'nr_sa', carriers, signal }, { threeginfo })).toMatchObject({
      csq: '27',
      signal: '90',
      rssi: '-57',
    })
  })

  it('rounds an estimate of +CSQ once', () => {
    const carriers = [carrier({ band: 3, bandwidth_mhz: 20 })]
    const csqAt = (rsrp: number) =>
      fields({ carriers, signal: { ...modem().signal, rsrp } }, { threeginfo: { csq: '{csq_near}' } }).csq
    expect([-88, -89, -90].map(csqAt)).toEqual(['28', '27', '27'])
  })

  it('is told before it is estimated on stand-alone 5G: +CSQ as the modem has it, a measured RSSI before both', () => {
    const carriers = [carrier({ rat: 'nr', band: 78, bandwidth_mhz: 100, rsrp: -109 })]
    const shown = (signal: Partial<ModemInfo['signal']>) => {
      const told = { ...modem().signal, csq: null, percent: null, rssi: null, rssi_from: null, rsrp: -109 }
      const {
        csq,
        signal: percent,
        rssi,
      } = fields({ rat: 'nr_sa', carriers, signal: { ...told, ...signal } }, nrLayout)
      return [csq, percent, rssi]
    }
    expect(shown({})).toEqual(['20', '67', '-71'])
    expect(shown({ csq: 12, percent: 38, rssi: -89, rssi_from: 'csq' })).toEqual(['12', '38', '-89'])
    expect(shown({ csq: 12, percent: 38, rssi: -80, rssi_from: 'measured' })).toEqual(['12', '38', '-80'])
    expect(shown({ rssi: -80, rssi_from: 'measured' })).toEqual(['20', '67', '-80'])
  })

  it('computes the uplink channel of LTE bands', () => {
    const threeginfo = { pband: '[RxCh:{channel}][ / TxCh:{ul_channel}][ / Bw:{dl} MHz]' }
    const shown = (band: number, channel: number) =>
      fields({ rat: 'lte', carriers: [carrier({ band, channel })] }, { threeginfo }).pband
    expect(shown(28, 9410)).toBe('RxCh:9410 / TxCh:27410')
    expect(shown(66, 66786)).toBe('RxCh:66786 / TxCh:132322')
    expect(shown(30, 9820)).toBe('RxCh:9820 / TxCh:27710')
    expect(shown(38, 38000)).toBe('RxCh:38000 / TxCh:38000')
    expect(shown(32, 10020)).toBe('RxCh:10020')
  })
})

describe('the JSON of 3ginfo', () => {
  it('has one field a line', () => {
    const text = render3ginfo({ conn_time: '-', modem: 'A "B"' })
    expect(text).toBe('{\n"conn_time":"-",\n"modem":"A \\"B\\""\n}\n')
  })

  it('is the known error when there is no modem', () => {
    expect(JSON.parse(deviceNotFound)).toEqual({ error: 'Device not found' })
  })

  it('stays one line a field and free of raw control characters whatever a text holds', () => {
    const hostile = '"\\\r\n\t\0\x1b\x7f\x85\u2028\u2029\ud800 {"a":1} \udc00</script>'
    const operator = { name: hostile, mcc: null, mnc: null, country: hostile, named_by_modem: false }
    const text = render3ginfo(
      fields({
        vendor: hostile,
        model: hostile,
        firmware: hostile,
        operator,
        rat: 'umts',
        rat_text: hostile,
      }),
    )
    expect(text.split('\n')).toHaveLength(49 + 3)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029]/)
    expect(Buffer.from(text).toString()).toBe(text)
    expect(JSON.parse(text)).toMatchObject({ operator_name: hostile, location: hostile, mode: hostile })
  })

  it('is valid for every text', () => {
    const anything = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
      .map(units => String.fromCharCode(...units))
    fc.assert(
      fc.property(anything, text => {
        const parsed = JSON.parse(render3ginfo(fields({ firmware: text, imei: text })))
        expect(parsed.firmware).toBe(text === '' ? '-' : text)
      }),
      { numRuns: 300 },
    )
  })
})
