import { beforeEach, describe, expect, it } from 'vitest'
import { rememberedInterfaces } from '../../src/connection/remembered.ts'
import type { Network } from '../../src/discovery/networks.ts'
import { createHost, type Host } from '../world/memory/host.ts'

const wwan: Network = {
  name: 'wwan',
  proto: 'qmi',
  device: { name: '/dev/cdc-wdm0', exists: true, now: null },
  disabled: false,
  metric: 0,
}
const modem = {
  network: undefined,
  networks: [wwan],
  found: { devices: [{ name: 'wwan0', driver: 'qmi_wwan' }] },
}
const parent = { interface: 'wwan', up: true, proto: 'qmi', l3_device: 'wwan0', uptime: 100 }
const child = {
  ...parent,
  interface: 'wwan_4',
  dynamic: true,
  'ipv4-address': [{ address: '10.0.0.2', mask: 30 }],
}
const child6 = {
  ...parent,
  interface: 'wwan_6',
  dynamic: true,
  'ipv6-address': [{ address: '2001:DB8::2', mask: 64 }],
}
const dump = [parent, child, child6]

describe('what netifd told at its last event', () => {
  let host: Host
  const files = () => host.platform.files
  /** The clock of the host stands at 1000 s. */
  const write = (interfaces: readonly object[] | string, uptime = '990.25', servers = '') => {
    const told = typeof interfaces === 'string' ? interfaces : JSON.stringify({ interface: interfaces })
    files().write('/var/run/modem/interfaces', `${uptime}\n${told}\n${servers}\n`)
  }
  const remembered = () => rememberedInterfaces(host.platform, modem)

  beforeEach(() => {
    host = createHost([])
    files().write('/sys/class/net/wwan0/operstate', 'unknown\n')
    files().write('/proc/net/fib_trie', 'Local:\n        |-- 10.0.0.2\n           /32 host LOCAL\n')
    files().write('/proc/net/if_inet6', '20010db8000000000000000000000002 07 40 00 80    wwan0\n')
    write(dump)
  })

  it('is taken where the kernel has its device and addresses, and is as much older', () => {
    expect(remembered()).toEqual(dump.map(each => ({ ...each, uptime: 109 })))
  })

  it('is believed of the connection alone that is this modem’s', () => {
    write([...dump, { ...parent, interface: 'wan', l3_device: 'eth0' }])
    expect(remembered()).toHaveLength(4)
  })

  it.each<[string, () => void]>([
    ['nothing was written', () => files().remove('/var/run/modem/interfaces')],
    ['it is cut off', () => write(JSON.stringify({ interface: dump }).slice(0, -9))],
    ['it is no dump', () => write('{"interface":7}')],
    ['it was written before the router started', () => write(dump, '1000.75')],
    ['it has no time', () => write(dump, '')],
    ['the connection was down', () => write([{ ...parent, up: false }])],
    ['the connection was being set up', () => write([{ ...parent, up: false, pending: true }])],
    ['the connection had no address', () => write([parent])],
    ['it knows nothing of the modem', () => write([{ ...child, interface: 'lan', l3_device: 'br-lan' }])],
    ['the kernel has lost the IPv4 address', () => files().write('/proc/net/fib_trie', '|-- 10.0.0.21\n')],
    ['the kernel has lost the IPv6 address', () => files().write('/proc/net/if_inet6', '')],
    [
      'another device has the IPv6 address',
      () => files().write('/proc/net/if_inet6', '20010db8000000000000000000000002 07 40 00 80     eth0\n'),
    ],
    ['the device is down', () => files().write('/sys/class/net/wwan0/operstate', 'down\n')],
    ['the device is gone', () => files().remove('/sys/class/net/wwan0/operstate')],
    [
      'its device has no name of a device',
      () => write(dump.map(each => ({ ...each, l3_device: '../wwan0' }))),
    ],
    [
      'the name servers have changed since',
      () => files().write('/tmp/resolv.conf.d/resolv.conf.auto', 'x\n'),
    ],
  ])('counts for nothing where %s', (_, change) => {
    change()
    expect(remembered()).toBeNull()
  })

  it('holds while the name servers are the same', () => {
    const servers = '# Interface wwan_4\nnameserver 10.0.0.53'
    files().write('/tmp/resolv.conf.d/resolv.conf.auto', `${servers}\n`)
    write(dump, '990.25', servers)
    expect(remembered()).toHaveLength(3)
  })
})
