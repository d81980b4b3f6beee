import type { CalibrationEvidence } from './evidence.ts'

/**
 * One family of Wi-Fi chips: how long its calibration is, what its first word may be, and where the TX power of 2.4 and
 * 5 GHz begins. Read in the drivers mt76 (openwrt/mt76, `eeprom.c` and `eeprom.h` of each chip) and rt2x00 (`rt2800.h`).
 */
interface Family {
  /** Names of kernel drivers. */
  drivers: RegExp
  name: string
  /** Bytes the driver asks for; with fewer it takes none of them and does not say so. */
  needed: number
  /** Accepted words at 0, little endian; empty where the driver does not look. */
  ids: readonly number[]
  /** Places of the power tables, offset and length; all blank: not calibrated. */
  power: readonly (readonly [number, number])[]
}

const families: readonly Family[] = [
  {
    drivers: /^(?:mt7603e?|mt76_wmac)$/,
    name: 'MT7603',
    needed: 0x400,
    ids: [0x7603, 0x7600, 0x7628],
    power: [[0x58, 12]],
  },
  {
    drivers: /^(?:mt7615e?|mt7622_wmac|mt7663[a-z]*)$/,
    name: 'MT7615',
    needed: 0x4da8,
    ids: [0x7615, 0x7622, 0x7663],
    power: [
      [0x58, 12],
      [0x70, 24],
      [0xe3, 16],
      [0x245, 24],
    ],
  },
  {
    drivers: /^mt76x[02][eu]$/,
    name: 'MT76x2',
    needed: 0x200,
    ids: [0x7612, 0x7662, 0x7602, 0x7610, 0x7650],
    power: [
      [0x56, 12],
      [0x62, 20],
    ],
  },
  {
    drivers: /^(?:mt7915e?|mt798x-wmac|mt7986-wmac)$/,
    name: 'MT7915',
    needed: 0xe00,
    ids: [0x7915, 0x7916, 0x7981, 0x7986],
    power: [
      [0x2fc, 16],
      [0x34b, 32],
      [0x441, 40],
    ],
  },
  {
    drivers: /^mt7996e?$/,
    name: 'MT7996',
    needed: 0x1e00,
    ids: [0x7990, 0x7992, 0x7996],
    power: [[0x1300, 32]],
  },
  {
    drivers: /^rt2800_?wmac$/,
    name: 'RT2800',
    needed: 0x200,
    ids: [],
    power: [[0x52, 28]],
  },
]

/** The family a driver serves; undefined where the chip is not MediaTek's or Ralink's. */
export const familyOf = (driver: string): Family | undefined =>
  families.find(({ drivers }) => drivers.test(driver))

/** What is known of where a radio takes its calibration from. */
export interface Source {
  /** Label of the partition. */
  partition: string
  /** Where in it. */
  offset: number
  /** Length the device tree gives to the driver. */
  length: number
  data: Uint8Array
  /** What the driver works with; null where that is not to be seen. */
  live: Uint8Array | null
  /** Addresses the router has besides those of its radios, six octets each. */
  addresses: readonly Uint8Array[]
}

/** Beginnings of other things that are found where the calibration should be. */
const others: readonly (readonly [readonly number[], string])[] = [
  [[0x55, 0x42, 0x49, 0x23], 'a UBI volume'],
  [[0x85, 0x19], 'a JFFS2 file system'],
  [[0x27, 0x05, 0x19, 0x56], 'a boot image'],
  [[0xd0, 0x0d, 0xfe, 0xed], 'a device tree'],
]

const word = (data: Uint8Array, at: number) => (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)
const hex = (value: number) => `0x${value.toString(16).padStart(4, '0')}`
const isBlank = (data: Uint8Array) =>
  data.length > 0 && (data.every(byte => byte === 0xff) || data.every(byte => byte === 0))

/** Whether the first word is one that the family's driver accepts. */
export const fits = (family: Family, data: Uint8Array): boolean =>
  family.ids.length > 0 && data.length > 1 && family.ids.includes(word(data, 0))

/** Address of Ralink's and MediaTek's development kits, which many makers never replaced in this place. */
const kit = [0x00, 0x0c, 0x43]

/** Octets at the beginning that the driver may replace by what the device tree or the router says. */
const replaced = 16

type Judged = Pick<CalibrationEvidence, 'verdict' | 'why'>

