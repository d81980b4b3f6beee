import { metricsCommand } from '../../../src/main/metrics.ts'
import { createHost } from '../memory/host.ts'
import { recorded } from '../memory/modems.ts'
import { drift } from '../modem/drift.ts'
import type { Behaviour } from '../modem/simulator.ts'

/** The modems of the fleet, one after the other. */
const fixtures = [
  'fibocom/fg621-lte-a',
  'fibocom/fm350-nsa',
  'fibocom/fm150-sa',
  'fibocom/fg621-lte',
  'fibocom/fm190-nsa',
] as const

/** A router of the fleet, in memory: the real code over a simulated modem, whose values drift. */
export interface FleetRouter {
  name: string
  /** What a scrape gets: the values of the last look, as `modem metrics` prints them. */
  page(): string
  /** A look of its watch, half a minute after the last one. */
  look(): Promise<void>
  /** From now on its modem answers nothing. */
  silence(): void
}

/** The `nth` router. */
export function createRouter(nth: number): FleetRouter {
  let isSilent = false
  const mute: Behaviour = () => ({ ignores: () => isSilent })
  const script = recorded(fixtures[nth % fixtures.length] ?? fixtures[0])
  const host = createHost([{ script }], { behaviours: [mute, drift(nth + 1)] })
  // Routers are not all of one age.
  host.clock.advance(nth * 7000)
  return {
    name: `router-${String(nth + 1).padStart(3, '0')}`,
    page: () => metricsCommand(host.platform, []).text,
    async look() {
      host.clock.advance(30_000)
      await host.call('info', { max_age: 0 })
    },
    silence() {
      isSilent = true
    },
  }
}
