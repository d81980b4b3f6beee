import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { bandControl } from '../../../src/dialects/quectel/bands.ts'
import type { QuectelOptions } from '../../../src/dialects/quectel/options.ts'
import { dialect } from '../../../src/dialects/quectel/read.ts'
import { createHost, repository } from '../../world/memory/host.ts'
import { stateful } from '../../world/modem/behaviours.ts'
import { readFixture } from '../../world/modem/fixture.ts'
import { reply } from '../../world/modem/script.ts'
import type { Behaviour } from '../../world/modem/simulator.ts'
import { answered, passed } from '../answered.ts'

const serving = '+QENG="servingcell"'
const cell = (sinr: string) =>
  `+QENG: "servingcell","NOCONN","LTE","FDD",232,01,A1D302,411,6300,20,3,3,2E10,-105,-12,-74,${sinr},20`
const anchor = '+QENG: "LTE","FDD",232,01,A1D302,411,1300,3,5,5,2E10,-95,-12,-64,9,7,10,-'

/** What is read from the lines of QENG, QCAINFO and QNWINFO. */
const read = (
  qeng: readonly string[],
  qcainfo: readonly string[] = [],
  { options, qnwinfo = [] }: { options?: QuectelOptions; qnwinfo?: readonly string[] } = {},
) => passed(dialect.read(answered({ [serving]: qeng, '+QCAINFO': qcainfo, '+QNWINFO': qnwinfo }), options))

describe('the SINR of an LTE cell', () => {
  const sinr = (raw: string, options?: QuectelOptions) =>
    read([cell(raw)], [], options ? { options } : {}).carriers?.[0]?.sinr

  it('is dB, also below zero', () => {
    expect(['13', '-4', '0', '30'].map(raw => sinr(raw))).toEqual([13, -4, 0, 30])
  })

  it('is in fifths above -20 dB where the model says so, and where it is too great for dB', () => {
    expect(['158', '82', '250'].map(raw => sinr(raw, { sinr: 'fifths' }))).toEqual([11.6, -3.6, 30])
    expect(sinr('13', { sinr: 'fifths' })).toBe(-17.4)
    expect(sinr('172')).toBe(14.4)
  })

  it('is missing where the modem prints a sentinel', () => {
    expect(['-', '-32768', '-3276', '251', ''].map(raw => sinr(raw))).toEqual([null, null, null, null, null])
  })
})

