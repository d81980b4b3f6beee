import type { Files } from '../platform/platform.ts'
import type { Found } from './sysfs.ts'

/**
 * Whether a device still has the number it was enumerated with (`<bus>.<number>`); `directory` is its place below
 * `/sys/devices`, null on a bus that counts nothing.
 */
export function isEnumerated(files: Files, directory: string | null, enumeration: string): boolean {
  return directory === null || enumeration.endsWith(`.${files.read(`${directory}/devnum`, 16)?.trim()}`)
}

/** Where the kernel counts a device: its directory on USB, null elsewhere. */
export const countedAt = ({ bus, directory }: Found): string | null => (bus === 'usb' ? directory : null)
