import { describe, expect, it } from 'vitest'
import type { ModemInfo, RegistrationState, SimState } from '../../src/contract/info.ts'
import { statusOf } from '../../src/modem/status.ts'
import { hostOfDevices } from '../world/memory/devices.ts'
import { createHost } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host, mistakesOf, recorded } from '../world/memory/modems.ts'
import { parseFixture } from '../world/modem/fixture.ts'

const connected = (await fg621Host().call('info')) as unknown as ModemInfo
const withSim = (state: SimState) => ({ ...connected, sim: { ...connected.sim, state } })
const registeredAs = (state: RegistrationState) => ({
  ...connected,
  registration: { ...connected.registration, state },
})

describe('the status of a modem', () => {
  const rows: readonly [string, ModemInfo, string, RegExp][] = [
    ['is connected', connected, 'connected', /^Connected, registered with A1; 10\.64\.12\.34\/24 on eth1\.$/],
    ['roams', registeredAs('roaming'), 'connected', /roaming in A1/],
    [
      'has an interface without address',
      { ...connected, connection: { ...connected.connection, state: 'up_without_address', addresses: [] } },
      'registered',
      /registered with A1, but wwan has no address/,
    ],
    [
      'has an interface that was stopped',
      { ...connected, connection: { ...connected.connection, state: 'stopped', up: false } },
      'registered',
      /registered with A1, but wwan is stopped.*`ifup wwan` starts it\.$/,
    ],
    [
      'has no way out',
      { ...connected, connection: { ...connected.connection, default_route: false } },
      'connected',
      /on eth1; but no default route leads through it\.$/,
    ],
    [
      'has no interface',
      {
        ...connected,
        connection: { ...connected.connection, state: 'not_configured', interface: null, addresses: [] },
      },
      'registered',
      /no network interface uses this modem/,
    ],
    [
      'is registered with nobody it can name',
      { ...connected, operator: { ...connected.operator, name: null } },
      'connected',
      /registered with the network/,
    ],
    ['searches', registeredAs('searching'), 'searching', /looking for a network/],
    ['is denied', registeredAs('denied'), 'denied', /refuses this SIM card/],
    ['may call for help alone', registeredAs('emergency'), 'denied', /[Ee]mergency/],
    ['is idle', registeredAs('idle'), 'not_registered', /not registered/],
    ['tells nothing', registeredAs('unknown'), 'not_registered', /not registered/],
    ['has no SIM', withSim('absent'), 'sim_missing', /no SIM card/],
    ['waits for the PIN', withSim('pin_required'), 'pin_required', /PIN/],
    ['waits for the PUK', withSim('puk_required'), 'puk_required', /PUK/],
    ['has a broken SIM', withSim('failure'), 'sim_failure', /replace/],
    ['has the wrong SIM', withSim('wrong'), 'sim_failure', /replace/],
    ['is locked to a device', withSim('locked_to_device'), 'sim_failure', /only the SIM cards of one/],
    ['is locked to a network', withSim('locked_to_network'), 'sim_failure', /only the SIM cards of one/],
    ['has a SIM with PIN2', withSim('pin2_required'), 'connected', /Connected/],
    [
      'has a SIM that starts',
      { ...registeredAs('idle'), sim: { ...connected.sim, state: 'busy' } },
      'searching',
      /still starting/,
    ],
    ['has no AT port', { ...connected, port: null, port_state: 'absent' }, 'no_port', /has no AT port/],
    ['lost its AT port', { ...connected, port_state: 'absent' }, 'no_port', /\/dev\/ttyUSB0 does not exist/],
    [
      'is used by another program',
      { ...connected, port_state: 'busy' },
      'port_busy',
      /holds .*\/dev\/ttyUSB0/,
    ],
    [
      'does not answer',
      { ...connected, port_state: 'silent' },
      'port_silent',
      /not answer on \/dev\/ttyUSB0/,
    ],
  ]

  it.each(rows)('that %s', (_, info, status, reason) => {
    expect(statusOf(info).status).toBe(status)
    expect(statusOf(info).reason).toMatch(reason)
  })

  it('tells the port before the SIM, the SIM before the network', () => {
    const info = { ...withSim('absent'), registration: registeredAs('denied').registration }
    expect(statusOf(info).status).toBe('sim_missing')
    expect(statusOf({ ...info, port_state: 'silent' }).status).toBe('port_silent')
  })

  it('is one sentence or two, for a person', () => {
    for (const [, info] of rows) expect(statusOf(info).reason).toMatch(/^[A-Z].*\.$/)
  })
})

