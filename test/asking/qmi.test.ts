import { describe, expect, it } from 'vitest'
import { gate } from '../../src/asking/gate.ts'
import { readQmi } from '../../src/asking/qmi.ts'
import { neighboursIn } from '../../src/asking/qmi-cells.ts'
import { readLines } from '../../src/channel/uqmi.ts'
import {
  em7565Aggregating,
  mr200,
  rm520nEndc,
  rm520nStandAlone,
  umts,
} from '../world/modem/qmi-situations.ts'

/** A line as the channel reads it. */
function told(line = ''): unknown {
  const [answer] = readLines(line, 0, 1)
  return answer?.kind === 'value' ? answer.value : undefined
}

const serving = {
  registration: 'registered',
  radio_interface: ['lte'],
  plmn_mcc: 262,
  plmn_mnc: 1,
  roaming: false,
}

describe('registration', () => {
  it.each([
    ['registered', false, 1],
    ['registered', true, 5],
    ['searching', false, 2],
    ['registering_denied', false, 3],
    ['registration_denied', false, 3],
    ['not_registered', false, 0],
    ['unknown', false, 4],
  ])('%s, roaming %s, is stat %i', (registration, roaming, stat) => {
    const told = readQmi({ serving: { ...serving, registration, roaming } })
    expect(told.registrations).toMatchObject([{ stat }])
    const system = { lte: { service_status: 'available', domain: 'ps' } }
    expect(readQmi({ serving: { ...serving, registration, roaming }, system }).registrations?.[0]?.stat).toBe(
      stat,
    )
  })

  it('is of the packet and the circuit-switched domain where a technology of before LTE serves both', () => {
    const domains = (domain: string) =>
      readQmi({
        serving: { ...serving, radio_interface: ['umts'] },
        system: {
          wcdma: { service_status: 'available', domain, location_area_code: 7, rnc_id: 2, cell_id: 3 },
        },
      }).registrations?.map(r => [r.domain, r.area, r.cell_id])
    expect(domains('cs-ps')).toEqual([
      ['cgreg', 7, 131075],
      ['creg', 7, 131075],
    ])
    expect(domains('cs')).toEqual([['creg', 7, 131075]])
    expect(domains('ps')).toEqual([['cgreg', 7, 131075]])
  })

  it('is that of LTE where an NR leg is added to it', () => {
    const system = {
      lte: { service_status: 'available', enodeb_id: 1, cell_id: 2 },
      '5gnr': { service_status: 'available' },
    }
    const { registrations } = readQmi({ serving: { ...serving, radio_interface: ['lte', '5gnr'] }, system })
    expect(registrations).toMatchObject([{ domain: 'cereg', cell_id: 258, act: 7 }])
  })

  it('says nothing where nothing is told', () => {
    for (const what of [undefined, null, 'Not supported', 7, [], {}, { registration: 5 }])
      expect(readQmi({ serving: what, system: what, signal: what }).registrations).toBeUndefined()
  })
})

describe('the network', () => {
  const plmn = (numbers: object, system?: unknown) =>
    readQmi({ serving: { ...serving, ...numbers }, system: system ?? lte }).plmn
  const lte = { lte: { service_status: 'available' } }
  it('has the length of its code from the texts', () => {
    const texts = (mcc: string, mnc: string) => ({ lte: { service_status: 'available', mcc, mnc } })
    expect(plmn({ plmn_mcc: 310, plmn_mnc: 26 }, texts('310', '026'))).toBe('310026')
    expect(plmn({}, texts('262', '01'))).toBe('26201')
    expect(plmn({}, texts('262', '01\u00ff'))).toBe('26201')
  })

  it('has it by its country where there are numbers alone, and texts of another country do not count', () => {
    expect(plmn({})).toBe('26201')
    expect(plmn({ plmn_mcc: 310, plmn_mnc: 26 })).toBe('310026')
    expect(plmn({}, { lte: { service_status: 'available', mcc: '310', mnc: '260' } })).toBe('26201')
    expect(plmn({ plmn_mcc: 1, plmn_mnc: 1 })).toBeNull()
  })
})

