import { describe, expect, it } from 'vitest'
import type { CarrierFact, DomainRegistration, Facts } from '../../src/asking/facts.ts'
import { describe as describeFacts } from '../../src/modem/describe.ts'

const ratOf = (facts: Facts) => describeFacts(facts, () => ({ name: null, country: null })).rat
const withCode = (act: number, domain: DomainRegistration['domain'] = 'creg') => [
  { domain, stat: 1, area: 1, cell_id: 1, act },
]
const lte: CarrierFact = { role: 'pcc', rat: 'lte', band: 3, channel: 1300 }
const secondary: CarrierFact = { role: 'scc', rat: 'lte', band: 7, channel: 3000 }
const leg: CarrierFact = { role: 'scc', rat: 'nr', band: 78, channel: 640_000 }

describe('the technology', () => {
  it.each([
    ['one LTE carrier', [lte], 'lte'],
    ['an active secondary', [lte, secondary], 'lte_a'],
    ['a secondary that is only configured', [lte, { ...secondary, active: false }], 'lte'],
    ['an NR leg', [lte, secondary, leg], 'nr_nsa'],
    ['an NR leg that is only configured', [lte, { ...leg, active: false }], 'lte'],
    ['an NR primary', [{ ...leg, role: 'pcc' }], 'nr_sa'],
  ] as const)('by %s is told by what is active, whatever code 13 or 7 says', (_, carriers, rat) => {
    expect([7, 13].map(act => ratOf({ registrations: withCode(act), carriers }))).toEqual([rat, rat])
  })

  it('is that of the code where no carrier is told', () => {
    const coded = [2, 6, 7, 9, 11, 13].map(act => ratOf({ registrations: withCode(act), carriers: [] }))
    expect(coded).toEqual(['umts', 'hspa', 'lte', 'nb_iot', 'nr_sa', 'nr_nsa'])
  })

  it('is NB-IoT by code 9, but not on a carrier that is wider than one of NB-IoT', () => {
    const on = (bandwidth_mhz: number | null) =>
      ratOf({ registrations: withCode(9, 'cereg'), carriers: [{ ...lte, bandwidth_mhz }] })
    expect([null, 0.2, 10].map(on)).toEqual(['nb_iot', 'nb_iot', 'lte'])
  })

  it('is LTE by code 8 of the EPS domain (eMTC), where GSM cannot be', () => {
    expect(ratOf({ registrations: withCode(8, 'cereg') })).toBe('lte')
    expect(ratOf({ registrations: withCode(8, 'cgreg') })).toBe('gsm')
  })

  it('on 3G is refined by the code, and not taken from a code of LTE', () => {
    const carriers: CarrierFact[] = [{ role: 'pcc', rat: 'umts', band: 1, channel: 10_663 }]
    expect([4, 7].map(act => ratOf({ registrations: withCode(act), carriers }))).toEqual(['hsdpa', 'umts'])
  })

  it('is not that of a leg whose primary carrier was not understood', () => {
    expect(ratOf({ registrations: withCode(7), carriers: [leg] })).toBe('lte')
  })
})

describe('the signal', () => {
  const signalOf = (carrier: CarrierFact, facts: Facts = {}) =>
    describeFacts({ registrations: withCode(7), carriers: [carrier], ...facts }, () => ({
      name: null,
      country: null,
    })).signal

  it('of a carrier of 3G is RSCP and Ec/Io, and none of LTE', () => {
    const umts: CarrierFact = { role: 'pcc', rat: 'umts', channel: 10_663, rsrp: -88, rsrq: -7 }
    const third = { rsrp: null, rsrq: null, sinr: null, rscp: -88, ecio: -7 }
    expect(signalOf(umts)).toMatchObject(third)
    expect(signalOf(umts, { rsrp: -101, rsrq: -12, sinr: 5 })).toMatchObject(third)
    expect(signalOf(umts, { rscp: -90, ecio: -8 })).toMatchObject({ rscp: -90, ecio: -8 })
    const gsm: CarrierFact = { role: 'pcc', rat: 'gsm', channel: 62, rssi: -81 }
    expect(signalOf(gsm, { rsrp: -101, rscp: -90 })).toMatchObject({ rssi: -81, rsrp: null, rscp: null })
  })

  it('of a carrier of LTE is RSRP and RSRQ, and none of 3G', () => {
    expect(signalOf({ ...lte, rsrp: -95, rsrq: -11 }, { rscp: -90, ecio: -8 })).toMatchObject({
      rsrp: -95,
      rsrq: -11,
      rscp: null,
      ecio: null,
    })
  })
})