/**
 * What to think of a radio's calibration. Only the first word is checked by the drivers, and nothing has a checksum, so
 * what lies at the right place and looks like this chip's may still be another unit's. `elsewhere` names a place where
 * data of this chip lie that the device tree does not point to.
 */
export function judge(family: Family, source: Source, elsewhere: string | null): Judged {
  const { data, live, length } = source
  const place = `${source.partition}+${hex(source.offset)}`
  const hint = elsewhere === null ? '' : ` Data of this chip lie at ${elsewhere}.`
  if (length < family.needed)
    return {
      verdict: 'not_loaded',
      why: `The device tree gives the driver ${hex(length)} bytes at ${place}; it needs ${hex(family.needed)} and takes none of them.`,
    }
  const other = others.find(([magic]) => magic.every((byte, at) => data[at] === byte))
  if (other !== undefined)
    return { verdict: 'wrong_offset', why: `At ${place} lies ${other[1]}, no calibration.${hint}` }
  if (isBlank(data.subarray(0, 0x40)))
    return elsewhere === null
      ? { verdict: 'erased', why: `At ${place} there is nothing: the flash is erased.` }
      : { verdict: 'wrong_offset', why: `At ${place} there is nothing.${hint}` }
  const id = word(data, 0)
  const swapped = ((id & 0xff) << 8) | (id >> 8)
  if (family.ids.length > 0 && !family.ids.includes(id)) {
    if (family.ids.includes(swapped))
      return {
        verdict: 'not_loaded',
        why: `The calibration at ${place} is stored with its bytes swapped (${hex(id)}), which the device tree does not say.`,
      }
    const owner = families.find(each => each.ids.includes(id))
    return owner === undefined && elsewhere !== null
      ? { verdict: 'wrong_offset', why: `At ${place} the chip number is ${hex(id)}.${hint}` }
      : {
          verdict: 'wrong_chip',
          why: `At ${place} the chip number is ${hex(id)}${owner ? `, that of ${owner.name}` : ''}; the radio is ${family.name}.${hint}`,
        }
  }
  const tables = family.power.map(([at, size]) => data.subarray(at, at + size))
  if (tables.every(isBlank))
    return { verdict: 'default', why: `The table of transmission powers at ${place} is blank.` }
  const compared = Math.min(live?.length ?? 0, data.length, family.needed)
  const isOther = live !== null && compared > replaced && hasOther(live, data, compared)
  if (isOther)
    return {
      verdict: 'not_loaded',
      why: `The driver works with other data than those at ${place}: it has not taken them.`,
    }
  if (kit.every((byte, at) => data[4 + at] === byte))
    return {
      verdict: 'kit_address',
      why: `The address at ${place} is that of the chip maker's development kit (00:0c:43); the powers look like a radio's own.`,
    }
  const address = data.subarray(4, 10)
  if (isBlank(address) || ((address[0] ?? 0) & 1) === 1)
    return {
      verdict: 'no_address',
      why: `At ${place} stands no address; the powers look like a radio's own.`,
    }
  if (isForeign(address, source.addresses))
    return {
      verdict: 'foreign_address',
      why: `The address at ${place} is one of the router's maker, but far from those of this router.`,
    }
  return { verdict: 'calibrated', why: `The calibration at ${place} is one for this chip.` }
}

/** How far apart the last three octets of addresses of one router are: makers count up by port and radio. */
const near = 16

const makerOf = (address: Uint8Array) => `${(address[0] ?? 0) & 0xfd}.${address[1]}.${address[2]}`
const numberOf = (address: Uint8Array) =>
  ((address[3] ?? 0) << 16) | ((address[4] ?? 0) << 8) | (address[5] ?? 0)

/**
 * Whether an address is of the maker of this router and not of this router. One of another maker says nothing: some
 * boards keep what the maker of the radio has written there.
 */
function isForeign(address: Uint8Array, own: readonly Uint8Array[]): boolean {
  const isNear = (each: Uint8Array) => Math.abs(numberOf(each) - numberOf(address)) <= near
  return own.some(each => makerOf(each) === makerOf(address)) && !own.some(isNear)
}

/** Whether more differs than a driver changes by itself: it sets the address and a few switches. */
function hasOther(live: Uint8Array, data: Uint8Array, length: number): boolean {
  let differing = 0
  for (let at = replaced; at < length; at++) if (live[at] !== data[at]) differing++
  return differing > length / 16
}
