import { describe, expect, test } from 'vitest'
import { calibrations } from '../../src/checks/collect/calibration.ts'
import { createHost } from '../world/memory/host.ts'

/** Data of a chip: its number, an address, powers, and something in the rest. */
function eeprom(
  id: number,
  { mac = [0x54, 0xaf, 0x97, 1, 2, 3], length = 0x4da8, power = 0x26 } = {},
): number[] {
  const data = Array.from({ length }, (_, at) => (at * 7) % 200)
  for (const [at, byte] of [id & 0xff, id >> 8, 0x02, 0, ...mac].entries()) data[at] = byte
  for (const [at, size] of [
    [0x58, 24],
    [0x70, 24],
    [0xe3, 16],
    [0x245, 24],
  ] as const)
    for (let index = 0; index < size; index++) data[at + index] = power
  return data
}
const text = (bytes: readonly number[]) => Buffer.from(bytes).toString('latin1')
const cell = (...values: number[]) =>
  text(values.flatMap(value => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]))
const blank = (length: number) => Array.from({ length }, () => 0xff)

/** A board with a 5 GHz radio whose calibration the device tree places at `offset` of the partition `radio`. */
interface Board {
  driver?: string
  offset?: number
  length?: number
  flash: readonly number[]
  live?: readonly number[]
  reference?: 'cell' | 'mtd'
  /** Address on the label, by the device tree; of an Ethernet port; in board.json. */
  label?: readonly number[]
  port?: string
  board?: string
  /** What holds the flash; default MTD. */
  medium?: 'mtd' | 'ubi' | 'emmc'
}

function boardOf({
  driver = 'mt7615e',
  offset = 0x8000,
  length = 0x4da8,
  flash,
  live,
  reference,
  label,
  port,
  board,
  medium = 'mtd',
}: Board) {
  const host = createHost([])
  const base = '/sys/firmware/devicetree/base'
  const radio = `${base}/pcie@1e140000/pcie@1,0/wifi@0,0`
  const partition = `${base}/palmbus@1e000000/spi@b00/flash@0/partitions/partition@fe0000`
  const eepromNode = `${partition}/nvmem-layout/eeprom@${offset.toString(16)}`
  const put = (path: string, content: string) => host.nodes.set(path, { text: content })
  host.nodes.set('/sys/class/ieee80211/phy1/device', { link: '/sys/devices/pci0/0000:02:00.0' })
  put('/sys/devices/pci0/0000:02:00.0/vendor', '0x14c3')
  host.nodes.set('/sys/devices/pci0/0000:02:00.0/driver', { link: `/sys/bus/pci/drivers/${driver}` })
  put(`/sys/bus/pci/drivers/${driver}/bind`, '')
  host.nodes.set('/sys/devices/pci0/0000:02:00.0/of_node', { link: radio })
  if (reference === 'mtd') put(`${radio}/mediatek,mtd-eeprom`, cell(9, offset))
  else {
    put(`${radio}/nvmem-cells`, cell(5, 17))
    put(`${radio}/nvmem-cell-names`, 'mac-address\0eeprom\0')
  }
  put(`${partition}/${{ mtd: 'label', ubi: 'volname', emmc: 'partname' }[medium]}`, 'radio\0')
  put(`${partition}/phandle`, cell(9))
  put(`${eepromNode}/phandle`, cell(17))
  put(`${eepromNode}/reg`, cell(offset, length))
  const media = {
    mtd: [
      '/proc/mtd',
      'dev:    size   erasesize  name\nmtd0: 00030000 00010000 "boot"\nmtd4: 00020000 00010000 "radio"\n',
      'mtd4ro',
    ],
    ubi: ['/sys/class/ubi/ubi0_4/name', 'radio\n', 'ubi0_4'],
    emmc: ['/sys/class/block/mmcblk0p4/uevent', 'DEVTYPE=partition\nPARTNAME=radio\n', 'mmcblk0p4'],
  } as const
  const [place, told, node] = media[medium]
  put(place, told)
  put(`/dev/${node}`, text(flash))
  if (live) put('/sys/kernel/debug/ieee80211/phy1/mt76/eeprom', text(live))
  if (label) {
    put(`${base}/aliases/label-mac-device`, '/ethernet@1e100000\0')
    put(`${base}/ethernet@1e100000/mac-address`, text(label))
  }
  if (port) {
    host.nodes.set('/sys/class/net/eth0/device', { link: '/sys/devices/platform/1e100000.ethernet' })
    put('/sys/devices/platform/1e100000.ethernet/of_node/name', 'ethernet')
    put('/sys/class/net/eth0/address', port)
    put('/sys/class/net/eth0/addr_assign_type', '0')
  }
  if (board) put('/etc/board.json', JSON.stringify({ network: { lan: { macaddr: board } } }))
  return host.platform
}

