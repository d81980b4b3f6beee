import { describe, expect, it } from 'vitest'
import {
  discover,
  fg621Device,
  hostOfDevices,
  type PciDevice,
  type UsbDevice,
} from '../world/memory/devices.ts'
import type { Node, UsbFunction } from '../world/sysfs.ts'

/** Interfaces that are nothing to the kernel, each `number kind`; the kind is vendor-specific where none is given. */
const unbound = (...texts: string[]): UsbFunction[] =>
  texts.map(text => {
    const [number = '', kind] = text.split(' ')
    return { number: Number(number), driver: null, ...(kind === undefined ? {} : { kind }) }
  })

const bound = (number: number, driver: string, kind?: string): UsbFunction => ({
  number,
  driver,
  ...(kind === undefined ? {} : { kind }),
})

/** The condition of the one modem on a host of this device, where the kernel has these drivers besides those in use. */
function conditionOf(device: UsbDevice | PciDevice, ...loaded: string[]) {
  const drivers = Object.fromEntries(loaded.map(name => [`/sys/bus/${name}/bind`, '']))
  const modems = discover([device], drivers)
  expect(modems).toHaveLength(1)
  return modems[0]?.condition
}

const device = (id: string, functions: readonly UsbFunction[], more: Partial<UsbDevice> = {}): UsbDevice => ({
  id,
  path: '1-1',
  functions,
  ...more,
})

describe('a modem whose ports have no driver', () => {
  it.each<[string, UsbDevice, string[]]>([
    [
      'a Quectel EC25 on a router without any',
      device('2c7c:0125', unbound('0', '1', '2', '3', '4')),
      ['kmod-usb-serial-option', 'kmod-usb-net-qmi-wwan'],
    ],
    [
      'an FG621 whose network function works',
      device('2cb7:0a05', [bound(0, 'cdc_ncm', '02/0d/00'), ...unbound('3', '4')], {
        nets: ['eth2 0 cdc_ncm'],
      }),
      ['kmod-usb-serial-option'],
    ],
    [
      'a Sierra MC7455',
      device('1199:9071', unbound('0', '2', '3', '8', '10')),
      ['kmod-usb-serial-qualcomm', 'kmod-usb-net-qmi-wwan'],
    ],
    [
      'a Sierra EM9191, which option knows',
      device('1199:90d3', unbound('3 ff/ff/40', '0 02/0e/00')),
      ['kmod-usb-serial-option', 'kmod-usb-net-cdc-mbim'],
    ],
    [
      'an older Sierra with DirectIP',
      device('1199:68a3', unbound('3', '7')),
      ['kmod-usb-serial-sierrawireless', 'kmod-usb-net-sierrawireless'],
    ],
    [
      'an Intel module, whose ports are CDC-ACM',
      device('8087:095a', unbound('0 02/0d/00', '2 02/02/01', '4 02/02/01', '5 0a/00/00')),
      ['kmod-usb-acm', 'kmod-usb-net-cdc-ncm'],
    ],
    [
      'an FM350 with RNDIS',
      device('0e8d:7127', unbound('0 e0/01/03', '1 0a/00/00', '3', '6')),
      ['kmod-usb-serial-option', 'kmod-usb-net-rndis'],
    ],
    [
      'a Huawei stick with its own NCM',
      device('12d1:1506', unbound('0 ff/02/12', '1 ff/02/16', '2 ff/02/01')),
      ['kmod-usb-serial-option', 'kmod-usb-net-huawei-cdc-ncm'],
    ],
    [
      'a Huawei module with QMI',
      device('12d1:15ff', unbound('0 ff/01/12', '1 ff/01/09')),
      ['kmod-usb-serial-option', 'kmod-usb-net-qmi-wwan'],
    ],
    [
      'an ECM composition of Quectel',
      device('2c7c:0801', unbound('2', '3', '4 02/06/00', '5 0a/00/00', '6 ff/42/01')),
      ['kmod-usb-serial-option', 'kmod-usb-net-cdc-ether'],
    ],
    [
      'an Option stick, whose one driver does both',
      device('0af0:7501', unbound('0', '1')),
      ['kmod-usb-net-hso'],
    ],
    [
      'a modem nobody listed, of a maker of modems',
      device('2dee:4d99', unbound('0', '1')),
      ['kmod-usb-serial-option'],
    ],
  ])('%s, is told with the packages', (_, modem, packages) => {
    expect(conditionOf(modem)).toMatchObject({ kind: 'no_driver', packages, new_id: null })
    expect(conditionOf(modem)?.reason).toContain(`Install ${packages.join(' and ')}, `)
  })

  it('is told with the command by which a driver that is there takes an id it does not know', () => {
    const modem = device('2cb7:0110', [bound(0, 'cdc_mbim', '02/0e/00'), ...unbound('2', '3')], {
      nets: ['wwan0 0 cdc_mbim'],
    })
    expect(conditionOf(modem, 'usb/drivers/option')).toEqual({
      kind: 'no_driver',
      reason: expect.stringMatching(/serial ports have no kernel driver: option is there and does not know/),
      packages: [],
      drivers: ['option'],
      new_id: 'echo 2cb7 0110 > /sys/bus/usb-serial/drivers/option1/new_id',
      speaks: ['mbim'],
    })
  })

  it('is not told with it as long as the driver could take the network function for a port', () => {
    const modem = device('2c7c:0125', unbound('2', '3', '4'))
    expect(conditionOf(modem, 'usb/drivers/option')).toMatchObject({
      packages: ['kmod-usb-net-qmi-wwan'],
      new_id: null,
    })
  })

  it('is told that a newer system may know it where no id can be given', () => {
    const modem = device('1199:90ff', unbound('0', '3'))
    expect(conditionOf(modem, 'usb/drivers/qcserial')).toMatchObject({
      packages: [],
      new_id: null,
      reason: expect.stringContaining('A newer OpenWrt may know it.'),
    })
  })
})

