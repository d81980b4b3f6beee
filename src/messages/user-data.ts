import { type Coding, hexOf, type Waiting, waitingKind } from './fields.ts'
import { type Language, languages, noShifts, pack, type Shifts, septetsOf, textOf, unpack } from './gsm7.ts'

/** Which part of a longer message this is. */
export interface Place {
  reference: number
  /** Bits of the reference. */
  bits: 8 | 16
  total: number
  /** From 1. */
  part: number
}

/** What stands before the text (TS 23.040 §9.2.3.24). */
export interface Header {
  place: Place | null
  /** Of an application: then the text is data for it. */
  ports: { to: number; from: number } | null
  shifts: Shifts
  waiting: Waiting | null
}

/** What a message carries. */
export interface UserData {
  header: Header
  /** Null where it is no text; halves of surrogate pairs stay as they came. */
  text: string | null
  /** What is no text, in hexadecimal. */
  data: string | null
  /** Whether fewer octets came than were announced. */
  truncated: boolean
}

const named = (number: number): Language | null =>
  number === 1 || number === 2 || number === 3 ? languages[number] : null

/** Reads the elements in whatever order they come; one that is cut or makes no sense says nothing. */
function readHeader(octets: readonly number[]): Header {
  const header: Header = { place: null, ports: null, shifts: { ...noShifts }, waiting: null }
  for (let at = 0; at + 2 <= octets.length; ) {
    const id = octets[at] ?? 0
    const length = octets[at + 1] ?? 0
    const value = octets.slice(at + 2, at + 2 + length)
    at += 2 + length
    if (value.length < length) break
    const [a = 0, b = 0, c = 0, d = 0] = value
    if ((id === 0x00 && length === 3) || (id === 0x08 && length === 4)) {
      const [reference, bits, total, part] =
        id === 0 ? ([a, 8, b, c] as const) : ([a * 256 + b, 16, c, d] as const)
      if (part > 0 && part <= total) header.place = { reference, bits, total, part }
    } else if (id === 0x04 && length === 2) header.ports = { to: a, from: b }
    else if (id === 0x05 && length === 4) header.ports = { to: a * 256 + b, from: c * 256 + d }
    else if (id === 0x24 && length === 1) header.shifts.single = named(a)
    else if (id === 0x25 && length === 1) header.shifts.locking = named(a)
    else if (id === 0x01 && length === 2)
      header.waiting = { what: waitingKind(a), active: b > 0, store: (a & 0x80) !== 0, count: b }
  }
  return header
}

/** Reads what comes behind the length `announced`: septets, header included, or octets, by the alphabet. */
export function readUserData(
  octets: readonly number[],
  announced: number,
  { alphabet, compressed }: Pick<Coding, 'alphabet' | 'compressed'>,
  hasHeader: boolean,
): UserData {
  const isPacked = alphabet === 'gsm7' && !compressed
  const needed = isPacked ? Math.ceil((announced * 7) / 8) : announced
  const own = octets.slice(0, needed)
  const size = hasHeader ? Math.min((own[0] ?? 0) + 1, own.length) : 0
  const header = readHeader(own.slice(1, size))
  const truncated = own.length < needed
  const body = own.slice(size)
  if (compressed || alphabet === '8bit' || header.ports !== null)
    return { header, text: null, data: hexOf(body), truncated }
  if (alphabet === 'gsm7') {
    const before = Math.ceil((size * 8) / 7)
    const septets = unpack(body, announced - before, before * 7 - size * 8)
    return { header, text: textOf(septets, header.shifts), data: null, truncated }
  }
  let text = ''
  for (let at = 0; at + 1 < body.length; at += 2)
    text += String.fromCharCode((body[at] ?? 0) * 256 + (body[at + 1] ?? 0))
  return { header, text, data: null, truncated }
}

/** Octets of a header; none where it says nothing. */
export function writeHeader(place: Place | null, { locking, single }: Shifts): number[] {
  const numberOf = (language: Language) => Object.values(languages).indexOf(language) + 1
  const elements = [
    ...(place === null
      ? []
      : place.bits === 8
        ? [0, 3, place.reference, place.total, place.part]
        : [8, 4, place.reference >> 8, place.reference & 0xff, place.total, place.part]),
    ...(locking === null ? [] : [0x25, 1, numberOf(locking)]),
    ...(single === null ? [] : [0x24, 1, numberOf(single)]),
  ]
  return elements.length === 0 ? [] : [elements.length, ...elements]
}

/** Length and octets of a text behind its header; what the tables do not have is left out. */
export function writeText(
  text: string,
  alphabet: 'gsm7' | 'ucs2',
  header: readonly number[] = [],
  shifts: Shifts = noShifts,
): number[] {
  if (alphabet === 'ucs2') {
    const units = text.split('').flatMap(unit => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff])
    return [header.length + units.length, ...header, ...units]
  }
  const before = Math.ceil((header.length * 8) / 7)
  const septets = [...text].flatMap(char => septetsOf(char, shifts) ?? [])
  return [before + septets.length, ...header, ...pack(septets, before * 7 - header.length * 8)]
}
