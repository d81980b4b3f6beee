/** What is remembered of a modem that is read over QMI, until it is enumerated anew. */
export interface QmiNotes {
  /** Whether what never changes was asked. */
  isGreeted: boolean
  /** Questions that its firmware refuses. */
  refused: string[]
  /** Questions that it left without an answer once. */
  silent: string[]
  /** Questions that were answered once. */
  answered: string[]
  imei: string | null
  imsi: string | null
  iccid: string | null
  /** When the numbers of the card were last seen to be these, platform clock. */
  card: number
  /** As it was printed. */
  format: unknown
  /** Its registration, whether it was served last, and the technologies whose signal it told. */
  stat: number | null
  isServed: boolean
  types: { type?: unknown }[]
}

/** Nothing is known. */
export const emptyNotes = (): QmiNotes => ({
  isGreeted: false,
  refused: [],
  silent: [],
  answered: [],
  imei: null,
  imsi: null,
  iccid: null,
  card: 0,
  format: null,
  stat: null,
  isServed: false,
  types: [],
})

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

/** The notes of a snapshot; null where they are none, or not sound. */
export function readNotes(value: unknown): QmiNotes | null {
  if (typeof value !== 'object' || value === null) return null
  const notes = { ...emptyNotes(), ...value }
  const { imei, imsi, iccid, card, types } = notes
  const isSound =
    [imei, imsi, iccid].every(text => text === null || typeof text === 'string') &&
    isTexts(notes.refused) &&
    isTexts(notes.silent) &&
    isTexts(notes.answered) &&
    Number.isFinite(card) &&
    Array.isArray(types)
  return isSound ? notes : null
}
