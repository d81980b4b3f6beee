import { describe, expect, it } from 'vitest'
import type { DomainRegistration } from '../../src/asking/facts.ts'
import { domainQuestions, readStandard, registered, registrationOf } from '../../src/asking/standard.ts'
import { bestRegistration, describe as describeFacts } from '../../src/modem/describe.ts'
import { answered } from '../dialects/answered.ts'
import { createHost } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

const nobody = () => ({ name: null, country: null })
const creg = (...lines: string[]) => registrationOf(lines, 'creg')
const told = (
  stat: number,
  area: number | null = null,
  cell_id: number | null = null,
  act: number | null = null,
): DomainRegistration => ({ domain: 'creg', stat, area, cell_id, act })

describe('a registration answer', () => {
  it.each([
    ['+CREG: 2,1,"2F1A","01D4C503",7', told(1, 0x2f1a, 0x1d4c503, 7)],
    ['+CREG: 0,1', told(1)],
    ['+CREG: 1,5', told(5)],
    ['+CREG: 2,1,8BE3,2BAF', told(1, 0x8be3, 0x2baf)],
    ['+CREG: 2,1, 81ED, 1A9CEB', told(1, 0x81ed, 0x1a9ceb)],
    ['+CREG: 2,1,  0 5, 2715', told(1, 5, 0x2715)],
    ['+CREG: 2,0,00,0', told(0, 0, 0)],
    ['+CREG: 2,2,,', told(2)],
    ['+CREG: 2,10,"8d83","671f98a",7', told(10, 0x8d83, 0x671f98a, 7)],
    ['+CREG: 2,001,"0001","0010",000', told(1, 1, 0x10, 0)],
    ['+CREG:2,1,"81ED","1A9CEB"', told(1, 0x81ed, 0x1a9ceb)],
    ['+CREG : 2,1', told(1)],
    ['CREG: 2,1', told(1)],
    ['+creg: 2,1', told(1)],
    ['+CREG: 2,1,"8BE3","00002BAF",3,"00"', told(1, 0x8be3, 0x2baf, 3)],
    ['+CREG: 2,1,"A989","D0","A9EE06",7', told(1, 0xa989, 0xa9ee06, 7)],
    ['+CREG: 2,10, 2CA8, 20 ,B5583D ,7', told(10, 0x2ca8, 0xb5583d, 7)],
    ['+CREG: 2,1,"0010","1F",0,"00"', told(1, 0x10, 0x1f, 0)],
    ['+CREG: 3,3,"","",,0,11', told(3)],
    ['+CREG: 2,11', told(11)],
    ['+CREG: 5,1,"2F1A","01D4C503",9,,,"00100100","01000111"', told(1, 0x2f1a, 0x1d4c503, 9)],
    ['+CREG: 2,1,"FFFE","FFFFFFFF",7', told(1, 0xfffe, 0xffffffff, 7)],
    ['+CREG: 2,1,"2F1A","000000001A2B3C4D5",11', told(1, 0x2f1a, null, 11)],
    ['+CREG: 2,1,"","",255', told(1)],
    ['+CREG: 2,1,"2F1A","unknown",7', told(1, 0x2f1a, null, 7)],
    ['+CREG: 2,1,"2F1A","01D4', told(1, 0x2f1a)],
    ['+CREG: 2,1,"2F', told(1)],
  ])('%s is read', (line, registration) => {
    expect(creg(line)).toEqual(registration)
  })

  it('of C5GREG holds 24 bits of area and 36 of cell', () => {
    expect(registrationOf(['+C5GREG: 2,1,"0F1A2B","FEDCBA987",11,1,"01"'], 'c5greg')).toEqual({
      domain: 'c5greg',
      stat: 1,
      area: 0x0f1a2b,
      cell_id: 0xfedcba987,
      act: 11,
    })
  })

  it.each([
    '+CREG: 5',
    '+CREG: 1,"2F1A","01D4C503",7',
    '+CREG: 11,"33FE","0ABCDEF1",7',
    '+CREG: 0',
    '+CGREG: 2,1',
    '+CREG:',
    '+CREG: 2',
    '+CREG: 2,',
    '+CREG: 2,x',
    '+CREG: 2,12',
    '+CREG: 2,-1',
    '+CREG: 2,1.5',
    '+CREG: OK',
    '',
  ])('is none in %j', line => {
    expect(creg(line)).toBeNull()
  })

  it('is found among unsolicited lines of the same name, and beside glued ones of others', () => {
    expect(creg('+CREG: 5', '+CREG: 1,"2F1A","01D4C503",7', '+CREG: 2,2')).toEqual(told(2))
    expect(creg('+CGREG: 0', '+CREG: 2,1')).toEqual(told(1))
    expect(registrationOf(null, 'creg')).toBeNull()
  })
})