describe('the carriers', () => {
  it('are those of QCAINFO where QENG is refused', () => {
    const { carriers } = read([], ['+QCAINFO: "PCC",1300,100,"LTE BAND 3",1,7,-95,-12,-64,9'])
    expect(carriers).toMatchObject([
      {
        role: 'pcc',
        band: 3,
        channel: 1300,
        pci: 7,
        bandwidth_mhz: 20,
        rsrp: -95,
        rsrq: -12,
        rssi: -64,
        sinr: 9,
      },
    ])
  })

  it('are band and channel of QNWINFO where nothing else tells them', () => {
    const { carriers } = read([], [], {
      qnwinfo: ['+QNWINFO: "FDD LTE",23201,"LTE BAND 3",1300', '+QNWINFO: "NR5G-NSA",23201,"NR N78",634080'],
    })
    expect(carriers).toEqual([
      { role: 'pcc', rat: 'lte', band: 3, channel: 1300 },
      { role: 'scc', rat: 'nr', band: 78, channel: 634080 },
    ])
  })

  it('put the signal of the NR leg to the carrier with its PCI', () => {
    const { carriers } = read(
      ['+QENG: "servingcell","CONNECT"', anchor, '+QENG: "NR5G-NSA",232,01,88,-90,15,-11,640000,78,12,1'],
      [
        '+QCAINFO: "PCC",1300,100,"LTE BAND 3",1,411,-95,-12,-64,9',
        '+QCAINFO: "SCC",432000,3,"NR5G BAND 1",87',
        '+QCAINFO: "SCC",640000,12,"NR5G BAND 78",88',
        '+QCAINFO: "SCC",6300,50,"LTE BAND 20",2,412,-80,-11,-50,10,0,-,-',
      ],
    )
    expect(carriers).toMatchObject([
      { role: 'pcc', rat: 'lte', band: 3 },
      { role: 'scc', rat: 'lte', band: 20, sinr: 10 },
      { role: 'scc', rat: 'nr', band: 1, bandwidth_mhz: 20, rsrp: null },
      { role: 'scc', rat: 'nr', band: 78, bandwidth_mhz: 100, rsrp: -90, rsrq: -11, sinr: 15 },
    ])
  })

  it('take the PCI of a long NR line from behind its state', () => {
    const { carriers } = read(
      ['+QENG: "servingcell","CONNECT"', anchor],
      [
        '+QCAINFO: "SCC",640000,12,"NR5G BAND 78",2,88,0,-,-',
        '+QCAINFO: "SCC",2079167,14,"NRDC BAND 257",2,90,0,-,-',
      ],
    )
    expect(carriers?.slice(1)).toMatchObject([
      { band: 78, pci: 88, active: true, rsrp: null, sinr: null },
      { band: 257, pci: 90, bandwidth_mhz: 400, active: true },
    ])
  })

  it('do not count the 0 of a secondary that is not active as its SINR', () => {
    const { carriers } = read(
      [cell('9')],
      [
        '+QCAINFO: "scc",1300,100,"LTE BAND 3",1,7,-95,-12,-64,0',
        '+QCAINFO: "scc",100,50,"LTE BAND 1",2,7,-95,-12,-64,0',
      ],
    )
    expect(carriers?.slice(1)).toMatchObject([
      { active: false, sinr: null },
      { active: true, sinr: 0 },
    ])
  })

  it('have no SINR of 0 where the model prints it for every secondary', () => {
    const row = '+QCAINFO: "scc",100,50,"LTE BAND 1",2,7,-95,-12,-64,0'
    const lines = [
      '+QCAINFO: "pcc",6300,50,"LTE BAND 20",1,411,-105,-12,-74,0',
      row,
      row.replace(/100(.*)0$/, '300$19'),
    ]
    const { carriers } = read([cell('0')], lines, { options: { secondary_sinr: false } })
    expect(carriers?.map(({ sinr }) => sinr)).toEqual([0, null, 9])
  })

  it('leave out what QCAINFO still lists of another technology', () => {
    const old = '+QCAINFO: "PCC",1300,100,"LTE BAND 3",1,7,-95,-12,-64,9'
    const umts = '+QENG: "servingcell","NOCONN","WCDMA",232,01,B2C,1A2F0C,10713,38,1,-96,-8,-,-,-,-,-'
    expect(read([umts], [old]).carriers).toMatchObject([{ rat: 'umts', band: 1, channel: 10713, pci: 38 }])
    const sa =
      '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",232,01,2E4F5061,415,B3C4,636666,78,8,-94,-11,17,1,-'
    expect(read([sa], [old])).toMatchObject({ carriers: [{ role: 'pcc', rat: 'nr', band: 78 }] })
  })

  it('are none while the modem searches', () => {
    expect(read(['+QENG: "servingcell","SEARCH"']).carriers).toEqual([])
  })

  it('of the narrow-band modules are LTE', () => {
    const row = cell('9').replace('"LTE"', '"CAT-NB"')
    expect(read([row])).toMatchObject({ rat: 'nb_iot', carriers: [{ rat: 'lte', band: 20 }] })
  })

  it('of GSM have the band of their ARFCN', () => {
    const gsm = (arfcn: string, band: string, level: string) =>
      read([`+QENG: "servingcell","NOCONN","GSM",232,01,C8A,1F2E,22,${arfcn},${band},${level},255,255,0`])
        .carriers
    expect(gsm('61', '-', '-83')).toMatchObject([{ rat: 'gsm', band: 900, channel: 61, rssi: -83 }])
    expect(gsm('700', '0', '30')).toMatchObject([{ band: 1800, rssi: -81 }])
    expect(gsm('700', '1', '-')).toMatchObject([{ band: 1900, rssi: null }])
    expect(gsm('200', '-', '-90')).toMatchObject([{ band: 850 }])
  })

  it('of GSM have no band where two have the ARFCN and the modem does not tell which', () => {
    const at = (arfcn: number, code: string) =>
      read([`+QENG: "servingcell","NOCONN","GSM",232,01,C8A,1F2E,22,${arfcn},${code},-90,255,255,0`])
        .carriers?.[0]?.band
    expect([511, 512, 810, 811, 885, 886].map(arfcn => at(arfcn, '-'))).toEqual([
      null,
      null,
      null,
      1800,
      1800,
      null,
    ])
    expect(['0', '1'].map(code => at(512, code))).toEqual([1800, 1900])
  })
})

