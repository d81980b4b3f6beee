import type { ModelMatch } from './choice.ts'
import type { Found } from './sysfs.ts'

/** A modem of this host: what was found, what it is, how it is configured; plain data. */
export interface Modem {
  /** Identifier: the UCI section's name, else bus and path. */
  modem: string
  found: Found
  match: ModelMatch
  /** AT ports to try, best first. */
  ports: string[]
  /** Whether a person chose the port; then no other one is tried. */
  configured: boolean
  /** Whether a caller that names no modem means this one. */
  byDefault: boolean
  /** netifd interface from the configuration. */
  network: string | undefined
}
