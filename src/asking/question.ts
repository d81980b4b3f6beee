import type { Final } from '../channel/at.ts'

/** What the modem answered to one question. */
export interface Answer {
  /** Lines that belong to the question, without echo, final result and unsolicited lines. */
  lines: readonly string[]
  /** How the command line ended for this question. */
  final: Final
}

/** Answers by question: `lines` is null when the question was not asked or not answered with OK. */
export interface Answers {
  /** Lines answered to `ask`; lines that came before an error count, null when there is none and no OK. */
  lines(ask: string): readonly string[] | null
  /** The whole answer, also a refused one; undefined when it was not asked. */
  answer(ask: string): Answer | undefined
}

/** One thing to ask a modem. */
export interface Question<O = unknown> {
  /** Command without `AT`, for example `+GTCCINFO?`. Parts that belong together are joined by `;`. */
  ask: string
  /**
   * Names the answer lines begin with (`NAME:`; compared without case, a leading + may be missing). Default: the
   * command's own name.
   */
  answers?: readonly string[]
  /** Lines without a name follow the named line and belong to it (`+GTCCINFO:` and its rows). */
  rows?: true
  /** Asked instead, alone, when `ask` is refused; its answer counts as the answer to `ask`. */
  fallback?: string
  /** OK without any line is a normal answer. */
  silent?: true
  /** Goes to the end of a command line, because its error is an answer or would hide what follows (`+CPIN?`). */
  last?: true
  /** The answer is one line without a name (`+CGMI`); such questions share lines only with each other. */
  bare?: true
  /** Never joined with others in one command line: free text answers, firmware that chokes on chains. */
  alone?: true
  /** Asked only where the first command line has room for it: it costs no exchange of its own. */
  spare?: true
  /** Ask once per enumeration of the modem, or once per inserted SIM, and remember the answer. */
  keep?: 'enumeration' | 'sim'
  /** Whether an answer may be remembered; default: every one that has a line. */
  sound?(lines: readonly string[]): boolean
  /** Ask only if this says so, after everything without a condition has been answered. */
  when?(answers: Answers, options: O): boolean
  /** Longest wait for the final result, default 5000 ms. */
  timeoutMs?: number
  /** How long to listen for more lines after OK (EM12 prints +QTEMP after it), default 0. */
  afterOkMs?: number
}