describe('the carriers of RM500U', () => {
  const options = { megahertz: true } as const

  it('have their band and megahertz however the band is spelt', () => {
    const rest = '1,702,-92,-7,-72,10'
    for (const name of ['NR N78', 'NR5G N78', 'NR5G_N78', 'NR n78', 'NR5G BAND 78'])
      expect(read([], [`+QCAINFO: "PCC",633984,15,"${name}",${rest}`], { options }).carriers, name).toEqual([
        expect.objectContaining({ band: 78, bandwidth_mhz: 15, pci: 702, rsrp: -92, rsrq: -7, sinr: 10 }),
      ])
  })

  it('have the band of the serving cell as a number or with its letter', () => {
    for (const band of ['78', 'N78', 'n78', 'NR N78']) {
      const sa = `+QENG: "servingcell","CONNECT","NR5G-SA","TDD",460,11,760BF0114,702,76010F,633984,${band},100,-89,-8,15,18,34,1`
      const leg = `+QENG: "NR5G-NSA",460,11,88,-90,15,-11,633984,${band},100,1`
      const [alone, , nr] = [sa, anchor, leg].flatMap(
        line => read([anchor, line], [], { options }).carriers?.at(-1) ?? [],
      )
      for (const carrier of [alone, nr]) expect(carrier, band).toMatchObject({ band: 78, bandwidth_mhz: 100 })
    }
    expect(read([cell('9').replace(',20,3,3', ',B20,3,3')]).carriers).toMatchObject([
      { band: 20, channel: 6300 },
    ])
  })
})

describe('the lists of bands', () => {
  const listed = (lte: string | null, nr: string) => {
    const answers = answered({ '+QNWPREFCFG="nr5g_band"': [`+QNWPREFCFG: "nr5g_band",${nr}`] })
    const refused = {
      lines: [],
      final: { kind: 'error', cause: 'cme', code: 4, text: '+CME ERROR: 4' },
    } as const
    const ask = '+QNWPREFCFG="lte_band"'
    const lines = (asked: string) =>
      asked === ask && lte !== null ? [`+QNWPREFCFG: "lte_band",${lte}`] : answers.lines(asked)
    const answer = (asked: string) => (asked === ask && lte === null ? refused : answers.answer(asked))
    return bandControl.read({ lines, answer }, { bands: 'lists_one_nr' }, {})?.enabled
  }

  it('are read whole or not at all', () => {
    expect(listed('1:3:41', '"41:78"')).toEqual({ lte: [1, 3, 41], nr_nsa: [41, 78], nr_sa: [41, 78] })
    expect(listed('1,3,41', '41,78')).toEqual({ lte: null })
    expect(listed('N1:N3', '0')).toEqual({ lte: null })
  })

  it('do not say that LTE has no band where the modem does not know the list', () => {
    expect(listed(null, '78')).toEqual({ lte: null, nr_nsa: [78], nr_sa: [78] })
  })
})

