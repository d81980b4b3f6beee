/** Mean, least and greatest of a quantity, whole numbers; null: nothing is known. */
export type Triple = readonly [mean: number, min: number, max: number] | null

/** What the rings keep of a span of time. */
export interface Row {
  rsrp: Triple
  rsrq: Triple
  sinr: Triple
  temperature: Triple
  rx: number | null
  tx: number | null
  /** Place in the table of settings plus one; 0: none. */
  setting: number
}

/** Quantities of a row, with the ends of their scales. */
export const scales = {
  rsrp: [-140, -44],
  rsrq: [-30, 0],
  sinr: [-20, 30],
  temperature: [-30, 115],
} as const

/** Name of a quantity of a row. */
export type Quantity = keyof typeof scales

/** Most entries of the table of settings. */
export const mostSettings = 127

/** Printable characters of ASCII that stand in JSON as they are. */
const digits = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
  char => char !== '"' && char !== '\\',
)
const base = digits.length
const digitValue = new Map(digits.map((char, value) => [char, value]))

function written(value: number, width: number): string {
  let text = ''
  for (let rest = value; text.length < width; rest = Math.floor(rest / base))
    text = (digits[rest % base] ?? ' ') + text
  return text
}

function read(text: string, from: number, width: number): number {
  let value = 0
  for (let at = from; at < from + width; at++) value = value * base + (digitValue.get(text[at] ?? ' ') ?? 0)
  return value
}

/** Numbers of bytes are kept by their logarithm: nothing, 0, and 1022 steps up to a terabyte. */
const byteCodes = 1024
const decade = 1021 / 12

const byteCode = (bytes: number | null) =>
  bytes === null ? 0 : bytes < 1 ? 1 : Math.min(byteCodes - 1, 2 + Math.round(Math.log10(bytes) * decade))

function bytesOfCode(code: number): number | null {
  if (code < 2) return code === 0 ? null : 0
  const bytes = 10 ** ((code - 2) / decade)
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(bytes)) - 2)
  return Math.round(bytes / unit) * unit
}

const levelsOf = (name: Quantity) => scales[name][1] - scales[name][0] + 1
const within = (name: Quantity, value: number) =>
  Math.max(0, Math.min(levelsOf(name) - 1, Math.round(value) - scales[name][0]))

const pairs = (n: number) => (n * (n - 1)) / 2
const triples = (n: number) => (n * (n - 1) * (n - 2)) / 6

/** How many codes the triples of a quantity have: min ≤ mean ≤ max on its scale, and nothing. */
const tripleCodes = (name: Quantity) => triples(levelsOf(name) + 2) + 1

/** The number of a triple among all: three numbers in their order, counted as combinations. */
function tripleCode(name: Quantity, triple: Triple): number {
  if (triple === null) return 0
  const [mean, min, max] = triple.map(value => within(name, value))
  return 1 + (min ?? 0) + pairs((mean ?? 0) + 1) + triples((max ?? 0) + 2)
}

function tripleOf(name: Quantity, code: number): Triple {
  if (code === 0) return null
  let rest = code - 1
  let high = Math.floor(Math.cbrt(6 * rest)) + 2
  while (triples(high) > rest) high--
  rest -= triples(high)
  let middle = Math.floor(Math.sqrt(2 * rest)) + 2
  while (pairs(middle) > rest) middle--
  const [least] = scales[name]
  return [least + middle - 1, least + rest - pairs(middle), least + high - 2]
}

/** Joins digits of several bases, `[value, base]`, to one number. */
const joined = (parts: readonly (readonly [value: number, base: number])[]) =>
  parts.reduce((sum, [value, of]) => sum * of + value, 0)

/** What `joined` was given. */
function parted(value: number, bases: readonly number[]): number[] {
  let rest = value
  const parts = bases.toReversed().map(of => {
    const part = rest % of
    rest = Math.floor(rest / of)
    return part
  })
  return parts.reverse()
}

/** A number of bytes sent is split, so that both halves of a row stay below 2^53 and below what seven characters hold. */
const split = 256

