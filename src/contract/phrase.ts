/** Words of a closed list, so that they can be translated; `{name}` in them stands for what is put there. */
export interface Phrase {
  text: string
  with?: Readonly<Record<string, string | number>>
}

/** A text with its names filled in. */
export const fill = (text: string, values: Phrase['with'] = {}): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '?'))

/** Phrases in English, one after the other. */
export const inEnglish = (phrases: readonly Phrase[]): string =>
  phrases.map(phrase => fill(phrase.text, phrase.with)).join(' ')
