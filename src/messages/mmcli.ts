import { octetsOf } from './fields.ts'
import { noShifts } from './gsm7.ts'
import type { Pdu } from './pdu.ts'
import type { Stored } from './sms.ts'
import type { UserData } from './user-data.ts'

const smsPath = /^\/org\/freedesktop\/ModemManager1\/SMS\/(\d{1,5})$/

/** The D-Bus path of a message by the number with which it ends. */
export const pathOfMessage = (number: number): string => `/org/freedesktop/ModemManager1/SMS/${number}`

/**
 * Numbers of the messages that `mmcli --messaging-list-sms -J` lists; null where it is no such list. Wire:
 * `{"modem.messaging.sms":["/org/freedesktop/ModemManager1/SMS/3"]}`, the dots being part of one name.
 */
export function numbersIn(value: unknown): number[] | null {
  const list = value instanceof Object ? (value as Record<string, unknown>)['modem.messaging.sms'] : null
  if (!Array.isArray(list)) return null
  const numbers = list.flatMap(path => smsPath.exec(String(path))?.[1] ?? [])
  return [...new Set(numbers.map(Number))]
}

/**
 * What became of a message, by the words of ModemManager: the status of 3GPP TS 23.040 §9.2.3.15 with which a row begins, and
 * one more for each further word. It has no words of their own for what is reserved or of one service centre alone.
 */
const outcomes: readonly (readonly [first: number, kind: string, words: string])[] = [
  [0x00, 'completed', 'received forwarded-unconfirmed replaced-by-sc'],
  [
    0x20,
    'temporary-error',
    'congestion sme-busy no-response-from-sme service-rejected qos-not-available in-sme',
  ],
  [
    0x40,
    'error',
    'remote-procedure incompatible-destination connection-rejected not-obtainable qos-not-available ' +
      'no-interworking-available validity-period-expired deleted-by-originating-sme ' +
      'deleted-by-sc-administration message-does-not-exist',
  ],
  [
    0x60,
    'temporary-fatal-error',
    'congestion sme-busy no-response-from-sme service-rejected qos-not-available in-sme',
  ],
]

function statusOf(state: string | null): number | null {
  for (const [first, kind, words] of outcomes) {
    const at = words.split(' ').findIndex(word => `${kind}-${word}` === state)
    if (at >= 0) return first + at
  }
  return null
}

/** A time with its zone, which may be told in hours alone; null where one of both is not told. Wire: `2026-03-14T09:26:53+01`. */
function timeOf(text: string | null): string | null {
  const [, time, zone = '', minutes = ''] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d)(?::?(\d\d))?$/.exec(text ?? '') ?? []
  if (time === undefined) return null
  const told = `${time}${zone === 'Z' ? '+00:00' : `${zone}:${minutes || '00'}`}`
  return Number.isNaN(Date.parse(told)) ? null : told
}

const numberOf = (text: string | null): number | null => (/^\d{1,5}$/.test(text ?? '') ? Number(text) : null)

/** Storages as ModemManager names them; one that it does not tell is either of both. */
const storages: Readonly<Record<string, string>> = { sm: 'SM', me: 'ME', sr: 'SR', bm: 'BM', ta: 'TA' }

/**
 * A message by the answer to `mmcli -s … -J`, its parts joined by ModemManager, which tells no PDU and not whether it is
 * unread. `--` stands for nothing. Null where it is no such answer.
 */
export function messageOf(index: number, value: unknown): Stored | null {
  const { sms } = (value ?? {}) as { sms?: Readonly<Record<string, unknown>> }
  if (!(sms instanceof Object)) return null
  const told = (group: string, key: string): string | null => {
    const at = (sms[group] as Readonly<Record<string, unknown>> | undefined)?.[key]
    return typeof at === 'string' && at !== '' && at !== '--' ? at : null
  }
  const about = (key: string) => told('properties', key)
  const type = about('pdu-type') ?? 'unknown'
  const state = about('state')
  const isOut = /^(?:cdma-)?submit$/.test(type)
  const stored = {
    storage: storages[about('storage') ?? ''] ?? 'MT',
    index,
    state: isOut ? (state === 'sent' ? 3 : 2) : 1,
    hex: null,
  }
  const smsc = about('smsc')
  const number = told('content', 'number') ?? ''
  const reference = numberOf(about('message-reference')) ?? 0
  const read = (): Pdu => {
    if (type === 'status-report') {
      const status = statusOf(about('delivery-state'))
      if (status === null)
        return { type: 'unreadable', why: 'it reports a state of delivery that has no name' }
      const [time, ended] = [timeOf(about('timestamp')), timeOf(about('discharge-timestamp'))]
      return { type: 'report', smsc, number, reference, time, ended, status }
    }
    const text = told('content', 'text')
    const hex = text === null ? told('content', 'data') : null
    const carried: UserData = {
      header: { place: null, ports: null, shifts: { ...noShifts }, waiting: null },
      text,
      data: hex !== null && octetsOf(hex) !== null ? hex.toUpperCase() : null,
      truncated: state === 'receiving',
    }
    const alphabet = hex === null ? ('ucs2' as const) : ('8bit' as const)
    const coding = { alphabet, compressed: false, class: numberOf(about('class')), waiting: null }
    const both = { smsc, number, protocol: 0, coding, ...carried }
    if (/^(?:cdma-)?deliver$/.test(type))
      return { ...both, type: 'deliver', time: timeOf(about('timestamp')) }
    if (!isOut) return { type: 'unreadable', why: 'ModemManager does not say what it is' }
    const report = about('delivery-report') === 'requested'
    return { ...both, type: 'submit', reference, report, validityMinutes: numberOf(about('validity')) }
  }
  return { ...stored, pdu: read() }
}
