/** What a word in a terminal means: good, worth a look, bad, a heading, or of less weight. */
export type Tone = 'good' | 'warn' | 'bad' | 'head' | 'weak'

/** Gives a text its tone. */
export type Paint = (tone: Tone, text: string) => string

const codes: Readonly<Record<Tone, string>> = { good: '32', warn: '33', bad: '31', head: '1', weak: '2' }

/** Colours of ECMA-48, which every terminal knows that is not dumb. */
export const coloured: Paint = (tone, text) => `\x1b[${codes[tone]}m${text}\x1b[0m`

/** No colour at all. */
export const colourless: Paint = (_tone, text) => text
