import { gate } from '../asking/gate.ts'
import type { Answers, Question } from '../asking/question.ts'
import { readStandard } from '../asking/standard.ts'
import type { Dialect } from '../dialects/dialect.ts'

/** How many impossible numbers are told when one question is taken for unanswered. */
function droppedWithout(
  answers: Answers,
  hidden: string | null,
  dialect: Dialect | null,
  options: unknown,
): number {
  const without: Answers = {
    lines: ask => (ask === hidden ? null : answers.lines(ask)),
    answer: ask => (ask === hidden ? undefined : answers.answer(ask)),
  }
  return gate(readStandard(without)).dropped + gate(dialect?.read(without, options) ?? {}).dropped
}

/** The questions whose answers held numbers that cannot be: those without which fewer of them are told. */
export function culprits(
  answers: Answers,
  questions: readonly Question[],
  dialect: Dialect | null,
  options: unknown,
): string[] {
  const all = droppedWithout(answers, null, dialect, options)
  return questions.map(({ ask }) => ask).filter(ask => droppedWithout(answers, ask, dialect, options) < all)
}
