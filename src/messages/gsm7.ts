/** A language of 3GPP TS 23.038 §6.2.1.2.4 whose tables are known, by its number. */
export const languages = { 1: 'turkish', 2: 'spanish', 3: 'portuguese' } as const

/** The name of such a language. */
export type Language = (typeof languages)[keyof typeof languages]

/** Which national tables take the place of the default ones; null: none does. */
export interface Shifts {
  locking: Language | null
  single: Language | null
}

/** The default tables alone. */
export const noShifts: Shifts = { locking: null, single: null }

const escapeCode = 0x1b

/** TS 23.038 §6.2.1: one character for each code; that of 1B, the escape, is none. */
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

/** Pairs of a code in hexadecimal and its character, as `0A` and form feed. */
type Pairs = string

const extension: Pairs = '0A\f14^28{29}2F\\3C[3D~3E]40|65€'

/** §A.2: what a single shift adds to the default extension table. */
const singles: Record<Language, Pairs> = {
  turkish: '47Ğ49İ53Ş63ç67ğ69ı73ş',
  spanish: '09ç41Á49Í4FÓ55Ú61á69í6Fó75ú',
  portuguese: '05ê09ç0BÔ0Cô0EÁ0Fá12Φ13Γ15Ω16Π17Ψ18Σ19Θ1FÊ41À49Í4FÓ55Ú5BÃ5CÕ61Â69í6Fó75ú7Bã7Cõ7Fâ',
}

/** §A.3: where a locking shift table differs from the default one. */
const lockings: Record<Language, Pairs> = {
  turkish: '04€07ı0BĞ0Cğ1CŞ1Dş40İ60ç',
  spanish: '',
  portuguese:
    '04ê06ú07í08ó09ç0BÔ0Cô0EÁ0Fá12ª13Ç14À15∞16^17\\18€19Ó1A|1CÂ1Dâ1EÊ1FÉ24º40Í5BÃ5CÕ5DÚ60~7Bã7Cõ7D`',
}

const pairsOf = (pairs: Pairs): [number, string][] =>
  [...pairs.matchAll(/([\dA-F]{2})(.)/gsu)].map(([, code = '', char = '']) => [
    Number.parseInt(code, 16),
    char,
  ])

interface Tables {
  plain: ReadonlyMap<number, string>
  escaped: ReadonlyMap<number, string>
  /** The septets of each character. */
  codes: ReadonlyMap<string, readonly number[]>
}

const made = new Map<string, Tables>()

function tablesOf({ locking, single }: Shifts): Tables {
  const key = `${locking} ${single}`
  const known = made.get(key)
  if (known !== undefined) return known
  const plain = new Map([...basic].map((char, code) => [code, char]))
  plain.delete(escapeCode)
  for (const [code, char] of pairsOf(locking === null ? '' : lockings[locking])) plain.set(code, char)
  const escaped = new Map(pairsOf(extension + (single === null ? '' : singles[single])))
  const codes = new Map<string, readonly number[]>()
  for (const [code, char] of escaped) codes.set(char, [escapeCode, code])
  for (const [code, char] of plain) codes.set(char, [code])
  const tables = { plain, escaped, codes }
  made.set(key, tables)
  return tables
}

/** The septets of a character: one, two with an escape, or null where the tables do not have it. */
export const septetsOf = (char: string, shifts: Shifts): readonly number[] | null =>
  tablesOf(shifts).codes.get(char) ?? null

/** The text of septets. An escape before a code without a meaning leaves that of the other table (TS 23.038 §6.2.1.1). */
export function textOf(septets: readonly number[], shifts: Shifts): string {
  const { plain, escaped } = tablesOf(shifts)
  let text = ''
  for (let at = 0; at < septets.length; at++) {
    let code = septets[at] ?? 0
    const isEscaped = code === escapeCode
    if (isEscaped) code = septets[++at] ?? escapeCode
    text += (isEscaped ? escaped.get(code) : undefined) ?? plain.get(code) ?? ' '
  }
  return text
}

/** Septets into octets, lowest bits first, behind `fill` bits (TS 23.038 §6.1.2.1). */
export function pack(septets: readonly number[], fill = 0): number[] {
  const octets = new Array<number>(Math.ceil((fill + 7 * septets.length) / 8)).fill(0)
  for (const [index, septet] of septets.entries()) {
    const bit = fill + 7 * index
    const at = bit >> 3
    const value = septet << (bit & 7)
    octets[at] = (octets[at] ?? 0) | (value & 0xff)
    if (value > 0xff) octets[at + 1] = (octets[at + 1] ?? 0) | (value >> 8)
  }
  return octets
}

/** At most `count` septets out of octets, fewer where there are fewer. */
export function unpack(octets: readonly number[], count: number, fill = 0): number[] {
  const septets: number[] = []
  for (let bit = fill; septets.length < count && bit + 7 <= 8 * octets.length; bit += 7) {
    const at = bit >> 3
    const two = (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8)
    septets.push((two >> (bit & 7)) & 0x7f)
  }
  return septets
}
