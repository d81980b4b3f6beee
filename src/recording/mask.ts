import { personal } from '../platform/plain.ts'
import { addressPseudonym, digitPseudonym, formsOf } from './pseudonym.ts'
import { createTexts } from './texts.ts'

/** What a modem says of itself and its card, where it is known before its talk is shown. */
export interface Known {
  imei?: string | null
  imsi?: string | null
  iccid?: string | null
  numbers?: readonly string[]
  addresses?: readonly string[]
}

/** Makes the talk of one modem fit for a public place. Lines are learned first, then masked in the same order. */
export interface Mask {
  /** Learns what a line shows of its modem, card, address and cell. */
  learn(line: string): void
  /**
   * The line with consistent pseudonyms of the same length for everything learned and everything that looks like it,
   * and without texts of messages. Country, operator, maker and all that names nobody stay. `isSent`: it goes to the
   * modem.
   */
  line(line: string, isSent?: boolean): string
}

/** Secrets in a command: PIN, PUK and passwords; answers to menus of the operator may be any of them. */
const secrets = /(\+(?:CPIN|CPWD|CLCK|CGAUTH|CPIN2|CUSD)=)[^;]*/gi

/** Wire: `+CEREG: 2,1,"2F1A","01D4C503",7`: area and cell, hexadecimal (3GPP TS 27.007 §10.1.22). */
const registration = /^\+C5?G?E?REG: ?(?:\d, ?)?\d, ?"([\da-f]{2,6})", ?"([\da-f]{5,9})"/i

