import { describe, expect, it } from 'vitest'
import { gate, gateRows } from '../../src/asking/gate.ts'
import { createHost } from '../world/memory/host.ts'
import { anyModem, mistakesOf } from '../world/memory/modems.ts'

describe('the gate for numbers', () => {
  it('lets pass what a modem can have measured', () => {
    const facts = {
      rsrp: -98,
      cell_id: 0x1d4c503,
      tac: 12058,
      temperature: 47,
      carriers: [
        { role: 'pcc', rat: 'lte', band: 3, channel: 1300, pci: 503, bandwidth_mhz: 20, sinr: -3.5 },
      ],
    } as const
    expect(gate(facts)).toEqual({ passed: facts, dropped: 0 })
  })

  it('makes null of one impossible number, by the technology of its row', () => {
    const rows = [
      { rat: 'lte', pci: 504, rsrp: -90 },
      { rat: 'nr', pci: 504, rsrp: -90 },
    ] as const
    expect(gateRows(rows)).toEqual({ passed: [{ ...rows[0], pci: null }, rows[1]], dropped: 1 })
  })

  it('leaves out an uplink channel that cannot be, as one that is not told', () => {
    const row = {
      rat: 'lte',
      band: 3,
      channel: 1300,
      pci: 251,
      uplink_channel: 0,
      bandwidth_mhz: 20,
    } as const
    const [carrier] = gateRows([row]).passed
    expect(JSON.parse(JSON.stringify(carrier))).toEqual({
      rat: 'lte',
      band: 3,
      channel: 1300,
      pci: 251,
      bandwidth_mhz: 20,
    })
  })

  it('drops a row with two of them: it is shifted', () => {
    const shifted = { rat: 'lte', pci: 1300, channel: 120, rsrp: 12, band: 3 } as const
    expect(gateRows([shifted, { rat: 'lte', pci: 12 } as const]).passed).toEqual([{ rat: 'lte', pci: 12 }])
  })

  it('does not take a row for shifted whose numbers are placeholders', () => {
    const row = {
      rat: 'nr',
      channel: 640_000,
      band: 78,
      pci: 5,
      rsrp: -32768,
      rsrq: -32768,
      sinr: 255,
    } as const
    const { passed, dropped } = gateRows([row])
    expect(passed).toEqual([{ ...row, rsrp: null, rsrq: null, sinr: null }])
    expect(dropped).toBe(0)
  })

  it('believes no quality of 0 beside a level of 0: nothing is measured there', () => {
    const row = { rat: 'lte', channel: 1300, pci: 5, rsrp: 0, rsrq: 0, sinr: 0 } as const
    const none = { rsrp: null, rsrq: null, sinr: null }
    expect(gateRows([row])).toEqual({ passed: [{ ...row, ...none }], dropped: 0 })
    expect(gate({ rsrp: 0, rsrq: 0, sinr: 0, rscp: 0, ecio: 0 })).toEqual({
      passed: { ...none, rscp: null, ecio: null },
      dropped: 0,
    })
    expect(gateRows([{ ...row, rsrp: -90 }]).passed).toMatchObject([{ rsrq: 0, sinr: 0 }])
  })

  it('believes the name of the band rather than a channel outside of it', () => {
    const row = { rat: 'lte', band: 3, channel: 6300, pci: 12 } as const
    expect(gateRows([row])).toEqual({ passed: [{ ...row, channel: null }], dropped: 1 })
    expect(gateRows([{ ...row, pci: 600 }]).passed).toEqual([])
  })

  it('tells every carrier and every neighbour once', () => {
    const carrier = { role: 'pcc', rat: 'lte', band: 20, channel: 6300, pci: 48 } as const
    const neighbour = { rat: 'lte', channel: 6300, pci: 190 } as const
    const { passed } = gate({
      carriers: [carrier, { ...carrier, rsrp: -99 }],
      neighbours: [neighbour, { ...neighbour, rsrp: -117 }],
    })
    expect(passed.carriers).toEqual([{ ...carrier, rsrp: -99 }])
    expect(passed.neighbours).toEqual([{ ...neighbour, rsrp: -117 }])
  })

  it('takes no cell identity for an area code, and none that has more bits than its technology', () => {
    const { passed, dropped } = gate({
      registrations: [{ domain: 'creg', stat: 1, area: 30_721_283, cell_id: 0x1_0000_0000, act: 7 }],
    })
    expect(passed.registrations).toMatchObject([{ area: null, cell_id: null }])
    expect(dropped).toBe(2)
  })

  it('leaves out a list of antennas that holds an impossible value', () => {
    const carriers = [
      { role: 'pcc', rat: 'nr', rsrp_antennas: [-80, -32768], rssi_antennas: [-60, null, -61] },
    ] as const
    const { passed } = gate({
      carriers: carriers.map(c => ({
        ...c,
        rsrp_antennas: [...c.rsrp_antennas],
        rssi_antennas: [...c.rssi_antennas],
      })),
    })
    expect(passed.carriers).toEqual([{ role: 'pcc', rat: 'nr', rssi_antennas: [-60, null, -61] }])
  })
})

describe('a modem that tells an impossible number', () => {
  it('is told without it, and the question stands in missing', async () => {
    const script = anyModem('> AT+CREG?\n< +CREG: 2,1,"1D4C503","1D4C503",7\n')
    const host = createHost([{ script }])
    const info = await host.call('info', { max_age: 0 })
    expect(mistakesOf('info', info)).toBe('')
    expect(info).toMatchObject({
      registration: { state: 'home', area: null, cell_id: 0x1d4c503 },
      missing: expect.arrayContaining(['+CREG=2;+CREG?']),
    })
  })

  it('does not say of a sound answer that it is missing', async () => {
    const info = (await createHost([{ script: anyModem() }]).call('info')) as { missing: string[] }
    expect(info.missing).not.toContain('+CSQ')
  })
})
