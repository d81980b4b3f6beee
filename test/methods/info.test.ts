import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode } from '../../src/contract/failure.ts'
import { hostOfDevices } from '../world/memory/devices.ts'
import { createHost } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host, mistakesOf, recorded } from '../world/memory/modems.ts'
import { echo, late, neverAnswers, oneByteAtATime, unsolicitedInside } from '../world/modem/behaviours.ts'

describe('info of a port that cannot be used', () => {
  it('tells a silent port within the time of a call', async () => {
    const host = createHost([{ script: recorded('standard/any-mute') }])
    const began = host.clock.now()
    const info = await host.call('info')
    expect(host.clock.now() - began).toBeLessThan(15_000)
    expect(mistakesOf('info', info)).toBe('')
    expect(info).toMatchObject({
      port_state: 'silent',
      port: '/dev/ttyUSB0',
      sim: { state: 'unknown' },
      rat: null,
    })
  })

  it('tells a busy port after waiting for it, within the time of a call', async () => {
    const host = fg621Host()
    const lock = await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    const began = host.clock.now()
    const info = await host.call('info')
    expect(host.clock.now() - began).toBeLessThan(15_000)
    expect(info).toMatchObject({ port_state: 'busy', vendor: 'Fibocom', model: 'FG621-EA' })
    expect(host.simulators[0]?.log).toEqual([])
    lock?.release()
    host.clock.advance(1)
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'ok' })
  })

  it('tells that there is none, with what the kernel knows', async () => {
    const host = hostOfDevices([
      { id: '1209:0001', path: '1-1', manufacturer: 'M', product: 'P', nets: ['wwan0 2 qmi_wwan'] },
    ])
    const info = await host.call('info')
    expect(mistakesOf('info', info)).toBe('')
    expect(info).toMatchObject({
      port_state: 'absent',
      port: null,
      vendor: 'M',
      model: 'P',
      connection: { device: 'wwan0', protocol: 'qmi' },
    })
  })

  it('tells that the configured one does not exist', async () => {
    const host = hostOfDevices(
      [{ id: '1209:0001', path: '1-1', manufacturer: 'M', product: 'P', nets: ['wwan0 2 qmi_wwan'] }],
      { '/etc/config/modem': "config modem\n\toption path '1-1'\n\toption port '/dev/ttyUSB7'\n" },
    )
    expect(await host.call('info')).toMatchObject({ port_state: 'absent', port: '/dev/ttyUSB7' })
  })

  it('goes on to the next port when one has vanished or does not answer', async () => {
    const host = createHost([{ script: anyModem() }])
    const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'
    for (const [name, number] of [
      ['ttyUSB0', 0],
      ['ttyUSB1', 1],
    ] as const) {
      host.nodes.set(`${home}/1-1:1.${number}/${name}/tty/${name}/dev`, { text: '188:0' })
      host.nodes.set(`/sys/class/tty/${name}`, { link: `${home}/1-1:1.${number}/${name}/tty/${name}` })
    }
    host.nodes.delete('/etc/config/3ginfo')
    expect(await host.call('info')).toMatchObject({ port_state: 'ok', port: '/dev/ttyUSB2' })
  })
})

describe('of several ports of which none answers', () => {
  /** A host of an FG621 with a further port on each of these interfaces; the AT port is the best-ranked one. */
  const among = (fails: Readonly<Record<string, FailureCode>>) => {
    const host = fg621Host({ uci: {} })
    const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'
    for (const [name, number] of [
      ['ttyUSB1', 1],
      ['ttyUSB2', 2],
    ] as const) {
      host.nodes.set(`${home}/1-1:1.${number}/${name}/tty/${name}/dev`, { text: '188:0' })
      host.nodes.set(`/sys/class/tty/${name}`, { link: `${home}/1-1:1.${number}/${name}/tty/${name}` })
    }
    for (const [path, code] of Object.entries(fails)) {
      if (code === 'port_missing') host.nodes.delete(path)
      else host.nodes.set(path, { text: '' })
    }
    const { lock } = host.platform
    host.platform.lock = async (path, until) => {
      const code = fails[path]
      if (code !== undefined) throw new Failure(code, path)
      return lock(path, until)
    }
    return host
  }

  it.each<[string, Record<string, FailureCode>, string, string]>([
    [
      'is silent',
      { '/dev/ttyUSB0': 'port_silent', '/dev/ttyUSB1': 'port_missing', '/dev/ttyUSB2': 'port_slow' },
      '/dev/ttyUSB0',
      'silent',
    ],
    [
      'is silent while another one is used by somebody',
      { '/dev/ttyUSB0': 'port_silent', '/dev/ttyUSB1': 'port_busy', '/dev/ttyUSB2': 'port_missing' },
      '/dev/ttyUSB0',
      'silent',
    ],
    [
      'is the second, because the first does not exist',
      { '/dev/ttyUSB0': 'port_missing', '/dev/ttyUSB1': 'port_slow', '/dev/ttyUSB2': 'port_silent' },
      '/dev/ttyUSB1',
      'slow',
    ],
    [
      'is none, because there is none',
      { '/dev/ttyUSB0': 'port_missing', '/dev/ttyUSB1': 'port_missing', '/dev/ttyUSB2': 'port_missing' },
      '/dev/ttyUSB0',
      'absent',
    ],
  ])('the best-ranked one that exists is told with its own state: it %s', async (_, fails, port, state) => {
    expect(await among(fails).call('info')).toMatchObject({ port, port_state: state })
  })
})