describe('registration status', () => {
  it('means service for home and roaming with all their variants', () => {
    const all = Array.from({ length: 12 }, (_, stat) => stat)
    expect(all.filter(registered)).toEqual([1, 5, 6, 7, 9, 10])
  })

  it.each([
    [0, 'idle'],
    [1, 'home'],
    [2, 'searching'],
    [3, 'denied'],
    [4, 'unknown'],
    [5, 'roaming'],
    [6, 'home'],
    [7, 'roaming'],
    [8, 'emergency'],
    [9, 'home'],
    [10, 'roaming'],
    [11, 'emergency'],
  ])('%i is %s', (stat, state) => {
    expect(bestRegistration([told(stat)])).toMatchObject({ state, stat, domain: 'creg' })
  })
})

describe('the registration of several domains', () => {
  const domains = (...list: [DomainRegistration['domain'], number, (number | null)?][]) =>
    list.map(([domain, stat, cell = null]): DomainRegistration => ({ ...told(stat, null, cell), domain }))

  it.each([
    ['denied for voice, home for data', domains(['creg', 3], ['cereg', 1, 5]), 'home', 'cereg'],
    ['searching for voice, roaming for data', domains(['creg', 2], ['cereg', 5]), 'roaming', 'cereg'],
    ['idle in EPS, home in 5GS', domains(['creg', 0], ['cereg', 0], ['c5greg', 1]), 'home', 'c5greg'],
    ['home and roaming', domains(['creg', 5], ['cgreg', 1]), 'home', 'cgreg'],
    ['searching and denied', domains(['creg', 3], ['cereg', 2]), 'searching', 'cereg'],
    ['denied and emergency', domains(['creg', 8], ['cereg', 3]), 'denied', 'cereg'],
    ['idle and unknown', domains(['creg', 4], ['cereg', 0]), 'idle', 'cereg'],
    ['home twice, one with a cell', domains(['creg', 1], ['cereg', 1, 5]), 'home', 'cereg'],
    ['home twice, both with a cell', domains(['creg', 1, 4], ['cereg', 1, 5]), 'home', 'creg'],
    [
      'home twice, one with no cell by its number',
      domains(['creg', 1, 0xfffffff], ['cereg', 1, 5]),
      'home',
      'cereg',
    ],
    ['home twice, both with none', domains(['creg', 1, 0], ['cereg', 1, 0xffffffff]), 'home', 'creg'],
    ['SMS only and denied', domains(['creg', 6], ['cereg', 3]), 'home', 'creg'],
  ] as const)('is the best: %s', (_, list, state, domain) => {
    expect(bestRegistration(list)).toMatchObject({ state, domain })
  })

  it('has the cell of the domain that tells it, whichever is the best', () => {
    const cellOf = (...registrations: DomainRegistration[]) =>
      describeFacts({ registrations }, nobody).cell.cell_id
    const packet: DomainRegistration = { ...told(5, 0x2f1a, 0x1d4c503, 7), domain: 'cereg' }
    expect([null, 0, 0xfffffff, 0xffffffff].map(cell => cellOf(told(1, 0x2f1a, cell, 7), packet))).toEqual(
      Array.from({ length: 4 }, () => 0x1d4c503),
    )
    expect(cellOf(told(1, 0x2f1a, 0x1d4c502, 7), packet)).toBe(0x1d4c502)
    expect(cellOf(told(1, 0x2f1a, null, 7), { ...packet, stat: 2 })).toBeNull()
  })

  it('is unknown when no domain told one', () => {
    expect(bestRegistration([])).toEqual({
      state: 'unknown',
      domain: null,
      stat: null,
      act: null,
      area: null,
      cell_id: null,
    })
  })

  it('gives no radio values, operator or cell where there is no service', () => {
    const radio = describeFacts(
      {
        registrations: [told(3, 0x2f1a, 5, 7)],
        operator_name: 'Old',
        plmn: '23201',
        csq: 20,
        rsrp: -90,
        carriers: [{ role: 'pcc', rat: 'lte', band: 3 }],
        cell_id: 77,
        tac: 5,
        temperature: 40,
      },
      nobody,
    )
    expect(radio).toMatchObject({
      registration: { state: 'denied' },
      operator: { name: null, mcc: null },
      rat: null,
      carriers: [],
      signal: { csq: 20, rsrp: null },
      temperature: 40,
    })
    expect(radio.registration).toMatchObject({ stat: 3, area: null, cell_id: null })
    expect(new Set(Object.values(radio.cell))).toEqual(new Set([null]))
  })

  it('gives what the dialect says where no domain answered', () => {
    const radio = describeFacts({ carriers: [{ role: 'pcc', rat: 'lte', band: 3 }], plmn: '23201' }, nobody)
    expect(radio).toMatchObject({ rat: 'lte', operator: { mcc: '232' } })
  })
})