/** Answers with addresses of the modem: `+CGPADDR: 1,"10.0.0.1"`, `+CGCONTRDP: …`, `^DHCP: …`. */
const addressed = /^[+^!$*#]\w*(?:ADDR|CONTRDP|DHCP|IPV?4?\b|DNS|APNIP|NETDEVSTATUS)/i

/** Answers in which a modem says who it is: `+CGSN: …`, `^ICCID:…`, `IMEI: …`, or nothing but the number. */
const own = /^[+^!$*#%&]?\w*(?:GSN|IMEI|CIMI|IMSI|CCID|CNUM|MSISDN|CRSM|SN)\b|^"?\d[\dA-F-]+"?$/i

/** How many values are learned in all their forms: more than one modem has. */
const most = 40

/** `+CNUM: "name","0664…",129`: the modem's own number, also without type. */
const ownNumber = /^\+(?:CNUM|QCNUM|MSISDN): ?(?:"[^"]*")?,? ?"\+?(\d{5,15})"/i

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A mask that knows these values already. */
export function createMask(known: Known = {}): Mask {
  /** What is replaced, in upper case, by its pseudonym: digits in any writing, addresses, forms in hexadecimal. */
  const digits = new Map<string, string>()
  const forms = new Map<string, string>()
  const cells = new Map<string, string>()
  const areas = new Map<string, string>()
  /** Pseudonyms in every form. */
  const made = new Set<string>()
  /** Values of others, which are replaced where they are found. */
  const others = new Map<string, string>()
  let count = 0
  let seen = 0
  let pattern: RegExp | null = null
  const texts = createTexts()

  const put = (map: Map<string, string>, secret: string, pseudonym: string) => {
    if (map.has(secret) || made.has(secret)) return
    map.set(secret, pseudonym)
    made.add(pseudonym)
    pattern = null
  }

  /** Learns digits, of which the first `kept` name nobody; a telephone number also by its end. */
  const learnDigits = (text: string, kept: number, isPhone: boolean) => {
    const plain = text.replace(/[^\dA-F]/gi, '').toUpperCase()
    const core = plain.replace(/F$/, '')
    if (core.length < 5 || made.has(core) || digits.has(core) || count >= most) return
    const pseudonym = digitPseudonym(core, Math.min(kept, core.length - 3), ++count)
    put(digits, core, pseudonym)
    if (isPhone && core.length > 9) put(digits, core.slice(-8), pseudonym.slice(-8))
    if (core.length < 7) return
    const [ofSecret, ofPseudonym] = [formsOf(core), formsOf(pseudonym)]
    for (const [i, form] of ofSecret.entries()) put(forms, form, ofPseudonym[i] ?? '')
  }

  const learnAddress = (address: string) => {
    const text = address.toUpperCase()
    if (/^(?:0\.){3}0$|^(?:0*:)+0*$/.test(text) || made.has(text) || count >= most) return
    put(forms, text, forms.get(text) ?? addressPseudonym(text, ++count))
  }

  const learnCell = (area: string, cell: string) => {
    const id = Number.parseInt(cell, 16)
    const other = 0x100000 + ((++count * 0x13579) % 0xe00000) + (id % 256 === 0 ? 0 : 1)
    const hex = (value: number) => value.toString(16).toUpperCase()
    if (cells.has(hex(id)) || made.has(hex(id)) || count >= most) return
    for (const [from, to] of [
      [hex(id), hex(other)],
      [String(id), String(other)],
    ] as const)
      if (from.length > 4) put(cells, from, to)
    if (id >>> 8 > 9999) put(cells, String(id >>> 8), String(other >>> 8))
    const name = area.replace(/^0+/, '').toUpperCase()
    put(areas, name, digitPseudonym(name.replace(/\D/g, '1'), 0, count))
  }

  /** One pass over the line, so that no pseudonym is replaced again. */
  const replaced = (line: string): string => {
    if (!/[\dA-F](?:[ .:-]?[\dA-F]){4}/i.test(line)) return line
    const inAnyWriting = (text: string) => [...text].join('[ -]?')
    const longest = (map: Map<string, string>) => [...map.keys()].sort((a, b) => b.length - a.length)
    pattern ??= new RegExp(
      [
        ...longest(forms).map(escaped),
        ...longest(digits).map(inAnyWriting),
        ...longest(cells).map(text => `(?<![0-9A-Z])0*${text}(?![0-9A-Z])`),
      ].join('|') || '(?!)',
      'gi',
    )
    const hasCell = [...cells.keys()].some(text => line.toUpperCase().includes(text))
    const masked = line.replace(pattern, text => {
      const upper = text.toUpperCase()
      const form = forms.get(upper)
      if (form !== undefined) return form
      const pseudonym = digits.get(upper.replace(/[ -]/g, ''))
      if (pseudonym !== undefined) return inWritingOf(text, pseudonym)
      const cell = cells.get(upper.replace(/^0+/, '')) ?? ''
      return cell.padStart(text.length, '0')
    })
    if (!hasCell) return masked
    return masked.replace(/(?<![\dA-Z])[\dA-F]{2,6}(?![\dA-Z])/gi, text => {
      const area = areas.get(text.replace(/^0+/, '').toUpperCase())
      return area === undefined ? text : area.padStart(text.length, '0')
    })
  }

  /** What looks like a value of somebody and was not learned; pseudonyms stay, whole or not, also within more. */
  const ofOthers = (text: string, kept: number): string => {
    const bare = text.toUpperCase().replace(/[ -]/g, '')
    const digitsOf = bare.replace(/^\+/, '')
    for (const pseudonym of made)
      if (pseudonym.length > 6 && (bare.includes(pseudonym) || pseudonym.includes(digitsOf))) {
        made.add(bare)
        return text
      }
    if (/[.:]/.test(text)) return addressPseudonym(text.toUpperCase(), ++seen + most)
    const key = bare.replace(/\D/g, '')
    const known =
      others.get(key) ?? digitPseudonym(key, text.startsWith('+') ? kept - 1 : kept, ++seen + most)
    if (others.size < most) {
      others.set(key, known)
      made.add(known)
    }
    let at = 0
    return text.replace(/\d/g, () => known[at++] ?? '0')
  }

  const learn = (line: string) => {
    const number = ownNumber.exec(line)?.[1]
    if (number !== undefined) learnDigits(number, 3, true)
    if (/^\+CIMI/i.test(line)) learnImsi(/\d{6,15}/.exec(line)?.[0])
    personal(line, (text, kept) => {
      if (/[.:]/.test(text)) learnAddress(text)
      else if (own.test(line)) learnDigits(text, text.startsWith('+') ? kept - 1 : kept, kept === 3)
      return text
    })
    const [, area = '', cell = ''] = registration.exec(line) ?? []
    if (cell !== '') learnCell(area, cell)
    if (!addressed.test(line)) return
    for (const [address] of line.matchAll(
      /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?=(?:\.\d{1,3}){4}(?![\d.])|(?![\d.]))/g,
    ))
      learnAddress(address)
  }

  /** The network of an IMSI stays: three digits of it for countries whose numbers begin with 3 or 7, else two. */
  const learnImsi = (imsi: string | null | undefined) => {
    if (imsi) learnDigits(imsi, /^[37]/.test(imsi) ? 6 : 5, false)
  }

  learnImsi(known.imsi)
  for (const id of [known.imei, known.iccid]) if (id) learnDigits(id, 5, false)
  for (const number of known.numbers ?? []) learnDigits(number, 2, true)
  for (const address of known.addresses ?? []) learnAddress(address)

  return {
    learn,
    line(line, isSent = false) {
      const shown = isSent ? line.replace(secrets, '$1***') : texts.without(line)
      if (isSent) texts.end()
      return personal(replaced(shown), ofOthers)
    },
  }
}

/** The digits with the blanks and dashes of the original. */
function inWritingOf(text: string, pseudonym: string): string {
  let at = 0
  return text.replace(/[^ -]/g, () => pseudonym[at++] ?? '')
}
