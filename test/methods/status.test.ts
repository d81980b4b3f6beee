import { describe, expect, it, vi } from 'vitest'
import type { ModemInfo, RegistrationState, SimState } from '../../src/contract/info.ts'
import type { StatusReply } from '../../src/contract/status.ts'
import { statusOf } from '../../src/modem/status.ts'
import { replug } from '../world/memory/boots.ts'
import { hostOfDevices } from '../world/memory/devices.ts'
import { createHost, type Host } from '../world/memory/host.ts'
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
      'starting',
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
      since_s: null,
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
    ['2', '> AT+CREG?\n< +CREG: 2,0\n'],
    ['3', '> AT+CREG?\n< +CREG: 2,0\n'],
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
    ['2c7c:0125', 5, 'radio_off', /factory test mode/],
    ['1bc7:1201', 5, 'not_registered', /not looking/],
    ['1bc7:1201', 4, 'radio_off', /flight mode/],
    ['1e0e:9001', 7, 'radio_off', /offline.*Only a restart/],
    ['12d1:1506', 6, 'radio_off', /waits for its restart/],
    ['2cb7:0a05', 5, 'not_registered', /not looking/],
    ['1209:0001', 7, 'not_registered', /not looking/],
  ])('takes of %s +CFUN: %i for what it is there', async (id, level, status, reason) => {
    const text = `@usb ${id} "Maker" "Module"\n@port ttyUSB2 2\n@net wwan0 qmi_wwan\n@accept ^\\+CREG=2$\n`
    const answers = `> AT+CREG?\n< +CREG: 2,0\n\n> AT+CFUN?\n< +CFUN: ${level}\n`
    expect(await reply(createHost([{ script: parseFixture(`${text}\n${answers}`) }]))).toMatchObject({
      status,
      reason: expect.stringMatching(reason),
    })
  })

  it.each([
    [
      'State: LowPowerMode',
      'LPM force flags - W_DISABLE:1, User:0, Temp:0, Volt:0, BIOS:0, GOBIIM:0',
      /W_DISABLE pin/,
    ],
    ['State: 0 (LPM)', 'LPM force flags - W_DISABLE:0, User:1, Temp:0, Volt:0', /A program/],
    ['State: **LowPowerMode**', 'LPM force flags - BIOS:1, GOBIIM:0, IM_AttachDelay:0', /FCC authentication/],
    [
      'State: Low Power Mode',
      'LPM voters - Temp:0, Volt:0, User:0, W_DISABLE: 1, IMSWITCH:1, BIOS:0, LWM2M:0',
      /W_DISABLE pin.*do not belong together/,
    ],
    ['State: LowPowerMode', 'LPM voters - FOTA:1', /FOTA keeps the radio/],
    ['State: LowPowerMode', 'LPM force flags - W_DISABLE:0', /does not say why/],
    ['State: Online', 'LPM voters - Temp:0, Volt:0, W_DISABLE:0', /minimum functionality/],
  ])('says who keeps a Sierra module at %s, %s', async (state, flags, reason) => {
    const text = `@usb 1199:9071 "Sierra Wireless" "MC7455"\n@port ttyUSB2 3\n@accept ^\\+CREG=2$\n`
    const answers = `> AT+CREG?\n< +CREG: 2,0\n\n> AT+CFUN?\n< +CFUN: 0\n\n> AT!PCINFO?\n< ${state}\n< ${flags}\n< LPM Persistent: 0\n`
    const host = createHost([{ script: parseFixture(`${text}\n${answers}`) }])
    expect(await reply(host)).toMatchObject({ status: 'radio_off', reason: expect.stringMatching(reason) })
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

  it('asks for the radio again when what it said is older than the caller allows, and of a modem that came anew', async () => {
    const host = createHost([{ script: down('> AT+CREG?\n< +CREG: 2,0\n', '\n> AT+CFUN?\n< +CFUN: 4\n') }])
    const asked = () =>
      host.simulators.flatMap(({ log }) => log).filter(({ line }) => /CFUN/.test(line)).length
    const told = () => host.call('status', { max_age: 60_000 })
    await told()
    host.clock.advance(50_000)
    expect(await told()).toMatchObject({ status: 'radio_off' })
    expect(asked()).toBe(1)
    host.clock.advance(20_000)
    expect(await told()).toMatchObject({ status: 'radio_off' })
    expect(asked()).toBe(2)
    replug(host)
    await told()
    expect(asked()).toBeGreaterThan(2)
  })

  it('passes other failures on', async () => {
    expect(await fg621Host().call('status', { modem: 'usb-9-9' })).toMatchObject({ error: 'modem_not_found' })
    expect(await fg621Host().call('status', { max_age: -1 })).toMatchObject({ error: 'invalid_argument' })
  })
})