describe('area and cell', () => {
  const cellOf = (told: Partial<DomainRegistration>, facts: Facts = {}) =>
    describeFacts(
      {
        registrations: [{ domain: 'creg', stat: 1, area: null, cell_id: null, act: null, ...told }],
        ...facts,
      },
      () => ({ name: null, country: null }),
    ).cell
  const wide = 0x590a1c

  it('of an unknown technology are told as far as they have the bits of one', () => {
    expect(cellOf({ area: wide, cell_id: 0x5ab620605 })).toMatchObject({
      lac: null,
      tac: null,
      area_hex: null,
      cell_id: 0x5ab620605,
      rnc: null,
      sector: null,
    })
    expect(cellOf({ area: 0xfffd, cell_id: 0x142a7c4 })).toMatchObject({ lac: 0xfffd, rnc: null })
  })

  it('of 2G and 3G have 16 bits of area, and of a cell 16 and 28', () => {
    expect(cellOf({ act: 2, area: wide, cell_id: 0x1_0142_a7c4 })).toMatchObject({ lac: null, cell_id: null })
    expect(cellOf({ act: 2, area: 0x1f40, cell_id: 0x142a7c4 })).toMatchObject({
      lac: 0x1f40,
      tac: null,
      rnc: 0x142,
      sector: 0xa7c4,
    })
    expect(cellOf({ act: 0, area: 0x1f40, cell_id: 0x142a7c4 })).toMatchObject({ cell_id: null, rnc: null })
    expect(cellOf({ act: 0, area: 0x1f40, cell_id: 0xa7c4 })).toMatchObject({ cell_id: 0xa7c4, rnc: null })
  })

  it('of LTE have 16 and 28 bits, whoever tells them', () => {
    const told = { act: 7, area: 0x2f1a, cell_id: 0x1d4c503 }
    expect(cellOf(told)).toMatchObject({ tac: 0x2f1a, enb: 0x1d4c5, lac: null })
    expect(cellOf(told, { tac: wide, cell_id: 0x5ab620605 })).toMatchObject({ tac: 0x2f1a, enb: 0x1d4c5 })
    expect(cellOf({ act: 7, area: wide, cell_id: 0x5ab620605 })).toMatchObject({
      tac: null,
      cell_id: null,
      enb: null,
      sector: null,
    })
  })

  it('of 5G stand-alone have 24 and 36 bits', () => {
    expect(cellOf({ act: 11, area: wide, cell_id: 0x5ab620605 })).toMatchObject({
      tac: wide,
      lac: null,
      gnb: 0x5ab620,
      sector: 0x605,
    })
  })

  it('without a code have their technology from the domain, which is that of one core network', () => {
    expect(cellOf({ domain: 'c5greg', area: wide, cell_id: 0x5ab620605 })).toMatchObject({
      tac: wide,
      gnb: 0x5ab620,
    })
    expect(cellOf({ domain: 'cereg', area: 0x2f1a, cell_id: 0x1d4c503 })).toMatchObject({
      tac: 0x2f1a,
      lac: null,
      enb: 0x1d4c5,
    })
  })

  it('of 5G stand-alone are taken from the 5GS domain rather than from a stale EPS one', () => {
    const registrations: DomainRegistration[] = [
      { domain: 'creg', stat: 1, area: 0xfffe, cell_id: 0x5ab620605, act: 11 },
      { domain: 'cereg', stat: 1, area: 0x2f1a, cell_id: 0x1d4c503, act: 7 },
      { domain: 'c5greg', stat: 1, area: wide, cell_id: 0x5ab620605, act: 11 },
    ]
    expect(cellOf({}, { registrations })).toMatchObject({ tac: wide, cell_id: 0x5ab620605 })
  })

  it('of 3G have no tracking area, though the modem remembers one', () => {
    expect(cellOf({ act: 6, area: 0x1f40 }, { tac: 0x2f1a })).toMatchObject({ lac: 0x1f40, tac: null })
  })
})

describe('the number of the card', () => {
  it('is told without the filler of its file', () => {
    const { sim } = describeFacts({ iccid: '8939560000000806700F' }, () => ({ name: null, country: null }))
    expect(sim.iccid).toBe('8939560000000806700')
  })
})
