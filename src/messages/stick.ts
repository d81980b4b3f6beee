import { noShifts } from './gsm7.ts'
import type { Pdu } from './pdu.ts'
import type { Stored } from './sms.ts'

/** A message as a stick tells it, which has joined its parts. */
export interface StickMessage {
  storage: 'ME' | 'SM'
  index: number
  kind: 'unread' | 'read' | 'sent' | 'draft'
  number: string
  /** With its zone; null where it is not told. */
  time: string | null
  text: string | null
}

const states = { unread: 0, read: 1, draft: 2, sent: 3 } as const

/** It as what lies in a slot, without a PDU. */
export function stickSlot({ storage, index, kind, number, time, text }: StickMessage): Stored {
  const header = { place: null, ports: null, shifts: { ...noShifts }, waiting: null }
  const coding = { alphabet: 'ucs2' as const, compressed: false, class: null, waiting: null }
  const both = { smsc: null, number, protocol: 0, coding, header, text, data: null, truncated: false }
  const pdu: Pdu =
    kind === 'unread' || kind === 'read'
      ? { ...both, type: 'deliver', time }
      : { ...both, type: 'submit', reference: 0, report: false, validityMinutes: null }
  return { storage, index, state: states[kind], hex: null, pdu }
}

const two = (number: number) => String(number).padStart(2, '0')

/** A time with a zone of so many minutes; null where it is none. */
function zoned(text: string, minutes: number): string | null {
  const far = Math.abs(minutes)
  const told = `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(far / 60))}:${two(far % 60)}`
  return Number.isNaN(Date.parse(told)) ? null : told
}

/** Minutes by which the router's own zone is ahead at that time. */
const ownZone = (text: string) => -new Date(text).getTimezoneOffset()

/** `2026-03-14 09:26:53`, which has no zone: that of the router, since the network sets both clocks. */
export function timeWithoutZone(told: string): string | null {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(told.trim()) ?? []
  const text = `${day}T${time}`
  return day === undefined || Number.isNaN(Date.parse(text)) ? null : zoned(text, ownZone(text))
}

/**
 * `26,03,14,09,26,53,+4`: the zone is in hours or in quarters of an hour, by model. The one that is the router's zone counts;
 * where neither is, no zone has more than 14 hours.
 */
export function timeOfZte(told: string): string | null {
  const [, year, month, day, hour, minute, second, zone = ''] =
    /^(\d\d)[,;](\d\d)[,;](\d\d)[,;](\d\d)[,;](\d\d)[,;](\d\d)(?:[,;]([+-]?\d{1,2}))?$/.exec(told.trim()) ??
    []
  if (year === undefined) return null
  const text = `20${year}-${month}-${day}T${hour}:${minute}:${second}`
  if (Number.isNaN(Date.parse(text))) return null
  if (zone === '') return zoned(text, ownZone(text))
  const number = Number(zone)
  const isQuarters = number * 15 === ownZone(text) || (number * 60 !== ownZone(text) && Math.abs(number) > 14)
  return zoned(text, number * (isQuarters ? 15 : 60))
}

/** Text of UTF-16BE in hexadecimal; null where it is none. */
export function textOfUtf16(hex: string): string | null {
  if (!/^(?:[\da-f]{4})*$/i.test(hex)) return null
  return String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map(unit => Number.parseInt(unit, 16)))
}

/** Its inverse, upper-case. */
export const utf16Of = (text: string): string =>
  Array.from({ length: text.length }, (_, nth) => text.charCodeAt(nth).toString(16).padStart(4, '0'))
    .join('')
    .toUpperCase()

/** The present time of the router as these sticks want it: `2026-03-14 09:26:53`, or with another separator and its zone. */
export function stickTime(now: Date, separator?: ';'): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two)
  if (separator === undefined)
    return `${[String(day[0]), ...day.slice(1).map(two)].join('-')} ${time.join(':')}`
  const zone = Math.trunc(-now.getTimezoneOffset() / 60)
  const year = two((day[0] ?? 0) % 100)
  return [year, ...day.slice(1).map(two), ...time, `${zone < 0 ? '' : '+'}${zone}`].join(separator)
}
