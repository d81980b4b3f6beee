import { driverOf } from '../../discovery/attribute.ts'
import type { Files, Platform } from '../../platform/platform.ts'
import { familyOf, fits, judge } from '../eeprom.ts'
import type { CalibrationEvidence } from '../evidence.ts'
import { addressesOfRouter } from './addresses.ts'
import { partitionsOf, partitionsWorthKeeping } from './partitions.ts'

const tree = '/sys/firmware/devicetree/base'

/** Nodes of the device tree that are looked at; boards have a few hundred. */
const mostNodes = 3000

/** Places in a partition at which calibrations lie, by what is seen on boards. */
const usual = [0, 0x1000, 0x4000, 0x5000, 0x8000, 0x10000, 0x18000]

/** Cells of a property of the device tree: 32 bits each, big endian. */
async function cells(platform: Platform, path: string): Promise<number[]> {
  const data = (await platform.bytes(path, 0, 256)) ?? new Uint8Array()
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return Array.from({ length: data.length >> 2 }, (_, index) => view.getUint32(index * 4))
}

/** The texts of a property, which ends each by a zero. */
async function texts(platform: Platform, path: string): Promise<string[]> {
  const data = (await platform.bytes(path, 0, 512)) ?? new Uint8Array()
  return String.fromCharCode(...data).split('\0')
}

/** Every node that can be pointed at, by its number. */
async function nodesByNumber(platform: Platform): Promise<Map<number, string>> {
  const { files } = platform
  const found = new Map<number, string>()
  const waiting = [tree]
  for (let seen = 0; seen < mostNodes && waiting.length > 0; seen++) {
    const node = waiting.shift() ?? ''
    const names = files.list(node)
    if (names.includes('phandle')) {
      const [number] = await cells(platform, `${node}/phandle`)
      if (number !== undefined) found.set(number, node)
    }
    for (const name of names)
      if (/@|^(?:soc|palmbus|bus|partitions|nvmem-layout|ahb|apb|axi|volumes|pcie?|ubi|block)/.test(name))
        waiting.push(`${node}/${name}`)
  }
  return found
}

/** Where the device tree says that the calibration of a radio lies. */
interface Place {
  label: string
  offset: number
  length: number
}

/** The partition a node of its contents lies in. */
async function labelAbove(platform: Platform, node: string): Promise<string | null> {
  for (let at = node; at.length > tree.length; at = at.slice(0, at.lastIndexOf('/'))) {
    for (const property of ['label', 'volname', 'partname']) {
      const [label] = await texts(platform, `${at}/${property}`)
      if (label) return label
    }
  }
  return null
}

async function placeOf(
  platform: Platform,
  radio: string,
  needed: number,
  nodes: ReadonlyMap<number, string>,
): Promise<Place | null> {
  for (const property of ['mediatek,mtd-eeprom', 'ralink,mtd-eeprom']) {
    const [number, offset = 0] = await cells(platform, `${radio}/${property}`)
    const node = number === undefined ? undefined : nodes.get(number)
    const label = node === undefined ? null : await labelAbove(platform, node)
    if (label !== null) return { label, offset, length: needed }
  }
  const names = await texts(platform, `${radio}/nvmem-cell-names`)
  const number = (await cells(platform, `${radio}/nvmem-cells`))[names.indexOf('eeprom')]
  const node = number === undefined ? undefined : nodes.get(number)
  if (node === undefined) return null
  const [offset, length] = await cells(platform, `${node}/reg`)
  const label = await labelAbove(platform, node)
  return label === null || offset === undefined || length === undefined ? null : { label, offset, length }
}

/** A radio and the driver that runs it. */
interface Radio {
  phy: string
  driver: string
}

function radiosOf(files: Files): Radio[] {
  return files.list('/sys/class/ieee80211').flatMap(phy => {
    if (!/^[\w-]{1,15}$/.test(phy)) return []
    const driver = driverOf(files, `/sys/class/ieee80211/${phy}/device`)
    return driver === null ? [] : [{ phy, driver }]
  })
}

/** The first place in the partitions of this unit at which data of the chip lie, apart from the one the tree points to. */
async function elsewhere(
  platform: Platform,
  driver: string,
  { label, offset }: Place,
): Promise<string | null> {
  const family = familyOf(driver)
  for (const partition of partitionsWorthKeeping(platform.files))
    for (const at of usual) {
      if (family === undefined || (partition.label === label && at === offset)) continue
      const head = await platform.bytes(partition.device, at, 2)
      if (head !== null && fits(family, head)) return `${partition.label}+0x${at.toString(16)}`
    }
  return null
}

/** Reads the calibration of one radio; it is only read. */
async function calibrationOf(
  platform: Platform,
  { phy, driver }: Radio,
  nodes: ReadonlyMap<number, string>,
  addresses: readonly Uint8Array[],
): Promise<CalibrationEvidence> {
  const { files } = platform
  const unknown = (why: string): CalibrationEvidence => ({ phy, verdict: 'unknown', why })
  const family = familyOf(driver)
  if (family === undefined) return unknown(`${driver} is no driver of MediaTek or Ralink radios.`)
  const radio = files.realpath(`/sys/class/ieee80211/${phy}/device/of_node`)
  const place = radio === null ? null : await placeOf(platform, radio, family.needed, nodes)
  if (place === null) return unknown('The device tree does not say where its calibration lies.')
  const partition = partitionsOf(files).find(({ label }) => label === place.label)
  const data = partition && (await platform.bytes(partition.device, place.offset, family.needed))
  if (!data || data.length === 0) return unknown(`The partition ${place.label} cannot be read.`)
  const live = await platform.bytes(`/sys/kernel/debug/ieee80211/${phy}/mt76/eeprom`, 0, family.needed)
  const source = { partition: place.label, offset: place.offset, length: place.length, data, live, addresses }
  const first = judge(family, source, null)
  const isSound = ['calibrated', 'kit_address', 'no_address', 'foreign_address'].includes(first.verdict)
  return { phy, ...(isSound ? first : judge(family, source, await elsewhere(platform, driver, place))) }
}

/** The calibration of every Wi-Fi radio of the router. */
export async function calibrations(platform: Platform): Promise<CalibrationEvidence[]> {
  const radios = radiosOf(platform.files)
  const isOurs = radios.some(({ driver }) => familyOf(driver) !== undefined)
  const nodes = isOurs ? await nodesByNumber(platform) : new Map<number, string>()
  const addresses = isOurs ? await addressesOfRouter(platform) : []
  const found: CalibrationEvidence[] = []
  for (const radio of radios) found.push(await calibrationOf(platform, radio, nodes, addresses))
  return found
}
