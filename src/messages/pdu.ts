import {
  type Coding,
  hexOf,
  minutesOf,
  octetsFor,
  octetsOf,
  readAddress,
  readCoding,
  readTime,
  writeAddress,
} from './fields.ts'
import { noShifts, type Shifts } from './gsm7.ts'
import { type Place, readUserData, type UserData, writeHeader, writeText } from './user-data.ts'

interface Any {
  /** Number of the service centre; null where it is not told. */
  smsc: string | null
  /** Of the other side, or its name; of a report, who was to get the message. */
  number: string
}

/** A message that came (TS 23.040 §9.2.2.1). */
export interface Deliver extends Any, UserData {
  type: 'deliver'
  time: string | null
  protocol: number
  coding: Coding
}

/** A message that is or was to be sent (§9.2.2.2). */
export interface Submit extends Any, UserData {
  type: 'submit'
  reference: number
  protocol: number
  coding: Coding
  /** Whether a report was asked for. */
  report: boolean
  /** How long it was to be tried; null where that is not told in minutes. */
  validityMinutes: number | null
}

/** What became of a message that was sent (§9.2.2.3). */
export interface Report extends Any {
  type: 'report'
  /** Of the message it is about. */
  reference: number
  /** When the service centre had the message. */
  time: string | null
  /** When that became of it. */
  ended: string | null
  status: number
}

/** What cannot be read, and why. */
export interface Unreadable {
  type: 'unreadable'
  why: string
}

/** What a PDU says. */
export type Pdu = Deliver | Submit | Report | Unreadable

const unreadable = (why: string): Unreadable => ({ type: 'unreadable', why })

/**
 * Reads a PDU as the modem lists it, whatever it is. `length` is what the modem says: octets behind the service centre's
 * number, by which is known whether that was left out. Wire: `07918406921511F1040B91…`.
 */
export function readPdu(hex: string, length: number | null = null): Pdu {
  const octets = octetsOf(hex.trim())
  if (octets === null) return unreadable('it is not hexadecimal')
  if (octets.length === 0) return unreadable('it is empty')
  const hasCentre = octets.length !== length
  let at = 0
  const take = (count: number) => {
    at += count
    return octets.slice(at - count, at)
  }
  const one = () => octets[at++] ?? 0
  let smsc: string | null = null
  if (hasCentre) {
    const [type = 0x80, ...number] = take(one())
    smsc = number.length === 0 ? null : readAddress(type, number, 2 * number.length)
  }
  if (at >= octets.length) return unreadable('it ends behind the number of the service centre')
  const flags = one()
  const hasHeader = (flags & 0x40) !== 0
  const address = () => {
    const digits = one()
    const type = one()
    return readAddress(type, take(octetsFor(digits)), digits)
  }
  const data = (coding: Coding) => {
    const announced = one()
    return readUserData(octets.slice(at), announced, coding, hasHeader)
  }
  const cut = () => (at > octets.length ? unreadable('it ends before its text') : null)
  const kind = flags & 3
  if (kind === 2) {
    const reference = one()
    const number = address()
    const [time, ended] = [readTime(take(7)), readTime(take(7))]
    const status = one()
    return cut() ?? { type: 'report', smsc, number, reference, time, ended, status }
  }
  const reference = kind === 1 ? one() : 0
  const number = address()
  const protocol = one()
  const coding = readCoding(one())
  if (kind === 1) {
    const format = (flags >> 3) & 3
    const validity = take(format === 0 ? 0 : format === 2 ? 1 : 7)
    const carried = data(coding)
    const report = (flags & 0x20) !== 0
    const validityMinutes = format === 2 ? minutesOf(validity[0] ?? 0) : null
    return (
      cut() ?? {
        type: 'submit',
        smsc,
        number,
        reference,
        protocol,
        coding,
        report,
        validityMinutes,
        ...carried,
      }
    )
  }
  const time = readTime(take(7))
  const carried = data(coding)
  return cut() ?? { type: 'deliver', smsc, number, time, protocol, coding, ...carried }
}

/** What is to be sent in one PDU. */
export interface Sending {
  to: string
  text: string
  alphabet: 'gsm7' | 'ucs2'
  shifts?: Shifts
  place?: Place | null
  /** Whether a report is wanted. */
  report?: boolean
  /** True: shown at once, not kept. */
  flash?: boolean
}

/** A PDU to send, by the service centre of the SIM, and the length that `+CMGS` is told. */
export function writeSubmit({
  to,
  text,
  alphabet,
  shifts = noShifts,
  place = null,
  report = false,
  flash = false,
}: Sending): { pdu: string; length: number } {
  const header = writeHeader(place, shifts)
  const octets = [
    0x01 | (report ? 0x20 : 0) | (header.length > 0 ? 0x40 : 0),
    0,
    ...writeAddress(to),
    0,
    (alphabet === 'ucs2' ? 8 : 0) | (flash ? 0x10 : 0),
    ...writeText(text, alphabet, header, shifts),
  ]
  return { pdu: `00${hexOf(octets)}`, length: octets.length }
}