describe('the cell', () => {
  it('has 36 bits on NR, put together where uqmi has cut it', () => {
    const { '--get-system-info': system, '--get-serving-system': line } = rm520nStandAlone.answers
    const facts = readQmi({ serving: told(line), system: told(system) })
    expect(facts.registrations).toMatchObject([
      { domain: 'c5greg', cell_id: 24117248 * 256 + 65, area: 10826752 },
    ])
  })
})

describe('carriers', () => {
  const facts = (answers: Readonly<Record<string, string>>) =>
    readQmi({
      serving: told(answers['--get-serving-system']),
      system: told(answers['--get-system-info']),
      signal: told(answers['--get-signal-info']),
      carriers: told(answers['--get-lte-cphy-ca-info']),
      cells: told(answers['--get-cell-location-info']),
      lteAntennas: told(answers['--get-tx-rx-info lte']),
    })

  it('have the band of their channel, also one that uqmi does not know', () => {
    expect(facts(em7565Aggregating.answers).carriers).toMatchObject([
      { role: 'pcc', band: 3, channel: 1300, pci: 77, bandwidth_mhz: 20, rsrp: -93, sinr: 12.8 },
      { role: 'scc', band: 66, channel: 66486, bandwidth_mhz: 10, active: true },
      { role: 'scc', band: 7, channel: 3350, active: false },
    ])
  })

  it('are an LTE anchor and an NR leg where the signal is a list', () => {
    expect(facts(rm520nEndc.answers).carriers).toMatchObject([
      { role: 'pcc', rat: 'lte' },
      { role: 'scc', rat: 'nr', channel: 641280, band: 78, pci: 441, rsrp: -95, rsrq: -11, sinr: 15.5 },
    ])
  })

  it('are the serving cell alone where the modem has no list of them', () => {
    expect(facts(mr200.answers).carriers).toMatchObject([{ role: 'pcc', band: 3, channel: 1300, pci: 77 }])
  })

  it('are on UMTS one of which Ec/Io is in half dB and RSCP lost its sign', () => {
    expect(facts(umts.answers)).toMatchObject({
      rscp: -77,
      ecio: -6.5,
      csq: 21,
      carriers: [{ channel: 10588, pci: 311, rssi: -70 }],
    })
  })

  it('are none without service', () => {
    const { carriers } = readQmi({
      serving: { registration: 'searching' },
      signal: told('{"type":"lte","rsrp":-93}'),
    })
    expect(carriers).toEqual([])
  })

  it('have values of each antenna where the sign can be told and they fit the serving cell', () => {
    const [primary] = facts(em7565Aggregating.answers).carriers ?? []
    expect(primary).toMatchObject({
      rsrp_antennas: [-93.4, -99.1],
      rsrq_antennas: [-11, -13],
      rssi_antennas: [-61.2, -66],
    })
    const with_ = (line: string) =>
      facts({ ...em7565Aggregating.answers, '--get-tx-rx-info lte': line }).carriers?.[0]
    const chain = (rsrp: number, tuned = true) => ({ tuned, rssi: -61, rsrq: -11, rsrp })
    expect(with_(JSON.stringify({ rx_chain_0: chain(-93), rx_chain_1: chain(-97) }))?.rsrp_antennas).toEqual([
      -93, -97,
    ])
    expect(with_(JSON.stringify({ rx_chain_0: chain(0.4), rx_chain_1: chain(0) }))).not.toHaveProperty(
      'rsrp_antennas',
    )
    expect(with_(JSON.stringify({ rx_chain_0: chain(93) }))).not.toHaveProperty('rsrp_antennas')
    const third = {
      rx_chain_0: chain(93),
      rx_chain_1: chain(0, false),
      rx_chain_2: chain(95),
      rx_chain_3: chain(0, false),
    }
    expect(with_(JSON.stringify(third))?.rsrp_antennas).toEqual([-93, null, -95])
  })
})

