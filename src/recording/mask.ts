import { personal } from '../platform/plain.ts'
import type { Kind, Known } from './known.ts'
import {
  addressed,
  escaped,
  mac,
  own,
  ownNumber,
  position,
  publicAddress,
  registration,
  saysLittle,
  serial,
} from './patterns.ts'
import {
  addressPseudonyms,
  digitPseudonym,
  formsOf,
  macPseudonym,
  numberPseudonym,
  serialPseudonym,
} from './pseudonym.ts'
import { withoutSecrets } from './secrets.ts'
import { createTexts } from './texts.ts'

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
  /** A line of the host, of its log or configuration: as `line`, and public addresses of others are none of its. */
  host(line: string): string
  /** How many different values of each kind were replaced so far. */
  counts(): Readonly<Partial<Record<Kind, number>>>
}

/** How many values are learned in all their forms: more than one modem and the router around it have. */
const most = 80

/** A mask that knows these values already. */
export function createMask(known: Known = {}): Mask {
  /** What is replaced, in upper case, by its pseudonym: digits in any writing, all else as it is. */
  const digits = new Map<string, string>()
  const forms = new Map<string, string>()
  const cells = new Map<string, string>()
  const areas = new Map<string, string>()
  const kinds = new Map<string, Kind>()
  /** Pseudonyms in every form. */
  const made = new Set<string>()
  /** Values of others, which are replaced where they are found. */
  const others = new Map<string, string>()
  const found = new Map<Kind, Set<string>>()
  let count = 0
  let seen = 0
  let pattern: RegExp | null = null
  const texts = createTexts(text => note('text', text))

  const note = (kind: Kind, value: string) =>
    void found.set(kind, (found.get(kind) ?? new Set<string>()).add(value))

  const put = (map: Map<string, string>, secret: string, pseudonym: string, kind: Kind) => {
    if (map.has(secret) || made.has(secret) || secret === '') return
    map.set(secret, pseudonym)
    kinds.set(secret, kind)
    made.add(pseudonym)
    pattern = null
  }

  const putDigits = (secret: string, pseudonym: string, kind: Kind) => {
    put(digits, secret, pseudonym, kind)
    if (secret.length < 7) return
    const [ofSecret, ofPseudonym] = [formsOf(secret), formsOf(pseudonym)]
    for (const [i, form] of ofSecret.entries()) put(forms, form, ofPseudonym[i] ?? '', kind)
  }

  /** Learns digits, of which the first `kept` name nobody, and those of their parts that go about alone. */
  const learnDigits = (text: string, kept: number, kind: Kind) => {
    const plain = text.replace(/[^\dA-F]/gi, '').toUpperCase()
    const core = plain.replace(/F$/, '')
    if (core.length < 5 || made.has(core) || digits.has(core) || count >= most) return
    const pseudonym = digitPseudonym(core, Math.min(kept, core.length - 3), ++count)
    putDigits(core, pseudonym, kind)
    const part = (from: number, to: number) => {
      if (to - from > 6 && to <= core.length && !saysLittle(core.slice(from, to)))
        putDigits(core.slice(from, to), pseudonym.slice(from, to), kind)
    }
    if (kind === 'imei') part(0, 14)
    if (kind === 'iccid') part(0, core.length - 1)
    if (kind === 'imsi') part(5, core.length)
    if (kind === 'number' && core.length > 9) put(digits, core.slice(-8), pseudonym.slice(-8), kind)
  }

  const learnAddress = (address: string) => {
    const text = address.toUpperCase()
    if (forms.has(text) || made.has(text) || count >= most) return
    for (const [from, to] of addressPseudonyms(text, ++count)) put(forms, from, to, 'address')
  }

  const learnCell = (area: number | null, cell: number) => {
    const hex = (value: number) => value.toString(16).toUpperCase()
    if (cell < 0x100 || cells.has(hex(cell)) || made.has(hex(cell)) || count >= most) return
    const other = numberPseudonym(cell, ++count)
    for (const [from, to] of [
      [hex(cell), hex(other)],
      [String(cell), String(other)],
    ] as const)
      if (from.length > 3) put(cells, from, to, 'cell')
    const [node, otherNode] = [Math.floor(cell / 256), Math.floor(other / 256)]
    if (node > 9999) put(cells, String(node), String(otherNode), 'cell')
    if (area === null || area === 0 || area >= 0xffff) return
    const otherArea = numberPseudonym(area, count)
    put(areas, hex(area), hex(otherArea), 'cell')
    put(areas, String(area), String(otherArea), 'cell')
  }

  /** The network of an IMSI stays: three digits of it for countries whose numbers begin with 3 or 7, else two. */
  const learnImsi = (imsi: string | null | undefined) => {
    if (imsi) learnDigits(imsi, /^[37]/.test(imsi) ? 6 : 5, 'imsi')
  }

  const patternOf = (): RegExp => {
    const inAnyWriting = (text: string) => [...text].join('[ .:/-]?')
    const longest = (map: Map<string, string>) => [...map.keys()].sort((a, b) => b.length - a.length)
    const isWord = (text: string) =>
      /^[\d.:]/.test(text) && /[.:]/.test(text) ? `(?<![\\d.:])${escaped(text)}(?![\\d])` : escaped(text)
    return new RegExp(
      [
        ...longest(forms).map(isWord),
        ...longest(digits).map(inAnyWriting),
        ...longest(cells).map(text => `(?<![0-9A-Z])0*${text}(?![0-9A-Z])`),
      ].join('|') || '(?!)',
      'gi',
    )
  }

  const tell = (key: string, pseudonym: string): string => {
    note(kinds.get(key) ?? 'number', key)
    return pseudonym
  }

  /** One pass over the line, so that no pseudonym is replaced again. */
  const replaced = (line: string): string => {
    pattern ??= patternOf()
    const hasCell = [...cells.keys()].some(text => line.toUpperCase().includes(text))
    const masked = line.replace(pattern, text => {
      const upper = text.toUpperCase()
      const form = forms.get(upper)
      if (form !== undefined) return tell(upper, form)
      const bare = upper.replace(/[ .:/-]/g, '')
      const pseudonym = digits.get(bare)
      if (pseudonym !== undefined) return inWritingOf(text, tell(bare, pseudonym))
      const key = upper.replace(/^0+/, '')
      return tell(key, cells.get(key) ?? '').padStart(text.length, '0')
    })
    const isAbout = hasCell || /\b(?:TAC|LAC|AREA)/i.test(line)
    if (areas.size === 0) return masked
    return masked.replace(/(?<![\dA-Z.])(?:0X)?[\dA-F]{2,8}(?![\dA-Z.])/gi, text => {
      const key = text.replace(/^0X/i, '').replace(/^0+/, '').toUpperCase()
      const area = areas.get(key)
      if (area === undefined || !(isAbout || (/[A-F]/.test(key) && /\d/.test(key)))) return text
      const head = /^0X/i.exec(text)?.[0] ?? ''
      return head + tell(key, area).padStart(text.length - head.length, '0')
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
    if (/[.:]/.test(text)) {
      note('address', bare)
      return addressPseudonyms(text, ++seen + most).find(([from]) => from === bare)?.[1] ?? masked(text, kept)
    }
    note(kept === 3 ? 'number' : 'serial', bare)
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

  const hardware = (line: string): string =>
    line
      .replace(mac, text => {
        const key = text.toUpperCase()
        if (made.has(key)) return text
        if (!forms.has(key)) learnMac(text)
        return tell(key, forms.get(key) ?? text)
      })
      .replace(serial, (text, head: string, value: string) => {
        if (/^\d{14,}$/.test(value)) return text
        note('serial', value)
        const key = value.toUpperCase()
        if (!forms.has(key) && !made.has(key))
          put(forms, key, serialPseudonym(key, 2, ++seen + most), 'serial')
        return head + (forms.get(key) ?? value)
      })

  const learnMac = (address: string) => {
    const other = macPseudonym(address, ++count).toUpperCase()
    put(forms, address.toUpperCase(), other, 'mac')
    put(forms, address.replace(/[:-]/g, '').toUpperCase(), other.replace(/[:-]/g, ''), 'mac')
  }

  const learn = (line: string) => {
    const number = ownNumber.exec(line)?.[1]
    if (number !== undefined) learnDigits(number, 3, 'number')
    if (/^\+CIMI/i.test(line)) learnImsi(/\d{6,15}/.exec(line)?.[0])
    personal(line, (text, kept) => {
      const kind =
        kept === 3 ? 'number' : /^"?89|CCID/i.test(line.replace(/^\W?\w+: ?/, '')) ? 'iccid' : 'imei'
      if (/[.:]/.test(text)) learnAddress(text)
      else if (own.test(line)) learnDigits(text, text.startsWith('+') ? kept - 1 : kept, kind)
      return text
    })
    const [, area = '', cell = ''] = registration.exec(line) ?? []
    if (cell !== '') learnCell(Number.parseInt(area, 16), Number.parseInt(cell, 16))
    if (!addressed.test(line)) return
    for (const [address] of line.matchAll(
      /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?=(?:\.\d{1,3}){4}(?![\d.])|(?![\d.]))/g,
    ))
      learnAddress(address)
    for (const [packed] of /^\^DHCP/i.test(line) ? line.matchAll(/(?<![\da-f])[\da-f]{8}(?![\da-f])/gi) : [])
      learnAddress(
        (packed.match(/../g) ?? [])
          .reverse()
          .map(byte => Number.parseInt(byte, 16))
          .join('.'),
      )
  }

  learnImsi(known.imsi)
  if (known.imei) learnDigits(known.imei, 5, 'imei')
  if (known.iccid) learnDigits(known.iccid, 5, 'iccid')
  for (const number of known.numbers ?? []) learnDigits(number, 2, 'number')
  for (const address of known.addresses ?? []) learnAddress(address)
  for (const address of known.macs ?? []) learnMac(address)
  for (const { area, cell } of known.cells ?? []) learnCell(area, cell)
  for (const text of known.serials ?? [])
    if (text.length > 5 && /\d/.test(text))
      put(forms, text.toUpperCase(), serialPseudonym(text.toUpperCase(), 2, ++count), 'serial')
  for (const text of known.secrets ?? [])
    if (text.length > 5) put(forms, text.toUpperCase(), '*'.repeat(text.length), 'secret')

  const shown = (line: string) => personal(replaced(hardware(line)), ofOthers)
  return {
    learn,
    line(line, isSent = false) {
      if (isSent) texts.end()
      const bare = withoutSecrets(isSent ? line : texts.without(line), isSent ? 'sent' : 'answered', text =>
        note('secret', text),
      )
      return shown(bare.replace(position, text => `${/^.\w+/.exec(text)?.[0]}: (position)`))
    },
    host(line) {
      const bare = line
        .replace(/(\w+:\/\/)[^\s/@:]+(?::[^\s/@]*)?@/g, (_, scheme: string) => {
          note('secret', scheme)
          return `${scheme}***@`
        })
        .replace(publicAddress, text => {
          learnAddress(text)
          return text
        })
      return shown(withoutSecrets(bare, 'host', text => note('secret', text)))
    },
    counts: () => Object.fromEntries([...found].map(([kind, values]) => [kind, values.size])),
  }
}

/** The text with stars for all but its beginning. */
const masked = (text: string, kept: number) => text.slice(0, kept) + text.slice(kept).replace(/\w/g, '*')

/** The digits with the blanks and dashes of the original. */
function inWritingOf(text: string, pseudonym: string): string {
  let at = 0
  return text.replace(/[^ .:/-]/g, () => pseudonym[at++] ?? '')
}
