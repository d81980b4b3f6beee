import type { Answers } from '../asking/question.ts'
import { registered, registrationOf } from '../asking/standard.ts'

/**
 * Whether the modem may be on LTE: not when it is registered with a technology below 7. For firmware that tells an LTE cell
 * whatever it is on.
 */
export function mayBeOnLte(answers: Answers): boolean {
  const creg = registrationOf(answers.lines('+CREG=2;+CREG?'), 'creg')
  return creg === null || !registered(creg.stat) || (creg.act ?? 7) >= 7
}
