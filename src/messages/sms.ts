import { type Language, noShifts, type Shifts, septetsOf } from './gsm7.ts'
import type { Pdu } from './pdu.ts'
import { writeHeader } from './user-data.ts'

/** How a text is sent. */
export interface Plan {
  alphabet: 'gsm7' | 'ucs2'
  shifts: Shifts
  /** Texts of the parts, in order; one with nothing in it for an empty text. */
  parts: string[]
}

/** The text without halves of surrogate pairs. */
export const whole = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD')

/** Parts of at most `room` by what each character takes; null where one cannot be written. */
function fill(text: string, room: number, sizeOf: (char: string) => number | null): string[] | null {
  const parts = ['']
  let left = room
  for (const char of text) {
    const size = sizeOf(char)
    if (size === null) return null
    if (size > left) {
      parts.push('')
      left = room
    }
    parts[parts.length - 1] += char
    left -= size
  }
  return parts
}

/** Room of a part: 160 septets or 70 units, without what its header takes. */
export function roomOf(alphabet: Plan['alphabet'], shifts: Shifts, isOneOfSeveral: boolean): number {
  const place = isOneOfSeveral ? ({ reference: 0, bits: 8, total: 1, part: 1 } as const) : null
  const { length } = writeHeader(place, shifts)
  return alphabet === 'gsm7' ? 160 - Math.ceil((length * 8) / 7) : Math.floor((140 - length) / 2)
}

const national: Language[] = ['turkish', 'spanish', 'portuguese']

/**
 * The ways to write a text, those first that most receivers know: the default alphabet, then UCS2. A national table only
 * by single shifts: a phone that does not know it then shows the letter without its accent, where a locking shift would
 * show other letters.
 */
export const writings: readonly Omit<Plan, 'parts'>[] = [
  { alphabet: 'gsm7', shifts: noShifts },
  { alphabet: 'ucs2', shifts: noShifts },
  ...national.map(single => ({ alphabet: 'gsm7' as const, shifts: { locking: null, single } })),
]

/** Splits a text into as few parts as there is a way to, never within a character; of several ways the first. */
export function planText(given: string): Plan {
  const text = whole(given)
  let best: Plan | null = null
  for (const { alphabet, shifts } of writings) {
    const sizeOf = (char: string) =>
      alphabet === 'ucs2' ? char.length : (septetsOf(char, shifts)?.length ?? null)
    const alone = fill(text, roomOf(alphabet, shifts, false), sizeOf)
    const parts =
      alone === null || alone.length < 2 ? alone : fill(text, roomOf(alphabet, shifts, true), sizeOf)
    if (parts !== null && (best === null || parts.length < best.parts.length))
      best = { alphabet, shifts, parts }
  }
  return best ?? { alphabet: 'ucs2', shifts: noShifts, parts: [''] }
}

/** What lies in one slot of a modem's storage. */
export interface Stored {
  storage: string
  index: number
  /** 0 unread, 1 read, 2 to be sent, 3 sent (TS 27.005 §3.1). */
  state: number
  /** The PDU; null where the way tells none. */
  hex: string | null
  pdu: Pdu
}

/** The slots of one message. */
export interface Joined {
  /** In order, the missing ones left out. */
  slots: Stored[]
  /** Numbers of the parts that are not there. */
  missing: number[]
}

const dayMs = 24 * 3600 * 1000

/** When a message came; null where that is not known, as on the 31st of June. */
const timeOf = ({ pdu }: Stored): number | null =>
  (pdu.type === 'deliver' && Date.parse(pdu.time ?? '')) || null

const placeOf = ({ pdu }: Stored) =>
  (pdu.type === 'deliver' || pdu.type === 'submit') && pdu.header.ports === null ? pdu.header.place : null

interface Group {
  total: number
  time: number | null
  parts: Map<number, Stored>
}

/**
 * Joins the parts of messages: those of one sender with one reference, class and number of parts, at most a day apart,
 * whatever storage they lie in. A part that is there already begins another message: they are taken in the order in which
 * they came, because senders use a reference again, and slots that were freed are filled in any order.
 */
export function join(slots: readonly Stored[]): Joined[] {
  const groups = new Map<string, Group[]>()
  const joined: (Joined | Group)[] = []
  const order = new Map(slots.map((slot, nth) => [slot, nth]))
  const arrived = [...slots].sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0))
  for (const slot of arrived) {
    const place = placeOf(slot)
    if (place === null || place.total === 1) {
      joined.push({ slots: [slot], missing: [] })
      continue
    }
    const { pdu } = slot
    const { reference, bits, total, part } = place
    const coding = pdu.type === 'deliver' || pdu.type === 'submit' ? (pdu.coding.class ?? '') : ''
    const number = pdu.type === 'unreadable' ? '' : pdu.number
    const key = [pdu.type, number, reference, bits, total, coding].join('\n')
    const time = timeOf(slot)
    const list = groups.get(key) ?? []
    groups.set(key, list)
    const isNear = (group: Group) =>
      group.time === null || time === null || Math.abs(group.time - time) <= dayMs
    const group = list.find(each => isNear(each) && !each.parts.has(part))
    if (group !== undefined) group.parts.set(part, slot)
    else {
      const made = { total, time, parts: new Map([[part, slot]]) }
      list.push(made)
      joined.push(made)
    }
  }
  const placeIn = ({ slots: parts }: Joined) => Math.min(...parts.map(slot => order.get(slot) ?? 0))
  return joined
    .map((each): Joined => {
      if ('slots' in each) return each
      const numbers = Array.from({ length: each.total }, (_, index) => index + 1)
      return {
        slots: numbers.flatMap(number => each.parts.get(number) ?? []),
        missing: numbers.filter(number => !each.parts.has(number)),
      }
    })
    .sort((a, b) => placeIn(a) - placeIn(b))
}

/** The text of a message, with a mark where parts are missing; null where none of it is text. */
export function textOfMessage({ slots, missing }: Joined): string | null {
  const parts = slots.map(slot => {
    const { pdu } = slot
    const text = pdu.type === 'deliver' || pdu.type === 'submit' ? pdu.text : null
    return { number: placeOf(slot)?.part ?? 1, total: placeOf(slot)?.total ?? 1, text }
  })
  if (parts.every(({ text }) => text === null)) return null
  const total = Math.max(...parts.map(part => part.total))
  const marks = missing.map(number => ({ number, text: `[… ${number}/${total} …]` }))
  return whole(
    [...parts, ...marks]
      .sort((a, b) => a.number - b.number)
      .map(({ text }) => text ?? '')
      .join(''),
  )
}
