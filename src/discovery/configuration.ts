import { configuration } from '../contract/configuration.ts'
import { nearest } from '../contract/nearest.ts'
import { fits, type OptionRule } from '../contract/option-rule.ts'
import { inEnglish, type Phrase } from '../contract/phrase.ts'
import type { Files } from '../platform/platform.ts'
import { readUci, type Section } from './uci.ts'

/** Something wrong in a section of /etc/config/modem. */
export interface Mistake {
  /** The section: its name, or its place among those of its type as UCI says it: `@watch[0]`. */
  section: string
  phrase: Phrase
}

const noOption = 'there is no option {option} in a section {type}'
const noType = 'there is no section of type {type}'
const perhaps = '{name} is meant, perhaps'
const known = 'known are: {names}'
const tooMany = '{option} takes at most {most} values'
const noCard = 'option iccid is missing, which tells the card it is for'
const noApn = 'ip_type needs option apn'
const noModem = 'neither option path nor option port tells which modem is meant'
const anyCard = 'pin needs option path or option iccid'
const sameCard = 'modem.{section} is for the same card and holds'
const sameModem = 'modem.{section} is for the same modem and holds'
const onlyModem = 'modem.{section} is for the only modem and holds'

function unknown(text: string, values: Phrase['with'], given: string, names: readonly string[]): Phrase {
  const name = nearest(given, names)
  return name === null
    ? { text: `${text}; ${known}`, with: { ...values, names: names.join(', ') } }
    : { text: `${text}; ${perhaps}`, with: { ...values, name } }
}

/** The values of an option: those of a list, or the words of a text. */
export const valuesOf = (
  value: string | readonly string[] | undefined,
  { kind }: Pick<OptionRule, 'kind'>,
) => {
  const text = [value ?? []].flat().join(' ').trim()
  return kind === 'list' ? text.split(/[\s,]+/).filter(Boolean) : text === '' ? [] : [text]
}

/** What an option must be, with names for what differs between options that are alike. */
function mustBe({ range, bounds, secret }: OptionRule): string {
  const words = bounds
    ? range.replace(/^\S+ to \S+/, '{least} to {most}')
    : range.replace(/^one of .*/, 'one of {values}')
  return `{option} must be ${words}${secret ? '' : ', not {value}'}`
}

function misfit(rule: OptionRule, wrong: string): Phrase {
  const { name, bounds, values, secret } = rule
  const [least, most] = bounds ?? []
  return {
    text: mustBe(rule),
    with: {
      option: name,
      ...(least !== undefined && most !== undefined ? { least, most } : {}),
      ...(values ? { values: values.join(', ') } : {}),
      ...(secret ? {} : { value: wrong.slice(0, 40) }),
    },
  }
}

/** What is wrong with one option of a section, in words that do not tell a secret; null when nothing is. */
export function optionMistake(
  rule: OptionRule,
  value: string | readonly string[] | undefined,
): Phrase | null {
  const { name, most } = rule
  const values = valuesOf(value, rule)
  const wrong = values.find(each => !fits(rule, each))
  if (wrong !== undefined) return misfit(rule, wrong)
  const isTooLong = most !== undefined && values.length > most
  return isTooLong ? { text: tooMany, with: { option: name, most } } : null
}

/** Every phrase a mistake can be told by. */
export const mistakePhrases = (): string[] => [
  ...[noOption, noType].flatMap(text => [`${text}; ${known}`, `${text}; ${perhaps}`]),
  ...[tooMany, noCard, noApn, noModem, anyCard, sameCard, sameModem, onlyModem],
  ...new Set(configuration.flatMap(({ options }) => options.map(mustBe))),
]

const labelOf = ({ type, name }: Section, nth: number) => (name === null ? `@${type}[${nth}]` : name)

function mistakesOf({ type, options }: Section, rules: readonly OptionRule[]): Phrase[] {
  const names = rules.map(({ name }) => name)
  const mistakes = Object.entries(options).flatMap(([name, value]) => {
    const rule = rules.find(each => each.name === name)
    if (rule === undefined) return unknown(noOption, { option: name.slice(0, 40), type }, name, names)
    return optionMistake(rule, value) ?? []
  })
  if (type === 'card' && options.iccid === undefined) mistakes.push({ text: noCard })
  if (options.ip_type !== undefined && options.apn === undefined) mistakes.push({ text: noApn })
  if (type === 'modem' && options.path === undefined && options.port === undefined)
    mistakes.push({ text: noModem })
  if (type === 'modem' && options.pin !== undefined && !options.path && !options.iccid)
    mistakes.push({ text: anyCard })
  return mistakes
}

/** A section with what is wrong with it. */
export interface CheckedSection {
  section: Section
  /** Its name, or its place among those of its type as UCI says it: `@watch[0]`. */
  label: string
  /** Whether another one before it is for the same thing and holds in its place. */
  second: boolean
  mistakes: Mistake[]
}

/** What tells two sections of a type that only one of them can hold, and how that is said; null where any number may. */
function purposeOf({ type, options }: Section): readonly [purpose: string, text: string] | null {
  if (type === 'card') {
    const [iccid] = valuesOf(options.iccid, { kind: 'option' })
    return iccid === undefined ? null : [`card ${iccid}`, sameCard]
  }
  if (type !== 'watch' || isOff(options.enabled)) return null
  const [modem] = valuesOf(options.modem, { kind: 'option' })
  return [`watch ${modem ?? ''}`, modem === undefined ? onlyModem : sameModem]
}

/** Whether a text says no in the words of UCI. */
export const isOff = (value: string | readonly string[] | undefined): boolean =>
  typeof value === 'string' && /^(?:0|off|false|no|disabled)$/.test(value)

/** Every section of /etc/config/modem with what is wrong with it, in the order of the file. */
export function checkedSections(sections: readonly Section[]): CheckedSection[] {
  const types = configuration.map(({ type }) => type)
  const seen = new Map<string, number>()
  const purposes = new Map<string, string>()
  return sections.map(section => {
    const nth = seen.get(section.type) ?? 0
    seen.set(section.type, nth + 1)
    const label = labelOf(section, nth)
    const rule = configuration.find(({ type }) => type === section.type)
    const type = section.type.slice(0, 40)
    const mistakes = rule
      ? mistakesOf(section, rule.options)
      : [unknown(noType, { type }, section.type, types)]
    const [purpose, text = ''] = (rule && purposeOf(section)) ?? []
    const first = purpose === undefined ? undefined : purposes.get(purpose)
    if (first !== undefined) mistakes.push({ text, with: { section: first } })
    else if (purpose !== undefined) purposes.set(purpose, label)
    return {
      section,
      label,
      second: first !== undefined,
      mistakes: mistakes.map(phrase => ({ section: label, phrase })),
    }
  })
}

/** A mistake in English. */
export const mistakeText = ({ section, phrase }: Mistake): string =>
  `modem.${section}: ${inEnglish([phrase])}`

/** What is wrong in /etc/config/modem, in the order of the file. */
export const mistakesAmong = (sections: readonly Section[]): Mistake[] =>
  checkedSections(sections).flatMap(({ mistakes }) => mistakes)

/** The same in English. */
export const configurationMistakes = (sections: readonly Section[]): string[] =>
  mistakesAmong(sections).map(mistakeText)

/** What is wrong in this router's /etc/config/modem. */
export const mistakesIn = (files: Files): Mistake[] => mistakesAmong(readUci(files, 'modem'))
