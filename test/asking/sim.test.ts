import { describe, expect, it } from 'vitest'
import { isUsable, simOf } from '../../src/asking/standard.ts'
import { finalOf } from '../../src/channel/at.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem } from '../world/memory/modems.ts'
import { parseFixture } from '../world/modem/fixture.ts'

const said = (line: string) => simOf({ lines: [line], final: { kind: 'ok', text: 'OK' } })
const failed = (line: string) => simOf({ lines: [], final: finalOf(line) ?? { kind: 'timeout' } })

describe('the state of the SIM', () => {
  it.each([
    ['+CPIN: READY', 'ready'],
    ['+CPIN:READY', 'ready'],
    ['+CPIN: "READY"', 'ready'],
    ['+cpin: ready', 'ready'],
    ['+CPIN READY', 'ready'],
    ['+CPIN : READY', 'ready'],
    ['CPIN: READY', 'ready'],
    ['READY', 'ready'],
    ['"READY"', 'ready'],
    ['+CPIN: (READY)', 'ready'],
    ['+CPIN: SIM READY', 'ready'],
    ['+CPIN: 0,READY', 'ready'],
    ['+CPIN: "SIM PIN",3', 'pin_required'],
    ['+CPIN SIM PIN', 'pin_required'],
    ['SIM PIN', 'pin_required'],
    ['+CPIN: SIM PIN REQUIRED', 'pin_required'],
    ['+CPIN: SIMPIN2', 'pin2_required'],
    ['+CPIN: "SIM PUK2"', 'puk2_required'],
    ['+CPIN: PH_NET PIN', 'locked_to_network'],
    ['+CPIN: "PH-SIM PIN"', 'locked_to_device'],
    ['+CPIN: PH-SIMLOCK PIN', 'locked_to_device'],
    ['+CPIN: Not Ready', 'busy'],
    ['NOT READY', 'busy'],
    ['+CPIN: "NOT INSERTED"', 'absent'],
    ['+CPIN: ', 'unknown'],
    ['+CPIN: SIM PIN', 'pin_required'],
    ['+CPIN: SIM  PIN', 'pin_required'],
    ['+CPIN: SIM PUK', 'puk_required'],
    ['+CPIN: SIM PIN2', 'pin2_required'],
    ['+CPIN: SIM PUK2', 'puk2_required'],
    ['+CPIN: PH-SIM PIN', 'locked_to_device'],
    ['+CPIN: PH-FSIM PIN', 'locked_to_device'],
    ['+CPIN: PH-FSIM PUK', 'locked_to_device'],
    ['+CPIN: PH-NET PIN', 'locked_to_network'],
    ['+CPIN: PH-NET PUK', 'locked_to_network'],
    ['+CPIN: PH-NETSUB PIN', 'locked_to_network'],
    ['+CPIN: PH-SP PIN', 'locked_to_network'],
    ['+CPIN: PH-CORP PUK', 'locked_to_network'],
    ['+CPIN: NOT INSERTED', 'absent'],
    ['+CPIN: NOT READY', 'busy'],
    ['+CPIN: SIM NOT READY', 'busy'],
    ['+CPIN: SIM BUSY', 'busy'],
    ['+CPIN: NOT_INSERTED', 'absent'],
    ['+CPIN: SIM NOT INSERTED', 'absent'],
    ['+CPIN: SIM REMOVED', 'absent'],
    ['+CPIN: SIM FAILURE', 'failure'],
    ['+CPIN: SIM WRONG', 'wrong'],
    ['+CPIN: BLOCKED', 'failure'],
    ['+CPIN: SOMETHING NEW', 'unknown'],
    ['+CPIN: constructor', 'unknown'],
  ])('%s is %s', (line, state) => {
    expect(said(line)).toBe(state)
  })

  it.each([
    [5, 'PH-SIM PIN required', 'locked_to_device'],
    [6, 'PH-FSIM PIN required', 'locked_to_device'],
    [7, 'PH-FSIM PUK required', 'locked_to_device'],
    [10, 'SIM not inserted', 'absent'],
    [11, 'SIM PIN required', 'pin_required'],
    [12, 'SIM PUK required', 'puk_required'],
    [13, 'SIM failure', 'failure'],
    [14, 'SIM busy', 'busy'],
    [15, 'SIM wrong', 'wrong'],
    [17, 'SIM PIN2 required', 'pin2_required'],
    [18, 'SIM PUK2 required', 'puk2_required'],
    [40, 'network personalization PIN required', 'locked_to_network'],
    [41, 'network personalization PUK required', 'locked_to_network'],
    [42, 'network subset personalization PIN required', 'locked_to_network'],
    [44, 'service provider personalisation PIN required', 'locked_to_network'],
    [47, 'corporate personalization PUK required', 'locked_to_network'],
  ])('+CME ERROR: %i, %s, is %s, as number and as text', (code, text, state) => {
    const spellings = [
      text,
      text.toUpperCase(),
      text.replaceAll(' ', ''),
      text.replace('SIM', '(U)SIM'),
      `${text}.`,
    ]
    expect(failed(`+CME ERROR: ${code}`)).toBe(state)
    expect(failed(`+CME ERROR:${code}`)).toBe(state)
    for (const spelling of spellings) expect(failed(`+CME ERROR: ${spelling}`), spelling).toBe(state)
  })

  it.each([
    [310, 'absent'],
    [311, 'pin_required'],
    [312, 'locked_to_device'],
    [313, 'failure'],
    [314, 'busy'],
    [315, 'wrong'],
    [316, 'puk_required'],
    [317, 'pin2_required'],
    [318, 'puk2_required'],
  ])('+CMS ERROR: %i is %s', (code, state) => {
    expect(failed(`+CMS ERROR: ${code}`)).toBe(state)
  })

  it.each([
    'ERROR',
    'COMMAND NOT SUPPORT',
    '+CME ERROR: 0',
    '+CME ERROR: 3',
    '+CME ERROR: 4',
    '+CME ERROR: 16',
    '+CME ERROR: 50',
    '+CME ERROR: 100',
    '+CME ERROR: 103',
    '+CME ERROR: 148',
    '+CME ERROR: 310',
    '+CMS ERROR: 10',
    '+CMS ERROR: 300',
    '+CMS ERROR: 320',
    '+CME ERROR: unknown',
    '+CME ERROR:',
  ])('%s says nothing about it', line => {
    expect(failed(line)).toBeNull()
  })

  it.each(['+CPIN READY', 'READY', '+CPIN:"READY"'])('is told by a modem that answers %s', async line => {
    const host = createHost([{ script: anyModem(`> AT+CPIN?\n< ${line}\n`) }])
    expect(await host.call('info')).toMatchObject({ sim: { state: 'ready' } })
  })

  it('is not told by a line about something else', () => {
    for (const line of ['+CPINR: SIM PIN,3,3', '+CSQ: 20,99', 'Quectel']) expect(said(line)).toBeNull()
  })

  it('is not told by silence or an answer without a line', () => {
    expect(simOf(undefined)).toBeNull()
    expect(simOf({ lines: [], final: { kind: 'ok', text: 'OK' } })).toBeNull()
    expect(simOf({ lines: [], final: { kind: 'timeout' } })).toBeNull()
  })

  it('is usable unless it is away, locked by its PIN or out of order', () => {
    const states = [
      'ready',
      'absent',
      'pin_required',
      'puk_required',
      'pin2_required',
      'puk2_required',
    ] as const
    expect(states.filter(isUsable)).toEqual(['ready', 'pin2_required', 'puk2_required'])
    const more = [
      'failure',
      'busy',
      'wrong',
      'locked_to_device',
      'locked_to_network',
      'unknown',
      null,
    ] as const
    expect(more.filter(isUsable)).toEqual(['locked_to_device', 'locked_to_network', 'unknown', null])
  })
})