describe('answers of two moments', () => {
  const pcc = (channel: number, pci: number, band = 3) =>
    `+QCAINFO: "PCC",${channel},100,"LTE BAND ${band}",1,${pci},-81,-7,-50,21`
  const own = { channel: 1300, pci: 411, rsrp: -95, rsrq: -12, rssi: -64, sinr: 9 }

  it.each([undefined, 'qcainfo', 'power'] as const)('are not mixed in the primary carrier (%s)', primary => {
    const options = primary ? { options: { primary } } : {}
    const served = (line: string) =>
      read(['+QENG: "servingcell","CONNECT"', anchor], [line], options).carriers
    for (const line of [pcc(1300, 412), pcc(6300, 411, 20), pcc(6300, 9, 20)])
      expect(served(line), line).toMatchObject([own])
    expect(served(pcc(1300, 411))).toMatchObject([primary ? { rsrp: -81, rssi: -50 } : own])
  })

  it('are not mixed in a stand-alone NR carrier', () => {
    const sa =
      '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",232,01,2E4F5061,415,B3C4,636666,78,8,-94,-,17,1,-'
    const line = '+QCAINFO: "PCC",501390,12,"NR5G BAND 41",201,-86,-10,2151'
    expect(read([sa], [line]).carriers).toMatchObject([{ channel: 636666, pci: 415, rsrp: -94, rsrq: null }])
  })

  it('of a carrier without a channel have no channel of another band', () => {
    const row = cell('9').replace('6300,20', '-,20')
    const at = (band: number, channel: number) =>
      read([row], [], { qnwinfo: [`+QNWINFO: "FDD LTE",23201,"LTE BAND ${band}",${channel}`] }).carriers
    expect(at(20, 6300)).toMatchObject([{ band: 20, channel: 6300 }])
    expect(at(3, 1300)).toMatchObject([{ band: 20, channel: null }])
  })

  const legOf = (tail: string, ...listed: readonly string[]) =>
    read(
      ['+QENG: "servingcell","CONNECT"', anchor, `+QENG: "NR5G-NSA",232,01,${tail}`],
      listed,
    ).carriers?.slice(1)
  const n78 = '+QCAINFO: "SCC",640000,12,"NR5G BAND 78",88'
  const n1 = '+QCAINFO: "SCC",432000,3,"NR5G BAND 1",88'

  it('put the measured leg to the carrier of its channel, where two carriers of one mast share the PCI', () => {
    expect(legOf('88,-90,15,-11,640000,78,12,1', n1, n78)).toMatchObject([
      { channel: 432000, band: 1, rsrp: null },
      { channel: 640000, band: 78, bandwidth_mhz: 100, rsrp: -90, sinr: 15 },
    ])
    expect(legOf('88,-90,15,-11', n1, n78)).toMatchObject([
      { channel: 432000, rsrp: null },
      { channel: 640000, rsrp: null },
    ])
  })

  it('leave the leg its own channel where it is another cell than the listed one', () => {
    const other = n78.replace(',88', ',90')
    expect(legOf('88,-90,15,-11,640000,78,12,1', other)).toMatchObject([
      { channel: 640000, pci: 88, rsrp: -90 },
    ])
    expect(legOf('88,-90,15,-11', other)).toMatchObject([{ channel: null, band: null, pci: 88, rsrp: -90 }])
    expect(legOf('88,-90,15,-11', n78)).toMatchObject([{ channel: 640000, band: 78, pci: 88, rsrp: -90 }])
  })
})