describe('the card', () => {
  const card = (state: object) => readQmi({ card: state })
  it.each([
    ['ready', 'ready'],
    ['pin-required', 'pin_required'],
    ['puk-required', 'puk_required'],
    ['detected', 'busy'],
    ['check-personalization-state', 'locked_to_network'],
    ['illegal', 'wrong'],
    ['pin1-blocked', 'failure'],
    ['something new', 'unknown'],
  ])('%s is %s', (state, sim) => {
    expect(
      card({ card_slot: 2, card_application_state: state, pin1_status: 'not_initialized' }),
    ).toMatchObject({ sim, slot: 2 })
  })

  it('is absent where nothing is told of it, unless the modem is registered', () => {
    expect(card({})).toMatchObject({ sim: 'absent' })
    const system = { lte: { service_status: 'available' } }
    expect(readQmi({ card: {}, serving, system })).toMatchObject({ sim: 'ready' })
    expect(readQmi({ card: 'UIM uninitialized' }).sim).toBeUndefined()
  })

  it('has its state by its PIN alone in old versions, with the attempts that are left', () => {
    expect(card({ pin1_status: 'not_verified', pin1_verify_tries: 2, pin1_unblock_tries: 10 })).toMatchObject(
      {
        sim: 'pin_required',
        attempts: { pin_attempts: 2, puk_attempts: 10 },
      },
    )
    expect(card({ pin1_status: 'blocked', pin1_verify_tries: 0, pin1_unlock_tries: 9 })).toMatchObject({
      sim: 'puk_required',
    })
    expect(card({ pin1_status: 'permanently_blocked' })).toMatchObject({ sim: 'failure' })
    expect(card({ card_application_state: 'ready', pin1_verify_tries: 255 }).attempts).toEqual({})
  })
})

it('the data format is an object or, before 2025-07, a word', () => {
  const format = (line: unknown) => readQmi({ format: line }).more?.session?.format
  expect([
    format({ 'link-layer-protocol': 'raw-ip' }),
    format('raw-ip'),
    format('802.3'),
    format('unknown'),
  ]).toEqual(['raw_ip', 'raw_ip', '802_3', undefined])
})

describe('neighbours', () => {
  it('are on the serving and on other frequencies; those of old versions have RSRP and RSRQ exchanged', () => {
    expect(neighboursIn(told(em7565Aggregating.answers['--get-cell-location-info']))).toEqual([
      { rat: 'lte', channel: 1300, pci: 77, rsrp: -93, rsrq: -11 },
      { rat: 'lte', channel: 1300, pci: 301, rsrp: -104, rsrq: -16.5 },
      { rat: 'lte', channel: 6300, pci: 5, rsrp: -99, rsrq: -12 },
    ])
    expect(neighboursIn(told(mr200.answers['--get-cell-location-info']))).toMatchObject([
      { pci: 77, rsrp: -93, rsrq: -11 },
      { pci: 301, rsrp: -104, rsrq: -16.5 },
    ])
    expect(neighboursIn(told(umts.answers['--get-cell-location-info']))).toEqual([
      { rat: 'umts', channel: 10588, pci: 120, rsrp: -96, rsrq: -11 },
    ])
  })
})

it('whatever is in it, nothing is thrown, and no impossible number passes the gate', () => {
  const odd = [
    null,
    0,
    -1,
    1e300,
    'x',
    [],
    [null],
    [[]],
    {},
    { lte: null },
    { lte: [] },
    { rx_chain_0: 5 },
    { primary: 7 },
  ]
  for (const signal of odd)
    for (const other of odd) {
      const facts = readQmi({
        serving,
        signal: [signal, { type: 'lte', rsrp: 93, rsrq: 99, snr: 1e9, rssi: 5 }],
        system: other,
        carriers: other,
        cells: other,
        lteAntennas: other,
        card: other,
        mode: other,
        format: other,
        session: other,
      })
      const { passed } = gate(facts)
      for (const { rsrp, rsrq, sinr, rssi } of passed.carriers ?? [])
        expect([rsrp ?? null, rsrq ?? null, sinr ?? null, rssi ?? null]).toEqual([null, null, null, null])
    }
})