describe('how long a state has been so', () => {
  const second = 1000
  const minute = 60 * second
  /** A modem whose SIM and registration tell what they are given, one answer after the other. */
  const answering = (cpin: string, creg = '+CREG: 2,0') =>
    anyModem(`> AT+CPIN?\n< ${cpin}\n\n> AT+CREG?\n< ${creg}\n\n> AT+CFUN?\n< +CFUN: 1\n`)
  const told = async (host: Host) => {
    const { status, reason, since_s } = (await host.call('status', { max_age: 0 })) as unknown as StatusReply
    return { status, reason, since_s }
  }
  const later = (host: Host, ms: number) => {
    host.clock.advance(ms)
    return told(host)
  }
  const connectedFor = (host: Host, ms: number) =>
    host.nodes.set('/sys/devices/platform/1e1c0000.xhci/usb1/1-1/power/connected_duration', {
      text: `${ms}\n`,
    })

  it.each([
    '+CME ERROR: 10',
    '+CME ERROR: 13',
    '+CME ERROR: 14',
    '+CME ERROR: SIM failure',
    '+CPIN: NOT READY',
  ])(
    'makes %s of a modem that was plugged in moments ago a start, and after a minute what it is',
    async cpin => {
      const host = createHost([{ script: answering(cpin) }])
      await told(host)
      replug(host)
      expect(await told(host)).toMatchObject({ status: 'starting' })
      expect(await later(host, 20 * second)).toMatchObject({
        status: 'starting',
        reason: expect.stringMatching(/20 seconds ago/),
      })
      const { status, reason } = await later(host, 5 * minute)
      expect(status).toMatch(/^sim_/)
      expect(reason).not.toMatch(/started|Wait a minute|only just/)
    },
  )

  it('makes a SIM that never ends starting stuck, however long the router runs', async () => {
    const host = createHost([{ script: answering('+CME ERROR: 14') }])
    expect(await told(host)).toMatchObject({ status: 'starting', since_s: 0 })
    expect(await later(host, 30 * second)).toMatchObject({ status: 'starting', since_s: 30 })
    expect(await later(host, 5 * minute)).toMatchObject({
      status: 'sim_failure',
      since_s: 330,
      reason: expect.stringMatching(/for 5 minutes: it is stuck\. Restart the modem/),
    })
  })

  it('is known of a modem nobody has asked before where the kernel counts', async () => {
    const host = createHost([{ script: answering('+CME ERROR: 13') }])
    connectedFor(host, 4 * second)
    expect(await told(host)).toMatchObject({
      status: 'starting',
      reason: expect.stringMatching(/started 4 seconds ago/),
    })
    connectedFor(host, 4 * minute)
    expect(await told(host)).toMatchObject({ status: 'sim_failure' })
    expect((await told(host)).reason).not.toMatch(/only just/)
  })

  it('is told as not known where nobody counts', async () => {
    const host = createHost([{ script: answering('+CME ERROR: 13') }])
    expect(await told(host)).toMatchObject({
      status: 'sim_failure',
      reason: expect.stringMatching(/only just started/),
    })
  })

  it('is less than the router has been running', async () => {
    const host = createHost([{ script: answering('+CME ERROR: 13') }])
    const { now } = host.platform
    host.platform.now = () => now() - 990_000
    expect(await told(host)).toMatchObject({ status: 'starting' })
  })

  it('is that of a silent port: starting, then perhaps, then stuck', async () => {
    const host = createHost([{ script: recorded('standard/any-mute') }])
    expect(await told(host)).toMatchObject({
      status: 'port_silent',
      reason: expect.stringMatching(/may be starting, stuck/),
    })
    replug(host)
    expect(await told(host)).toMatchObject({ status: 'starting' })
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'starting', firmware: null })
    expect(await later(host, minute)).toMatchObject({ status: 'port_silent' })
    expect(await later(host, 10 * minute)).toMatchObject({
      status: 'port_silent',
      reason: expect.stringMatching(/has not answered on .* for 10 minutes: it is stuck/),
    })
  })

  it('is that of ports that are not there yet, and nothing of before is shown', async () => {
    const lte = '> AT+COPS?\n< +COPS: 0,2,"24405",7\n\n> AT+CPIN?\n< +CPIN: READY\n'
    const creg = '\n> AT+CREG?\n< +CREG: 2,1,"5079","009ECE02",7\n'
    const host = createHost([{ script: anyModem(lte + creg) }])
    expect(await host.call('info')).toMatchObject({ port_state: 'ok', sim: { imsi: '244050000000001' } })
    replug(host)
    const ports = [...host.nodes].filter(([path]) => /tty/.test(path))
    for (const [path] of ports) host.nodes.delete(path)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({
      port_state: 'starting',
      port: null,
      rat: null,
      sim: { state: 'unknown', imsi: null, iccid: null },
      cell: { cell_id: null },
      operator: { name: null },
    })
    expect(await told(host)).toMatchObject({
      status: 'starting',
      reason: expect.not.stringMatching(/AT port/),
    })
    expect(await later(host, 40 * second)).toMatchObject({ status: 'driver_missing' })
    for (const [path, node] of ports) host.nodes.set(path, node)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok', rat: 'lte' })
  })

  it('of a modem that starts again and again is no start', async () => {
    const host = createHost([{ script: recorded('standard/any-mute') }])
    await told(host)
    for (let nth = 0; nth < 8; nth++) {
      replug(host)
      await told(host)
      host.clock.advance(25 * second)
    }
    expect(await told(host)).toMatchObject({
      status: 'port_silent',
      reason: expect.stringMatching(/starts again and again, 9 times within minutes/),
    })
  })

  it('of a modem that was plugged in anew once, or now and then, is not that of one that starts again and again', async () => {
    const host = createHost([{ script: recorded('standard/any-mute') }])
    await told(host)
    replug(host)
    await told(host)
    expect((await later(host, 10 * minute)).reason).not.toMatch(/again and again/)
    for (let nth = 0; nth < 6; nth++) {
      host.clock.advance(10 * minute)
      replug(host)
      expect((await told(host)).reason).not.toMatch(/again and again/)
    }
  })

  it('begins anew when the state changes, and with each search', async () => {
    const creg = '+CREG: 2,2\n\n> AT+CREG?\n< +CREG: 2,2\n\n> AT+CREG?\n< +CREG: 2,3'
    const host = createHost([{ script: answering('+CPIN: READY', creg) }])
    expect(await told(host)).toMatchObject({
      status: 'searching',
      reason: expect.stringMatching(/if this lasts/),
    })
    expect(await later(host, 7 * minute)).toMatchObject({
      status: 'searching',
      since_s: 420,
      reason: expect.stringMatching(/looking for a network for 7 minutes and finds none/),
    })
    expect(await later(host, minute)).toMatchObject({ status: 'denied', since_s: 0 })
    expect(await later(host, minute)).toMatchObject({ reason: expect.stringMatching(/for 1 minute\./) })
  })

  it('a clock of the day that jumps changes nothing', async () => {
    const host = createHost([{ script: answering('+CME ERROR: 14') }])
    await told(host)
    vi.setSystemTime(new Date('1970-01-01T00:00:10Z'))
    try {
      expect(await later(host, 30 * second)).toMatchObject({ status: 'starting', since_s: 30 })
    } finally {
      vi.useRealTimers()
    }
    expect(await later(host, minute)).toMatchObject({ since_s: 90 })
  })
})
