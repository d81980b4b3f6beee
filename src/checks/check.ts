import type { FindingAction, Severity } from '../contract/doctor.ts'
import type { Phrase } from '../contract/phrase.ts'
import type { Evidence } from './evidence.ts'

/** Where in the chain from the device to the traffic something is looked at: what fails first explains what follows. */
export const stages = [
  'device',
  'port',
  'radio',
  'sim',
  'configuration',
  'registration',
  'dialling',
  'connection',
  'quality',
  'router',
] as const

/** A link of the chain. */
export type Stage = (typeof stages)[number]

/** What a check can say. `{name}` stands for what the finding puts there. */
export interface Saying {
  severity: Severity
  what: string
  why: string
  cure: string
}

/** Words of English that stand for a name, and the phrases that say it in other languages; without any it stays English. */
export interface Worded {
  english: string | number
  phrases: readonly Phrase[]
}

/** Words that stand for a name: one phrase with what is put into it, and the English where that says more. */
export const worded = (text: string, english: string | number = text, inner?: Phrase['with']): Worded => ({
  english,
  phrases: [inner === undefined ? { text } : { text, with: inner }],
})

/** Something found: which saying, what stands for its names, and the method that cures it. */
export interface Told<Key extends string> {
  says: Key
  with?: Readonly<Record<string, string | number | Worded>>
  action?: FindingAction
}

/** One check of the doctor: pure, and all that it can ever say stands in its table. */
export interface Check<Key extends string = string> {
  /** Name of the check and of its file. */
  name: string
  stage: Stage
  /** What it looks at, for the documentation: a sentence without its full stop. */
  looks: string
  says: Readonly<Record<Key, Saying>>
  /** Every phrase that can stand for one of its names, so that it can be translated. */
  phrases?: readonly string[]
  /** True for what a fault found before it on the way explains: then nothing is said of it. */
  follows?: true
  look(evidence: Evidence): readonly Told<NoInfer<Key>>[]
}

/** A check, its sayings typed by its own table. */
export const check = <const Key extends string>(it: Check<Key>): Check<Key> => it
