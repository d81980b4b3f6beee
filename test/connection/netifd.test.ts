import { describe, expect, it } from 'vitest'
import { connectionOf, type DumpedInterface, isBlocking } from '../../src/connection/netifd.ts'
import type { Network } from '../../src/discovery/networks.ts'

const wwan: Network = {
  name: 'wwan',
  proto: 'qmi',
  device: { name: '/dev/cdc-wdm0', exists: true, now: null },
  disabled: false,
  metric: 0,
}
const loopback = { interface: 'loopback', up: true, l3_device: 'lo', proto: 'static' }
const idle = { up: false, pending: false, available: true, autostart: true, dynamic: false }
const parent = { ...idle, interface: 'wwan', proto: 'qmi' }
const up = { ...parent, up: true, uptime: 100, l3_device: 'wwan0' }
const child = {
  ...up,
  interface: 'wwan_4',
  proto: 'dhcp',
  device: 'wwan0',
  dynamic: true,
  'ipv4-address': [{ address: '10.0.0.2', mask: 30 }],
  route: [{ target: '0.0.0.0', mask: 0, nexthop: '10.0.0.1' }],
  'dns-server': ['10.0.0.53'],
}
const child6 = {
  ...child,
  interface: 'wwan_6',
  proto: 'dhcpv6',
  'ipv4-address': [],
  'ipv6-address': [{ address: '2001:db8::2', mask: 64 }],
  'ipv6-prefix': [{ address: '2001:db8:1::', mask: 56 }],
  route: [{ target: '::', mask: 0, nexthop: 'fe80::1' }],
  'dns-server': ['2001:db8::53', '10.0.0.53'],
}

const failed = (code: string, count = 1, subsystem = 'qmi') => ({
  errors: Array.from({ length: count }, () => ({ subsystem, code })),
})

/** The connection over the one network device wwan0. */
function connection(
  dump: readonly DumpedInterface[],
  networks: readonly Network[] = [wwan],
  { network, devices = ['wwan0'] }: { network?: string; devices?: readonly string[] } = {},
) {
  const found = { devices: devices.map(name => ({ name, driver: 'qmi_wwan' })) }
  const attributes: Record<string, string> = { 'wwan0/mtu': '1430', 'wwan0/statistics/rx_bytes': '17' }
  return connectionOf(
    dump,
    { network, networks: [...networks], found },
    (device, name) => attributes[`${device}/${name}`] ?? null,
  )
}

describe('the state of a connection', () => {
  it.each<[string, readonly DumpedInterface[], readonly Network[]]>([
    ['not_configured', [loopback], []],
    ['disabled', [loopback], [{ ...wwan, disabled: true }]],
    ['not_loaded', [loopback], [wwan]],
    ['unknown', [], [wwan]],
    ['handler_missing', [{ ...up, proto: 'none' }], [wwan]],
    ['device_missing', [{ ...parent, available: false }], [wwan]],
    ['device_missing', [parent], [{ ...wwan, device: { name: '/dev/cdc-wdm1', exists: false, now: null } }]],
    ['device_missing', [], [{ ...wwan, device: { name: '/dev/cdc-wdm1', exists: false, now: null } }]],
    ['stopped', [{ ...parent, autostart: false }], [wwan]],
    ['stopped', [{ ...parent, autostart: false, ...failed('CALL_FAILED', 3) }], [wwan]],
    ['blocked', [{ ...parent, autostart: false, ...failed('PIN_FAILED') }], [wwan]],
    ['connecting', [{ ...parent, pending: true, ...failed('CALL_FAILED', 3) }], [wwan]],
    ['down', [{ ...parent, ...failed('CALL_FAILED') }], [wwan]],
    ['up_without_address', [up], [wwan]],
    ['up_without_address', [up, { ...parent, interface: 'wwan_4', dynamic: true, pending: true }], [wwan]],
    ['connected', [up, child], [wwan]],
    ['connected', [up, child6], [wwan]],
    ['connected', [{ ...up, 'ipv4-address': [{ address: '10.0.0.2', mask: 30 }] }], [wwan]],
  ])('is %s', (state, dump, networks) => {
    expect(connection(dump, networks).state).toBe(state)
  })

  it('tells apart the errors after which a handler gives up', () => {
    const codes = [
      'qmi PIN_FAILED',
      'qmi SIM_NOT_INITIALIZED',
      'qmi SIM_ILLEGAL_STATE',
      'qmi PIN_TRIES_BELOW_LIMIT',
      'qmi PUK_NEEDED',
      'qmi PLMN_FAILED',
      'ncm PIN_FAILED',
      'wwan NO_USB',
      'wwan NO_DEVICE',
      'modemmanager MM_FAILED_REASON_SIM_MISSING',
      'modemmanager MM_CONNECT_FAILED',
      'qmid SIM_PUK_REQUIRED',
      'qmi NETWORK_REGISTRATION_FAILED',
      'qmi CALL_FAILED',
      'qmi NO_DEVICE',
      'mbim NO_REGISTRATION',
      'modemmanager MM_INTERFACE_RESTART',
      'modemmanager MM_MODEM_DISABLED',
      'qmid SIM_NOT_READY',
      'qmid SIM_STATE_UNKNOWN',
      'wwand WAITING_MODEM',
    ]
    const given = codes.filter(each => {
      const [subsystem = '', code = ''] = each.split(' ')
      return isBlocking({ subsystem, code })
    })
    expect(given).toEqual(codes.slice(0, 12))
  })
})

