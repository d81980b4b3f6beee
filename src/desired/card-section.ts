import { configuration } from '../contract/configuration.ts'
import { optionMistake, valuesOf } from '../discovery/configuration.ts'
import type { Section } from '../discovery/uci.ts'
import { cardNumber } from '../modem/card-number.ts'

const rule = configuration.find(({ type }) => type === 'card')?.options.find(({ name }) => name === 'iccid')

/** What the number of the card begins with that a section is for; empty where it does not say so properly. */
function beginOf({ options: { iccid } }: Section): string {
  const isSound = rule !== undefined && optionMistake(rule, iccid) === null
  return cardNumber((isSound && valuesOf(iccid, rule)[0]) || '')
}

/** The section of type `card` that holds for a card: of those its number begins with, the one with the longest number. */
export function cardSection(sections: readonly Section[], iccid: string | null): Section | undefined {
  if (iccid === null) return undefined
  const fitting = sections.flatMap(section => {
    const begin = section.type === 'card' ? beginOf(section) : ''
    return begin !== '' && iccid.startsWith(begin) ? [{ section, length: begin.length }] : []
  })
  return fitting.sort((a, b) => b.length - a.length)[0]?.section
}
