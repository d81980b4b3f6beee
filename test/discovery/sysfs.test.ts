import { describe, expect, it } from 'vitest'
import { listModems } from '../../src/discovery/modems.ts'
import { scan } from '../../src/discovery/sysfs.ts'
import { discover, fg621Device, hostOfDevices, type UsbDevice } from '../world/memory/devices.ts'

const found = (...args: Parameters<typeof hostOfDevices>) => scan(hostOfDevices(...args).platform.files)

/** An interface as most tests have it: vendor-specific, with one thing on it. */
const plain = (number: number, driver: string | null, ...attached: { kind: string; name: string }[]) => ({
  number,
  class: 'ff',
  subclass: 'ff',
  protocol: 'ff',
  driver,
  attached,
})

describe('devices on USB and PCI in /sys', () => {
  it('has a USB modem with its ports, their interface numbers and drivers, and its network device', () => {
    expect(found([fg621Device])).toEqual([
      {
        bus: 'usb',
        path: '1-1',
        directory: '/sys/devices/platform/1e1c0000.xhci/usb1/1-1',
        id: '2cb7:0a05',
        class: '00',
        manufacturer: 'Fibocom Wireless Inc.',
        product: 'FG621 Module',
        enumeration: '1.3',
        driver: null,
        interfaces: [
          {
            number: 0,
            class: '02',
            subclass: '0d',
            protocol: '00',
            driver: 'cdc_ncm',
            attached: [{ kind: 'net', name: 'eth1' }],
          },
          plain(1, null),
          plain(2, 'option', { kind: 'tty', name: 'ttyUSB0' }),
          plain(3, 'option', { kind: 'tty', name: 'ttyUSB1' }),
          plain(4, 'option', { kind: 'tty', name: 'ttyUSB2' }),
        ],
        ports: [
          { path: '/dev/ttyUSB0', interface: 2, driver: 'option' },
          { path: '/dev/ttyUSB1', interface: 3, driver: 'option' },
          { path: '/dev/ttyUSB2', interface: 4, driver: 'option' },
        ],
        devices: [{ name: 'eth1', driver: 'cdc_ncm' }],
      },
    ])
  })

  it('has ttyACM and ttyHS ports, one directory nearer to the interface', () => {
    const [modem] = found([
      {
        id: '8087:095a',
        path: '2-1',
        ports: ['ttyACM2 6 cdc_acm', 'ttyHS0 12 hso'],
        nets: ['wwan0 0 cdc_ncm'],
      },
    ])
    expect(modem?.ports).toEqual([
      { path: '/dev/ttyACM2', interface: 6, driver: 'cdc_acm' },
      { path: '/dev/ttyHS0', interface: 12, driver: 'hso' },
    ])
  })

  it('has a modem behind hubs by its whole path, and not the hub', () => {
    const modems = found([{ ...fg621Device, path: '1-1.4.2' }])
    expect(modems.map(m => [m.path, m.ports.length])).toEqual([['1-1.4.2', 3]])
  })

  it('has a PCI modem with wwan ports; its address and their names are its enumeration', () => {
    expect(
      found([
        {
          id: '14C0:4D75',
          address: '0000:01:00.0',
          wwan: ['wwan0at0', 'wwan0at1'],
          nets: ['wwan0 mtk_t7xx'],
        },
      ]),
    ).toEqual([
      expect.objectContaining({
        bus: 'pci',
        path: '0000:01:00.0',
        id: '14c0:4d75',
        enumeration: '0000:01:00.0 wwan0at0 wwan0at1',
        manufacturer: null,
        product: null,
        ports: [
          { path: '/dev/wwan0at0', interface: null, driver: 'mhi-pci-generic' },
          { path: '/dev/wwan0at1', interface: null, driver: 'mhi-pci-generic' },
        ],
        devices: [{ name: 'wwan0', driver: 'mtk_t7xx' }],
      }),
    ])
  })

  it('has a PCI modem with a port of the class mhi_uci_q', () => {
    const [modem] = found([{ id: '17cb:0306', address: '0002:01:00.0', mhi: ['mhi_DUN', 'mhi_QMI0'] }])
    expect(modem?.ports.map(p => p.path)).toEqual(['/dev/mhi_DUN'])
  })

  it('passes over devices whose attributes cannot be read, dead links and other ttys', () => {
    const { nodes, platform } = hostOfDevices([{ ...fg621Device, path: '1-2' }])
    nodes.delete('/sys/devices/platform/1e1c0000.xhci/usb1/1-2/idVendor')
    nodes.set('/sys/class/tty/ttyUSB9', { link: '/sys/devices/gone' })
    nodes.set('/sys/class/tty/ttyS0', { link: '/sys/devices/platform/serial8250/tty/ttyS0' })
    nodes.set('/sys/devices/platform/serial8250/tty/ttyS0/dev', { text: '4:64' })
    nodes.set('/sys/class/tty/tty', { link: '/sys/devices/virtual/tty/tty' })
    nodes.set('/sys/devices/virtual/tty/tty/dev', { text: '5:0' })
    expect(scan(platform.files)).toEqual([])
  })

  it('has what else hangs on an interface: control devices, disks and buttons', () => {
    const [device] = found([
      {
        id: '12d1:1506',
        path: '1-2',
        functions: [
          { number: 0, driver: 'qmi_wwan', control: 'cdc-wdm0' },
          { number: 5, driver: 'usb-storage' },
          { number: 12, driver: 'usbhid' },
        ],
      },
    ])
    expect(device?.interfaces.map(each => [each.number, each.class, each.attached])).toEqual([
      [0, 'ff', [{ kind: 'wdm', name: 'cdc-wdm0' }]],
      [5, '08', [{ kind: 'storage', name: 'host0' }]],
      [12, '03', [{ kind: 'hid', name: '0003:12D1:1506.0001' }]],
    ])
  })

  it('has a device without driver, port or network device, and neither hub nor PCI bridge', () => {
    const { nodes, platform } = hostOfDevices([
      { id: '2c7c:0125', path: '1-1.2', functions: [{ number: 2, driver: null }] },
      { id: '17cb:0308', address: '0000:01:00.0', driver: null },
      { id: '1d6b:0002', path: '1-1', functions: [{ number: 0, kind: '09/00/00', driver: 'hub' }] },
      { id: '14c3:0801', address: '0000:00:00.0', driver: 'pcieport' },
    ])
    nodes.set('/sys/devices/platform/1e1c0000.xhci/usb1/1-1/bDeviceClass', { text: '09\n' })
    nodes.set('/sys/devices/pci0000:00/0000:00:00.0/0000:00:00.0/class', { text: '0x060400\n' })
    expect(scan(platform.files).map(each => [each.path, each.driver, each.interfaces.length])).toEqual([
      ['0000:01:00.0', null, 0],
      ['1-1.2', null, 1],
    ])
  })

  it('passes over virtual network devices', () => {
    const { nodes, platform } = hostOfDevices([])
    nodes.set('/sys/class/net/br-lan', { link: '/sys/devices/virtual/net/br-lan' })
    nodes.set('/sys/devices/virtual/net/br-lan/operstate', { text: 'up' })
    expect(scan(platform.files)).toEqual([])
  })
})

