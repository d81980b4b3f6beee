import { po } from 'gettext-parser'

/** A text of a gettext catalogue with all that can stand by it. */
export interface Message {
  /** What its translator notes, without the marks; null without a note. */
  note: string | null
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
      note: comments?.translator || null,
      places: comments?.reference?.split(/\s+/) ?? [],
      context: msgctxt || null,
      id: msgid,
      plural: msgid_plural ?? null,
      texts: msgstr,
    }))
}

/** How many plural forms a language has, by the header of its catalogue; 2 where it does not say. */
export function formsOf(messages: readonly Message[]): number {
  const header = messages.find(({ id }) => id === '')?.texts[0] ?? ''
  return Number(/^Plural-Forms: nplurals=(\d)/m.exec(header)?.[1] ?? 2)
}

const quote = (text: string) => JSON.stringify(text)

const multiline = (text: string) =>
  text.includes('\n') ? ['""', ...text.split(/(?<=\n)/).map(quote)].join('\n') : quote(text)

/** The text of a catalogue, entries separated by blank lines; the header is the entry with the empty id. */
export function printMessages(messages: readonly Message[]): string {
  return messages
    .map(({ note, places, context, id, plural, texts }) => {
      const translated =
        plural === null
          ? [`msgstr ${multiline(texts[0] ?? '')}`]
          : [
              `msgid_plural ${quote(plural)}`,
              ...texts.map((text, form) => `msgstr[${form}] ${multiline(text)}`),
            ]
      return [
        ...(note?.split('\n') ?? []).map(line => `# ${line}`),
        ...places.map(place => `#: ${place}`),
        ...(context === null ? [] : [`msgctxt ${quote(context)}`]),
        `msgid ${quote(id)}`,
        ...translated,
        '',
      ].join('\n')
    })
    .join('\n')
}
