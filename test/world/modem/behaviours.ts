import { type ModemScript, type Reply, reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** Sends single bytes, `gapMs` apart; every read gets one byte, also with a gap of 0. */
export const oneByteAtATime =
  (gapMs = 0): Behaviour =>
  () => ({ byteGapMs: gapMs })

/** Puts unsolicited lines behind the first line of every answer, or before the final result of an empty one. */
export const unsolicitedInside =
  (lines: readonly string[]): Behaviour =>
  () => ({
    revise: (_part, answer) => {
      const steps = [...answer.steps]
      const firstLine = steps.findIndex(step => 'line' in step)
      steps.splice(firstLine + 1, 0, ...lines.map(unsolicited => ({ unsolicited })))
      return { ...answer, steps }
    },
  })

/** Begins every answer, or those to lines that match `only`, `ms` later; the echo comes at once. */
export const late =
  (ms: number, only?: RegExp): Behaviour =>
  () => ({ delayMs: line => (!only || only.test(line) ? ms : 0) })

/** Answers nothing and echoes nothing; with `only`, lines that match it are echoed and never answered. */
export const neverAnswers =
  (only?: RegExp): Behaviour =>
  () =>
    only ? { ignores: line => only.test(line) } : { mute: true }

/** Echo on or off at first, whatever the fixture says. */
export const echo =
  (on: boolean): Behaviour =>
  () => ({ echo: on })

/** Answers OK to the settings of report formats that the script does not list: +COPS=3,n +CxREG=n +CMEE=n. */
export const setters = (): Behaviour => () => ({
  otherwise: part =>
    /^\+(?:COPS=3,[0-2]|C(?:|G|E|5G)REG=\d|CMEE=[0-2])$/i.test(part) ? reply([]) : undefined,
})

/**
 * A modem that remembers: `handler` answers a part before the script is asked, or leaves it to the script with
 * undefined; `initial` makes the state from the script, once per simulator.
 */
export const stateful =
  <S>(
    initial: (script: ModemScript) => S,
    handler: (part: string, state: S, now: number) => Reply | undefined,
  ): Behaviour =>
  script => {
    const state = initial(script)
    return { answer: (part, now) => handler(part, state, now) }
  }
