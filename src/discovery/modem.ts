import { Failure } from '../contract/failure.ts'
import type { Model } from '../models/model.ts'
import { fittingModel, type ModelMatch } from './match.ts'
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

/**
 * The modem a call is about. `wanted` is an identifier or the path of a port; without it the only modem, or the one
 * the configuration points to. Throws Failure('no_modem' | 'modem_not_found' | 'several_modems').
 */
export function pickModem(modems: readonly Modem[], wanted: string | undefined): Modem {
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
    return { ...chosen, ports: [wanted], configured: true }
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