describe('the other domains', () => {
  /** Which of them are asked when these are the answers. */
  const asked = (answers: Record<string, readonly string[]>) => {
    const seen = answered(answers)
    return domainQuestions.filter(q => q.when?.(seen, {})).map(q => q.answers?.[0])
  }
  const with_ = (line: string, more: Record<string, readonly string[]> = {}) =>
    asked({ '+CREG=2;+CREG?': [line], ...more })

  it.each([
    ['registered with area and cell', '+CREG: 2,1,"2F1A","01D4C503",7', []],
    ['registered on UMTS', '+CREG: 2,1,"2F1A","01D4C503",2', []],
    ['registered on LTE without an area', '+CREG: 2,1,"0000","01D4C503",7', ['+CEREG']],
    ['registered on LTE with a deleted area', '+CREG: 2,1,"FFFE","01D4C503",7', ['+CEREG']],
    ['registered on LTE without a cell', '+CREG: 2,1,"2F1A","unknown",7', ['+CEREG']],
    ['registered on LTE with no cell by its number', '+CREG: 2,1,"2F1A","0FFFFFFF",7', ['+CEREG']],
    [
      'registered in 5GS with no cell by its number',
      '+CREG: 2,1,"2F1A","FFFFFFFFF",11',
      ['+CEREG', '+C5GREG'],
    ],
    ['registered in 5GS without a cell', '+CREG: 2,1,,,11', ['+CEREG', '+C5GREG']],
    ['registered in 5GS with a deleted area', '+CREG: 2,1,"FFFE","5AB620605",11', ['+CEREG', '+C5GREG']],
    ['registered in 5GS with area and cell', '+CREG: 2,1,"590A1C","5AB620605",11', []],
    ['not registered', '+CREG: 2,0', ['+CEREG', '+CGREG', '+C5GREG']],
    ['denied', '+CREG: 2,3', ['+CEREG', '+CGREG', '+C5GREG']],
    ['searching', '+CREG: 2,2', ['+CEREG', '+CGREG', '+C5GREG']],
  ])('%s', (_, line, names) => {
    expect(with_(line)).toEqual(names)
  })

  it('are all asked where CREG is not known, and none where the SIM cannot register', () => {
    expect(asked({})).toEqual(['+CEREG', '+CGREG', '+C5GREG'])
    for (const state of ['SIM PIN', 'SIM PUK', 'NOT INSERTED', 'NOT READY'])
      expect(with_('+CREG: 2,0', { '+CPIN?': [`+CPIN: ${state}`] }), state).toEqual([])
    for (const state of ['READY', 'SIM PIN2', 'PH-NET PIN', 'WHATEVER'])
      expect(with_('+CREG: 2,0', { '+CPIN?': [`+CPIN: ${state}`] }), state).toHaveLength(3)
  })

  it('lend their access technology to a domain that does not tell it', () => {
    const lines: Record<string, readonly string[]> = {
      '+CREG=2;+CREG?': ['+CREG: 2,1,"2F1A","01D4C503"'],
      '+CEREG=2;+CEREG?': ['+CEREG: 2,1,"2F1A","01D4C503",7'],
    }
    const { registrations } = readStandard({ lines: ask => lines[ask] ?? null, answer: () => undefined })
    expect(registrations?.map(r => r.act)).toEqual([7, 7])
  })
})

describe('a whole modem', () => {
  const modem = (registration: string) => `
@usb 1209:0001 "Maker" "Stick"
@port ttyUSB2 2
@net wwan0 qmi_wwan
@accept ^\\+C(?:|E|G|5G)REG=2$

> AT+CPIN?
< +CPIN: READY
${registration}`
  const infoOf = (registration: string) =>
    createHost([{ script: parseFixture(modem(registration)) }]).call('info')

  it('that voice refuses and data accepts is at home on LTE', async () => {
    const info = await infoOf(
      '\n> AT+CREG?\n< +CREG: 2,3\n\n> AT+CEREG?\n< +CEREG: 2,1,"2F1A","01D4C503",7\n',
    )
    expect(info).toMatchObject({
      registration: { state: 'home', domain: 'cereg' },
      rat: 'lte',
      cell: { tac: 0x2f1a, enb: 0x1d4c5, sector: 3 },
    })
  })

  it('in 5G stand-alone is registered although no other domain is', async () => {
    const info = await infoOf(`
> AT+CREG?
< +CREG: 2,0

> AT+CEREG?
< +CEREG: 2,0

> AT+CGREG?
< +CGREG: 2,0

> AT+C5GREG?
< +C5GREG: 2,1,"0F1A2B","FEDCBA987",11
`)
    expect(info).toMatchObject({
      registration: { state: 'home', domain: 'c5greg' },
      rat: 'nr_sa',
      cell: { tac: 0x0f1a2b, cell_id: 0xfedcba987, gnb: 0xfedcba, sector: 0x987 },
    })
  })

  it('that roams for SMS only counts as roaming', async () => {
    const info = await infoOf('\n> AT+CREG?\n< +CREG: 2,7,"0C8F","00A81B2E",2\n')
    expect(info).toMatchObject({ registration: { state: 'roaming', stat: 7 }, rat: 'umts' })
  })

  it('that searches in every domain is searching', async () => {
    const info = await infoOf('\n> AT+CREG?\n< +CREG: 2,2\n\n> AT+CEREG?\n< +CEREG: 2,0\n')
    expect(info).toMatchObject({ registration: { state: 'searching', domain: 'creg' }, rat: null })
  })
})