describe('the numbers of the SIM', () => {
  const base = `
@usb 1209:0001 "Maker" "Stick"
@port ttyUSB2 2
@accept ^\\+C(?:|E|G|5G)REG=2$

> AT+CGSN
< 001010000000016
`
  const numbers = (nth: number) => `
> AT+CIMI
< 24405000000000${nth}

> AT+CCID
< +CCID: 894405000000000000${nth}
`
  /** The SIM as a refresh a second later tells it. */
  const refreshed = async (host: Host) => {
    host.clock.advance(1000)
    return (await host.call('info', { max_age: 0 })).sim as Record<string, unknown>
  }

  it('are not asked for when there is none, and of a locked one only the card number', async () => {
    for (const [state, commands] of [
      ['< +CME ERROR: 10', []],
      ['< +CME ERROR: 13', []],
      ['< +CPIN: SIM PIN', ['+ICCID', '+CCID']],
      ['< +CPIN: READY', ['+ICCID', '+CCID', '+CIMI']],
    ] as const) {
      const host = createHost([{ script: parseFixture(`${base}\n> AT+CPIN?\n${state}\n${numbers(1)}`) }])
      const sim = await refreshed(host)
      const parts = host.simulators[0]?.log.flatMap(each => each.parts) ?? []
      expect([...new Set(parts)].filter(part => /^\+(?:CIMI|ICCID|CCID)$/.test(part)).sort(), state).toEqual(
        [...commands].sort(),
      )
      expect(sim.imsi, state).toBe(state.includes('READY') ? '244050000000001' : null)
      expect(sim.iccid, state).toBe(commands.length > 0 ? '8944050000000000001' : null)
    }
  })

  it('are asked for once while the SIM stays', async () => {
    const host = createHost([{ script: parseFixture(`${base}\n> AT+CPIN?\n< +CPIN: READY\n${numbers(1)}`) }])
    await refreshed(host)
    const before = host.simulators[0]?.log.length ?? 0
    const sim = await refreshed(host)
    const parts = host.simulators[0]?.log.slice(before).flatMap(each => each.parts) ?? []
    expect(parts).not.toContain('+CIMI')
    expect(sim.imsi).toBe('244050000000001')
  })

  it.each([
    ['was taken out', '< +CME ERROR: 10', null, null],
    ['is another one that wants its PIN', '< +CPIN: SIM PIN', null, '8944050000000000002'],
  ])('are forgotten when it %s, and asked for anew', async (_, between, imsi, iccid) => {
    const states = ['< +CPIN: READY', between, '< +CPIN: READY']
      .map(line => `\n> AT+CPIN?\n${line}\n`)
      .join('')
    const second = `${numbers(1)}${numbers(2)}`
    const host = createHost([{ script: parseFixture(`${base}${states}${second}`) }])
    expect(await refreshed(host)).toMatchObject({ imsi: '244050000000001' })
    expect(await refreshed(host)).toMatchObject({ imsi, iccid })
    expect(await refreshed(host)).toMatchObject({
      state: 'ready',
      imsi: '244050000000002',
      iccid: '8944050000000000002',
    })
  })

  it('that came garbled are asked for again', async () => {
    const garbled = '\n> AT+CIMI\n< 24405x000000001\n\n> AT+CIMI\n< 244050000000001\n'
    const host = createHost([{ script: parseFixture(`${base}\n> AT+CPIN?\n< +CPIN: READY\n${garbled}`) }])
    expect((await refreshed(host)).imsi).toBeNull()
    expect((await refreshed(host)).imsi).toBe('244050000000001')
  })
})