describe('a modem whose data connection has no driver', () => {
  it('is told with the package, although it can be spoken to', () => {
    const functions = [bound(2, 'option'), bound(3, 'option'), ...unbound('4')]
    const modem = device('2c7c:0125', functions, { ports: ['ttyUSB2 2 option', 'ttyUSB3 3 option'] })
    expect(conditionOf(modem)).toMatchObject({
      kind: 'no_driver',
      packages: ['kmod-usb-net-qmi-wwan'],
      reason: expect.stringContaining('its network function has no kernel driver'),
    })
  })

  it('is told so where that is all it has', () => {
    expect(conditionOf(device('1209:0001', unbound('0 02/0e/00', '1 0a/00/02')))).toMatchObject({
      kind: 'no_driver',
      packages: ['kmod-usb-net-cdc-mbim'],
    })
  })
})

describe('a modem in storage mode', () => {
  it.each([
    ['of a known id', '05c6:f000'],
    ['of a maker of modems', '1c9e:f000'],
    ['of Huawei', '12d1:1f01'],
    ['of ZTE', '19d2:2000'],
  ])('%s is told with usb-modeswitch', (_, id) => {
    expect(conditionOf(device(id, [bound(0, 'usb-storage')]))).toMatchObject({
      kind: 'storage',
      packages: ['usb-modeswitch'],
      reason: expect.stringContaining('Install usb-modeswitch'),
    })
  })

  it('is one also where the kernel has no driver for disks, and with a card reader beside it', () => {
    const functions = unbound('0 08/06/50', '1 08/06/50', '2 03/00/00')
    expect(conditionOf(device('12d1:1446', functions))).toMatchObject({ kind: 'storage' })
  })

  it('is none when its ports are there beside the disk', () => {
    const functions = [bound(0, 'option', 'ff/02/12'), bound(3, 'usb-storage')]
    const modem = device('12d1:1506', functions, { ports: ['ttyUSB0 0 option'] })
    expect(conditionOf(modem)).toBeNull()
  })
})

