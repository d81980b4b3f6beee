import type { Connection } from '../../../src/contract/connection.ts'
import type { ModemInfo, Rat, Signal } from '../../../src/contract/info.ts'
import { configurationMistakes } from '../../../src/discovery/configuration.ts'
import { anyPolicy } from '../../../src/watch/concern.ts'
import { type Observation, type Policy, rungs, type WallClock, type Want } from '../../../src/watch/policy.ts'
import { connected, modem } from '../memory/shown.ts'

/** The time of day of a router whose clock is set to UTC. */
export function clockAt(time_s: number): WallClock {
  const day = Math.floor(time_s / 86_400)
  return {
    time_s,
    day,
    weekday: (day + 4) % 7,
    minute: Math.floor((time_s % 86_400) / 60),
  }
}

/** Seconds since 1970 of a date of UTC, `2026-11-28 04:30`. */
export const secondsAt = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00Z`) / 1000

/** What a look at a modem shows that is well, but for what is said. */
export function seen(now_s: number, shown: Partial<Observation> = {}): Observation {
  return {
    now: now_s * 1000,
    clock: null,
    uptime_s: now_s,
    boot: 'first',
    present: true,
    info: modem({}),
    trouble: null,
    reachable: null,
    holds: [],
    means: rungs,
    bars: {},
    outcome: null,
    last: null,
    lowered: false,
    messages: null,
    card: null,
    panel: null,
    ending: false,
    ...shown,
  }
}

/** A modem with this signal, technology, counters and the like. */
export function modemWith(parts: {
  signal?: Partial<Signal>
  rat?: Rat
  temperature?: number | null
  rx?: number
  tx?: number
  connection?: Partial<Connection>
  rest?: Partial<ModemInfo>
}): ModemInfo {
  const plain = modem({})
  return {
    ...plain,
    rat: parts.rat ?? 'lte',
    temperature: parts.temperature === undefined ? plain.temperature : parts.temperature,
    signal: { ...plain.signal, ...parts.signal },
    connection: {
      ...connected,
      rx_bytes: parts.rx ?? 0,
      tx_bytes: parts.tx ?? 0,
      ...parts.connection,
    },
    ...parts.rest,
  }
}

/** A policy that lives from look to look. */
export interface Living<State> {
  look(at: Observation): readonly Want[]
  state(): State
  /** How often it was put on flash. */
  readonly saves: number
  /** The watch is killed: what it wrote down is left. */
  kill(): void
  /** The router starts anew: what is not on flash is gone. */
  reboot(): void
}

/** Lets a policy live with the options of a section. */
export function living<State, Settings>(
  policy: Policy<State, Settings>,
  options: Readonly<Record<string, string | readonly string[]>> = {},
): Living<State> {
  const concern = anyPolicy(policy).concern(options)
  const mistakes = configurationMistakes([{ type: 'watch', name: null, options }])
  if (concern === null || mistakes.length > 0)
    throw new Error(`${policy.name}: ${mistakes.join('; ') || 'off'}`)
  const copy = (state: unknown) => JSON.parse(JSON.stringify(state)) as State
  let state = policy.first
  let flash = policy.first
  let saves = 0
  return {
    look(at) {
      const step = concern.step(state, at)
      state = step.state as State
      if (step.wants.some(({ want }) => want === 'save')) {
        flash = state
        saves++
      }
      return step.wants.filter(({ want }) => want !== 'save')
    },
    state: () => state,
    get saves() {
      return saves
    },
    kill() {
      state = copy(state)
    },
    reboot() {
      state = copy(flash)
    },
  }
}
