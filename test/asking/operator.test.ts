import { describe, expect, it } from 'vitest'
import { readStandard } from '../../src/asking/standard.ts'
import { describe as describeFacts } from '../../src/modem/describe.ts'
import type { OperatorLookup } from '../../src/modem/operators.ts'
import { createHost } from '../world/memory/host.ts'
import { parseFixture } from '../world/modem/fixture.ts'

const lookup: OperatorLookup = plmn =>
  plmn === '23201' ? { name: 'A1', country: 'Austria' } : { name: null, country: null }

/** The operator by these lines of +COPS? in both formats. */
function operatorOf(...lines: string[]) {
  const question = '+COPS=3,0;+COPS?;+COPS=3,2;+COPS?'
  const facts = readStandard({ lines: ask => (ask === question ? lines : null), answer: () => undefined })
  return describeFacts(facts, lookup).operator
}

describe('the operator', () => {
  it('has the modem’s name and the numbers', () => {
    expect(operatorOf('+COPS: 0,0,"Elisa",7', '+COPS: 0,2,"23201",7')).toEqual({
      name: 'Elisa',
      mcc: '232',
      mnc: '01',
      country: 'Austria',
      named_by_modem: true,
    })
  })

  it('gets its name by number when the modem tells the number alone', () => {
    for (const lines of [['+COPS: 0,2,"23201",7'], ['+COPS: 0,0,"23201",7', '+COPS: 0,2,"23201",7']])
      expect(operatorOf(...lines)).toMatchObject({ name: 'A1', mcc: '232', mnc: '01', named_by_modem: false })
  })

  it('shows its number where nobody knows a name', () => {
    expect(operatorOf('+COPS: 0,2,"999099",7')).toMatchObject({
      name: '999099',
      mcc: '999',
      mnc: '099',
      country: null,
      named_by_modem: false,
    })
  })

  it.each([
    ['a doubled name', '+COPS: 0,0,"Play Play",7', 'Play'],
    ['a doubled name of two words', '+COPS: 0,0,"Tele Nord TELE NORD",7', 'Tele Nord'],
    ['its number before it', '+COPS: 0,0,"232 01 A1",7', 'A1'],
    ['the number of a private network before it', '+COPS: 0,0,"999 40 Lab",7', '999 40 Lab'],
    ['its number before it, joined, and doubled', '+COPS: 0,0,"23201 A1 A1",7', 'A1'],
    ['a number for a name of its own', '+COPS: 0,0,"360 Mobile",7', '360 Mobile'],
    ['UCS2 in hexadecimal', '+COPS: 0,0,"004D00610067007900610072",7', 'Magyar'],
    ['UCS2 of another script', '+COPS: 0,0,"041C04220421",7', 'МТС'],
    ['a name that only looks hexadecimal', '+COPS: 0,0,"CAFE",7', 'CAFE'],
    ['a long name that only looks hexadecimal', '+COPS: 0,0,"DEADBEEF",7', 'DEADBEEF'],
    ['a name of two words', '+COPS: 0,0,"T-Mobile PL",7', 'T-Mobile PL'],
    ['a padded name', '+COPS: 0,0,"  Orange   F  ",7', 'Orange F'],
    ['a name with a comma', '+COPS: 0,0,"Vodafone, CZ",7', 'Vodafone, CZ'],
    ['a name with parentheses', '+COPS: 0,0,"3 (2degrees)",7', '3 (2degrees)'],
    ['an answer in parentheses', '+COPS: (0,0,"Plus",7)', 'Plus'],
    ['no blank behind the colon', '+COPS:0,0,"Plus",7', 'Plus'],
    ['no quotes', '+COPS: 0,0,Plus,7', 'Plus'],
  ])('is understood with %s', (_, line, name) => {
    expect(operatorOf(line)).toMatchObject({ name, named_by_modem: true, mcc: null })
  })

  it.each(['232 01', '232-01', '', 'T\ufffdle', '\ufffd\ufffd'])(
    'is named by the table where the modem prints %j',
    name => {
      expect(operatorOf(`+COPS: 0,0,"${name}",7`, '+COPS: 0,2,"23201",7')).toMatchObject({
        name: 'A1',
        named_by_modem: false,
      })
    },
  )

  it('is named by the SIM where the network tells its number alone, but not abroad', () => {
    const named = (stat: number, operator_name: string | null) =>
      describeFacts(
        {
          plmn: '23201',
          operator_name,
          sim_operator_name: 'Own',
          registrations: [{ domain: 'creg', stat, area: null, cell_id: null, act: 7 }],
        },
        lookup,
      ).operator.name
    expect([named(1, '232 01'), named(1, 'Net'), named(5, '232 01'), named(1, null)]).toEqual([
      'Own',
      'Net',
      'A1',
      'Own',
    ])
  })

  it('in parentheses has its number too', () => {
    expect(operatorOf('+COPS: (0,2,"24701",7)')).toMatchObject({ mcc: '247', mnc: '01' })
  })

  it.each([['+COPS: 0'], ['+COPS: 2'], ['+COPS: 0,0,"",7'], ['+COPS:'], ['+CREG: 0,0,"x"'], ['']])(
    'is none for %j',
    line => {
      expect(operatorOf(line)).toEqual({
        name: null,
        mcc: null,
        mnc: null,
        country: null,
        named_by_modem: false,
      })
    },
  )

  it('keeps leading zeros of the network code, from the data of the host', async () => {
    const script = parseFixture(`
@usb 1209:0001 "Maker" "Stick"
@port ttyUSB2 2
@accept ^\\+CREG=2$

> AT+CREG?
< +CREG: 2,1,"2F1A","01D4C503",7

> AT+COPS?#0
< +COPS: 0

> AT+COPS?#2
< +COPS: 0,2,"310004",7
`)
    const info = await createHost([{ script }]).call('info')
    expect(info.operator).toMatchObject({ mcc: '310', mnc: '004', named_by_modem: false })
    expect((info.operator as { country: string }).country).toMatch(/United States/)
  })
})
