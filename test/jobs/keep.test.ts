import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type KeepState, type Observation, type Trial, unseen } from '../../src/jobs/keep.ts'

const trial = (more: Partial<Trial> = {}): Trial => ({
  condition: 'registered',
  changed: 1000,
  deadline: 61_000,
  isNewOnly: false,
  ...more,
})
const seen = (at: number, more: Partial<Observation> = {}): Observation => ({
  at,
  registered: true,
  connected: null,
  ...more,
})

/** The verdict after these readings, each at its own time, and when it came. */
function run(readings: readonly (readonly [now: number, Observation | null])[], on: Trial) {
  let state: KeepState = unseen
  for (const [now, reading] of readings) {
    const decided = decide(state, reading, now, on)
    if (decided.verdict !== 'wait') return { verdict: decided.verdict, now }
    state = decided.state
  }
  return { verdict: 'wait', now: null }
}

describe('a change on trial', () => {
  it('is kept when the condition holds in two readings in a row', () => {
    expect(
      run(
        [7000, 10_000].map(at => [at, seen(at)] as const),
        trial(),
      ),
    ).toEqual({ verdict: 'keep', now: 10_000 })
  })

  it('is not kept for what was seen before the change could show', () => {
    expect(
      run(
        [1000, 3000, 5999].map(at => [at, seen(at)] as const),
        trial(),
      ).verdict,
    ).toBe('wait')
  })

  it('is not kept for one reading told twice, as a modem that must rest is told, but for the last at the deadline', () => {
    const rested = [8000, 20_000, 40_000].map(now => [now, seen(8000)] as const)
    expect(run(rested, trial()).verdict).toBe('wait')
    expect(run([...rested, [61_000, seen(8000)]], trial())).toEqual({ verdict: 'keep', now: 61_000 })
  })

  it('begins anew when the condition ceases or the modem cannot be read', () => {
    for (const gap of [seen(9000, { registered: false }), null])
      expect(
        run(
          [
            [7000, seen(7000)],
            [9000, gap],
            [11_000, seen(11_000)],
          ],
          trial(),
        ).verdict,
      ).toBe('wait')
  })

  it('that is to be connected is not kept for being registered, nor a context for an older connection', () => {
    const connected = trial({ condition: 'connected' })
    const at = (connected: number | null) =>
      [7000, 10_000].map(now => [now, seen(now, { connected })] as const)
    expect(run(at(null), connected).verdict).toBe('wait')
    expect(run(at(0), connected).verdict).toBe('keep')
    expect(run(at(0), trial({ condition: 'connected', isNewOnly: true })).verdict).toBe('wait')
    expect(run(at(5000), trial({ condition: 'connected', isNewOnly: true })).verdict).toBe('keep')
  })

  it('ends at its deadline, kept only if the last reading that counts holds, whatever was seen', () => {
    const reading = fc.option(
      fc.record({
        lag: fc.integer({ min: 0, max: 40_000 }),
        registered: fc.boolean(),
        connected: fc.option(fc.integer({ min: -50_000, max: 90_000 })),
      }),
      { nil: null },
    )
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), reading), {
      minLength: 1,
      maxLength: 60,
    })
    const trials = fc.record({
      condition: fc.constantFrom('registered' as const, 'connected' as const),
      changed: fc.constant(1000),
      deadline: fc.integer({ min: 11_000, max: 601_000 }),
      isNewOnly: fc.boolean(),
    })
    fc.assert(
      fc.property(steps, trials, (list, on) => {
        let state: KeepState = unseen
        let now = on.changed
        for (const [pause, told] of [...list, [700_000, null] as const]) {
          now += pause
          const observation = told && {
            at: now - told.lag,
            registered: told.registered,
            connected: told.connected,
          }
          const decided = decide(state, observation, now, on)
          const counts =
            observation !== null && observation.at >= on.changed + 5000 && observation.at !== state.last
          const holds =
            observation?.registered === true &&
            (on.condition === 'registered' ||
              (observation.connected !== null && (!on.isNewOnly || observation.connected >= on.changed)))
          if (now >= on.deadline) expect(decided.verdict).not.toBe('wait')
          else expect(decided.verdict).not.toBe('undo')
          if (decided.verdict === 'keep') {
            expect(observation).not.toBeNull()
            expect(counts ? holds : state.held > 0).toBe(true)
          }
          if (decided.verdict !== 'wait') return
          state = decided.state
        }
      }),
      { numRuns: 2000, seed: 12 },
    )
  })
})