describe('a row that is cut', () => {
  /** The row up to its value with this number behind the colon, of which one digit is left. */
  const cut = (line: string, at: number) => {
    const values = line.split(',')
    return [...values.slice(0, at), values[at]?.slice(0, 1)].join(',')
  }
  const sa =
    '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",232,01,2E4F5061,415,B3C4,636666,78,8,-94,-11,17,1,-'
  const umts = '+QENG: "servingcell","NOCONN","WCDMA",232,01,B2C,1A2F0C,10713,38,1,-96,-8,-,-,-,-,-'
  const gsm = '+QENG: "servingcell","NOCONN","GSM",232,01,C8A,1F2E,22,61,-,-83,255,255,0'

  it('of QENG has no value where it ends', () => {
    expect(read([cut(cell('9'), 6)])).toMatchObject({ cell_id: null, tac: null })
    expect(read([cut(cell('9'), 8)]).carriers).toMatchObject([{ pci: 411, channel: null }])
    expect(read([cut(cell('9'), 9)]).carriers).toMatchObject([{ channel: 6300, band: null }])
    expect(read([cut(cell('9'), 12)])).toMatchObject({ cell_id: 0xa1d302, tac: null })
    expect(read([cut(cell('19'), 16)]).carriers).toMatchObject([{ rssi: -74, sinr: null }])
    expect(read([cut(sa, 6)])).toMatchObject({ cell_id: null })
    expect(read([cut(sa, 9)])).toMatchObject({ tac: 0xb3c4, carriers: [{ pci: 415, channel: null }] })
    expect(read([cut(sa, 14)]).carriers).toMatchObject([{ rsrq: -11, sinr: null }])
    expect(read([cut(umts, 6)])).toMatchObject({ lac: 0xb2c, cell_id: null })
    expect(read([cut(umts, 7)]).carriers).toMatchObject([{ channel: null }])
    expect(read([cut(gsm, 6)])).toMatchObject({ lac: 0xc8a, cell_id: null })
    expect(read([cut(gsm, 8)]).carriers).toMatchObject([{ channel: null, band: null }])
    const leg = '+QENG: "NR5G-NSA",232,01,88,-90,15,-11,640000,78,12,1'
    const legs = [7, 9].map(at => read([anchor, cut(leg, at)]).carriers?.[1])
    expect(legs).toMatchObject([
      { pci: 88, channel: null },
      { band: 78, bandwidth_mhz: null },
    ])
  })

  const heard = (line: string, row = cell('9')) =>
    passed(dialect.read(answered({ [serving]: [row], '+QENG="neighbourcell"': [line] }), undefined))
      .neighbours

  it('of a neighbour is whole on 2G with fewer values', () => {
    const lte = '+QENG: "neighbourcell","LTE",6300,411,-105,-12'
    expect(heard(lte, gsm)).toEqual([{ rat: 'lte', channel: 6300, pci: 411, rsrp: -105, rsrq: -12 }])
    expect(heard(cut(lte, 5), gsm)).toMatchObject([{ pci: 411, rsrp: -105, rsrq: null }])
    const wcdma = '+QENG: "neighbourcell","WCDMA",10713,77,-101,-14'
    expect(heard(wcdma, gsm)).toEqual([{ rat: 'umts', channel: 10713, pci: 77 }])
    expect(heard(cut(wcdma, 3), gsm)).toEqual([])
  })

  it('of a neighbour has no value where it ends, and is none without its PCI', () => {
    const lte = '+QENG: "neighbourcell intra","LTE",6300,411,-12,-105,-74,-20,23'
    expect(heard(cut(lte, 3))).toEqual([])
    expect(heard(cut(lte, 5))).toMatchObject([{ channel: 6300, pci: 411, rsrp: null, rsrq: -12 }])
    const nr = '+QENG: "neighbourcell","NR",627264,417,-101,-14,14,-,22'
    expect(heard(cut(nr, 3), sa)).toEqual([])
    expect(heard(cut(nr, 6), sa)).toMatchObject([{ pci: 417, rsrq: -14, sinr: null }])
    expect(heard(cut('+QENG: "neighbourcell","WCDMA",10713,2,8,4,305,-,-,-', 6))).toEqual([])
    expect(heard(cut('+QENG:"neighbourcell","WCDMA",10713,8,77,-101,-14,2', 4), umts)).toEqual([])
  })

  it('of QCAINFO has no value where it ends', () => {
    const row = '+QCAINFO: "SCC",6300,100,"LTE BAND 20",2,417,-95,-12,-64,19'
    const scc = (line: string) => read([anchor], [line]).carriers?.slice(1)
    expect(scc(cut(row, 5))).toMatchObject([{ band: 20, pci: null }])
    expect(scc(cut(row, 8))).toMatchObject([{ rsrq: -12, rssi: null }])
    expect(scc(`${row},1,100,19850`)).toMatchObject([{ uplink_channel: 19850 }])
    expect(scc('+QCAINFO: "SCC",1300,100,"LTE BAND 2')).toEqual([])
    const long = '+QCAINFO: "SCC",640000,12,"NR5G BAND 78",2,88,1,3,640100,-88,-12,1837'
    expect(scc(long)).toMatchObject([{ pci: 88, rsrp: -88, sinr: 18.37, uplink_bandwidth_mhz: 20 }])
    expect([5, 6, 7, 10].map(at => scc(cut(long, at))?.[0])).toMatchObject([
      { pci: null, active: true },
      { pci: 88, rsrp: null },
      { pci: 88, rsrp: null, uplink_bandwidth_mhz: null },
      { pci: 88, rsrp: -88, rsrq: null },
    ])
    const short = '+QCAINFO: "PCC",501390,12,"NR5G BAND 41",201,-86,-10,2151'
    expect([5, 6].map(at => read([], [cut(short, at)]).carriers?.[0])).toMatchObject([
      { pci: 201, rsrp: null, rsrq: null },
      { pci: 201, rsrp: -86, rsrq: null },
    ])
  })
})

