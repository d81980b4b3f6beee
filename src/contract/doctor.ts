import type { ModemArgs } from './args.ts'

/** How bad it is: something does not work; something will not, or works worse than it could; good to know. */
export type Severity = 'fault' | 'warning' | 'hint'

/** A method of this object that can cure it, as a button would call it. */
export interface FindingAction {
  method: string
  arguments: Record<string, string | number | boolean>
}

/** What is put into a sentence where that is words: a sentence of its own, with what is put into it. */
export interface FindingPhrase {
  text: string
  values: Record<string, string | number>
}

/** The sentences of a finding as the doctor holds them, for whoever says them in another language. */
export interface FindingTemplate {
  /** As in the finding, with `{name}` where something is put in; so are the other two. */
  what: string
  why: string
  cure: string
  /** What is put in, by its name. */
  values: Record<string, string | number>
  /** The same where it is words, to be said in another language in its place; it may say less than the English. */
  phrases?: Record<string, FindingPhrase[]>
}

/** One thing that is wrong with a modem or the router around it. */
export interface Finding {
  /** Name of the check that found it, stable across versions. */
  check: string
  severity: Severity
  /** What is wrong, a sentence. */
  what: string
  /** What it was seen from, and what follows. */
  why: string
  /** What to do, and in which order. */
  cure: string
  template: FindingTemplate
  action?: FindingAction
}

/** Arguments of `doctor`. */
export interface DoctorArgs extends ModemArgs {
  /** True looks at every modem in turn; not together with `modem`. */
  all?: boolean
}

/** What was found about one modem. */
export interface Diagnosis {
  /** Null where there is none. */
  modem: string | null
  /** The worst first; empty where nothing is wrong. */
  findings: Finding[]
  /** What could not be looked at, in words: on it nothing is said. */
  unseen: string[]
}

/** Answer of `doctor`. */
export interface DoctorReply extends Diagnosis {
  /** With `all`, of each of several modems. */
  others?: Diagnosis[]
}