const at = (offset: number, data: readonly number[], size = 0x20000) => [
  ...blank(offset),
  ...data,
  ...blank(Math.max(0, size - offset - data.length)),
]

describe('the calibration of a radio', () => {
  const sound = eeprom(0x7663)
  const rows: readonly [string, Board, string, RegExp][] = [
    ['is its own', { flash: at(0x8000, sound) }, 'calibrated', /for this chip/],
    ['is its own, named by the partition', { flash: at(0x8000, sound), reference: 'mtd' }, 'calibrated', /./],
    ['is its own, in a volume of UBI', { flash: at(0x8000, sound), medium: 'ubi' }, 'calibrated', /./],
    ['is its own, in a partition of eMMC', { flash: at(0x8000, sound), medium: 'emmc' }, 'calibrated', /./],
    ['is what the driver works with', { flash: at(0x8000, sound), live: sound }, 'calibrated', /./],
    ['is erased', { flash: blank(0x20000) }, 'erased', /erased/],
    ['lies elsewhere', { flash: at(0x18000, sound) }, 'wrong_offset', /radio\+0x18000/],
    ['is another chip’s', { flash: at(0x8000, eeprom(0x7603)) }, 'wrong_chip', /0x7603, that of MT7603/],
    ['is stored with swapped bytes', { flash: at(0x8000, eeprom(0x6376)) }, 'not_loaded', /swapped/],
    ['is cut short by the device tree', { flash: at(0x8000, sound), length: 0x200 }, 'not_loaded', /0x0200/],
    ['is a UBI volume', { flash: at(0x8000, [0x55, 0x42, 0x49, 0x23, 1]) }, 'wrong_offset', /UBI/],
    [
      'has no powers',
      { flash: at(0x8000, eeprom(0x7663, { power: 0 })) },
      'default',
      /transmission powers .* blank/,
    ],
    [
      'is not what the driver works with',
      { flash: at(0x8000, sound), live: eeprom(0x7663, { power: 0 }).map(byte => byte ^ 0x55) },
      'not_loaded',
      /other data/,
    ],
    [
      'has the address of a development kit',
      { flash: at(0x8000, eeprom(0x7663, { mac: [0, 0x0c, 0x43, 0x26, 0x60, 0x40] })) },
      'kit_address',
      /00:0c:43/,
    ],
    [
      'is of this router by its label',
      { flash: at(0x8000, sound), label: [0x54, 0xaf, 0x97, 1, 2, 1] },
      'calibrated',
      /./,
    ],
    [
      'is of this router but for the bit of local addresses',
      { flash: at(0x8000, sound), board: '56:af:97:01:02:0c' },
      'calibrated',
      /./,
    ],
    [
      'is another router’s by the label',
      { flash: at(0x8000, sound), label: [0x54, 0xaf, 0x97, 9, 2, 1] },
      'foreign_address',
      /far from/,
    ],
    [
      'is another router’s by an Ethernet port',
      { flash: at(0x8000, sound), port: '54:af:97:77:00:10' },
      'foreign_address',
      /radio\+0x8000/,
    ],
    [
      'has an address of the maker of the radio',
      { flash: at(0x8000, sound), board: 'a0:b1:c2:01:77:0c' },
      'calibrated',
      /./,
    ],
    [
      'has no address',
      { flash: at(0x8000, eeprom(0x7663, { mac: [255, 255, 255, 255, 255, 255] })) },
      'no_address',
      /no address/,
    ],
    ['is of a maker nobody described', { driver: 'ath10k_pci', flash: blank(16) }, 'unknown', /MediaTek/],
  ]
  test.each(rows)('%s', async (_, board, verdict, why) => {
    const [found] = await calibrations(boardOf(board))
    expect(found).toMatchObject({ phy: 'phy1', verdict })
    expect(found?.why).toMatch(why)
  })

  test('is not looked for where the router has no radio', async () => {
    expect(await calibrations(createHost([]).platform)).toEqual([])
  })
})
