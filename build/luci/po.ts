/** An entry of a gettext catalogue. */
export interface PoEntry {
  /** Files the text stands in. */
  places: string[]
  id: string
  /** Empty: not translated. */
  text: string
}

const quote = (text: string) => JSON.stringify(text)

/** Parses a gettext catalogue: `#:` places, `msgid` and `msgstr` with continued lines; plurals are not known. */
export function parsePo(source: string): PoEntry[] {
  const entries: PoEntry[] = []
  let entry: PoEntry = { places: [], id: '', text: '' }
  let part: 'id' | 'text' | null = null
  const finish = () => {
    if (part !== null) entries.push(entry)
    entry = { places: [], id: '', text: '' }
    part = null
  }
  for (const line of source.split('\n')) {
    const [, keyword, text] = /^(?:(msgid|msgstr) )?(".*")$/.exec(line) ?? []
    if (line.startsWith('#: ')) {
      if (part === 'text') finish()
      entry.places.push(...line.slice(3).split(' '))
    } else if (keyword === 'msgid' && part === 'text') finish()
    if (text === undefined) continue
    if (keyword !== undefined) part = keyword === 'msgid' ? 'id' : 'text'
    if (part !== null) entry[part] += JSON.parse(text)
  }
  finish()
  return entries
}

/** The text of a catalogue, entries separated by blank lines; the header is the entry with the empty id. */
export function printPo(entries: readonly PoEntry[]): string {
  const multiline = (text: string) =>
    text.includes('\n') ? ['""', ...text.split(/(?<=\n)/).map(quote)].join('\n') : quote(text)
  return entries
    .map(({ places, id, text }) =>
      [...places.map(place => `#: ${place}`), `msgid ${quote(id)}`, `msgstr ${multiline(text)}`, ''].join(
        '\n',
      ),
    )
    .join('\n')
}
