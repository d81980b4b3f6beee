import { hexOf, octetsOf } from './fields.ts'
import { noShifts, pack, septetsOf, textOf, unpack } from './gsm7.ts'
import { whole } from './sms.ts'

/** How a modem takes what is sent to the network: as it is, seven bits packed in hexadecimal, or UCS2 in hexadecimal. */
export type UssdForm = 'plain' | 'packed' | 'ucs2'

const carriageReturn = 0x0d

/**
 * A text as packed septets in hexadecimal. USSD has no length: where the last octet would end with a septet of nothing, or
 * the text itself ends there with a carriage return, one more stands for it (3GPP TS 23.038 §6.1.2.3.1).
 */
export function packUssd(text: string): string {
  const septets = [...text].flatMap(char => septetsOf(char, noShifts) ?? [])
  const isOpen = septets.length % 8 === 7
  const isAmbiguous = septets.length > 0 && septets.length % 8 === 0 && septets.at(-1) === carriageReturn
  return hexOf(pack(isOpen || isAmbiguous ? [...septets, carriageReturn] : septets))
}

/** The text of packed septets, without what fills the last octet. */
function unpackUssd(octets: readonly number[]): string {
  const septets = unpack(octets, Math.floor((8 * octets.length) / 7))
  const last = septets.at(-1)
  if (septets.length % 8 === 0 && (last === carriageReturn || last === 0)) septets.pop()
  return textOf(septets, noShifts)
}

/** `AT+CUSD=1,…` without `AT`. The text is of the characters {@link isSendable} lets through. */
export function writeUssd(text: string, form: UssdForm): string {
  const units = text.split('').flatMap(unit => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff])
  const written = form === 'plain' ? text : form === 'packed' ? packUssd(text) : hexOf(units)
  return `+CUSD=1,"${written}",15`
}

/**
 * Characters that are the same in every character set of a modem, close no quotes and end no command: what may be sent to
 * the network.
 */
