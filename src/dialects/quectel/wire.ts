import { allNamed, decimal, unless } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'

/** What tells the serving cell. */
export const serving = '+QENG="servingcell"'
/** What tells the cells that are heard beside it. */
export const neighbourhood = '+QENG="neighbourcell"'
/** What tells the aggregated carriers. */
export const aggregation = '+QCAINFO'
/** What tells the receive antennas apart; the three commands are one family of the modules that have them. */
export const antennas = { rsrp: '+QRSRP', all: '+QRSRP;+QRSRQ;+QSINR' } as const
/** What tells band and channel alone. */
export const network = '+QNWINFO'

/** dBm or dB; -32768 is no measurement. */
export const figure = (text: string | undefined) => unless(decimal(text), -32768)

/** The lines of an answer; RM551E was seen to lose the line end between two of them. */
export function linesOf(answers: Answers, ask: string): string[] {
  return (answers.lines(ask) ?? []).flatMap(line =>
    line.includes('+Q', 1) ? line.split(/(?=\+Q[A-Z]+ ?:)/) : [line],
  )
}

/**
 * The values of the setting `name` among the answers to these questions of one command; null when none tells it.
 * Wire: `+QCFG: "usbnet",1`, `+QNWLOCK: "common/5g"` (no value).
 */
export function settingOf(answers: Answers, asks: readonly string[], name: string): string[] | null {
  for (const ask of asks)
    for (const [own, ...values] of allNamed(linesOf(answers, ask), ask.replace(/=.*/, '')))
      if (own?.trim().toLowerCase() === name) return values
  return null
}
