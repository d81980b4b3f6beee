import type { Files } from '../platform/platform.ts'

/** Reads a sysfs attribute: one line without its end; null when there is none or it is empty. */
export function attribute(files: Files, path: string): string | null {
  const text = files.read(path, 256)?.trim()
  return text ? text : null
}

/** Name of the driver a device or an interface is bound to; null when to none. */
export function driverOf(files: Files, directory: string): string | null {
  return files.realpath(`${directory}/driver`)?.replace(/^.*\//, '') ?? null
}
