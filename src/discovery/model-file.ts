import { mistake, type Schema } from '../contract/schema.ts'
import type { Model, ModelEntry } from '../models/model.ts'
import { completed, type Lookup } from './like.ts'

/** What checking a model needs to know. */
export interface ModelRules {
  /** Schema of one model, derived from the interface of an entry. */
  schema: Schema
  hasDialect(name: string): boolean
  /** Schema of the options of a dialect; null: it has none; undefined: they are not known. */
  optionsOf(dialect: string): Schema | null | undefined
  /** Where a model that another one is like is looked up. */
  find: Lookup
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

/** What is wrong with the options of a model; null where nothing is. */
function optionsMistake({ dialect, options }: Model, { optionsOf }: ModelRules): string | null {
  const schema = options === undefined ? undefined : optionsOf(dialect)
  if (schema === null) return `the dialect ${dialect} has no options`
  return schema === undefined ? null : mistake(schema, options, 'options')
}

/** A model with what it takes over of the one it is like, or what is wrong with it, in words. */
export function checkModel(value: unknown, rules: ModelRules): Model | string[] {
  const wrong = mistake(rules.schema, value)
  if (wrong !== null) return [wrong]
  const model = completed(value as ModelEntry, rules.find)
  if (typeof model === 'string') return [model]
  const ids = [model.id].flat()
  const lists = [model.bands, model.default_bands].flatMap(bands => Object.entries(bands ?? {}))
  const hasDialect = rules.hasDialect(model.dialect)
  const mistakes = [
    ...(ids.length === 0 ? ['has no id'] : []),
    ...ids
      .filter(id => !/^[\da-f]{4}:(?:[\da-f]{4}|\*)$/.test(id))
      .map(id => `id ${id} is not vid:pid in lower case`),
    ...(['product', 'bands_of'] as const)
      .filter(key => !isPattern(model[key] ?? ''))
      .map(key => `${key} ${model[key]} is no pattern`),
    ...(hasDialect ? [] : [`there is no dialect ${model.dialect}`]),
    ...(model.ways === undefined || (model.ways.length > 0 && new Set(model.ways).size === model.ways.length)
      ? []
      : ['ways is empty or names one twice']),
    ...(model.at.every(isSmall(0, 255)) ? [] : ['at is not a list of USB interface numbers']),
    ...lists
      .filter(([, list]) => !list?.every(isSmall(1, 1023)) || new Set(list).size < list.length)
      .map(([rat, list]) => `${rat} bands ${list} are not distinct numbers from 1 to 1023`),
    ...[(hasDialect && optionsMistake(model, rules)) || []].flat(),
  ]
  return mistakes.length > 0 ? mistakes : model
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

/** The value of a file's text, or what is wrong with it. */
function parsed(text: string): { value: unknown } | string {
  if (text.length >= longest) return 'it is too long'
  if (isTooDeep(text)) return `it is nested deeper than ${deepest} levels`
  try {
    return { value: JSON.parse(text) }
  } catch {
    return 'it is not valid JSON'
  }
}

/** The entries of a text that have the form of one, unchecked beyond it, for those who are like them. */
export function entriesOf(text: string, schema: Schema): ModelEntry[] {
  const found = parsed(text)
  const entries: unknown[] = typeof found === 'string' ? [] : [found.value].flat()
  return entries.filter((entry): entry is ModelEntry => mistake(schema, entry) === null)
}

/**
 * The models of a file's text: one object or a list of them; or the first mistakes, one line each. `path` is the file's
 * where it lies in its place, which has to be that of its id.
 */
export function parseModels(
  text: string,
  rules: ModelRules,
  path = '',
): { models: Model[]; mistakes: string[] } {
  const found = parsed(text)
  if (typeof found === 'string') return { models: [], mistakes: [found] }
  const entries: unknown[] = Array.isArray(found.value) ? found.value : [found.value]
  const [, bus, name] = /^\/etc\/modem\/models\/([^/]*)\/(.*)$/.exec(path) ?? []
  const models: Model[] = []
  const mistakes = entries.length === 0 ? ['it holds no model'] : []
  for (const [i, entry] of entries.entries()) {
    const checked = checkModel(entry, rules)
    const own = Array.isArray(checked) ? checked : misplaced(checked, bus, name)
    mistakes.push(...own.map(wrong => (entries.length > 1 ? `model ${i + 1}: ${wrong}` : wrong)))
    if (!Array.isArray(checked)) models.push(checked)
  }
  return { models: mistakes.length === 0 ? models : [], mistakes }
}

/** The place of the file of an id, below the folder of models. */
export const placeOfModel = (bus: string, id: string): string => `${bus}/${id.replace(/:\*?/, '')}.json`

/** A file is found by its bus and id: elsewhere it is never read. */
function misplaced({ bus, id }: Model, folder: string | undefined, name: string | undefined): string[] {
  const places = [id].flat().map(each => placeOfModel(bus, each))
  return folder === undefined || places.includes(`${folder}/${name}`)
    ? []
    : [`it is of ${bus} ${[id].flat().join(', ')}: its place is /etc/modem/models/${places[0]}`]
}
