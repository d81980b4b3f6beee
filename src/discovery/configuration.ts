import { configuration } from '../contract/configuration.ts'
import { nearest } from '../contract/nearest.ts'
import { fits, type OptionRule, type SectionRule } from '../contract/option-rule.ts'
import type { Files } from '../platform/platform.ts'
import { readUci, type Section } from './uci.ts'

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
  const values = valuesOf(value, rule)
  const wrong = values.find(each => !fits(rule, each))
  if (wrong !== undefined)
    return `${rule.name} must be ${rule.range}${rule.secret ? '' : `, not ${wrong.slice(0, 40)}`}`
  const isTooLong = rule.most !== undefined && values.length > rule.most
  return isTooLong ? `${rule.name} takes at most ${rule.most} values` : null
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

/** A section with what is wrong with it. */
export interface CheckedSection {
  section: Section
  /** Its name, or its place among those of its type as UCI says it: `@watch[0]`. */
  label: string
  /** Whether another one before it is for the same thing and holds in its place. */
  second: boolean
  mistakes: string[]
}

/** What tells two sections of a type that only one of them can hold; null where any number may. */
function purposeOf({ type, options }: Section): readonly [purpose: string, words: string] | null {
  if (type === 'card') {
    const [iccid] = valuesOf(options.iccid, { kind: 'option' })
    return iccid === undefined ? null : [`card ${iccid}`, 'is for the same card and holds']
  }
  if (type !== 'watch' || isOff(options.enabled)) return null
  const [modem] = valuesOf(options.modem, { kind: 'option' })
  return [
    `watch ${modem ?? ''}`,
    `is for ${modem === undefined ? 'the only modem' : 'the same modem'} and holds`,
  ]
}

/** Whether a text says no in the words of UCI. */
export const isOff = (value: string | readonly string[] | undefined): boolean =>
  typeof value === 'string' && /^(?:0|off|false|no|disabled)$/.test(value)

/** Every section of /etc/config/modem with what is wrong with it, in the order of the file. */
export function checkedSections(
  sections: readonly Section[],
  rules: readonly SectionRule[] = configuration,
): CheckedSection[] {
  const types = rules.map(({ type }) => type)
  const seen = new Map<string, number>()
  const purposes = new Map<string, string>()
  return sections.map(section => {
    const nth = seen.get(section.type) ?? 0
    seen.set(section.type, nth + 1)
    const label = labelOf(section, nth)
    const rule = rules.find(({ type }) => type === section.type)
    if (rule === undefined) {
      const told = `there is no section of type ${section.type.slice(0, 40)}; ${meant(section.type, types)}`
      return { section, label, second: false, mistakes: [`modem.${label}: ${told}`] }
    }
    const mistakes = mistakesOf(section, label, rule.options)
    const [purpose, words] = purposeOf(section) ?? []
    const first = purpose === undefined ? undefined : purposes.get(purpose)
    if (first !== undefined) mistakes.push(`modem.${label}: modem.${first} ${words}`)
    else if (purpose !== undefined) purposes.set(purpose, label)
    return { section, label, second: first !== undefined, mistakes }
  })
}

/** What is wrong in /etc/config/modem, a sentence for each mistake, in the order of the file. */
export const configurationMistakes = (
  sections: readonly Section[],
  rules: readonly SectionRule[] = configuration,
): string[] => checkedSections(sections, rules).flatMap(({ mistakes }) => mistakes)

/** What is wrong in this router's /etc/config/modem. */
export const mistakesIn = (files: Files): string[] => configurationMistakes(readUci(files, 'modem'))
