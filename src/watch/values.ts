import type { Deadline } from '../platform/platform.ts'
import { tell } from './event.ts'
import { countIfSet } from './options.ts'
import type { Policy } from './policy.ts'

/** A look that comes a little early is not passed over for it, ms. */
const slack = 1000

/** Tells at equal times that values were just read, so that scripts hand them on without a timer of their own. */
export const values: Policy<{ at: Deadline | null }, { values_every: number | null }> = {
  name: 'values',
  first: { at: null },
  options: { values_every: countIfSet },
  wanted: ({ values_every }) => values_every !== null,
  step(before, { now, info, ending }, { values_every }) {
    const { at } = before
    const isEarly = at !== null && at <= now && now - at < (values_every ?? 0) * 1000 - slack
    if (ending || isEarly) return { state: before, wants: [] }
    return { state: { at: now }, wants: [tell('values', { answers: info?.port_state === 'ok' })] }
  },
}