describe('which of them are modems', () => {
  const listed = (device: UsbDevice) => discover([device]).map(m => m.modem)

  it.each([
    ['a listed id whatever its drivers', { ...fg621Device, ports: ['ttyACM0 3 cdc_acm'], nets: [] }],
    [
      'an unknown id with a port of a modem driver',
      { id: '1209:0001', path: '1-1', ports: ['ttyUSB0 1 option'] },
    ],
    ['the same with qcserial', { id: '1209:0001', path: '1-1', ports: ['ttyUSB0 1 qcserial'] }],
    [
      'an unknown id with a serial port and a network device',
      { id: '1209:0001', path: '1-1', ports: ['ttyACM0 1 cdc_acm'], nets: ['wwan0 3 cdc_mbim'] },
    ],
    [
      'an unknown id with a mobile network device alone',
      { id: '1209:0001', path: '1-1', nets: ['wwan0 3 qmi_wwan'] },
    ],
  ] as const)('%s is one', (_, device) => {
    expect(listed(device)).toEqual(['usb-1-1'])
  })

  it.each<[string, UsbDevice]>([
    [
      'of a maker of modems, with no driver at all',
      { id: '2c7c:9999', path: '1-1', functions: [{ number: 0, driver: null }] },
    ],
    [
      'of anybody with an MBIM function',
      { id: '1209:0001', path: '1-1', functions: [{ number: 0, kind: '02/0e/00', driver: null }] },
    ],
    [
      'of Huawei by the kind of its ports',
      { id: '12d1:15ff', path: '1-1', functions: [{ number: 0, kind: 'ff/02/12', driver: null }] },
    ],
    [
      'of Huawei as a disk, whatever the id',
      { id: '12d1:15fe', path: '1-1', functions: [{ number: 0, driver: 'usb-storage' }] },
    ],
    [
      'as a disk of a known id',
      { id: '19d2:1225', path: '1-1', functions: [{ number: 0, driver: 'usb-storage' }] },
    ],
  ])('a device %s is one', (_, device) => {
    expect(listed(device)).toEqual(['usb-1-1'])
  })

  it.each<[string, UsbDevice]>([
    ['an FTDI adapter', { id: '0403:6001', path: '1-1', ports: ['ttyUSB0 0 ftdi_sio'] }],
    [
      'an FTDI adapter without driver',
      { id: '0403:6001', path: '1-1', functions: [{ number: 0, driver: null }] },
    ],
    ['a CP210x adapter', { id: '10c4:ea60', path: '1-1', ports: ['ttyUSB0 0 cp210x'] }],
    ['a CH340 adapter', { id: '1a86:7523', path: '1-1', ports: ['ttyUSB0 0 ch341'] }],
    ['an Arduino', { id: '2341:0043', path: '1-1', product: 'Arduino Uno', ports: ['ttyACM0 0 cdc_acm'] }],
    ['a Zigbee stick', { id: '1cf1:0030', path: '1-1', product: 'ConBee II', ports: ['ttyACM0 0 cdc_acm'] }],
    ['a disk', { id: '0781:5567', path: '1-1', functions: [{ number: 0, driver: 'usb-storage' }] }],
    [
      'a disk without driver',
      { id: '0951:1666', path: '1-1', functions: [{ number: 0, kind: '08/06/50', driver: null }] },
    ],
    ['a keyboard', { id: '046d:c31c', path: '1-1', functions: [{ number: 0, driver: 'usbhid' }] }],
    [
      'a printer',
      { id: '03f0:2b17', path: '1-1', functions: [{ number: 0, kind: '07/01/02', driver: 'usblp' }] },
    ],
    ['a network adapter', { id: '0bda:8152', path: '1-1', nets: ['eth5 0 r8152'] }],
    ['a network adapter by CDC', { id: '0b95:1790', path: '1-1', nets: ['eth6 0 cdc_ether'] }],
    [
      'a network adapter by NCM without driver',
      { id: '0b95:1790', path: '1-1', functions: [{ number: 0, kind: '02/0d/00', driver: null }] },
    ],
    [
      'a Wi-Fi stick of a chip maker of modems',
      { id: '0e8d:7612', path: '1-1', functions: [{ number: 0, driver: 'mt76x2u' }] },
    ],
    [
      'a Bluetooth chip of Intel',
      { id: '8087:0aaa', path: '1-1', functions: [{ number: 0, kind: 'e0/01/01', driver: 'btusb' }] },
    ],
    ['a phone that shares its connection', { id: '12d1:108a', path: '1-1', nets: ['usb0 0 rndis_host'] }],
    ['another phone that does', { id: '18d1:4ee3', path: '1-1', nets: ['usb0 0 rndis_host'] }],
    [
      'a phone of ZTE as a disk',
      { id: '19d2:0307', path: '1-1', functions: [{ number: 0, driver: 'usb-storage' }] },
    ],
    [
      'a phone of Huawei as a disk',
      { id: '12d1:1037', path: '1-1', functions: [{ number: 0, driver: 'usb-storage' }] },
    ],
  ])('%s is none', (_, device) => {
    expect(listed(device)).toEqual([])
  })

  it('nor is a card on PCI that is none of them', () => {
    const cards = [
      { id: '14c3:7915', address: '0000:01:00.0', driver: 'mt7915e' },
      { id: '10ec:8168', address: '0000:02:00.0', nets: ['eth0 r8169'] },
      { id: '17cb:1103', address: '0000:03:00.0', driver: null },
      { id: '8086:2725', address: '0000:04:00.0', driver: 'iwlwifi' },
    ]
    const host = hostOfDevices(cards)
    for (const card of cards)
      host.nodes.set(`/sys/devices/pci0000:00/0000:00:00.0/${card.address}/class`, { text: '0x028000\n' })
    expect(listModems(host.platform)).toEqual([])
  })

  it('lists a QMI-only modem without a port', async () => {
    const device = { id: '1209:0001', path: '1-1', product: 'Stick', nets: ['wwan0 2 qmi_wwan'] }
    expect(await hostOfDevices([device]).call('list')).toMatchObject({
      modems: [{ modem: 'usb-1-1', port: null, ports: [], devices: ['wwan0'], dialect: 'standard' }],
    })
  })

  it.each([
    ['usb', '1-1', fg621Device],
    ['pci', '0000:01:00.0', { id: '17cb:0306', address: '0000:01:00.0', mhi: ['mhi_DUN'] }],
  ])(
    'tells where one on %s is, as option path takes it, also of one that has a name',
    async (bus, path, device) => {
      const named = `config modem 'attic'\n\toption path '${path}'\n`
      const modems = [{ bus, path }]
      expect(await hostOfDevices([device]).call('list')).toMatchObject({ modems })
      expect(await hostOfDevices([device], { '/etc/config/modem': named }).call('list')).toMatchObject({
        modems: [{ modem: 'attic', bus, path }],
        warnings: [],
      })
    },
  )

  it('tells several modems apart, two identical ones too, among adapters', () => {
    const modems = discover([
      { id: '0403:6001', path: '1-3', ports: ['ttyUSB9 0 ftdi_sio'] },
      { ...fg621Device, path: '2-1', ports: ['ttyUSB3 3 option'], nets: ['eth2 0 cdc_ncm'] },
      fg621Device,
      { id: '17cb:0306', address: '0000:01:00.0', mhi: ['mhi_DUN'] },
    ])
    expect(modems.map(m => [m.modem, m.ports[0], m.found.devices.map(d => d.name)])).toEqual([
      ['pci-0000:01:00.0', '/dev/mhi_DUN', []],
      ['usb-1-1', '/dev/ttyUSB1', ['eth1']],
      ['usb-2-1', '/dev/ttyUSB3', ['eth2']],
    ])
  })
})

describe('the identifier of a modem', () => {
  it('stays when the modem is enumerated anew and its ttys get other names; the enumeration changes', () => {
    const renumbered = { ...fg621Device, devnum: 9, ports: ['ttyUSB5 2 option', 'ttyUSB6 3 option'] }
    const [before] = discover([fg621Device])
    const [after] = discover([renumbered])
    expect([before?.modem, after?.modem]).toEqual(['usb-1-1', 'usb-1-1'])
    expect([before?.ports[0], after?.ports[0]]).toEqual(['/dev/ttyUSB1', '/dev/ttyUSB6'])
    expect(before?.found.enumeration).not.toBe(after?.found.enumeration)
  })

  it('tries the ports in the order of the model, the others behind them', () => {
    expect(discover([fg621Device])[0]?.ports).toEqual(['/dev/ttyUSB1', '/dev/ttyUSB0', '/dev/ttyUSB2'])
  })
})