describe('a modem without an AT port in its USB mode', () => {
  it.each<[string, UsbDevice, string[], string[]]>([
    [
      'MBIM alone',
      device('1199:9071', [bound(12, 'cdc_mbim', '02/0e/00')], { nets: ['wwan0 12 cdc_mbim'] }),
      ['mbim'],
      ['umbim', 'modemmanager'],
    ],
    [
      'QMI alone',
      device('05c6:9025', [bound(4, 'qmi_wwan')], { nets: ['wwan0 4 qmi_wwan'] }),
      ['qmi'],
      ['uqmi', 'modemmanager'],
    ],
    [
      'ECM alone',
      device('2c7c:0125', [bound(0, 'cdc_ether', '02/06/00')], { nets: ['usb0 0 cdc_ether'] }),
      ['ecm'],
      [],
    ],
    [
      'RNDIS and ADB',
      device('2cb7:010b', [bound(0, 'rndis_host', 'e0/01/03'), ...unbound('2 ff/42/01')], {
        nets: ['usb0 0 rndis_host'],
      }),
      ['rndis'],
      [],
    ],
  ])('is told with what it has: %s', (_, modem, speaks, packages) => {
    expect(conditionOf(modem)).toMatchObject({ kind: 'no_at_port', speaks, packages })
    expect(conditionOf(modem)?.reason).toContain(speaks.join().toUpperCase())
  })
})

describe('a stick that is its own router', () => {
  it.each<[string, UsbDevice]>([
    ['Huawei, ECM', device('12d1:14dc', [bound(0, 'cdc_ether', '02/06/00')], { nets: ['eth2 0 cdc_ether'] })],
    [
      'Huawei, with its card reader',
      device('12d1:1f02', [bound(0, 'rndis_host'), bound(2, 'usb-storage')], { nets: ['eth2 0 rndis_host'] }),
    ],
    ['ZTE, RNDIS', device('19d2:1403', [bound(0, 'rndis_host')], { nets: ['eth2 0 rndis_host'] })],
  ])('is told as what it is, and no fault: %s', (_, modem) => {
    expect(conditionOf(modem)).toMatchObject({
      kind: 'hilink',
      packages: [],
      reason: expect.stringMatching(/router of its own.* eth2/),
    })
  })

  it('lacks a driver like any other', () => {
    expect(conditionOf(device('12d1:14dc', unbound('0 02/06/00', '1 0a/00/00')))).toMatchObject({
      kind: 'no_driver',
      packages: ['kmod-usb-net-cdc-ether'],
    })
  })
})

describe('a modem on PCI', () => {
  const address = '0000:01:00.0'
  it.each<[string, PciDevice, string[], string[]]>([
    [
      'with MHI, and none of its drivers',
      { id: '1eac:1004', address, driver: null },
      [],
      ['kmod-mhi-pci-generic', 'kmod-mhi-wwan-ctrl', 'kmod-mhi-wwan-mbim', 'kmod-mhi-net'],
    ],
    [
      'with MHI, and that of the device alone',
      { id: '17cb:0306', address },
      ['mhi/drivers/mhi_net', 'mhi/drivers/mhi_wwan_mbim'],
      ['kmod-mhi-wwan-ctrl'],
    ],
    ['of MediaTek', { id: '14c3:4d75', address, driver: null }, [], ['kmod-mtk-t7xx']],
    ['of Intel, for which OpenWrt has no package', { id: '8086:7560', address, driver: null }, [], []],
  ])('without driver is told with the packages: %s', (_, modem, loaded, packages) => {
    expect(conditionOf(modem, ...loaded)).toMatchObject({ kind: 'no_driver', packages, new_id: null })
  })
})

describe('a sound modem', () => {
  it.each<[string, UsbDevice | PciDevice]>([
    ['with ports and network device', fg621Device],
    ['with a tracing interface that nobody serves', { ...fg621Device, ports: ['ttyUSB0 3 option'] }],
    ['on PCI', { id: '14c3:4d75', address: '0000:01:00.0', wwan: ['wwan0at0'], nets: ['wwan0 mtk_t7xx'] }],
  ])('%s has no condition', (_, modem) => {
    expect(conditionOf(modem)).toBeNull()
  })
})

