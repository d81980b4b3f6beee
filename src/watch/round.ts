import type { Concern } from './concern.ts'
import { recent } from './ledger.ts'
import type { Deed, Memory } from './memory.ts'
import type { Observation, Outcome, Want } from './policy.ts'
import { bytesOf, holdText } from './verdict.ts'

/** What one look leads to. */
export interface Round {
  memory: Memory
  /** What the policies with a file of their own remember now, where that has changed. */
  apart: ReadonlyMap<string, unknown>
  /** What is to be put on flash, by policy. */
  saved: ReadonlyMap<string, unknown>
  /** Policies that could make nothing of what they remembered, as after an update, and have begun anew. */
  broken: readonly string[]
  /** The rung that is to be done. */
  granted: Deed | null
  /** What else is to be done, in order; of what disturbs a connection at most one thing, and none beside a rung. */
  wants: readonly Exclude<Want, { want: 'rung' | 'save' }>[]
}

const disturbs = ({ want }: Want) => want === 'rung' || want === 'modes' || want === 'interface'

/** Whether a want may be done now: what a limit of traffic or a past one asks for goes before every hold. */
export function isAllowed(want: Want, { holds, bars, means, ending, now }: Observation): boolean {
  if (!disturbs(want) || want.want === 'interface') return true
  if (ending || holds.length > 0) return false
  if (want.want !== 'rung') return true
  const bar = bars[want.rung]
  return means.includes(want.rung) && (bar === undefined || bar.until <= now)
}

function stepOf(concern: Concern, state: unknown, seen: Observation) {
  try {
    return { ...concern.step(state, seen), isBroken: false }
  } catch {
    return { state: concern.first, wants: [], isBroken: true }
  }
}

/**
 * One look of the watch, without the doing: every policy is asked, in order, and of what disturbs the connection the first
 * that is allowed is granted. `apartOf` gives what a policy remembers that has a file of its own, or had put it on flash.
 */
export function round(
  concerns: readonly Concern[],
  memory: Memory,
  seen: Observation,
  apartOf: (name: string) => unknown = () => undefined,
): Round {
  const { now } = seen
  const states: Record<string, unknown> = { ...memory.states }
  const apart = new Map<string, unknown>()
  const saved = new Map<string, unknown>()
  const wants: Exclude<Want, { want: 'rung' | 'save' }>[] = []
  const broken: string[] = []
  let granted: Deed | null = null
  let isDisturbed = false
  for (const concern of concerns) {
    const { name, first } = concern
    const before = (concern.apart === null ? states[name] : undefined) ?? apartOf(name) ?? first
    const step = stepOf(concern, before, seen)
    if (step.isBroken) broken.push(name)
    if (concern.apart === null) states[name] = step.state
    else if (step.state !== before) apart.set(name, step.state)
    for (const want of step.wants) {
      if (want.want === 'save') saved.set(name, step.state)
      else if (!disturbs(want)) wants.push(want as (typeof wants)[number])
      else if (!isDisturbed && isAllowed(want, seen)) {
        isDisturbed = true
        if (want.want === 'rung')
          granted = { rung: want.rung, why: want.why, by: name, at: now, job: null, outcome: null }
        else wants.push(want)
      }
    }
  }
  const acts = recent(memory.acts, now)
  return {
    memory: {
      ...memory,
      at: now,
      states,
      acts: granted === null ? acts : [...acts, { rung: granted.rung, at: now }],
      last: granted ?? memory.last,
      outcome: null,
      holds: seen.holds.map(holdText),
      bytes: bytesOf(seen.info) ?? memory.bytes,
    },
    apart,
    saved,
    broken,
    granted,
    wants,
  }
}

/** The memory after what was granted has ended. */
export function concluded(memory: Memory, outcome: Outcome): Memory {
  return { ...memory, outcome, last: memory.last && { ...memory.last, outcome } }
}

/** The memory where what was granted could not even be begun: it does not count. */
export function withdrawn(memory: Memory, deed: Deed): Memory {
  return { ...memory, last: null, acts: memory.acts.filter(({ at }) => at !== deed.at) }
}