describe('the name of the network', () => {
  const name = (line: string) => passed(dialect.read(answered({ '+QSPN': [line] }), undefined)).operator_name

  it('is the full name, decoded where it is UCS2', () => {
    expect(name('+QSPN: "o2 - de","o2","freenet",0,"26203"')).toBe('o2 - de')
    expect(name('+QSPN: "0044007200650069","0044","",1,"23205"')).toBe('Drei')
    expect(name('+QSPN: "3","3","3",0,"23420"')).toBe('3')
  })

  it('is left to +COPS where it is empty or only the number of the network', () => {
    expect(name('+QSPN: "","","",0,"26203"')).toBeNull()
    expect(name('+QSPN: "515 66","515 66","DITO",0,"51566"')).toBeNull()
  })
})

/** A modem that keeps the bands it is told, in the fixture's own words. */
const remembersBands = stateful(
  () => new Map<string, string>(),
  (part, state) => {
    const [, key = '', value = ''] = /^\+(?:QCFG|QNWPREFCFG)="(\w+)"(?:,(.*))?$/i.exec(part) ?? []
    if (value !== '') {
      state.set(
        key,
        key === 'band' ? `+QCFG: "band",0x0,0x${value.split(',')[1]}` : `+QNWPREFCFG: "${key}",${value}`,
      )
      return reply([])
    }
    const kept = state.get(key)
    return kept === undefined ? undefined : reply([kept])
  },
)

/** Refuses every list that is written. */
const takesNone = (): ReturnType<Behaviour> => ({
  answer: part => (/^\+QNWPREFCFG="\w+",/.test(part) ? reply([], 'ERROR') : undefined),
})

describe('setting bands', () => {
  /** The reply of set_bands, and the writes that reached the modem. */
  async function set(fixture: string, args: object, behaviours = [remembersBands]) {
    const script = readFixture(path.join(repository, `test/fixtures/quectel/${fixture}.at`))
    const host = createHost([{ script }], { behaviours })
    const answer = await host.call('set_bands', args)
    const sent = host.simulators[0]?.log.map(({ line }) => line).filter(line => /",./.test(line)) ?? []
    return { answer, sent }
  }

  it.each([
    ['ec25-lte', 'lte', [3, 20], 'AT+QCFG="band",0,80004,0,1'],
    ['em12-lte-a', 'lte', [1, 3, 66], 'AT+QCFG="band",0,20000000000000005,1'],
    ['ec200t-lte', 'lte', [7, 40], 'AT+QCFG="band",0,8000000040'],
    ['em160-lte-a', 'lte', [28], 'AT+QNWPREFCFG="lte_band",28'],
    ['rm520n-nsa', 'nr_nsa', [28, 78], 'AT+QNWPREFCFG="nsa_nr5g_band",28:78'],
    ['rm551e-sa-ca', 'nr_sa', [41, 261], 'AT+QNWPREFCFG="nr5g_band",41:261'],
    ['any-nsa', 'nr_sa', [28], 'AT+QNWPREFCFG="nr5g_band",28'],
  ])('of %s sends one command and reads back what holds (%s %j)', async (fixture, rat, bands, command) => {
    const { answer, sent } = await set(fixture, { rat, bands })
    expect(sent).toEqual([command])
    expect(answer).toMatchObject({ rat, requested: bands, after: bands, verified: true })
  })

  it('to the default sends the list of the model', async () => {
    const { sent } = await set('ec200t-lte', { rat: 'lte', default: true })
    expect(sent).toEqual(['AT+QCFG="band",0,1a0080800c5'])
  })

  it('is refused where the modem does not tell the present ones', async () => {
    const unread = stateful(
      () => null,
      part => (/^\+Q(?:CFG|NWPREFCFG)="/i.test(part) ? reply([], 'ERROR') : undefined),
    )
    for (const [fixture, rat] of [
      ['ec25-lte', 'lte'],
      ['rm520n-nsa', 'nr_sa'],
    ] as const) {
      const { answer, sent } = await set(fixture, { rat, bands: [3] }, [unread])
      expect(answer.error).toBe('not_understood')
      expect(sent).toEqual([])
    }
  })

  it('that the model does not have is refused with what is possible', async () => {
    const { answer, sent } = await set('any-nsa', { rat: 'lte', bands: [38] })
    expect(answer).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('1, 3, 7, 20'),
    })
    expect(sent).toEqual([])
  })

  it('of NSA go into the one list that the RM500U has for NR', async () => {
    const { answer, sent } = await set('rm500u-sa', { rat: 'nr_nsa', bands: [41] })
    expect(answer).toMatchObject({ after: [41], verified: true })
    expect(sent).toEqual(['AT+QNWPREFCFG="nr5g_band",41'])
  })

  it('of a list the modem does not know ends with the refusal of the modem', async () => {
    const { answer, sent } = await set('rm520n-pci-sa', { rat: 'nr_sa', bands: [78] }, [takesNone])
    expect(answer.error).toBe('refused_by_modem')
    expect(sent).toEqual(['AT+QNWPREFCFG="nr5g_band",78'])
  })
})

