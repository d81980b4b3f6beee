import { watchOptions } from '../contract/watch-options.ts'
import { optionMistake, valuesOf } from '../discovery/configuration.ts'

/** What the values of an option mean to who reads it; none where it is absent and its table has nothing for that. */
export type Reader<Value> = (values: readonly string[]) => Value

/** The options of a section of type `watch` that somebody reads, by name. */
export type Options<Settings> = { readonly [Name in keyof Settings]: Reader<Settings[Name]> }

/** Yes or no, in the words of UCI. */
export const flag: Reader<boolean> = ([text = '']) => /^(?:1|on|true|yes|enabled)$/.test(text)

/** A whole number that the table has a usual one for. */
export const count: Reader<number> = ([text]) => Number(text)

/** A whole number; null where nothing is set. */
export const countIfSet: Reader<number | null> = ([text]) => (text === undefined ? null : Number(text))

/** A text that the table has a usual one for. */
export const text: Reader<string> = ([one = '']) => one

/** A text; null where nothing is set. */
export const textIfSet: Reader<string | null> = ([one]) => one ?? null

/** One of the words; null where nothing is set. */
export const wordIfSet =
  <Word extends string>(words: readonly Word[]): Reader<Word | null> =>
  ([one]) =>
    words.find(word => word === one) ?? null

/** Any number of texts; `-` is none. */
export const list: Reader<readonly string[]> = values => values.filter(value => value !== '-')

/** Reads options of a section by the table of all options; one that is wrong counts as absent. */
export function readOptions<Settings>(
  given: Readonly<Record<string, string | readonly string[]>>,
  options: Options<Settings>,
): Settings {
  const read = ([name, reader]: [string, Reader<unknown>]) => {
    const rule = watchOptions.find(each => each.name === name)
    const isSound = rule !== undefined && optionMistake(rule, given[name]) === null
    const values = isSound ? valuesOf(given[name], rule) : []
    return [name, reader(values.length > 0 ? values : (rule?.usual ?? []))]
  }
  return Object.fromEntries(Object.entries<Reader<unknown>>(options).map(read)) as Settings
}
