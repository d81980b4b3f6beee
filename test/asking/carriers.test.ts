import { describe, expect, it } from 'vitest'
import { joinCarriers, joinRows, lteKind } from '../../src/asking/carriers.ts'
import type { CarrierFact } from '../../src/asking/facts.ts'

const primary: CarrierFact = { role: 'pcc', rat: 'lte', band: 3, channel: 1300, pci: 12, rsrp: -90 }
const secondary: CarrierFact = { role: 'scc', rat: 'lte', band: 20, channel: 6300, pci: 12, active: true }

describe('the carriers of several answers', () => {
  it('are one where technology, channel and PCI are the same; the first that tells a value counts', () => {
    const again: CarrierFact = { ...primary, rsrp: -93, bandwidth_mhz: 20 }
    expect(joinCarriers([primary, secondary, again])).toEqual([{ ...primary, bandwidth_mhz: 20 }, secondary])
  })

  it('are one where an answer leaves out the PCI, or the channel', () => {
    const [noPci, noChannel] = [
      { role: 'pcc', rat: 'lte', channel: 1300, sinr: 7 },
      { role: 'pcc', rat: 'lte', band: 3, channel: null, pci: 12, rsrq: -9 },
    ] as const satisfies CarrierFact[]
    expect(joinCarriers([primary, noPci, noChannel])).toEqual([{ ...primary, sinr: 7, rsrq: -9 }])
  })

  it('stay apart on other channels of a band, whatever the PCI, and on another technology', () => {
    const rows: CarrierFact[] = [
      { role: 'pcc', rat: 'nr', band: 41, channel: 501_390, pci: 153 },
      { role: 'scc', rat: 'nr', band: 41, channel: 521_310, pci: 153 },
      { role: 'scc', rat: 'nr', band: 71, channel: 126_270, pci: 93 },
    ]
    expect(joinCarriers(rows)).toEqual(rows)
  })

  it('have one primary: another one is of another moment, or the leg of EN-DC', () => {
    const leg: CarrierFact = { role: 'pcc', rat: 'nr', band: 78, channel: 640_000, pci: 5 }
    const before: CarrierFact = { ...primary, channel: 1850, pci: 44 }
    expect(joinCarriers([primary, before, leg])).toEqual([primary, { ...leg, role: 'scc' }])
  })

  it('are as many as there are', () => {
    const many = Array.from({ length: 12 }, (_, i): CarrierFact => ({ ...secondary, channel: 6300 + i }))
    expect(joinCarriers([primary, ...many])).toHaveLength(13)
  })

  it('do not change when they are joined again', () => {
    const once = joinRows([primary, secondary, { ...primary, sinr: 3 }])
    expect(joinRows(once)).toEqual(once)
  })
})

describe('the words for LTE', () => {
  it.each([
    ['LTE', 'lte'],
    ['FDD LTE', 'lte'],
    ['eMTC', 'lte'],
    ['CAT-M1', 'lte'],
    ['LTE CAT-M1', 'lte'],
    ['4G', 'lte'],
    ['NBIoT', 'nb_iot'],
    ['NTN NBIoT', 'nb_iot'],
    ['LTE NB-IOT', 'nb_iot'],
    ['CAT-NB1', 'nb_iot'],
    ['NR5G-SA', null],
    ['WCDMA', null],
    ['GSM', null],
  ])('%s is %s', (word, kind) => {
    expect(lteKind(word)).toBe(kind)
  })
})
