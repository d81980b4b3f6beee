import { describe, expect, it } from 'vitest'
import { findModemAnew } from '../../src/discovery/modems.ts'
import { discover, fg621Device, hostOfDevices } from '../world/memory/devices.ts'

const twin = {
  ...fg621Device,
  path: '1-2',
  ports: ['ttyUSB3 2 option', 'ttyUSB4 3 option'],
  nets: ['eth2 0 cdc_ncm'],
}
const uci = (modem: string) => ({ '/etc/config/modem': modem })
const names = (files: Record<string, string>) =>
  discover([fg621Device, twin], files).map(m => [m.modem, m.ports[0]])

describe('a section of /etc/config/modem', () => {
  it('names the modem at its path', () => {
    expect(names(uci("config modem 'lte'\n\toption path '1-2'\n"))).toEqual([
      ['usb-1-1', '/dev/ttyUSB1'],
      ['lte', '/dev/ttyUSB4'],
    ])
  })

  it('names the modem that has its port, and this port alone is used', () => {
    const modems = discover([fg621Device, twin], uci("config modem 'lte'\n\toption port '/dev/ttyUSB3'\n"))
    expect(modems.map(m => [m.modem, m.ports, m.configured])).toEqual([
      ['usb-1-1', ['/dev/ttyUSB1', '/dev/ttyUSB0', '/dev/ttyUSB2'], false],
      ['lte', ['/dev/ttyUSB3'], true],
    ])
  })

  it('that gives path and port takes the path for who it is, also when the tty belongs to another modem now', () => {
    const text = "config modem 'lte'\n\toption path '1-1'\n\toption port '/dev/ttyUSB3'\n"
    expect(names(uci(text))).toEqual([
      ['lte', '/dev/ttyUSB1'],
      ['usb-1-2', '/dev/ttyUSB4'],
    ])
  })

  it('that gives path and port takes the best port of the path when there is none of that name', () => {
    const text = "config modem 'lte'\n\toption path '1-1'\n\toption port '/dev/ttyUSB9'\n"
    expect(names(uci(text))[0]).toEqual(['lte', '/dev/ttyUSB1'])
  })

  it('may give a port /sys does not show, and it is found by that port', () => {
    const host = hostOfDevices(
      [fg621Device],
      uci("config modem 'lte'\n\toption path '1-1'\n\toption port '/dev/modem-at'\n"),
    )
    host.nodes.set('/dev/modem-at', { link: '/dev/ttyUSB1' })
    host.nodes.set('/dev/ttyUSB1', { text: '' })
    expect(findModemAnew(host.platform, '/dev/modem-at')).toMatchObject({
      modem: 'lte',
      ports: ['/dev/modem-at'],
    })
  })

  it.each(['/dev/../etc/shadow', '/etc/shadow', 'ttyUSB0', '/dev/ttyUSB0;reboot'])(
    'is not followed to the port %j',
    port => {
      const text = `config modem 'lte'\n\toption path '1-1'\n\toption port '${port}'\n`
      expect(names(uci(text))[0]).toEqual(['lte', '/dev/ttyUSB1'])
    },
  )

  it('without a name overrides what was found and leaves the identifier', () => {
    expect(names(uci("config modem\n\toption path '1-1'\n\toption port '/dev/ttyUSB2'\n"))[0]).toEqual([
      'usb-1-1',
      '/dev/ttyUSB2',
    ])
  })

  it.each(['0', 'off', 'no', 'false', 'disabled'])('with enabled %s hides its modem', value => {
    expect(names(uci(`config modem\n\toption path '1-1'\n\toption enabled '${value}'\n`))).toEqual([
      ['usb-1-2', '/dev/ttyUSB4'],
    ])
  })

  it('gives the network interface', () => {
    const [modem] = discover(
      [fg621Device],
      uci("config modem\n\toption path '1-1'\n\toption network 'wan5'\n"),
    )
    expect(modem?.network).toBe('wan5')
  })

  it('of another type is none of ours', () => {
    expect(names(uci("config globals 'x'\n\toption path '1-1'\n"))[0]?.[0]).toBe('usb-1-1')
  })
})

describe('what the legacy pages are set to', () => {
  const page = (device: string, network = 'wan0') => ({
    '/etc/config/3ginfo': `config 3ginfo\n\toption device '${device}'\n\toption network '${network}'\n`,
  })

  it('is the port of the modem that has it, and the interface of that one alone', () => {
    const modems = discover([fg621Device, twin], page('/dev/ttyUSB3'))
    expect(modems.map(m => [m.ports.length, m.ports[0], m.network])).toEqual([
      [3, '/dev/ttyUSB1', undefined],
      [1, '/dev/ttyUSB3', 'wan0'],
    ])
  })

  it('is the interface of the only modem, whatever its port', () => {
    const [modem] = discover([fg621Device], page('/dev/ttyUSB9'))
    expect([modem?.ports.length, modem?.network]).toEqual([3, 'wan0'])
  })

  it('gives way to a section of /etc/config/modem', () => {
    const text = "config modem\n\toption path '1-1'\n\toption port '/dev/ttyUSB2'\n\toption network 'wan5'\n"
    const [modem] = discover([fg621Device], { ...page('/dev/ttyUSB0'), ...uci(text) })
    expect([modem?.ports, modem?.network]).toEqual([['/dev/ttyUSB2'], 'wan5'])
  })
})

describe('the modem a call is about', () => {
  const both = hostOfDevices([fg621Device, twin]).platform

  it('is the only one there is', () => {
    expect(findModemAnew(hostOfDevices([fg621Device]).platform, undefined).modem).toBe('usb-1-1')
  })

  it('is the one asked for by identifier', () => {
    expect(findModemAnew(both, 'usb-1-2').found.path).toBe('1-2')
  })

  it('is the one that has the port asked for, and this port alone is used', () => {
    expect(findModemAnew(both, '/dev/ttyUSB3')).toMatchObject({
      modem: 'usb-1-2',
      ports: ['/dev/ttyUSB3'],
      configured: true,
    })
  })

  it('is the one of several the legacy pages are set to', () => {
    const files = { '/etc/config/3ginfo': "config 3ginfo\n\toption device '/dev/ttyUSB4'\n" }
    expect(findModemAnew(hostOfDevices([fg621Device, twin], files).platform, undefined).modem).toBe('usb-1-2')
  })

  it('must be said when there are several', () => {
    expect(() => findModemAnew(both, undefined)).toThrow(
      expect.objectContaining({
        code: 'several_modems',
        message: expect.stringMatching(/usb-1-1, usb-1-2$/),
      }),
    )
  })

  it('is missed when there is none', () => {
    expect(() => findModemAnew(hostOfDevices([]).platform, undefined)).toThrow(
      expect.objectContaining({ code: 'no_modem' }),
    )
  })

  it.each([
    'usb-1-3',
    'usb-1',
    '1-1',
    'ttyUSB0',
    '/dev/ttyUSB9',
    '/dev/../dev/ttyUSB0',
    '/dev/./ttyUSB0',
    '//dev/ttyUSB0',
    '../usb-1-1',
    '',
    'constructor',
  ])('is not found as %j', wanted => {
    expect(() => findModemAnew(both, wanted)).toThrow(expect.objectContaining({ code: 'modem_not_found' }))
  })

  it('is never looked for by an argument that could be a path elsewhere', async () => {
    const host = hostOfDevices([fg621Device])
    for (const modem of ['/dev/tty USB0', 'a\nb', 'x'.repeat(65), '', '/dev/ttyUSB0\0'])
      expect(await host.call('info', { modem }), modem).toMatchObject({ error: 'invalid_argument' })
  })
})
