import { configuration, type OptionRule, type SectionRule } from '../contract/configuration.ts'
import type { Files } from '../platform/platform.ts'
import { readUci, type Section } from './uci.ts'

/** How many letters have to be added, left out or replaced to make one word of another (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1]
    for (const [to, wanted] of [...other].entries())
      next.push(
        Math.min((row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1, (row[to] ?? 0) + Number(letter !== wanted)),
      )
    row = next
  }
  return row[other.length] ?? 0
}

const inOrder = (name: string) => name.split(/[_-]+/).sort().join('_')

/** The name that was probably meant: by letters, whatever the order of its words; null where none is near. */
export function nearest(given: string, names: readonly string[]): string | null {
  const name = given.toLowerCase()
  const far = (other: string) =>
    Math.min(distance(name, other), distance(inOrder(name), inOrder(other)) + Number(name !== other) / 2)
  const [best] = [...names].sort((a, b) => far(a) - far(b))
  return best !== undefined && far(best) <= Math.max(2, name.length / 2) ? best : null
}

const meant = (given: string, names: readonly string[]) => {
  const name = nearest(given, names)
  return name === null ? `known are: ${names.join(', ')}` : `${name} is meant, perhaps`
}

/** The values of an option: those of a list, or the words of a text. */
export const valuesOf = (
  value: string | readonly string[] | undefined,
  { kind }: Pick<OptionRule, 'kind'>,
) => {
  const text = [value ?? []].flat().join(' ').trim()
  return kind === 'list' ? text.split(/[\s,]+/).filter(Boolean) : text === '' ? [] : [text]
}

/** What is wrong with one option of a section, in words that do not tell a secret; null when nothing is. */
export function optionMistake(
  rule: OptionRule,
  value: string | readonly string[] | undefined,
): string | null {
  const wrong = valuesOf(value, rule).find(each => !rule.form.test(each))
  if (wrong === undefined) return null
  return `${rule.name} must be ${rule.range}${rule.secret ? '' : `, not ${wrong.slice(0, 40)}`}`
}

const labelOf = ({ type, name }: Section, nth: number) => (name === null ? `@${type}[${nth}]` : name)

function mistakesOf(section: Section, label: string, rules: readonly OptionRule[]): string[] {
  const names = rules.map(({ name }) => name)
  const { options } = section
  const mistakes = Object.entries(options).flatMap(([name, value]) => {
    const rule = rules.find(each => each.name === name)
    if (rule === undefined)
      return [`there is no option ${name.slice(0, 40)} in a section ${section.type}; ${meant(name, names)}`]
    return optionMistake(rule, value) ?? []
  })
  if (section.type === 'card' && options.iccid === undefined)
    mistakes.push('option iccid is missing, which tells the card it is for')
  if (options.ip_type !== undefined && options.apn === undefined) mistakes.push('ip_type needs option apn')
  if (section.type === 'modem' && options.path === undefined && options.port === undefined)
    mistakes.push('neither option path nor option port tells which modem is meant')
  if (section.type === 'modem' && options.pin !== undefined && !options.path && !options.iccid)
    mistakes.push('pin needs option path or option iccid')
  return mistakes.map(text => `modem.${label}: ${text}`)
}

/** What is wrong in /etc/config/modem, a sentence for each mistake, in the order of the file. */
export function configurationMistakes(
  sections: readonly Section[],
  rules: readonly SectionRule[] = configuration,
): string[] {
  const types = rules.map(({ type }) => type)
  const seen = new Map<string, number>()
  const cards = new Map<string, string>()
  return sections.flatMap(section => {
    const nth = seen.get(section.type) ?? 0
    seen.set(section.type, nth + 1)
    const label = labelOf(section, nth)
    const rule = rules.find(({ type }) => type === section.type)
    if (rule === undefined)
      return [
        `modem.${label}: there is no section of type ${section.type.slice(0, 40)}; ${meant(section.type, types)}`,
      ]
    const iccid = section.type === 'card' ? valuesOf(section.options.iccid, { kind: 'option' })[0] : undefined
    const twin = iccid === undefined ? undefined : cards.get(iccid)
    if (iccid !== undefined && twin === undefined) cards.set(iccid, label)
    return [
      ...(rule.options === null ? [] : mistakesOf(section, label, rule.options)),
      ...(twin === undefined ? [] : [`modem.${label}: modem.${twin} is for the same card and holds`]),
    ]
  })
}

/** What is wrong in this router's /etc/config/modem. */
export const mistakesIn = (files: Files): string[] => configurationMistakes(readUci(files, 'modem'))
