import type { Platform } from '../platform/platform.ts'

/** What the legacy programs get from their surroundings. */
export interface LegacyCall {
  platform: Platform
  /** Environment variable `DEVICE`. */
  device: string | undefined
  /** Wall clock, milliseconds since 1970. */
  now: number
}
