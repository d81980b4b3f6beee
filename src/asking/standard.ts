import type { RegistrationDomain, SimState } from '../contract/info.ts'
import type { DomainRegistration, Facts } from './facts.ts'
import { after, csv, decimal, greatest, hex, named, unless, within } from './fields.ts'
import type { Answer, Answers, Question } from './question.ts'

const operatorQuestion = '+COPS=3,0;+COPS?;+COPS=3,2;+COPS?'
const domains = [
  ['creg', '+CREG=2;+CREG?', '+CREG'],
  ['cereg', '+CEREG=2;+CEREG?', '+CEREG'],
  ['cgreg', '+CGREG=2;+CGREG?', '+CGREG'],
  ['c5greg', '+C5GREG=2;+C5GREG?', '+C5GREG'],
] as const satisfies readonly (readonly [RegistrationDomain, string, string])[]

/** Whether a registration status means service: 27.007 §7.2 values 1, 5, 6, 7, 9 and 10. */
export function registered(stat: number): boolean {
  return [1, 5, 6, 7, 9, 10].includes(stat)
}

/** Area codes and cell identities that mean "none" (deleted ones of TS 24.008 §10.5.1.3 and TS 24.501 §9.11.3.8, all ones) become null. */
export function known(value: number | null | undefined): number | null {
  return unless(value ?? null, 0, 0xfffe, 0xffff, 0xfffffe, 0xffffff, 0xfffffff, 0xffffffff, 0xfffffffff)
}

/**
 * Reads one registration answer; the long form only, because the short one is an unsolicited line.
 * Wire: `+CREG: 2,1,"5079","009ECE02",16`, `+CEREG: 2,1,"A989","D0","A9EE06",7` (old Qualcomm: RAC in between),
 * `+CREG: 2,10, 2CA8, 20 ,B5583D ,7`. What stands behind a quote that is not closed is cut and not read.
 * Source: 3GPP TS 27.007 §7.2, §10.1.20, §10.1.22, §10.1.47.
 */
export function registrationOf(
  lines: readonly string[] | null,
  domain: RegistrationDomain,
): DomainRegistration | null {
  for (const line of lines ?? []) {
    const values = csv(after(line, `+${domain}`) ?? '')
    if (line.split('"').length % 2 === 0) values.pop()
    const stat = /^\d{1,3}$/.test(values[1] ?? '') ? within(Number(values[1]), 0, 11) : null
    if (!/^\d$/.test(values[0] ?? '') || stat === null) continue
    const rest = values.slice(2)
    if (rest.length >= 4 && /^[\da-fA-F]{1,2}$/.test(rest[1] ?? '') && (rest[2] ?? '').length > 2)
      rest.splice(1, 1)
    const area = hex(rest[0]?.replace(/\s/g, ''))
    const cell = hex(rest[1]?.replace(/\s/g, ''))
    return { domain, stat, area, cell_id: cell, act: within(decimal(rest[2]), 0, 99) }
  }
  return null
}

/**
 * SIM states by the numbers after `+CME ERROR:` (3GPP TS 27.007 §9.2.1) and `+CMS ERROR:` (TS 27.005 §3.2.5), and by the
 * words of both and of `+CPIN:`, as {@link stateOf} folds them.
 */
const simStates =
  'ready ready,absent cme10 cms310 notinserted removed absent,pin_required cme11 cms311 pin,' +
  'puk_required cme12 cms316 puk,failure cme13 cms313 failure blocked,busy cme14 cms314 busy notready,' +
  'wrong cme15 cms315 wrong,pin2_required cme17 cms317 pin2,puk2_required cme18 cms318 puk2'

/** The state in a text, whatever its case, blanks and punctuation, with or without SIM before and "required" behind. */
function stateOf(text: string): SimState | null {
  const plain = text.toLowerCase().replace(/^.*error\s*:|\(u\)|[^a-z\d]/g, '')
  const word = plain.replace(/^u?sim|required$/g, '')
  const row = simStates.split(',').find(each => each.split(' ').includes(word))
  if (row) return row.split(' ')[0] as SimState
  if (/^(?:cme[5-7]$|cms312$|phf?sim)/.test(word)) return 'locked_to_device'
  return /^(?:cme4[0-7]$|ph[a-z]+p[iu][nk]$)|personali[sz]ation/.test(word) ? 'locked_to_network' : null
}

