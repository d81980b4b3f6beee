import type { Answers } from '../../src/dialects/dialect.ts'

/** Answers that ended with OK, by question. */
export function answered(answers: Readonly<Record<string, readonly string[]>>): Answers {
  const lines = (ask: string) => answers[ask] ?? null
  return {
    lines,
    answer: ask => (answers[ask] ? { lines: answers[ask], final: { kind: 'ok', text: 'OK' } } : undefined),
  }
}