export const isSendable = (text: string): boolean =>
  /^[\w *#+.,:!?/()&=%-]{1,160}$/.test(text) && !/_/.test(text)

/** What a modem says of a session (3GPP TS 27.007 §7.15). */
export interface UssdNews {
  /** 0 and 2: it is over; 1: an answer is expected; 3: somebody else answered; 4: not supported; 5: no answer in time. */
  state: number
  /** As the modem wrote it; null where there is none. */
  raw: string | null
  /** Data coding scheme of a cell broadcast (TS 23.038 §5). */
  coding: number | null
  /** False where more of the text may come. */
  isWhole: boolean
}

/**
 * Reads what a modem says of a session, with the lines its text goes on in. The text lies between the first quote and the
 * last one; it may hold quotes and anything else, and may have been cut. Wire: `+CUSD: 1,"1. Saldo\n2. Ende",15`.
 */
export function readUssd(entry: string): UssdNews | null {
  const [, state, rest = ''] = /^\+CUSD\s*:\s*(\d)\s*(?:,\s*([\s\S]*))?$/i.exec(entry) ?? []
  if (state === undefined) return null
  const [, quoted, coding] = /^([\s\S]*?)(?:,\s*(\d{1,3}))?\s*$/.exec(rest) ?? []
  const isOpen = rest.startsWith('"') && !/"\s*,\s*\d{1,3}\s*$/.test(rest)
  const text = rest.startsWith('"') && !/"\s*$/.test(quoted ?? '') ? rest : (quoted ?? '')
  const raw = text.replace(/^"/, '').replace(/"\s*$/, '')
  return {
    state: Number(state),
    raw: rest === '' ? null : raw,
    coding: coding === undefined || text === rest ? null : Number(coding),
    isWhole: !isOpen,
  }
}

/** How the text of a cell broadcast or of USSD is coded, and how many octets or characters name its language first. */
function alphabetOf(coding: number): {
  alphabet: 'gsm7' | '8bit' | 'ucs2'
  compressed: boolean
  named: number
} {
  const group = coding >> 4
  const told = (['gsm7', '8bit', 'ucs2', 'gsm7'] as const)[(coding >> 2) & 3] ?? 'gsm7'
  const plain = { alphabet: 'gsm7' as const, compressed: false, named: 0 }
  if (coding === 0x10) return { ...plain, named: 3 }
  if (coding === 0x11) return { alphabet: 'ucs2', compressed: false, named: 2 }
  if (group >= 4 && group < 8) return { alphabet: told, compressed: (coding & 0x20) !== 0, named: 0 }
  if (group === 9) return { alphabet: told, compressed: false, named: 0 }
  if (group === 15) return { ...plain, alphabet: (coding & 4) === 0 ? 'gsm7' : '8bit' }
  return plain
}

function fromUcs2(octets: readonly number[]): string {
  let text = ''
  for (let at = 0; at + 1 < octets.length; at += 2)
    text += String.fromCharCode((octets[at] ?? 0) * 256 + (octets[at + 1] ?? 0))
  return whole(text)
}

/** Blocks of Unicode that are written in; ideographs and Korean syllables count as one block each. */
function blockOf(page: number): number | null {
  if (page >= 0x4e && page <= 0x9f) return 0x4e
  if (page >= 0xac && page <= 0xd7) return 0xac
  const isWritten =
    page <= 0x10 || page === 0x17 || (page >= 0x1e && page <= 0x26) || page === 0x30 || page >= 0xfb
  return isWritten || (page >= 0xd8 && page <= 0xdf) ? page : null
}

/** Whether hexadecimal reads as text of one or two scripts: what is packed or plain does not. */
function looksLikeUcs2(octets: readonly number[]): boolean {
  if (octets.length < 4 || octets.length % 2 !== 0) return false
  if (/[\0-\t\v\f\x0e-\x1f\x7f-\x9f\ufff0-\uffff]/.test(fromUcs2(octets))) return false
  const blocks = new Map<number | null, number>()
  const high = octets.filter((_, at) => at % 2 === 0).map(blockOf)
  for (const block of high) blocks.set(block, (blocks.get(block) ?? 0) + 1)
  const [first = 0, second = 0] = [...blocks.values()].sort((a, b) => b - a)
  return !blocks.has(null) && (blocks.has(0) || high.length > 2) && (first + second) / high.length >= 0.75
}

/** Whether septets read as a sentence and not as what unpacking makes of something else. */
const looksLikeText = (text: string): boolean =>
  (text.match(/[\w \n\r.,:;!?'"#*+/()€%=-]/g) ?? []).length >= text.length * 0.85

/** Text of a modem that writes codes of the seven-bit alphabet as bytes, which the codes of no other one has. */
const fromCodes = (text: string): string =>
  /[\x01-\x09\x0b\x0c\x0e-\x1f]/.test(text) && !/[^\0-\x7f]/.test(text)
    ? textOf(
        [...text].map(char => char.charCodeAt(0)),
        noShifts,
      )
    : text

/** What is known of a modem when its answer is read. */
export interface UssdContext {
  /** As `+CSCS?` told, in capitals; null where it did not. */
  charset: string | null
  /** How what it answers to was sent. */
  form: UssdForm
}

/**
 * What hexadecimal in the place of the seven-bit alphabet stands for: UCS2, packed septets, or nothing but itself. What a
 * packed code is answered with is packed; what reads as text when it is unpacked was, if it is long enough not to do so by
 * chance.
 */
function fromHex(raw: string, octets: readonly number[], { charset, form }: UssdContext): string | null {
  if (octets.length % 2 === 0 && (charset === 'UCS2' || form === 'ucs2')) return fromUcs2(octets)
  if (form !== 'packed' && /^\d{1,16}$/.test(raw)) return null
  const unpacked = unpackUssd(octets)
  const mayBePacked = form === 'packed' || (octets.length > 5 && !/[a-f]/.test(raw))
  if (mayBePacked && looksLikeText(unpacked)) return unpacked
  if (looksLikeUcs2(octets)) return fromUcs2(octets)
  return form === 'packed' ? unpacked : null
}

/**
 * The text of an answer, whatever form the modem gives it: plain, seven bits packed in hexadecimal, UCS2 in hexadecimal also
 * where the coding says seven bits, or bytes in hexadecimal. What is compressed stays as it is.
 */
export function ussdText(
  { raw, coding }: Pick<UssdNews, 'raw' | 'coding'>,
  context: UssdContext,
): string | null {
  if (raw === null) return null
  const { alphabet, compressed, named } = alphabetOf(coding ?? 15)
  const octets = raw.length < 4 ? null : octetsOf(raw.trim())
  if (compressed) return raw
  const tidy = (text: string) =>
    text
      .replace(/\r\n?/g, '\n')
      .replace(/[\0\s]+$/, '')
      .replace(/[\0-\x08\v\x0e-\x1f]/g, '')
  if (octets === null) return tidy(fromCodes(raw).slice(named === 3 && /^\w\w[\r\n]/.test(raw) ? 3 : 0))
  if (alphabet === 'ucs2') return tidy(octets.length % 2 === 0 ? fromUcs2(octets.slice(named)) : raw)
  if (alphabet === '8bit') return tidy(fromBytes(octets))
  return tidy((fromHex(raw, octets, context) ?? raw).replace(named === 3 ? /^\w\w[\r\n]/ : /^(?!)/, ''))
}

/** UTF-8 where it is that, else one character a byte. */
function fromBytes(octets: readonly number[]): string {
  try {
    return decodeURIComponent(octets.map(octet => `%${octet.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCharCode(...octets)
  }
}

/** Services of 3GPP TS 22.030 annex B whose state such a code changes: forwarding, barring, waiting, identity, call back. */
const services = /^(?:\*{1,2}|#{1,2})(?:21|67|61|62|00[24]|03|3[01]|7[67]|33[0-3]?|35[13]?|43|37)(?:\*|#)/

/** Codes of PIN, PIN2, PUK and PUK2 (§6.6.2): the modem does them itself, and counts. */
const pins = /^\*\*0(?:4|42|5|52)\*/

/** Why a code is not sent; null where nothing speaks against it. */
export function objectionToCode(code: string, force: boolean): string | null {
  if (!/^[*#][\d*#+]*#$/.test(code) || !/\d/.test(code))
    return 'a code begins with * or # and ends with #; nothing else is sent, so that it is never a call'
  if (pins.test(code)) return 'codes of a PIN or PUK are not sent: see change_pin and unlock_sim'
  return !force && services.test(code)
    ? 'this code changes a service at the operator, such as call forwarding. Use force: true'
    : null
}
