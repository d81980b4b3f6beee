import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyScript, type ModemScript } from '../modem/script.ts'
import { type Layout, layOut, type WiredModem } from './layout.ts'
import { wiredModem } from './modems.ts'

const script = (part: Partial<ModemScript>): ModemScript => ({
  ...emptyScript('case'),
  device: { bus: 'usb', id: '2c7c:0125', manufacturer: 'Maker', product: 'Product' },
  port: { name: 'ttyUSB2', interface: 2 },
  net: { name: 'wwan0', driver: 'qmi_wwan' },
  ...part,
})

/** Lays out routers with these modems and hands over how to look into them. */
function withLayout(
  modems: readonly WiredModem[],
  look: (layout: Layout, real: (path: string) => string) => void,
) {
  const layout = layOut({ dist: null, modems })
  try {
    const root = realpathSync(layout.root)
    look(layout, path => realpathSync(join(layout.root, path)).slice(root.length))
  } finally {
    layout.remove()
  }
}

describe('the layout of /sys', () => {
  it('has a USB modem with its ttyUSB port and network device as Linux has them', () => {
    withLayout([wiredModem(script({}), null)], ({ read }, real) => {
      const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'
      expect(real('/sys/bus/usb/devices/1-1')).toBe(home)
      expect(
        ['idVendor', 'idProduct', 'product', 'bNumInterfaces'].map(name => read(`${home}/${name}`)),
      ).toEqual(['2c7c\n', '0125\n', 'Product\n', ' 5\n'])
      expect(real('/sys/class/tty/ttyUSB2')).toBe(`${home}/1-1:1.2/ttyUSB2/tty/ttyUSB2`)
      expect(real('/sys/class/tty/ttyUSB2/device')).toBe(`${home}/1-1:1.2/ttyUSB2`)
      expect(read(`${home}/1-1:1.2/bInterfaceNumber`)).toBe('02\n')
      expect(real(`${home}/1-1:1.2/driver`)).toBe('/sys/bus/usb/drivers/option')
      expect(real('/sys/class/net/wwan0')).toBe(`${home}/1-1:1.4/net/wwan0`)
      expect(real('/sys/class/net/wwan0/device/driver')).toBe('/sys/bus/usb/drivers/qmi_wwan')
      expect(read('/sys/class/net/wwan0/statistics/rx_bytes')).toBe('1234567890\n')
      expect(read('/sys/kernel/debug/usb/devices')).toMatch(
        /P: {2}Vendor=2c7c ProdID=0125[\s\S]*S: {2}Product=Product\n[\s\S]*If#= 2 [^\n]*Driver=option\n[\s\S]*If#= 4 [^\n]*Driver=qmi_wwan\n/,
      )
    })
  })

  it('has a ttyACM port one level higher, and the network device behind it', () => {
    const modem = wiredModem(script({ port: { name: 'ttyACM2', interface: 4 } }), null)
    withLayout([modem], (_, real) => {
      const home = '/sys/devices/platform/1e1c0000.xhci/usb1/1-1'
      expect(real('/sys/class/tty/ttyACM2')).toBe(`${home}/1-1:1.4/tty/ttyACM2`)
      expect(real('/sys/class/tty/ttyACM2/device')).toBe(`${home}/1-1:1.4`)
      expect(real('/sys/class/net/wwan0')).toBe(`${home}/1-1:1.5/net/wwan0`)
    })
  })

  it.each([
    ['wwan0at0', '/sys/class/wwan/wwan0at0', 'mhi0/wwan/wwan0/wwan0at0'],
    ['mhi_DUN', '/sys/class/mhi_uci_q/mhi_DUN', 'mhi0/mhi0_DUN/mhi_uci_q/mhi_DUN'],
  ])('has the PCI port %s', (name, link, place) => {
    const device = { bus: 'pci', id: '17cb:0308', manufacturer: null, product: null } as const
    withLayout(
      [wiredModem(script({ device, port: { name, interface: null }, net: null }), null)],
      ({ read }, real) => {
        const home = '/sys/devices/pci0000:00/0000:00:00.0/0000:01:00.0'
        expect(real(link)).toBe(`${home}/${place}`)
        expect([read(`${home}/vendor`), read(`${home}/device`)]).toEqual(['0x17cb\n', '0x0308\n'])
        expect(real('/sys/class/net/wwan0')).toBe('/sys/devices/virtual/net/wwan0')
      },
    )
  })

  it('tells UCI and netifd about the first of several modems', () => {
    const second = wiredModem(
      script({ port: { name: 'ttyUSB6', interface: 2 }, net: { name: 'wwan1', driver: 'qmi_wwan' } }),
      null,
      '1-2',
    )
    withLayout([wiredModem(script({}), null), second], ({ read }, real) => {
      expect(real('/sys/class/tty/ttyUSB6')).toContain('/usb1/1-2/1-2:1.2/ttyUSB6/')
      expect(read('/etc/config/3ginfo')).toContain("option device '/dev/ttyUSB2'")
      expect(JSON.parse(read('/usr/share/rig/ubus/network.interface.wwan.status.json') ?? '')).toMatchObject({
        up: true,
        uptime: 93784,
        l3_device: 'wwan0',
      })
    })
  })
})

describe('the list of applets', () => {
  it('names each of them once', () => {
    const names = readFileSync(join(import.meta.dirname, 'applets.txt'), 'utf8')
      .trim()
      .split(/\s+/)
    expect(new Set(names).size).toBe(names.length)
  })
})