/**
 * State of the SIM from the answer to `+CPIN?`, which may be an error; null when it says nothing about it. Wire: `+CPIN:
 * READY`, `+CPIN: "SIM PIN",3`, `+CPIN READY`, `READY`, `+CME ERROR: 10`, `+CME ERROR: SIM not inserted`.
 */
export function simOf(answer: Answer | undefined): SimState | null {
  for (const line of answer?.lines ?? []) {
    const value = line.replace(/^\+?CPIN(?!\w)[\s:]*/i, '')
    const [state] = csv(value).flatMap(each => stateOf(each) ?? [])
    if (state ?? value !== line) return state ?? 'unknown'
  }
  const final = answer?.final
  if (final?.kind !== 'error' || final.cause === 'plain') return null
  return stateOf(final.code === null ? final.text : final.cause + final.code)
}

/**
 * Operator name, number and access technology. Wire: `+COPS: 0,0,"orange",16` and `+COPS: 0,2,"22610",16`;
 * `+COPS: 0` alone when there is none; R11e puts parentheses around.
 */
function operatorOf(lines: readonly string[] | null): {
  name: string | null
  plmn: string | null
  act: number | null
} {
  let name: string | null = null
  let plmn: string | null = null
  let act: number | null = null
  for (const line of lines ?? []) {
    const values = csv(after(line, '+COPS')?.replace(/^\((.*)\)$/, '$1') ?? '')
    const text = values[2] ?? ''
    if (text === '') continue
    act = within(decimal(values[3]), 0, 99) ?? act
    if (/^\d{5,6}$/.test(text)) plmn = text
    else name = text
  }
  return { name, plmn, act }
}

const registrationQuestion: Question = { ask: '+CREG=2;+CREG?', answers: ['+CREG'], fallback: '+CREG?' }

/** The questions every modem is asked, first the ones whose answers decide about the others. */
export const standardQuestions: readonly Question[] = [
  { ask: '+CSQ' },
  { ask: operatorQuestion, answers: ['+COPS'] },
  registrationQuestion,
  { ask: '+CPIN?', last: true },
]

/** Whether a SIM in this state can be read and registered with; true when the state is not known. */
export function isUsable(sim: SimState | null | undefined): boolean {
  return !/^(?:absent|failure|busy|wrong|p[iu][nk]_required)$/.test(sim ?? '')
}

/**
 * The other registration domains, asked only with a usable SIM and where circuit-switched registration leaves something open: no
 * service there (data-only SIM, 5G stand-alone), or no area or cell although it is on LTE or NR.
 */
export const domainQuestions: readonly Question[] = domains.slice(1).map(([domain, ask, answer]) => ({
  ask,
  answers: [answer],
  fallback: `${answer}?`,
  when: answers => {
    if (!isUsable(simOf(answers.answer('+CPIN?')))) return false
    const creg = registrationOf(answers.lines('+CREG=2;+CREG?'), 'creg')
    const act = creg?.act ?? operatorOf(answers.lines(operatorQuestion)).act
    if (creg === null || !registered(creg.stat)) return true
    const isOpen = known(creg.cell_id) === null || known(creg.area) === null
    if (domain === 'c5greg') return act !== null && act >= 10 && act <= 12 && isOpen
    return domain === 'cereg' && act !== null && act >= 7 && isOpen
  },
}))

/** What tells whether there is service. */
export const serviceQuestions: readonly Question[] = [registrationQuestion, ...domainQuestions]

/** Whether some domain gives service; true where none is told. Without it the modem's cell is one that was. */
export const isServed = ({ registrations = [] }: Facts): boolean =>
  registrations.length === 0 || registrations.some(({ stat }) => registered(stat))

/** What the standard questions tell. */
export function readStandard(answers: Answers): Facts {
  const registrations: DomainRegistration[] = []
  for (const [domain, ask] of domains) {
    const registration = registrationOf(answers.lines(ask), domain)
    if (registration) registrations.push(registration)
  }
  const operator = operatorOf(answers.lines(operatorQuestion))
  const csq = decimal(named(answers.lines('+CSQ'), '+CSQ')?.[0])
  const act = greatest(registrations.filter(r => registered(r.stat)).map(r => r.act)) ?? operator.act
  return {
    csq: unless(csq, 99, 199),
    operator_name: operator.name,
    plmn: operator.plmn,
    registrations: registrations.map(r => ({ ...r, act: registered(r.stat) ? (r.act ?? act) : r.act })),
    sim: simOf(answers.answer('+CPIN?')),
  }
}
