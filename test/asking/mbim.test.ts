import { describe, expect, it } from 'vitest'
import { isMbimAnswer, readMbim } from '../../src/asking/mbim.ts'
import { capsText, pinText, registrationText, subscriberText } from '../world/manager/umbim-texts.ts'

describe('what umbim prints', () => {
  it('gives the identity of modem and card', () => {
    expect(readMbim({ caps: capsText(), subscriber: subscriberText() })).toMatchObject({
      imei: '359072060012345',
      firmware: 'SWI9X30C_02.24.05.06',
      imsi: '262011234567890',
      iccid: '89490200001234567890',
      sim: 'ready',
    })
  })

  it('gives registration, operator and technology', () => {
    expect(readMbim({ registration: registrationText('0003 - home') })).toMatchObject({
      plmn: '26201',
      operator_name: 'Telekom.de',
      registrations: [{ domain: 'cereg', stat: 1, act: 7, area: null, cell_id: null }],
    })
  })

  it.each([
    ['0000 - unknown', 4],
    ['0001 - deregistered', 0],
    ['0002 - searching', 2],
    ['0004 - roaming', 5],
    ['0005 - partner', 5],
    ['0006 - denied', 3],
  ])('reads the state %s, whatever the exit code of it means', (state, stat) => {
    expect(readMbim({ registration: registrationText(state) }).registrations).toMatchObject([{ stat }])
  })

  it.each([
    ['0080 - (null)', 'c5greg', 11],
    ['0060 - (null)', 'cereg', 7],
    ['003F - (null)', 'cereg', 7],
    ['001C - (null)', 'cgreg', 6],
    ['0004 - umts', 'cgreg', 2],
    ['80000000 - custom', 'cgreg', null],
  ])('takes the best technology of the mask %s', (classes, domain, act) => {
    expect(
      readMbim({ registration: registrationText('0003 - home', { classes }) }).registrations,
    ).toMatchObject([{ domain, act }])
  })

  it.each([
    ['0000 - not-initialized', '', 'busy'],
    ['0002 - sim-not-inserted', '', 'absent'],
    ['0003 - bad-sim', '', 'failure'],
    ['0006 - device-locked', pinText('2 - pin1', 3), 'pin_required'],
    ['0006 - device-locked', pinText('11 - puk1', 9), 'puk_required'],
    ['0006 - device-locked', pinText('6 - network-pin', 5), 'locked_to_network'],
    ['0006 - device-locked', '', null],
    ['0001 - initialized', pinText('3 - pin2', 3), 'ready'],
  ])('tells the card by readystate %s and the code %j', (state, pin, sim) => {
    expect(readMbim({ subscriber: subscriberText(state), pin }).sim).toBe(sim)
  })

  it('tells nothing of texts the modem did not give', () => {
    const subscriber = subscriberText('0002 - sim-not-inserted', {
      simiccid: '(null)',
      subscriberid: '(null)',
    })
    const registration = registrationText('0002 - searching', { id: '(null)', name: '(null)' })
    expect(readMbim({ subscriber, registration })).toMatchObject({
      imsi: null,
      iccid: null,
      plmn: null,
      operator_name: null,
    })
  })

  it.each(['1890D=', '1890', '\u0001ela', '5;5'])('takes %j for no name: it was cut to eight bits', name => {
    expect(readMbim({ registration: registrationText('0003 - home', { name }) }).operator_name).toBeNull()
  })

  it('takes neither a message of the program nor a strange text for an answer', () => {
    const strange = [
      '',
      'ERROR: mbim message timeout\n',
      'Usage: umbim <caps|pinstate>\n',
      'registerstate: 0003 - home\n',
      '{"registerstate":3}\n',
    ]
    for (const text of strange) {
      expect(isMbimAnswer(text, 'registerstate')).toBe(false)
      expect(readMbim({ caps: text, subscriber: text, registration: text, pin: text })).not.toHaveProperty(
        'registrations',
      )
    }
    expect(isMbimAnswer(registrationText('0003 - home'), 'registerstate')).toBe(true)
  })
})

describe('what mbimcli prints', () => {
  const registration = [
    '[/dev/cdc-wdm0] Registration status:',
    "\t         Network error: 'none'",
    "\t        Register state: 'roaming'",
    "\t         Register mode: 'automatic'",
    "\tAvailable data classes: 'umts, hsdpa, hsupa, lte'",
    "\tCurrent cellular class: 'gsm'",
    "\t           Provider ID: '26001'",
    "\t         Provider name: 'Plus'",
    "\t          Roaming text: 'unknown'",
  ].join('\n')

  it('gives registration and card as umbim does', () => {
    const subscriber = [
      '[/dev/cdc-wdm0] Subscriber ready status retrieved:',
      "\t      Ready state: 'initialized'",
      "\t    Subscriber ID: '262011234567890'",
      "\t        SIM ICCID: '89490200001234567890'",
      "\t       Ready info: 'none'",
      "\tTelephone numbers: (0) 'unknown'",
    ].join('\n')
    expect(readMbim({ registration, subscriber })).toMatchObject({
      registrations: [{ domain: 'cereg', stat: 5, act: 7 }],
      plmn: '26001',
      operator_name: 'Plus',
      imsi: '262011234567890',
      iccid: '89490200001234567890',
      sim: 'ready',
    })
  })

  it('gives strength, and RSRP and SNR where the modem tells them', () => {
    const plain =
      "[/dev/cdc-wdm0] Signal state:\n\t          RSSI [0-31,99]: '20'\n\t     Error rate [0-7,99]: '99'\n"
    const more =
      "\n[/dev/cdc-wdm0] RSRP/SNR info: 'lte'\n\t           RSRP: '-93 dBm'\n\t            SNR: '12.5 dB'\n"
    expect(readMbim({ signal: plain })).toMatchObject({ csq: 20 })
    expect(readMbim({ signal: plain + more })).toMatchObject({ csq: 20, rsrp: -93, sinr: 12.5 })
    expect(readMbim({ signal: plain.replace("'20'", "'99'") })).not.toHaveProperty('csq')
  })

  it('tells what a locked card waits for', () => {
    const pin =
      "[/dev/cdc-wdm0] PIN info:\n\t         PIN state: 'locked'\n\t          PIN type: 'puk1'\n\tRemaining attempts: '9'\n"
    const subscriber =
      "[/dev/cdc-wdm0] Subscriber ready status retrieved:\n\t      Ready state: 'device-locked'\n"
    expect(readMbim({ subscriber, pin }).sim).toBe('puk_required')
  })
})
