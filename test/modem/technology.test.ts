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

describe('the number of the card', () => {
  it('is told without the filler of its file', () => {
    const { sim } = describeFacts({ iccid: '8939560000000806700F' }, () => ({ name: null, country: null }))
    expect(sim.iccid).toBe('8939560000000806700')
  })
})
