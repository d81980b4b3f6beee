import { readOptions } from './options.ts'
import type { Observation, Policy, Want } from './policy.ts'

/** A policy with the settings of one modem. */
export interface Concern {
  readonly name: string
  /** How often at most the file of its own is written, s; null where it has none. */
  readonly apart: number | null
  /** What it remembers at first. */
  readonly first: unknown
  step(state: unknown, seen: Observation): { state: unknown; wants: readonly Want[] }
}

/** What a policy can be asked without its types being known. */
export interface AnyPolicy {
  readonly name: string
  /** Names of its options. */
  readonly options: readonly string[]
  /** The policy with what a section says; null where that gives it nothing to do. */
  concern(given: Readonly<Record<string, string | readonly string[]>>): Concern | null
}

/** A policy as the loop deals with it. */
export function anyPolicy<State, Settings>(policy: Policy<State, Settings>): AnyPolicy {
  const { name, first, options } = policy
  const apart = policy.apart?.every_s ?? null
  return {
    name,
    options: Object.keys(options),
    concern(given) {
      const settings = readOptions(given, options)
      if (!policy.wanted(settings)) return null
      const step = (state: unknown, seen: Observation) => policy.step(state as State, seen, settings)
      return { name, apart, first, step }
    },
  }
}
