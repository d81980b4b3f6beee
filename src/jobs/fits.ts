import type { Answer, Answers } from '../asking/question.ts'
import type { DialectFit } from '../contract/recording.ts'
import type { Schema } from '../contract/schema.ts'
import type { Dialect } from '../dialects/dialect.ts'
import type { Settings } from '../dialects/settings.ts'
import { partsOf } from '../recording/replay.ts'

/** Options of a dialect that fit, and of those that could not be told apart, the values that fit alike. */
export interface FittingOptions {
  options: Record<string, unknown>
  undecided: Record<string, unknown[]>
}

/** What a modem answered to commands that were asked one by one, also to questions of several of them. */
export function answersOf(heard: ReadonlyMap<string, Answer>): Answers {
  const answer = (ask: string): Answer | undefined => {
    const whole = heard.get(ask)
    const parts = whole ? [whole] : partsOf(ask).map(part => heard.get(part))
    const given = parts.flatMap(part => part ?? [])
    const last = given.at(-1)
    if (last === undefined || given.length < parts.length) return undefined
    return { lines: given.flatMap(({ lines }) => lines), final: last.final }
  }
  return {
    answer,
    lines(ask) {
      const { lines, final } = answer(ask) ?? {}
      return lines === undefined || (lines.length === 0 && final?.kind !== 'ok') ? null : lines
    },
  }
}

/** How many values there are in what was read. */
function count(value: unknown): number {
  if (value === null || value === undefined) return 0
  if (typeof value !== 'object') return 1
  return Object.values(value).reduce((sum: number, inner) => sum + count(inner), 0)
}

const parts = ['bands', 'modes', 'cellLock', 'usbMode', 'autoconnect', 'slot'] as const

/** How many values a dialect makes of the answers, those of its settings among them. */
export function valuesOf(
  answers: Answers,
  dialect: Dialect,
  settings: Settings | null,
  options: unknown,
): number {
  const told = count(dialect.read(answers, options))
  const settled = parts.map(name => {
    const part = settings?.[name]
    if (part === undefined || !(part.available?.(options) ?? true)) return 0
    const isAnswered = part.questions(options).some(({ ask }) => (answers.lines(ask)?.length ?? 0) > 0)
    return isAnswered ? count(part.read(answers, options, {})) : 0
  })
  return settled.reduce((sum, each) => sum + Math.min(each, 5), told)
}

/** The options with which a dialect makes most of the answers; of alike ones none is chosen. */
export function fittingOptions(
  answers: Answers,
  dialect: Dialect,
  settings: Settings | null,
  schema: Schema | null,
): FittingOptions {
  const found: FittingOptions = { options: {}, undecided: {} }
  const rate = (options: object) =>
    valuesOf(answers, dialect, settings, Object.keys(options).length > 0 ? options : undefined)
  for (const [name, { enum: values = [] }] of Object.entries(schema?.properties ?? {})) {
    const least = rate(found.options)
    const rated = values.map(value => ({ value, rate: rate({ ...found.options, [name]: value }) }))
    const best = Math.max(least, ...rated.map(each => each.rate))
    const alike = rated.filter(each => each.rate === best).map(({ value }) => value)
    if (best === least) continue
    if (alike.length === 1) found.options[name] = alike[0]
    else found.undecided[name] = alike
  }
  return found
}

/** How well a dialect fits, with the number of its own commands that were answered. */
export function fitOf(
  name: string,
  heard: ReadonlyMap<string, Answer>,
  own: readonly string[],
  values: number,
): DialectFit {
  const isAnswered = (ask: string) =>
    heard.get(ask)?.final.kind === 'ok' && heard.get(ask)?.lines.length !== 0
  return { dialect: name, answered: own.filter(isAnswered).length, asked: own.length, values }
}
