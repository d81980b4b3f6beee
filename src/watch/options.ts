/** How one option of a UCI section is read: from the texts it has, one for `option`, several for `list`. */
export interface Reader<Value> {
  /** What holds where the option is absent or wrong. */
  readonly fallback: Value
  /** What it may be, in words: `a number from 10 to 600`. */
  readonly expected: string
  /** Null: the texts are not what is expected. */
  read(texts: readonly string[]): Value | null
}

/** The options of a section by name. */
export type Options<Settings> = { readonly [Name in keyof Settings]: Reader<Settings[Name]> }

/** What was read of a section. */
export interface Parsed<Settings> {
  settings: Settings
  /** What is wrong with it, a sentence each. */
  mistakes: string[]
}

/** An option that is one text. */
function single<Value>(
  fallback: Value,
  expected: string,
  parse: (text: string) => Value | null,
): Reader<Value> {
  return { fallback, expected, read: ([text, ...more]) => (text && more.length === 0 ? parse(text) : null) }
}

/** Yes or no, in the words of UCI. */
export const flag = (fallback: boolean): Reader<boolean> =>
  single(fallback, '1 or 0', text =>
    /^(?:1|on|true|yes|enabled)$/.test(text)
      ? true
      : /^(?:0|off|false|no|disabled)$/.test(text)
        ? false
        : null,
  )

/** A whole number within bounds; null as `fallback`: nothing is set. */
export function count<Fallback extends number | null>(
  fallback: Fallback,
  least: number,
  most: number,
  unit = '',
): Reader<number | Fallback> {
  return single<number | Fallback>(
    fallback,
    `a number from ${least} to ${most}${unit && ` ${unit}`}`,
    text => (/^-?\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null),
  )
}

/** Seconds between two looks. */
export const interval = count(30, 5, 300, 'seconds')

/** A text of a certain form; null as `fallback`: nothing is set. */
export const matching = <Fallback extends string | null>(
  fallback: Fallback,
  form: RegExp,
  expected: string,
): Reader<string | Fallback> =>
  single<string | Fallback>(fallback, expected, text => (form.test(text) ? text : null))

/** One of some words. */
export const oneOf = <Word extends string, Fallback extends Word | null>(
  fallback: Fallback,
  words: readonly Word[],
): Reader<Word | Fallback> =>
  single<Word | Fallback>(
    fallback,
    `one of ${words.join(', ')}`,
    text => words.find(word => word === text) ?? null,
  )

/** Texts of a certain form, as `list` or with blanks between; `-` alone means none. */
export function list(
  fallback: readonly string[],
  form: RegExp,
  expected: string,
  most = 16,
): Reader<readonly string[]> {
  return {
    fallback,
    expected: `${expected}, at most ${most}`,
    read(texts) {
      const words = texts.flatMap(text => text.split(/\s+/)).filter(Boolean)
      if (words.length === 1 && words[0] === '-') return []
      return words.length > 0 && words.length <= most && words.every(word => form.test(word)) ? words : null
    },
  }
}

/** Reads the options of a section; one that is wrong counts as absent, and that is told. */
export function readOptions<Settings>(
  given: Readonly<Record<string, string | readonly string[]>>,
  options: Options<Settings>,
): Parsed<Settings> {
  const mistakes: string[] = []
  const read = ([name, reader]: [string, Reader<unknown>]) => {
    const texts = [given[name] ?? []].flat().filter(text => text !== '')
    const value = texts.length === 0 ? reader.fallback : reader.read(texts)
    if (value === null && texts.length > 0)
      mistakes.push(`option ${name} '${texts.join(' ').slice(0, 60)}' is not ${reader.expected}`)
    return [name, value ?? reader.fallback]
  }
  const settings = Object.fromEntries(Object.entries<Reader<unknown>>(options).map(read)) as Settings
  return { settings, mistakes }
}
