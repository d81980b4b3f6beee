import { fnv1a } from '../platform/fnv.ts'
import { wishDirectory, wishPlace } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'
import type { Who } from './card.ts'

/** A PIN or PUK that was sent to a card and was not seen to be right. */
export interface PinMark {
  /** As {@link sumOf} makes it; empty for any, where a file is damaged. */
  pin: string
  /** Null for a card that told no number: then the place and the IMEI stand for it. */
  iccid: string | null
  place: string
  imei: string | null
  /** `sent`: what became of it is not known; `returned`: the modem said that the SIM was too busy to be given it. */
  outcome: 'sent' | 'refused' | 'returned'
  /** Attempts that were left before; null where the modem does not tell. */
  attempts: number | null
  /** How often it was sent. */
  tries: number
}

/** FNV-1a of a text: tells a changed PIN from a refused one; it hides nothing, the file is root's. */
export const fingerprint = (value: string): string => fnv1a(value).toString(36)

/** Which of the two codes of a card. */
export type Code = 'PIN' | 'PUK'

/** What is kept of a code. */
export const sumOf = (code: Code, value: string): string =>
  `${code === 'PUK' ? 'puk.' : ''}${fingerprint(value)}`

/** The file of a card. */
export const placeOfCard = ({ iccid, place, imei }: Pick<Who, 'iccid' | 'place' | 'imei'>) =>
  wishPlace(`pin-${iccid ?? `${place}-${imei ?? 'unknown'}`}`)

/** What one file holds; null when it is missing or damaged. */
export function marksIn(files: Files, path: string): PinMark[] | null {
  try {
    const marks = JSON.parse(files.read(path) ?? '') as PinMark[]
    return Array.isArray(marks) && marks.every(mark => typeof mark?.pin === 'string') ? marks : null
  } catch {
    return null
  }
}

/** Every PIN that is remembered. A damaged file stands for every PIN of its card. */
export function readMarks(files: Files, who?: Who): PinMark[] {
  const own = who === undefined ? null : placeOfCard(who)
  return files
    .list(wishDirectory)
    .filter(name => /^pin-.*\.json$/.test(name))
    .flatMap(name => {
      const path = `${wishDirectory}/${name}`
      const damaged: PinMark[] =
        who !== undefined && path === own
          ? [{ ...who, pin: '', outcome: 'sent', attempts: null, tries: 1 }]
          : []
      return marksIn(files, path) ?? damaged
    })
}

/** Whether a mark is about this card; where one of both has no number, the place or the IMEI decides. */
const isAbout = (mark: PinMark, { iccid, place, imei }: Who) =>
  mark.iccid !== null && iccid !== null
    ? mark.iccid === iccid
    : mark.place === place || (imei !== null && mark.imei === imei)

/**
 * Why a PIN is not sent to this card, from what is remembered and the attempts that are left; null when nothing speaks
 * against it. A count that has not gone down is no proof that nothing was counted, because there are modems whose count
 * stands still; only with the modem's own word that the SIM was not given the PIN it is sent a second time.
 */
export function objectionTo(
  marks: readonly PinMark[],
  code: Code,
  value: string,
  who: Who,
  attempts: number | null,
  byHand: boolean,
): string | null {
  const isOf = ({ pin }: PinMark) => pin === '' || pin.startsWith('puk.') === (code === 'PUK')
  const mine = marks.filter(mark => isOf(mark) && isAbout(mark, who))
  const same = mine.filter(mark => mark.pin === sumOf(code, value) || mark.pin === '')
  if (same.some(({ outcome }) => outcome === 'refused'))
    return `this card has refused this ${code} before; it is not tried again until it is changed`
  const isBack = ({ outcome, attempts: left, tries }: PinMark) =>
    outcome === 'returned' && attempts !== null && left !== null && attempts >= left && tries < 2
  if (!same.every(isBack))
    return `this ${code} was sent to this card before and its answer was lost; it is not tried again until it is changed`
  return byHand && attempts === null && mine.length > 0
    ? `a ${code} was tried before, and the modem does not tell how many attempts are left`
    : null
}

/** Forgets what was tried with a card: one code, or all of them when it has a new PIN. */
export const forgetPins = (files: Files, who: Who, sum?: string): void =>
  forget(files, who, mark => isAbout(mark, who) && (sum === undefined || mark.pin === sum))

/**
 * Forgets the PINs whose answer was lost, of a card that is seen open: it was locked when they were sent, so a right one
 * was given to it since, and with a right one a card counts from the beginning (ETSI TS 102 221 §11.1.9). Of a card without a
 * number it is not known that it is the same.
 */
export const forgetUnanswered = (files: Files, who: Who): void =>
  forget(files, who, ({ outcome, iccid }) => outcome !== 'refused' && iccid !== null && iccid === who.iccid)

function forget(files: Files, who: Who, gone: (mark: PinMark) => boolean): void {
  for (const name of files.list(wishDirectory).filter(each => /^pin-.*\.json$/.test(each))) {
    const path = `${wishDirectory}/${name}`
    const marks = marksIn(files, path) ?? []
    const left = marks.filter(mark => !gone(mark))
    if (left.length === 0 && (marks.length > 0 || path === placeOfCard(who))) files.remove(path)
    else if (left.length < marks.length) files.write(path, JSON.stringify(left))
  }
}