describe('the receive antennas', () => {
  const asked = '+QRSRP;+QRSRQ;+QSINR'
  const told = (lines: readonly string[], qeng: readonly string[]) =>
    dialect.read(answered({ [serving]: qeng, [asked]: lines }), { antennas: 'all' }).carriers ?? []

  it('are those of each radio of EN-DC, with null for one that hears nothing before one that does', () => {
    const leg = '+QENG: "NR5G-NSA",232,01,77,-88,22,-11,650666,78,10,1'
    const [lte, nr] = told(
      [
        '+QRSRP: -95,-98,-32768,-140,LTE',
        '+QRSRP: -88,-140,-101,-95,NR5G',
        '+QSINR: 9,7,-32768,-20,LTE',
        '+QSINR: 22,0,4,12,NR5G',
      ],
      ['+QENG: "servingcell","CONNECT"', anchor, leg],
    )
    expect(lte).toMatchObject({ rat: 'lte', rsrp_antennas: [-95, -98], sinr_antennas: [9, 7] })
    expect(nr).toMatchObject({
      rat: 'nr',
      rsrp_antennas: [-88, null, -101, -95],
      sinr_antennas: [22, null, 4, 12],
    })
    expect(nr).not.toHaveProperty('rsrq_antennas')
  })

  it('are not told apart where one alone hears something', () => {
    const [lte] = told(['+QRSRP: -95,-140,-140,-140,LTE', '+QRSRQ: -11,-20,-20,-20,LTE'], [cell('9')])
    expect(lte).not.toHaveProperty('rsrp_antennas')
    expect(lte).not.toHaveProperty('rsrq_antennas')
  })

  it('are not those of another radio', () => {
    const [lte] = told(['+QRSRP: -88,-90,-101,-95,NR5G'], [cell('9')])
    expect(lte).not.toHaveProperty('rsrp_antennas')
  })

  it('cost no exchange of their own, and a module that refuses them is told as ever', async () => {
    const exchanges = async (without: boolean) => {
      const script = readFixture(path.join(repository, 'test/fixtures/quectel/rm520n-nsa.at'))
      const refused: Behaviour = () => ({
        answer: part => (/^\+Q(?:RSR[PQ]|SINR)$/.test(part) ? reply([], 'ERROR') : undefined),
      })
      const host = createHost([{ script }], { behaviours: without ? [refused] : [] })
      const counts: number[] = []
      let info = await host.call('info', { max_age: 0 })
      for (let nth = 0; nth < 2; nth++) {
        const before = host.simulators[0]?.log.length ?? 0
        host.clock.advance(2000)
        info = await host.call('info', { max_age: 0 })
        counts.push((host.simulators[0]?.log.length ?? 0) - before)
      }
      const [primary] = info.carriers as { rsrp_antennas?: number[] }[]
      return { counts, antennas: primary?.rsrp_antennas, missing: info.missing }
    }
    const told = await exchanges(false)
    const silent = await exchanges(true)
    expect(told).toMatchObject({ antennas: [-91, -94], missing: [] })
    expect(silent).toEqual({ counts: told.counts, antennas: undefined, missing: [] })
  })
})
