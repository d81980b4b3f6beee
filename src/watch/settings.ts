import { readUci } from '../discovery/uci.ts'
import type { Files } from '../platform/platform.ts'
import type { AnyPolicy, Concern } from './concern.ts'
import type { Caps } from './ledger.ts'
import { count, flag, interval, list, matching, readOptions } from './options.ts'
import { lineForm } from './power.ts'

/** What the loop itself wants to know of a section of type `watch`. */
const options = {
  enabled: flag(true),
  modem: matching(null, /^[\w./:@-]{1,64}$/, 'the name of a modem'),
  interval,
  hosts: list(['1.1.1.1', '8.8.8.8'], /^[\da-f.:]{2,39}$/i, 'addresses of hosts, no names', 4),
  power_line: matching(null, lineForm, 'a name in /sys/class/gpio'),
  hardware_per_hour: count(3, 0, 6),
  hardware_per_day: count(12, 0, 48),
  reboots_per_day: count(3, 0, 12),
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
  const refused: string[] = []
  const known = [...Object.keys(options), ...policies.flatMap(each => each.options)]
  const sections = readUci(files, 'modem').filter(({ type }) => type === 'watch')
  const plans = sections.flatMap((section): WatchPlan[] => {
    const { settings, mistakes } = readOptions(section.options, options)
    const { enabled, hardware_per_hour, hardware_per_day, reboots_per_day, ...own } = settings
    const caps = { hardware_per_hour, hardware_per_day, reboots_per_day }
    const wrong = enabled ? mistakes.find(text => text.startsWith('option modem ')) : undefined
    if (wrong !== undefined) refused.push(wrong)
    if (!enabled || wrong !== undefined) return []
    const parts = policies.map(policy => policy.concern(section.options))
    const unknown = Object.keys(section.options).filter(name => !known.includes(name))
    return [
      {
        ...own,
        caps,
        concerns: parts.flatMap(({ concern }) => concern ?? []),
        // An option may be of interest to several policies.
        mistakes: [
          ...new Set([
            ...mistakes,
            ...parts.flatMap(part => part.mistakes),
            ...unknown.map(name => `option ${name.slice(0, 40)} is not known`),
          ]),
        ],
      },
    ]
  })
  const isFirst = (plan: WatchPlan, at: number) => plans.findIndex(({ modem }) => modem === plan.modem) === at
  const second = plans.filter((plan, at) => !isFirst(plan, at))
  refused.push(...second.map(({ modem }) => `a second section is for ${modem ?? 'the only modem'}`))
  return { plans: plans.filter(isFirst), refused }
}