/** How a row is written and read, with the number of its characters. */
export interface Layout {
  width: number
  write(row: Row): string
  read(text: string, from: number): Row
  /** The setting of a row alone. */
  settingOf(text: string, from: number): number
}

const spreadBases = [
  [tripleCodes('rsrp'), tripleCodes('temperature'), mostSettings + 1, byteCodes / split],
  [tripleCodes('rsrq'), tripleCodes('sinr'), byteCodes, split],
] as const

/** Rows with extremes: two numbers of seven characters. */
export const spread: Layout = {
  width: 14,
  write({ rsrp, rsrq, sinr, temperature, rx, tx, setting }) {
    const [first, second] = spreadBases
    const sent = byteCode(tx)
    return (
      written(
        joined([
          [tripleCode('rsrp', rsrp), first[0]],
          [tripleCode('temperature', temperature), first[1]],
          [setting, first[2]],
          [Math.floor(sent / split), first[3]],
        ]),
        7,
      ) +
      written(
        joined([
          [tripleCode('rsrq', rsrq), second[0]],
          [tripleCode('sinr', sinr), second[1]],
          [byteCode(rx), second[2]],
          [sent % split, second[3]],
        ]),
        7,
      )
    )
  },
  read(text, from) {
    const [rsrp = 0, temperature = 0, setting = 0, high = 0] = parted(read(text, from, 7), spreadBases[0])
    const [rsrq = 0, sinr = 0, rx = 0, low = 0] = parted(read(text, from + 7, 7), spreadBases[1])
    return {
      rsrp: tripleOf('rsrp', rsrp),
      rsrq: tripleOf('rsrq', rsrq),
      sinr: tripleOf('sinr', sinr),
      temperature: tripleOf('temperature', temperature),
      rx: bytesOfCode(rx),
      tx: bytesOfCode(high * split + low),
      setting,
    }
  },
  settingOf: (text, from) => Math.floor(read(text, from, 7) / (byteCodes / split)) % (mostSettings + 1),
}

const singleCode = (name: Quantity, triple: Triple) => (triple === null ? 0 : 1 + within(name, triple[0]))

function singleOf(name: Quantity, code: number): Triple {
  const value = scales[name][0] + code - 1
  return code === 0 ? null : [value, value, value]
}

const singleBases = [
  [levelsOf('rsrp') + 1, levelsOf('temperature') + 1, mostSettings + 1, byteCodes],
  [levelsOf('rsrq') + 1, levelsOf('sinr') + 1, byteCodes],
] as const

/** Rows of one look, without extremes: numbers of five and of four characters. */
export const single: Layout = {
  width: 9,
  write({ rsrp, rsrq, sinr, temperature, rx, tx, setting }) {
    const [first, second] = singleBases
    return (
      written(
        joined([
          [singleCode('rsrp', rsrp), first[0]],
          [singleCode('temperature', temperature), first[1]],
          [setting, first[2]],
          [byteCode(rx), first[3]],
        ]),
        5,
      ) +
      written(
        joined([
          [singleCode('rsrq', rsrq), second[0]],
          [singleCode('sinr', sinr), second[1]],
          [byteCode(tx), second[2]],
        ]),
        4,
      )
    )
  },
  read(text, from) {
    const [rsrp = 0, temperature = 0, setting = 0, rx = 0] = parted(read(text, from, 5), singleBases[0])
    const [rsrq = 0, sinr = 0, tx = 0] = parted(read(text, from + 5, 4), singleBases[1])
    return {
      rsrp: singleOf('rsrp', rsrp),
      rsrq: singleOf('rsrq', rsrq),
      sinr: singleOf('sinr', sinr),
      temperature: singleOf('temperature', temperature),
      rx: bytesOfCode(rx),
      tx: bytesOfCode(tx),
      setting,
    }
  },
  settingOf: (text, from) => Math.floor(read(text, from, 5) / byteCodes) % (mostSettings + 1),
}

/** A span in which nobody looked. */
export const blankRow = (layout: Layout): string => ' '.repeat(layout.width)