describe('what the methods tell of a modem without driver', () => {
  const bare = device('2c7c:0125', unbound('0', '1', '2', '3', '4'), { product: 'EC25-E' })
  const host = (...devices: (UsbDevice | PciDevice)[]) => hostOfDevices(devices)

  it('is its interfaces and its condition in list', async () => {
    const { modems } = (await host(bare).call('list')) as { modems: Record<string, unknown>[] }
    expect(modems).toEqual([
      expect.objectContaining({
        modem: 'usb-1-1',
        port: null,
        model: expect.stringMatching(/EC25/),
        interfaces: expect.arrayContaining([expect.objectContaining({ number: 4, driver: null })]),
        condition: expect.objectContaining({ kind: 'no_driver' }),
      }),
    ])
  })

  it('is the word and the cure in status', async () => {
    expect(await host(bare).call('status')).toMatchObject({
      modem: 'usb-1-1',
      status: 'driver_missing',
      reason: expect.stringContaining('kmod-usb-serial-option'),
    })
  })

  it.each<[string, UsbDevice]>([
    ['storage_mode', device('05c6:f000', [bound(0, 'usb-storage')])],
    ['no_at_port', device('1199:9071', [bound(12, 'cdc_mbim', '02/0e/00')], { nets: ['wwan0 12 cdc_mbim'] })],
    ['hilink', device('12d1:14dc', [bound(0, 'cdc_ether', '02/06/00')], { nets: ['eth2 0 cdc_ether'] })],
  ])('is %s in status for its kind', async (status, modem) => {
    expect(await host(modem).call('status')).toMatchObject({ modem: 'usb-1-1', status })
  })

  it('is a whole info with the reason, and the reason of every method that needs the port', async () => {
    const there = host(bare)
    expect(await there.call('info')).toMatchObject({
      modem: 'usb-1-1',
      id: '2c7c:0125',
      port: null,
      port_state: 'absent',
      sim: { state: 'unknown' },
      condition: { kind: 'no_driver' },
    })
    expect(await there.call('set_bands', { rat: 'lte', bands: [3] })).toMatchObject({
      error: 'no_port',
      message: expect.stringContaining('kmod-usb-serial-option'),
    })
  })

  it('is no exception in apply, which says what could not be done', async () => {
    const there = hostOfDevices([bare], {
      '/etc/config/modem':
        "config modem 'main'\n\toption path '1-1'\n\tlist lte_band '3'\n\toption pin '1234'\n",
    })
    const { modem, steps } = (await there.call('apply')) as { modem: string; steps: { result: string }[] }
    expect(modem).toBe('main')
    expect(steps.map(({ result }) => result)).not.toContain('changed')
  })

  it('is gone as soon as the driver is there, and comes back with a driver that does not know the id', async () => {
    const there = host(bare)
    const kinds = async () => (await there.call('info', { max_age: 0 })).condition
    expect(await kinds()).toMatchObject({ packages: ['kmod-usb-serial-option', 'kmod-usb-net-qmi-wwan'] })
    const add = (path: string, node: Node) => there.nodes.set(path, node)
    add('/sys/bus/usb/drivers/option/bind', { text: '' })
    expect(await kinds()).toMatchObject({ packages: ['kmod-usb-net-qmi-wwan'] })
    const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1/1-1:1.2'
    add(`${home}/driver`, { link: '/sys/bus/usb/drivers/option' })
    add(`${home}/ttyUSB0/tty/ttyUSB0/dev`, { text: '188:0' })
    add('/sys/class/tty/ttyUSB0', { link: `${home}/ttyUSB0/tty/ttyUSB0` })
    expect(await kinds()).toMatchObject({ drivers: ['qmi_wwan'] })
  })
})

describe('a caller that names no modem', () => {
  const stick = device('12d1:14dc', [bound(0, 'cdc_ether', '02/06/00')], {
    path: '1-2',
    nets: ['eth7 0 cdc_ether'],
  })
  it('means the module beside a stick that is its own router', async () => {
    expect(await hostOfDevices([stick, fg621Device]).call('info')).toMatchObject({ modem: 'usb-1-1' })
  })

  it('means the stick where there is nothing else', async () => {
    expect(await hostOfDevices([stick]).call('info')).toMatchObject({ modem: 'usb-1-2' })
  })

  it('must say which of two that could be spoken to with their drivers', async () => {
    const other = device('2c7c:0125', unbound('2', '3'), { path: '1-3' })
    expect(await hostOfDevices([other, fg621Device]).call('info')).toMatchObject({ error: 'several_modems' })
  })
})
