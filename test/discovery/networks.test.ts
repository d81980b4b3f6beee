import { describe, expect, it } from 'vitest'
import { listModems } from '../../src/discovery/modems.ts'
import { hostOfDevices, type PciDevice, type UsbDevice } from '../world/memory/devices.ts'
import { drawControlNode } from '../world/memory/story.ts'

const qmi: UsbDevice = {
  id: '2c7c:0125',
  path: '1-1',
  ports: ['ttyUSB0 0 option', 'ttyUSB2 2 option'],
  nets: ['wwan0 4 qmi_wwan'],
}
const ncm: UsbDevice = { id: '2cb7:0a05', path: '1-2', ports: ['ttyUSB4 2 option'], nets: ['eth1 0 cdc_ncm'] }
const mhi: PciDevice = {
  id: '17cb:0306',
  address: '0000:01:00.0',
  wwan: ['wwan0at0'],
  nets: ['mhi_hwip0 mhi_net'],
}
const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'

/** The interfaces of each modem, where /etc/config/network says this. */
function networksOf(network: string, devices: readonly (UsbDevice | PciDevice)[] = [qmi]) {
  const host = hostOfDevices(devices, { '/etc/config/network': network })
  if (devices.includes(qmi))
    for (const [path, node] of drawControlNode('cdc-wdm0', 4)) host.nodes.set(path, node)
  return listModems(host.platform).map(modem => modem.networks)
}

const section = (name: string, options: Record<string, string>) =>
  `config interface '${name}'\n${Object.entries(options)
    .map(([key, value]) => `\toption ${key} '${value}'\n`)
    .join('')}`

const found = (options: Record<string, string>, more = '') =>
  networksOf(section('wwan', options) + more)[0]?.[0]

describe('the interface of a modem in /etc/config/network', () => {
  it.each([
    ['qmi', '/dev/cdc-wdm0'],
    ['mbim', '/dev/cdc-wdm0'],
    ['ncm', '/dev/ttyUSB2'],
    ['3g', '/dev/ttyUSB0'],
    ['quectel', '/dev/cdc-wdm0'],
    ['atc', '/dev/ttyUSB2'],
    ['dhcp', 'wwan0'],
    ['dhcpv6', 'wwan0'],
    ['none', 'wwan0'],
    ['dhcp', 'wwan0.100'],
    ['none', 'wwan0_1'],
    ['modemmanager', home],
    ['modemmanager', '/sys/bus/usb/devices/1-1'],
    ['anything', '/dev/cdc-wdm0'],
  ])('with proto %s is found by its device %s', (proto, device) => {
    expect(found({ proto, device })).toEqual({
      name: 'wwan',
      proto,
      device: { name: device, exists: true, now: null },
      disabled: false,
      metric: 0,
    })
  })

  it.each([
    ['qmi', 'devpath', home],
    ['mbim', 'devpath', `${home}/1-1:1.4`],
    ['wwan', 'bus', '1-1'],
    ['dhcp', 'ifname', 'wwan0'],
  ])('with proto %s is found by its %s', (proto, key, value) => {
    expect(found({ proto, [key]: value })).toMatchObject({ name: 'wwan', device: { exists: true } })
  })

  it('with proto wwand is found by the modem it names', () => {
    const modem = "config wwand_modem 'm0'\n\toption usb_path '1-1'\n"
    expect(found({ proto: 'wwand', modem: 'm0' }, modem)).toMatchObject({ name: 'wwan', proto: 'wwand' })
  })

  it('is found behind a bridge', () => {
    const bridge = "config device\n\toption name 'br-lte'\n\toption type 'bridge'\n\tlist ports 'wwan0'\n"
    expect(found({ proto: 'dhcp', device: 'br-lte' }, bridge)).toMatchObject({ device: { exists: true } })
  })

  it('may leave the device to its handler', () => {
    expect(found({ proto: 'wwan' })).toMatchObject({ name: 'wwan', device: null })
  })

  it('tells its metric, and whether it is disabled', () => {
    expect(found({ proto: 'dhcp', device: 'wwan0', metric: '40', disabled: 'true' })).toMatchObject({
      metric: 40,
      disabled: true,
    })
  })

  it.each([
    ['dhcp', 'wwan1', 'wwan0'],
    ['dhcp', 'usb0', 'wwan0'],
    ['qmi', '/dev/cdc-wdm1', '/dev/cdc-wdm0'],
    ['modemmanager', '/sys/devices/platform/soc/old.xhci/usb1/1-1', home],
    ['modemmanager', '/sys/devices/platform/soc/old.xhci/usb2/2-3', home],
    ['ncm', '/dev/ttyUSB7', '/dev/ttyUSB2'],
  ])('with proto %s is still its own when its device %s is gone', (proto, device, now) => {
    expect(found({ proto, device })).toMatchObject({ device: { name: device, exists: false, now } })
  })

  it('for a modem of another USB mode has nothing to take its place', () => {
    const options = section('wwan', { proto: 'qmi', device: '/dev/cdc-wdm0' })
    expect(networksOf(options, [ncm])).toMatchObject([[{ device: { exists: false, now: null } }]])
  })

  it.each<[string, Record<string, string>]>([
    ['of the router itself', { proto: 'static', device: 'br-lan' }],
    ['of a port that is not there and never was a modem’s', { proto: 'dhcp', device: 'eth7' }],
    ['of another serial line', { proto: 'ppp', device: '/dev/ttyS1' }],
    ['that is an alias alone', { proto: 'dhcpv6', device: '@wan' }],
  ])('is none %s', (_, options) => {
    expect(networksOf(section('wan', options))).toEqual([[]])
  })

  it('is none of sections that are no interfaces', () => {
    expect(networksOf("config device 'wwan'\n\toption name 'wwan0'\n")).toEqual([[]])
  })

  it('on PCI is found by its node and by its network device', () => {
    const both =
      section('a', { proto: 'ncm', device: '/dev/wwan0at0' }) +
      section('b', { proto: 'dhcp', device: 'mhi_hwip0' })
    expect(networksOf(both, [mhi])).toMatchObject([[{ name: 'a' }, { name: 'b' }]])
  })

  it('of each of several modems is its own', () => {
    const text =
      section('a', { proto: 'qmi', device: '/dev/cdc-wdm0' }) +
      section('b', { proto: 'dhcp', device: 'eth1' })
    expect(networksOf(text, [qmi, ncm])).toMatchObject([[{ name: 'a' }], [{ name: 'b' }]])
  })

  it('whose device is gone is that of the modem that has none else', () => {
    const text =
      section('a', { proto: 'qmi', device: '/dev/cdc-wdm0' }) +
      section('b', { proto: 'dhcp', device: 'eth2' })
    expect(networksOf(text, [qmi, ncm])).toMatchObject([
      [{ name: 'a' }],
      [{ name: 'b', device: { exists: false, now: 'eth1' } }],
    ])
  })
})
