import { mistake, type Schema } from '../contract/schema.ts'
import type { Model } from '../models/model.ts'

/** What checking a model needs to know. */
export interface ModelRules {
  /** Schema of one model, derived from the interface {@link Model}. */
  schema: Schema
  hasDialect(name: string): boolean
}

const isSmall = (from: number, to: number) => (value: number) =>
  Number.isInteger(value) && value >= from && value <= to

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})`, 'i')
    return true
  } catch {
    return false
  }
}

/** What is wrong with a model, in words; empty when it is sound. */
export function modelMistakes(value: unknown, { schema, hasDialect }: ModelRules): string[] {
  const wrong = mistake(schema, value)
  if (wrong !== null) return [wrong]
  const model = value as Model
  const ids = [model.id].flat()
  const lists = [model.bands, model.default_bands].flatMap(bands => Object.entries(bands ?? {}))
  return [
    ...(ids.length === 0 ? ['has no id'] : []),
    ...ids
      .filter(id => !/^[\da-f]{4}:(?:[\da-f]{4}|\*)$/.test(id))
      .map(id => `id ${id} is not vid:pid in lower case`),
    ...(['product', 'bands_of'] as const)
      .filter(key => !isPattern(model[key] ?? ''))
      .map(key => `${key} ${model[key]} is no pattern`),
    ...(hasDialect(model.dialect) ? [] : [`there is no dialect ${model.dialect}`]),
    ...(model.ways === undefined || (model.ways.length > 0 && new Set(model.ways).size === model.ways.length)
      ? []
      : ['ways is empty or names one twice']),
    ...(model.at.every(isSmall(0, 255)) ? [] : ['at is not a list of USB interface numbers']),
    ...lists
      .filter(([, list]) => !list?.every(isSmall(1, 1023)) || new Set(list).size < list.length)
      .map(([rat, list]) => `${rat} bands ${list} are not distinct numbers from 1 to 1023`),
  ]
}

/** What is read of a file at most. */
const longest = 262_144

/** How many lists and objects of a file may lie in each other; our own models need five. */
const deepest = 16

/** True where more lie in each other: whatever reads such a value by calling itself may run out of stack. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length && depth <= deepest; i++) {
    const mark = text[i]
    if (quoted && mark === '\\') i++
    else if (mark === '"') quoted = !quoted
    else if (!quoted && (mark === '[' || mark === '{')) depth++
    else if (!quoted && (mark === ']' || mark === '}')) depth--
  }
  return depth > deepest
}

/** The models of a file's text: one object or a list of them; or the first mistakes, one line each. */
export function parseModels(text: string, rules: ModelRules): { models: Model[]; mistakes: string[] } {
  let value: unknown
  if (text.length >= longest) return { models: [], mistakes: ['it is too long'] }
  if (isTooDeep(text)) return { models: [], mistakes: [`it is nested deeper than ${deepest} levels`] }
  try {
    value = JSON.parse(text)
  } catch {
    return { models: [], mistakes: ['it is not valid JSON'] }
  }
  const entries: unknown[] = Array.isArray(value) ? value : [value]
  const mistakes = entries.flatMap((entry, i) =>
    modelMistakes(entry, rules).map(text => (entries.length > 1 ? `model ${i + 1}: ${text}` : text)),
  )
  if (entries.length === 0) mistakes.push('it holds no model')
  return { models: mistakes.length === 0 ? (entries as Model[]) : [], mistakes }
}