describe('which modem info is about', () => {
  const two = () => createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }])

  it('must be said when there are several', async () => {
    expect(await two().call('info')).toEqual({
      error: 'several_modems',
      message: 'There are several modems, say which one: usb-1-1, usb-1-2',
    })
  })

  it('is said by identifier or by port', async () => {
    const host = two()
    expect(await host.call('info', { modem: 'usb-1-2' })).toMatchObject({
      model: 'LS-1',
      port: '/dev/ttyUSB2',
    })
    expect(await host.call('info', { modem: '/dev/ttyUSB0' })).toMatchObject({ model: 'FG621-EA' })
    expect(host.simulators.map(({ log }) => log.length > 0)).toEqual([true, true])
  })

  it('is a mistake when there is no such modem or none at all', async () => {
    expect(await two().call('info', { modem: 'usb-1-3' })).toMatchObject({ error: 'modem_not_found' })
    expect(await createHost([]).call('info')).toMatchObject({ error: 'no_modem' })
  })

  it.each([
    { modem: 5 },
    { modem: '' },
    { max_age: '0' },
    { max_age: 3_600_001 },
    { other: 1 },
    [],
    'x',
    null,
  ])('is not read from %j', async args => {
    expect(await fg621Host().call('info', args)).toMatchObject({ error: 'invalid_argument' })
  })

  it('is read past the session key that rpcd adds', async () => {
    expect(await fg621Host().call('info', { ubus_rpc_session: 'x' })).toMatchObject({ model: 'FG621-EA' })
  })
})

describe('info of a difficult modem', () => {
  const urcs = ['+CREG: 1,"2F1A","1D4C503",7', 'RING', '+CPIN: READY', '^RSSI: 9', '+CMTI: "SM",3']

  it.each([
    ['answers in single bytes', [oneByteAtATime(3)]],
    ['echoes nothing', [echo(false)]],
    ['echoes', [echo(true)]],
    ['puts unsolicited lines inside its answers', [unsolicitedInside(urcs)]],
    ['takes 1.5 s for every answer', [late(1500)]],
    ['does all of that', [oneByteAtATime(1), unsolicitedInside(urcs), late(200), echo(false)]],
  ])('that %s is what it would be without', async (_, behaviours) => {
    const easy = await fg621Host().call('info')
    const host = fg621Host({ behaviours: [...behaviours] })
    expect(await host.call('info')).toEqual(easy)
  })

  it('that never answers one command lacks this one alone', async () => {
    const host = fg621Host({ behaviours: [neverAnswers(/GTCCINFO/)] })
    const info = await host.call('info')
    expect(info).toMatchObject({
      port_state: 'ok',
      model: 'FG621-EA',
      temperature: 42,
      registration: { state: 'home' },
    })
    expect(info.missing).toContain('+GTCCINFO?')
    expect(mistakesOf('info', info)).toBe('')
  })

  it('that needs longer than a call for all gives what it has in time', async () => {
    const host = fg621Host({ behaviours: [late(2900)] })
    const began = host.clock.now()
    const info = await host.call('info')
    expect(host.clock.now() - began).toBeLessThan(15_000)
    expect(info).toMatchObject({ port_state: 'ok', registration: { state: 'home' } })
    expect(mistakesOf('info', info)).toBe('')
  })
})

describe('signal', () => {
  it('is the part of info that changes, and the same answer', async () => {
    const host = fg621Host()
    const info = await host.call('info')
    const signal = await host.call('signal', { max_age: 60_000 })
    expect(mistakesOf('signal', signal)).toBe('')
    expect(signal).toEqual({
      modem: info.modem,
      rat: info.rat,
      signal: info.signal,
      carriers: info.carriers,
      age_ms: 0,
    })
  })
})
