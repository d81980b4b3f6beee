import { checkedSections, isOff, mistakeText, valuesOf } from '../discovery/configuration.ts'
import { readUci, type Section } from '../discovery/uci.ts'
import type { Files } from '../platform/platform.ts'
import type { AnyPolicy, Concern } from './concern.ts'
import type { Caps } from './ledger.ts'
import { count, list, readOptions, textIfSet } from './options.ts'

/** What the loop itself wants to know of a section of type `watch`. */
const options = {
  modem: textIfSet,
  interval: count,
  hosts: list,
  power_line: textIfSet,
  hardware_per_hour: count,
  hardware_per_day: count,
  reboots_per_day: count,
}

/** One modem that is to be watched. */
export interface WatchPlan {
  /** As `modem` of every method; null: the only one. */
  modem: string | null
  /** How often it is looked at, s. */
  interval: number
  /** Addresses that are probed while no bytes come in; empty: none. */
  hosts: readonly string[]
  /** The line of the board that powers it, by its name in /sys/class/gpio. */
  power_line: string | null
  caps: Caps
  concerns: readonly Concern[]
  /** The sections of type `card`. */
  cards: readonly Section[]
  /** What is wrong with the section, a sentence each. */
  mistakes: readonly string[]
}

/** What the configuration says of the watch. */
export interface Plans {
  plans: readonly WatchPlan[]
  /** Why sections give no plan, a sentence each. */
  refused: readonly string[]
}

/** The modems to watch, by the sections of type `watch` in /etc/config/modem: none without one. */
export function readPlans(files: Files, policies: readonly AnyPolicy[]): Plans {
  const sections = readUci(files, 'modem')
  const wanted = checkedSections(sections).filter(
    ({ section: { type, options: given } }) => type === 'watch' && !isOff(given.enabled),
  )
  const cards = sections.filter(({ type }) => type === 'card')
  const plans: WatchPlan[] = []
  const refused: string[] = []
  for (const { section, second, mistakes } of wanted) {
    const { hardware_per_hour, hardware_per_day, reboots_per_day, ...own } = readOptions(
      section.options,
      options,
    )
    const told = mistakes.map(mistakeText)
    // A name that cannot be one does not mean the only modem.
    const isNamed = own.modem !== null || valuesOf(section.options.modem, { kind: 'option' }).length === 0
    if (second || !isNamed) refused.push(...told)
    else
      plans.push({
        ...own,
        caps: { hardware_per_hour, hardware_per_day, reboots_per_day },
        concerns: policies.flatMap(policy => policy.concern(section.options) ?? []),
        cards,
        mistakes: told,
      })
  }
  return { plans, refused }
}
