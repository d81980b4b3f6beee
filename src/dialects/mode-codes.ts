import { decimal, named } from '../asking/fields.ts'
import type { Answers } from '../asking/question.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { ModesSetting } from './settings.ts'

/** Technologies by the number a command has for them; of several numbers for one, the first that is listed is written. */
export type ModeCodes = readonly (readonly [code: number, mode: AccessMode])[]

/** How a command differs from `NAME?` → `NAME: <code>`, `NAME=<code>`. */
export interface ModeCommand<O> {
  name: string
  codes: ModeCodes
  /** True where `NAME=?` lists the codes: `NAME: (2,13,14,38)`, ranges allowed; without an answer all count. */
  listed?: true
  available?(options: O): boolean
  /** What follows the code in the write, from the values that were read; null where they are not good enough. */
  rest?(mode: AccessMode, values: readonly string[]): string | null
}

/** Choice of technologies by a command that takes one number for each; none can be chosen where it does not answer. */
export function modeCodes<O>({ name, codes, listed, available, rest }: ModeCommand<O>): ModesSetting<O> {
  const present = `${name}?`
  const possible = `${name}=?`
  const valuesOf = (answers: Answers) => {
    const lines = answers.lines(present)
    const values = named(lines, name) ?? lines?.slice(0, 1) ?? []
    return decimal(values[0]) === null ? null : values
  }
  const choicesOf = (answers: Answers) => {
    if (valuesOf(answers) === null) return []
    const ranges = [
      ...(answers
        .lines(possible)
        ?.join()
        .matchAll(/(\d+)(?:-(\d+))?/g) ?? []),
    ]
    const isListed = (code: number) =>
      ranges.some(([, low, high = low]) => code >= Number(low) && code <= Number(high))
    return codes.filter(([code]) => ranges.length === 0 || isListed(code))
  }
  return {
    ...(available ? { available } : {}),
    questions: () => [{ ask: present }, ...(listed ? [{ ask: possible, alone: true } as const] : [])],
    modes: (_options, answers) => [...new Set(choicesOf(answers).map(([, mode]) => mode))],
    read(answers) {
      const values = valuesOf(answers)
      if (values === null) return null
      return { mode: codes.find(([code]) => code === Number(values[0]))?.[1] ?? null, nr: null }
    },
    write({ mode }, answers) {
      const values = valuesOf(answers)
      const code = choicesOf(answers).find(choice => choice[1] === mode)?.[0]
      if (values === null || !mode || code === undefined) return null
      const more = rest ? rest(mode, values) : ''
      return more === null ? null : [{ send: `${name}=${code}${more}`, timeoutMs: 12_000 }]
    },
  }
}
