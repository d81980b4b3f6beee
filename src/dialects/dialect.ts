import type { Facts } from '../asking/facts.ts'
import type { Answers, Question } from '../asking/question.ts'

/** One command, several to try one after the other, or null: do not ask. */
export type IdentityCommand = string | readonly string[] | null

/** Commands for identity where a model does not use the standard ones. */
export interface IdentityCommands {
  /** Default `+CGMI`. */
  vendor?: IdentityCommand
  /** Default `+CGMM`. */
  model?: IdentityCommand
  /** Default `+CGMR`. */
  firmware?: IdentityCommand
  /** Default `+CGSN`. */
  imei?: IdentityCommand
  /** Default `+CIMI`. */
  imsi?: IdentityCommand
  /** Default `+ICCID`, then `+CCID`. */
  iccid?: IdentityCommand
}

/**
 * One AT dialect, the reading half: what `info` asks. The file `read.ts` in the dialect's folder exports it as `dialect`;
 * there is no registry. Pure: lines in, facts out; nothing here throws or logs.
 */
export interface Dialect<O = unknown> {
  identity?: IdentityCommands | ((options: O) => IdentityCommands)
  /** The model's name as its maker writes it, from the answered one (`SIMCOM_SIM8200EA-M2` is a SIM8200EA-M2). */
  modelName?(answered: string): string
  /** What to ask beyond the standard questions. */
  questions(options: O): readonly Question<O>[]
  read(answers: Answers, options: O): Facts
  /** Names of unsolicited lines beyond the standard ones. */
  unsolicited?: readonly string[]
}