describe('the method status', () => {
  const reply = async (host: ReturnType<typeof createHost>, args = {}) => {
    const answer = await host.call('status', args)
    expect(mistakesOf('status', answer)).toBe('')
    return answer
  }
  const down = (...registration: string[]) => anyModem(registration.join('\n'))

  it('answers for a connected modem', async () => {
    expect(await reply(fg621Host())).toMatchObject({
      modem: 'usb-1-1',
      status: 'connected',
      registration: { state: 'home' },
      operator: 'A1',
      rat: 'lte_a',
      percent: 77,
      age_ms: 0,
    })
  })

  it('tells why an interface fails, and what cures it', async () => {
    const errors = [1, 2, 3].map(() => ({ subsystem: 'mbim', code: 'NO_APN' }))
    const wwan = {
      interface: 'wwan',
      proto: 'mbim',
      up: false,
      pending: true,
      available: true,
      autostart: true,
    }
    const network = "config interface 'wwan'\n\toption proto 'mbim'\n\toption device 'wwan0'\n"
    const host = createHost([{ script: anyModem('> AT+CREG?\n< +CREG: 2,1') }], {
      uci: { network },
      dump: [{ ...wwan, errors }],
    })
    expect(await reply(host)).toMatchObject({
      status: 'registered',
      reason: expect.stringMatching(
        /wwan is connecting again, having failed 3 times: No access point .* Set option apn/,
      ),
    })
  })

  it('answers when there is no modem', async () => {
    expect(await reply(createHost([]))).toEqual({
      modem: null,
      status: 'no_modem',
      reason: expect.stringMatching(/No modem/),
      registration: null,
      operator: null,
      rat: null,
      percent: null,
      age_ms: 0,
    })
  })

  it('answers for a modem without AT port', async () => {
    const functions = [{ number: 2, driver: 'qmi_wwan' }]
    const qmi = hostOfDevices([{ id: '1209:0001', path: '1-1', nets: ['wwan0 2 qmi_wwan'], functions }])
    expect(await reply(qmi)).toMatchObject({ modem: 'usb-1-1', status: 'no_at_port' })
  })

  it('answers for a port that another program holds', async () => {
    const host = fg621Host()
    await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    expect(await reply(host)).toMatchObject({ status: 'port_busy' })
  })

  it('answers for a mute modem', async () => {
    expect(await reply(createHost([{ script: recorded('standard/any-mute') }]))).toMatchObject({
      status: 'port_silent',
    })
  })

  it.each([
    ['fibocom/fg621-no-sim', 'sim_missing'],
    ['fibocom/fg621-pin', 'pin_required'],
    ['fibocom/fg621-searching', 'searching'],
    ['standard/any-no-sim', 'sim_missing'],
  ])('of %s is %s', async (name, status) => {
    expect(await reply(createHost([{ script: recorded(name) }]))).toMatchObject({ status })
  })

  it.each([
    ['0', '> AT+CREG?\n< +CREG: 2,0\n'],
    ['4', '> AT+CREG?\n< +CREG: 2,4\n'],
    ['4', '> AT+CPIN?\n< +CME ERROR: 13\n'],
    ['4', ''],
  ])('says that the radio is off at +CFUN: %s', async (level, registration) => {
    const host = createHost([{ script: down(registration, `\n> AT+CFUN?\n< +CFUN: ${level}\n`) }])
    expect(await reply(host)).toMatchObject({
      status: 'radio_off',
      reason: expect.stringMatching(/switched off/),
    })
  })

  it.each([
    ['2c7c:0125', 'radio_off'],
    ['1bc7:1201', 'not_registered'],
  ])('takes +CFUN: 5 of %s for what it is there', async (id, status) => {
    const text = `@usb ${id} "Maker" "Module"\n@port ttyUSB2 2\n@accept ^\\+CREG=2$\n`
    const answers = '> AT+CREG?\n< +CREG: 2,0\n\n> AT+CFUN?\n< +CFUN: 5\n'
    expect(await reply(createHost([{ script: parseFixture(`${text}\n${answers}`) }]))).toMatchObject({
      status,
    })
  })

  it.each([
    ['the radio is on', '> AT+CREG?\n< +CREG: 2,0\n\n> AT+CFUN?\n< +CFUN: 1\n'],
    ['the modem does not tell', '> AT+CREG?\n< +CREG: 2,0\n'],
  ])('does not say so when %s', async (_, answers) => {
    expect(await reply(createHost([{ script: down(answers) }]))).toMatchObject({ status: 'not_registered' })
  })

  it('asks for the radio only while nothing else explains the silence', async () => {
    for (const script of [fg621(), recorded('fibocom/fg621-searching'), recorded('fibocom/fg621-pin')]) {
      const host = createHost([{ script }])
      await reply(host)
      expect(host.simulators[0]?.log.some(({ line }) => line.includes('CFUN'))).toBe(false)
    }
  })

  it('passes other failures on', async () => {
    expect(await fg621Host().call('status', { modem: 'usb-9-9' })).toMatchObject({ error: 'modem_not_found' })
    expect(await fg621Host().call('status', { max_age: -1 })).toMatchObject({ error: 'invalid_argument' })
  })
})
