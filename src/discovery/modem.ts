import type { Condition } from '../contract/condition.ts'
import { Failure } from '../contract/failure.ts'
import type { Model } from '../models/model.ts'
import { fittingModel, type ModelMatch } from './match.ts'
import type { Network } from './networks.ts'
import type { Found } from './sysfs.ts'

/** A modem of this host: what was found, what it is, how it is configured; plain data. */
export interface Modem {
  /** Identifier: the UCI section's name, else bus and path. */
  modem: string
  found: Found
  match: ModelMatch
  /** What keeps it from being spoken to, as its device shows; null where nothing does. */
  condition: Condition | null
  /** AT ports to try, best first. */
  ports: string[]
  /** Ports by which a caller may name it: the configured one and the AT ports of the model, or all where it lists none. */
  known: string[]
  /** True where a caller chose the port: what is read there is not remembered for others. */
  apart?: true
  /** Whether a person chose the port; then no other one is tried. */
  configured: boolean
  /** Whether a caller that names no modem means this one. */
  byDefault: boolean
  /** Whether it is the only one of the host. */
  alone: boolean
  /** netifd interface from the configuration of the backend or of the legacy pages. */
  network: string | undefined
  /** Interfaces of /etc/config/network that are this modem's. */
  networks: Network[]
}

/**
 * The modem a call is about. `wanted` is an identifier or the path of a port; without it the only modem, or the one
 * the configuration points to. An AT port names its modem and is no choice of the port; with `anyPort` every port can be
 * named, and it alone is used. Throws Failure('no_modem' | 'modem_not_found' | 'several_modems' | 'invalid_argument').
 */
export function pickModem(modems: readonly Modem[], wanted: string | undefined, anyPort: boolean): Modem {
  if (wanted !== undefined) {
    const chosen = modems.find(
      m =>
        m.modem === wanted ||
        `${m.found.bus}-${m.found.path}` === wanted ||
        m.ports.includes(wanted) ||
        m.found.ports.some(port => port.path === wanted),
    )
    if (!chosen) throw new Failure('modem_not_found', wanted)
    if (!wanted.startsWith('/')) return chosen
    if (anyPort) return { ...chosen, ports: [wanted], apart: true, configured: true }
    if (chosen.known.includes(wanted)) return chosen
    throw new Failure(
      'invalid_argument',
      `${wanted} is no AT port of ${chosen.modem}; name the modem, or use the method at`,
    )
  }
  if (modems.length === 0) throw new Failure('no_modem', 'neither USB nor PCI shows one')
  const main = modems.find(m => m.byDefault)
  if (main) return main
  throw new Failure('several_modems', modems.map(m => m.modem).join(', '))
}

/** The model when the modem's own name for itself is known: several models can hide behind one id. */
export function modelOf({ found, match }: Modem, answered: string | null): Model {
  return fittingModel(match.candidates, [found.product, answered], match.board) ?? match.model
}