describe('a connection', () => {
  it('is one with what its protocol handler has added', () => {
    expect(connection([loopback, up, child, child6])).toEqual({
      interface: 'wwan',
      proto: 'qmi',
      state: 'connected',
      error: null,
      configured_device: wwan.device,
      device: 'wwan0',
      protocol: 'qmi',
      up: true,
      uptime_s: 100,
      rx_bytes: 17,
      tx_bytes: null,
      mtu: 1430,
      addresses: ['10.0.0.2/30', '2001:db8::2/64'],
      prefix: '2001:db8:1::/56',
      default_route: true,
      gateway: '10.0.0.1',
      gateway6: 'fe80::1',
      dns: ['10.0.0.53', '2001:db8::53'],
    })
  })

  it('is one with its alias for IPv6, which is not told in its place', () => {
    const dhcp = { ...wwan, proto: 'dhcp' }
    const alias = { ...child6, interface: 'wwan6', dynamic: false, metric: 0 }
    const ipv4 = { ...child, interface: 'wwan', dynamic: false, metric: 10 }
    const joined = { interface: 'wwan', addresses: ['10.0.0.2/30', '2001:db8::2/64'] }
    expect(connection([alias, ipv4], [dhcp])).toMatchObject(joined)
    expect(connection([alias, ipv4], [])).toMatchObject(joined)
  })

  it('is found by its network device when the configuration does not tell', () => {
    expect(connection([loopback, child, up], [])).toMatchObject({ interface: 'wwan', state: 'connected' })
  })

  it('with PPP is found by the configuration, though netifd tells no device of the modem', () => {
    const ppp = {
      ...up,
      proto: '3g',
      l3_device: '3g-wwan',
      'ipv4-address': [{ address: '10.0.0.2', mask: 32 }],
    }
    const told = connection([ppp], [{ ...wwan, proto: '3g' }], { devices: [] })
    expect(told).toMatchObject({ state: 'connected', device: '3g-wwan', protocol: 'ppp' })
  })

  it('tells what failed last, and how often since the last start', () => {
    const errors = [
      { subsystem: 'qmi', code: 'CALL_FAILED' },
      { subsystem: 'interface', code: 'SETUP_FAILED', data: ['why', 'not'] },
    ]
    expect(connection([{ ...parent, errors }]).error).toEqual({
      code: 'SETUP_FAILED',
      subsystem: 'interface',
      text: 'why not',
      count: 2,
    })
  })

  it('has the network device that the modem has now, where the configured one is gone', () => {
    const gone = { ...parent, proto: 'dhcp', device: 'eth1', available: false }
    const told = connection(
      [gone],
      [{ ...wwan, proto: 'dhcp', device: { name: 'eth1', exists: false, now: 'wwan0' } }],
    )
    expect(told).toMatchObject({ state: 'device_missing', device: 'wwan0', protocol: 'qmi' })
  })

  it('needs no next hop for a default route', () => {
    const route = [{ target: '0.0.0.0', mask: 0, nexthop: '0.0.0.0' }]
    expect(connection([up, { ...child, route }])).toMatchObject({ default_route: true, gateway: null })
    expect(connection([up, { ...child, route: [] }])).toMatchObject({ default_route: false, gateway: null })
  })

  it('is nothing where netifd tells rubbish', () => {
    const rubbish = [
      { interface: 'wwan', up: 'yes', errors: 'none', route: {}, 'ipv4-address': 3, uptime: null },
    ]
    expect(connection(rubbish)).toMatchObject({ interface: 'wwan', up: false, error: null, addresses: [] })
  })
})

describe('of several interfaces of a modem', () => {
  const two = (first: object, second: object) =>
    connection(
      [
        { ...parent, ...first, interface: 'first' },
        { ...parent, ...second, interface: 'second' },
      ],
      [
        { ...wwan, name: 'first', metric: 20 },
        { ...wwan, name: 'second', metric: 10 },
      ],
    ).interface
  const address = { 'ipv4-address': [{ address: '10.0.0.2', mask: 30 }] }

  it.each([
    ['the one that is up', { up: true, l3_device: 'wwan0' }, {}, 'first'],
    [
      'the one that is up and has an address',
      { up: true, l3_device: 'wwan0_1', ...address },
      { up: true, l3_device: 'wwan0_2' },
      'first',
    ],
    ['the one that is being set up', { pending: true }, {}, 'first'],
    ['the one with the least metric', {}, {}, 'second'],
    [
      'the one whose metric netifd tells to be least',
      { up: true, l3_device: 'wwan0_1', metric: 1, ...address },
      { up: true, l3_device: 'wwan0_2', metric: 2, ...address },
      'first',
    ],
  ])('%s is told', (_, first, second, name) => {
    expect(two(first, second)).toBe(name)
  })

  it('the one that was chosen by hand is told, if there is one of that name', () => {
    const other = { ...parent, interface: 'other' }
    expect(connection([up, child, other], [wwan], { network: 'other' }).interface).toBe('other')
    expect(connection([up, child], [wwan], { network: 'other' }).interface).toBe('wwan')
  })
})
