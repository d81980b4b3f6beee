import { describe, expect, it } from 'vitest'
import { gate } from '../../src/asking/gate.ts'
import { type ManagerAnswers, readManager } from '../../src/asking/manager.ts'
import { describe as radioOf } from '../../src/modem/describe.ts'
import {
  cellsJson,
  locationJson,
  type Managed,
  modemJson,
  signalJson,
  simJson,
} from '../world/manager/answers.ts'

const parsed = (text: string): unknown => JSON.parse(text)

const facts = (managed: Managed, more: Readonly<Record<string, string>> = {}) =>
  readManager({
    modem: parsed(modemJson(managed)),
    ...(Object.fromEntries(Object.entries(more).map(([key, text]) => [key, parsed(text)])) as ManagerAnswers),
  })

const nameless = () => ({ name: null, country: null })

const told = (...args: Parameters<typeof facts>) => radioOf(gate(facts(...args)).passed, nameless)

const anchor =
  'cell type: lte, serving: yes, operator id: 26202, tac: D6E, ci: 1A2B3C4, physical ci: 1B, earfcn: 1300, rsrp: -93.000000, rsrq: -11.000000'

describe('what ModemManager tells', () => {
  it('gives the identity of modem and card', () => {
    expect(facts({}, { sim: simJson({ iccid: '89492000000012345678' }) })).toMatchObject({
      vendor: 'Telit',
      model: 'LE910C4-EU',
      firmware: '25.21.660',
      imei: '353338976168895',
      imsi: '262021234567890',
      iccid: '89492000000012345678',
      sim: 'ready',
      plmn: '26202',
      operator_name: 'vodafone.de',
    })
  })

  it('gives the cell, with its identity and PCI from base 16 and the band from its channel', () => {
    const { cell, carriers, rat, signal, registration } = told(
      {},
      {
        cells: cellsJson(anchor),
        signal: signalJson({ lte: { rssi: '-61.00', rsrp: '-94.00', rsrq: '-11.00', snr: '12.80' } }),
      },
    )
    expect(registration).toMatchObject({ state: 'home', domain: 'cereg', stat: 1, act: 7 })
    expect(cell).toMatchObject({ cell_id: 0x1a2b3c4, enb: 0x1a2b3, tac: 0xd6e, lac: null })
    expect(carriers).toMatchObject([
      {
        role: 'pcc',
        rat: 'lte',
        band: 3,
        channel: 1300,
        pci: 27,
        rsrp: -93,
        rsrq: -11,
        sinr: 12.8,
        rssi: -61,
      },
    ])
    expect([rat, signal.rssi, signal.rsrp, signal.rsrq, signal.sinr]).toEqual(['lte', -61, -93, -11, 12.8])
  })

  it('gives place and strength of a modem that lists no cells', () => {
    const { cell, carriers, signal } = told(
      { registration: 'roaming' },
      {
        location: locationJson({ mcc: '262', mnc: '02', lac: 'FFFE', tac: '000D6E', cid: '01A2B3C4' }),
        signal: signalJson({ lte: { rsrp: '-104,00', snr: '2,00' } }),
      },
    )
    expect(cell).toMatchObject({ cell_id: 0x1a2b3c4, tac: 0xd6e, lac: null })
    expect(carriers).toMatchObject([{ role: 'pcc', rat: 'lte', band: null, channel: null, rsrp: -104 }])
    expect([signal.rsrp, signal.sinr, signal.rssi]).toEqual([-104, 2, null])
  })

  it('calls it EN-DC where a leg of NR is measured beside LTE, with the anchor first', () => {
    const leg =
      'cell type: 5gnr, serving: yes, physical ci: 1F4, nrarfcn: 640000, rsrp: -88.000000, sinr: 21.000000'
    const { rat, carriers, cell } = told(
      { technologies: ['lte', '5gnr'], bands: ['eutran-3', 'ngran-78'] },
      {
        cells: cellsJson(leg, anchor),
        signal: signalJson({ '5g': { rsrp: '-88.00', rsrq: '-10.00', snr: '21.00' } }),
      },
    )
    expect(rat).toBe('nr_nsa')
    expect(carriers).toMatchObject([
      { role: 'pcc', rat: 'lte', band: 3 },
      { role: 'scc', rat: 'nr', band: 78, channel: 640000, pci: 500, rsrp: -88, rsrq: -10, sinr: 21 },
    ])
    expect(cell).toMatchObject({ cell_id: 0x1a2b3c4, enb: 0x1a2b3 })
  })

  it('calls it LTE where the anchor offers NR and nothing of it is measured', () => {
    const leg =
      'cell type: 5gnr, serving: yes, tac: FFFFFF, ci: FFFFFFFFF, physical ci: FFFF, rsrq: -3276.800000, rsrp: -3276.800000, sinr: -3276.800000'
    const { rat, carriers } = told(
      { technologies: ['lte', '5gnr'] },
      { cells: cellsJson(anchor, leg), signal: signalJson() },
    )
    expect(rat).toBe('lte')
    expect(carriers).toHaveLength(1)
  })

  it('puts the identity of a 5G cell together from 36 bits', () => {
    const cell =
      'cell type: 5gnr, serving: yes, operator id: 46011, tac: 590A1C, ci: 5AB620605, physical ci: 20C, nrarfcn: 176190, rsrp: -99.000000, rsrq: -11.000000, sinr: 13.000000'
    const answer = told({ technologies: ['5gnr'], plmn: '46011' }, { cells: cellsJson(cell) })
    expect(answer.rat).toBe('nr_sa')
    expect(answer.registration).toMatchObject({ domain: 'c5greg', act: 11 })
    expect(answer.cell).toMatchObject({ cell_id: 0x5ab620605, gnb: 0x5ab620, tac: 0x590a1c, enb: null })
    expect(answer.signal).toMatchObject({ rsrp: -99, rsrq: -11, sinr: 13 })
  })

  it('does not decide between the two kinds of 5G where nothing is measured', () => {
    const answer = told({ technologies: ['5gnr'] }, { signal: signalJson() })
    expect([answer.rat, answer.registration.act, answer.carriers]).toEqual([null, null, []])
  })

  it('gives RSCP and Ec/Io on UMTS, and a location area', () => {
    const answer = told(
      { technologies: ['hsdpa', 'hsupa', 'hspa-plus'] },
      {
        signal: signalJson({ umts: { rssi: '-71.00', rscp: '-80.00', ecio: '-8.50' } }),
        location: locationJson({ lac: '2CA8', tac: '0000', cid: '00B5583D' }),
      },
    )
    expect(answer.rat).toBe('hspa_plus')
    expect(answer.signal).toMatchObject({ rssi: -71, rscp: -80, ecio: -8.5, rsrp: null })
    expect(answer.cell).toMatchObject({ lac: 0x2ca8, tac: null, cell_id: 0xb5583d, rnc: 0xb5 })
  })

  it('gives the carriers that qmicli tells beside the one ModemManager knows', () => {
    const text = [
      '[/dev/cdc-wdm0] Successfully got carrier aggregation info',
      "DL Bandwidth: '20'",
      'Primary Cell Info',
      "\tPhysical Cell ID: '27'",
      "\tRX Channel: '1300'",
      "\tDL Bandwidth: '20'",
      "\tLTE Band: 'eutran-3'",
      'Secondary Cell 1 Info',
      "\tPhysical Cell ID: '190'",
      // Channel 66786, cut to 16 bits.
      "\tRX Channel: '1250'",
      "\tDL Bandwidth: '1-4'",
      "\tLTE Band: 'eutran-66'",
      "\tState: 'deactivated'",
      "\tCell index: '1'",
      'Secondary Cell 2 Info',
      "\tPhysical Cell ID: '5'",
      "\tRX Channel: '2850'",
      "\tDL Bandwidth: '20'",
      "\tLTE Band: 'eutran-7'",
      "\tState: 'deconfigured'",
    ].join('\n')
    const answers = { modem: parsed(modemJson()), cells: parsed(cellsJson(anchor)) }
    expect(readManager({ ...answers, aggregation: text }).carriers).toMatchObject([
      { role: 'pcc', band: 3, channel: 1300, pci: 27, bandwidth_mhz: 20, rsrp: -93 },
      { role: 'scc', band: 66, channel: 66786, pci: 190, bandwidth_mhz: 1.4, active: false },
    ])
    const moved = text.replace("ID: '27'", "ID: '28'")
    expect(readManager({ ...answers, aggregation: moved }).carriers).toMatchObject([
      { channel: 1300, pci: 27 },
    ])
  })

  it('hears the cells beside the one in use', () => {
    const neighbour =
      'cell type: lte, serving: no, physical ci: 7A, earfcn: 1300, rsrp: -101.000000, rsrq: -15.000000'
    expect(facts({}, { cells: cellsJson(anchor, neighbour) }).neighbours).toEqual([
      { rat: 'lte', band: 3, channel: 1300, pci: 122, rsrp: -101, rsrq: -15, sinr: null },
    ])
  })

  it.each([
    [{ state: 'failed', failed: 'sim-missing', lock: '--', sim: null }, 'absent'],
    [{ state: 'failed', failed: 'esim-without-profiles', lock: '--', sim: null }, 'absent'],
    [{ state: 'failed', failed: 'sim-error', lock: '--', sim: null }, 'failure'],
    [{ state: 'locked', lock: 'sim-pin' }, 'pin_required'],
    [{ state: 'locked', lock: 'sim-puk' }, 'puk_required'],
    [{ state: 'locked', lock: 'ph-net-pin' }, 'locked_to_network'],
    [{ state: 'locked', lock: 'ph-sim-pin' }, 'locked_to_device'],
    [{ state: 'initializing', lock: '--', sim: null }, 'unknown'],
    [{ state: 'enabled', lock: '--' }, 'ready'],
    [{ state: 'failed', failed: 'unknown-capabilities', lock: 'none' }, 'unknown'],
  ] as const)('tells the state of the card: %o is %s', (managed, state) => {
    expect(told({ registration: '--', ...managed }).sim.state).toBe(state)
  })

  it.each([
    ['searching', 'searching'],
    ['denied', 'denied'],
    ['idle', 'idle'],
    ['roaming-csfb-not-preferred', 'roaming'],
    ['--', 'unknown'],
    ['rubbish', 'unknown'],
  ])('tells the registration: %s is %s', (registration, state) => {
    expect(told({ registration }).registration.state).toBe(state)
  })

  it('tells nothing by an answer that is no modem', () => {
    for (const modem of [
      undefined,
      null,
      4,
      'x',
      [],
      {},
      { modem: [] },
      { modem: { generic: 7, '3gpp': null } },
    ])
      expect(radioOf(readManager({ modem }), nameless)).toMatchObject({
        sim: { state: 'unknown', imsi: null },
        registration: { state: 'unknown' },
        carriers: [],
      })
  })
})
