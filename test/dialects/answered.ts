import type { Facts } from '../../src/asking/facts.ts'
import { gate } from '../../src/asking/gate.ts'
import type { Answers } from '../../src/asking/question.ts'
import type { Step } from '../../src/dialects/settings.ts'

/** Answers that ended with OK, by question. */
export function answered(answers: Readonly<Record<string, readonly string[]>>): Answers {
  const lines = (ask: string) => answers[ask] ?? null
  return {
    lines,
    answer: ask => (answers[ask] ? { lines: answers[ask], final: { kind: 'ok', text: 'OK' } } : undefined),
  }
}

/** The command lines of a write, without AT; a text or null where nothing is written. */
export const sent = (steps: readonly Step[] | string | null | undefined) =>
  typeof steps === 'object' ? (steps?.map(({ send }) => send) ?? null) : steps

/** What a dialect's facts come to: through the gate for numbers, every carrier once. */
export const passed = (facts: Facts): Facts => gate(facts).passed
