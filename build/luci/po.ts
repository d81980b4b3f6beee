import { po } from 'gettext-parser'

/** A text of a gettext catalogue with all that can stand by it. */
export interface Message {
  /** Files the text stands in. */
  places: string[]
  /** Null without one; an empty one is none. */
  context: string | null
  id: string
  plural: string | null
  /** Translations, more than one where there are plural forms; an empty one: not translated. */
  texts: string[]
}

/** The messages of a gettext `.po` file, the header with its empty id among them. */
export function parseMessages(source: string): Message[] {
  const { translations } = po.parse(source)
  return Object.values(translations)
    .flatMap(context => Object.values(context))
    .map(({ msgctxt, msgid, msgid_plural, msgstr, comments }) => ({
      places: comments?.reference?.split(/\s+/) ?? [],
      context: msgctxt || null,
      id: msgid,
      plural: msgid_plural ?? null,
      texts: msgstr,
    }))
}

/** An entry of the pages' catalogues, which know neither contexts nor plural forms. */
export interface PoEntry {
  places: string[]
  id: string
  /** Empty: not translated. */
  text: string
}

/** The entries of a catalogue of the pages, the header with its empty id among them. */
export const parsePo = (source: string): PoEntry[] =>
  parseMessages(source).map(({ places, id, texts: [text = ''] }) => ({ places, id, text }))

const quote = (text: string) => JSON.stringify(text)

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
