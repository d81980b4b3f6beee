import { wishDirectory, wishPlace } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'
import type { Who } from './card.ts'

/** A PIN that was sent to a card and was not seen to be right. */
export interface PinMark {
  /** Its {@link fingerprint}; empty for any PIN, where a file is damaged. */
  pin: string
  /** Null for a card that told no number: then the place and the IMEI stand for it. */
  iccid: string | null
  place: string
  imei: string | null
  /** `sent`: what became of it is not known. */
  outcome: 'sent' | 'refused'
  /** Attempts that were left before; null where the modem does not tell. */
  attempts: number | null
  /** How often it was sent. */
  tries: number
}

/** FNV-1a of a text: tells a changed PIN from a refused one; it hides nothing, the file is root's. */
export function fingerprint(value: string): string {
  let hash = 0x811c9dc5
  for (const c of value) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0
  return hash.toString(36)
}

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
 * against it. What became of a PIN is known to be harmless where the modem counts and has not counted it.
 */
export function objectionTo(
  marks: readonly PinMark[],
  pin: string,
  who: Who,
  attempts: number | null,
  byHand: boolean,
): string | null {
  const mine = marks.filter(mark => isAbout(mark, who))
  const same = mine.filter(mark => mark.pin === fingerprint(pin) || mark.pin === '')
  if (same.some(({ outcome }) => outcome === 'refused'))
    return 'this card has refused this PIN before; it is not tried again until it is changed'
  const uncounted = (mark: PinMark) =>
    attempts !== null && mark.attempts !== null && attempts >= mark.attempts && mark.tries < 2
  if (!same.every(uncounted))
    return 'this PIN was sent to this card before and its answer was lost; it is not tried again until it is changed'
  return byHand && attempts === null && mine.length > 0
    ? 'a PIN was tried before, and the modem does not tell how many attempts are left'
    : null
}

/** Forgets what was tried with a card: a PIN, or all of them when it has a new one. */
export function forgetPins(files: Files, who: Who, pin?: string): void {
  const gone = (mark: PinMark) => isAbout(mark, who) && (pin === undefined || mark.pin === fingerprint(pin))
  for (const name of files.list(wishDirectory).filter(each => /^pin-.*\.json$/.test(each))) {
    const path = `${wishDirectory}/${name}`
    const marks = marksIn(files, path) ?? []
    const left = marks.filter(mark => !gone(mark))
    if (left.length === 0 && (marks.length > 0 || path === placeOfCard(who))) files.remove(path)
    else if (left.length < marks.length) files.write(path, JSON.stringify(left))
  }
}
