import { attribute } from '../../discovery/attribute.ts'
import type { Files, Platform } from '../../platform/platform.ts'

/** A part of the flash that has a name. */
export interface Partition {
  label: string
  /** `/dev/mtd3ro`, `/dev/ubi0_2`, `/dev/mmcblk0p2`. */
  device: string
}

/** Names under which makers keep what belongs to one unit. */
const personal =
  /^(?:factory|radio|art|romfile|config|tp_data|misc_ro|bdinfo|calibration|caldata|eeprom|0:art)$/i

const isLabel = (text: string | null | undefined): text is string => /^[^"\n]{1,64}$/.test(text ?? '')

/** Wire: `mtd3: 00010000 00010000 "factory"`. */
const mtd = (files: Files): Partition[] =>
  [
    ...(files.read('/proc/mtd', 16_384) ?? '').matchAll(/^mtd(\d+): [\da-f]+ [\da-f]+ "([^"\n]{1,64})"/gim),
  ].map(([, number, label]) => ({ label: label ?? '', device: `/dev/mtd${number}ro` }))

/** Volumes of UBI on NAND flash, `/sys/class/ubi/ubi0_2/name`. */
const ubi = (files: Files): Partition[] =>
  files.list('/sys/class/ubi').flatMap(name => {
    const label = /^ubi\d+_\d+$/.test(name) ? attribute(files, `/sys/class/ubi/${name}/name`) : null
    return isLabel(label) ? [{ label, device: `/dev/${name}` }] : []
  })

/** Partitions of eMMC. Wire: a line `PARTNAME=factory` in `/sys/class/block/mmcblk0p2/uevent`. */
const emmc = (files: Files): Partition[] =>
  files.list('/sys/class/block').flatMap(name => {
    const lines = /^mmcblk\d+p\d+$/.test(name) ? files.read(`/sys/class/block/${name}/uevent`, 4096) : null
    const label = /^PARTNAME=(.+)$/m.exec(lines ?? '')?.[1]
    return isLabel(label) ? [{ label, device: `/dev/${name}` }] : []
  })

/** Every part of the flash that has a name. */
export const partitionsOf = (files: Files): Partition[] => [...mtd(files), ...ubi(files), ...emmc(files)]

/** Partitions worth a backup. */
export const partitionsWorthKeeping = (files: Files): Partition[] =>
  partitionsOf(files).filter(({ label }) => personal.test(label))

/** SHA-256 of a file, in hexadecimal; null when it cannot be read within `limitMs`. */
export async function sumOf(platform: Platform, path: string, limitMs: number): Promise<string | null> {
  const { code, stdout } = await platform.exec(['sha256sum', path], platform.now() + limitMs)
  return code === 0 ? (/^[\da-f]{64}\b/.exec(stdout)?.[0] ?? null) : null
}
