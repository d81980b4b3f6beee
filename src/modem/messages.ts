import type { TextMessage } from '../contract/messages.ts'
import { type Joined, join, type Stored, textOfMessage } from '../messages/sms.ts'
import { fnv1a } from '../platform/fnv.ts'

/** A mark of what lies in a slot. */
const markOf = (text: string): string => fnv1a(text).toString(16).padStart(8, '0')

/** Identifier of what lies in one slot. */
export const idOf = ({ storage, index, hex, pdu }: Stored): string =>
  `${storage}${index}-${markOf(hex ?? JSON.stringify(pdu))}`

/** The message that has this slot among its parts. */
export const messageWith = (slots: readonly Stored[], id: string): Joined | undefined =>
  join(slots).find(message => message.slots.some(slot => idOf(slot) === id))

/** Status of 3GPP TS 23.040 §9.2.3.15. */
function outcomeOf(status: number): 'delivered' | 'trying' | 'failed' | 'other' {
  if (status < 3) return 'delivered'
  return status < 0x20 || status > 0x7f ? 'other' : status < 0x40 ? 'trying' : 'failed'
}

/** A message as `messages` tells it. */
export function describeMessage(message: Joined): TextMessage | null {
  const { slots, missing } = message
  const [first] = slots
  if (first === undefined) return null
  const { pdu, state } = first
  const told: TextMessage = {
    id: idOf(first),
    type: 'unreadable',
    number: null,
    time: null,
    unread: slots.some(slot => slot.state === 0),
    text: null,
    data: null,
    port: null,
    class: null,
    waiting: null,
    report: null,
    parts: slots.length + missing.length,
    missing,
    problem: null,
  }
  if (pdu.type === 'unreadable') return { ...told, problem: `The PDU cannot be read: ${pdu.why}.` }
  if (pdu.type === 'report') {
    const { reference, status, ended, time, number } = pdu
    const report = { reference, outcome: outcomeOf(status), status, ended }
    return { ...told, type: 'report', number, time, report }
  }
  const carried = slots.flatMap(slot =>
    slot.pdu.type === 'deliver' || slot.pdu.type === 'submit' ? slot.pdu : [],
  )
  const waiting = pdu.header.waiting ?? pdu.coding.waiting
  const problems = [
    ...(missing.length > 0 ? [`Parts are missing: ${missing.join(', ')} of ${told.parts}.`] : []),
    ...(carried.some(({ truncated }) => truncated) ? ['The modem gave less of it than it announced.'] : []),
    ...(pdu.coding.compressed ? ['It is compressed, which is not read.'] : []),
  ]
  return {
    ...told,
    type: pdu.type === 'deliver' ? 'received' : state === 3 ? 'sent' : 'draft',
    number: pdu.number,
    time: pdu.type === 'deliver' ? pdu.time : null,
    text: textOfMessage(message),
    data: carried.some(({ data }) => data !== null) ? carried.map(({ data }) => data ?? '').join('') : null,
    port: pdu.header.ports?.to ?? null,
    class: pdu.coding.class,
    waiting: waiting && { what: waiting.what, active: waiting.active, count: waiting.count },
    problem: problems.length > 0 ? problems.join(' ') : null,
  }
}

/** When it came, for sorting and choosing; null where that is not known. */
export const instantOf = ({ time }: TextMessage): number | null => Date.parse(time ?? '') || null

/** Every message, newest first; those without a time last, the later place first. */
export function describeMessages(slots: readonly Stored[]): TextMessage[] {
  return join(slots)
    .flatMap(message => describeMessage(message) ?? [])
    .reverse()
    .sort((a, b) => (instantOf(b) ?? 0) - (instantOf(a) ?? 0))
}
