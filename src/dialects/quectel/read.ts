import type { Facts } from '../../asking/facts.ts'
import { allNamed, decimal, hottest, unless, within } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { operatorName } from '../../radio/operator-name.ts'
import type { Dialect } from '../dialect.ts'
import { withAntennas } from './antennas.ts'
import { carriersOf, incomplete, servingOf } from './carriers.ts'
import { neighboursOf } from './neighbours.ts'
import type { Options } from './options.ts'
import { aggregation, antennas, linesOf, network, serving } from './wire.ts'

/**
 * The network's name. Wire: `+QSPN: "<full>","<short>","<of the SIM>",<alphabet>,"<plmn>"`, alphabet 1: UCS2 in
 * hexadecimal; OK alone without service. Null where the full name is but the number (`515 66`, RM500Q-GL).
 */
function operatorOf(answers: Answers): Pick<Facts, 'operator_name' | 'sim_operator_name'> {
  const [row] = allNamed(linesOf(answers, '+QSPN'), '+QSPN')
  return { operator_name: operatorName(row?.[0]), sim_operator_name: operatorName(row?.[2]) }
}

/** Wire: `+QTEMP: 36,33,31` or `+QTEMP: "<sensor>","40"` a line; 255, -273 and 0: no sensor. */
function temperatureOf(answers: Answers): number | null {
  const values = allNamed(linesOf(answers, '+QTEMP'), '+QTEMP').flat().map(decimal)
  return hottest(values.map(value => unless(value, 0)))
}

/** Quectel modules: Qualcomm (EC20 to RM551E), Unisoc (RM500U) and ASR (EC200). */
export const dialect: Dialect<Options> = {
  identity: {
    vendor: ['+CGMI', 'I'],
    model: ['+CGMM', 'I'],
    firmware: ['+CGMR', 'I'],
    imei: ['+CGSN', '+GSN'],
    iccid: ['+QCCID', '+CCID'],
  },
  questions(options) {
    const late = options?.temperature === 'late'
    const asked: Question<Options>[] = [
      { ask: serving, ...(options?.serving === 'alone' ? { alone: true } : {}) },
      { ask: '+QSPN', silent: true },
      { ask: '+QTEMP', ...(late ? { alone: true, afterOkMs: 300 } : {}) },
    ]
    if (options?.slots !== false) asked.push({ ask: '+QUIMSLOT?' })
    if (options?.aggregation !== false) asked.push({ ask: aggregation, rows: true, silent: true })
    if (options?.antennas !== undefined)
      asked.push({
        ask: antennas[options.antennas],
        answers: antennas.all.split(';'),
        silent: true,
        spare: true,
      })
    return [...asked, { ask: network, when: incomplete }]
  },
  read(answers, options) {
    const found = servingOf(answers, options)
    const carriers = carriersOf(answers, options, found)
    const [slot] = allNamed(answers.lines('+QUIMSLOT?'), '+QUIMSLOT')
    return {
      ...found.facts,
      carriers: withAntennas(answers, options, carriers),
      neighbours: neighboursOf(answers, found),
      ...operatorOf(answers),
      slot: within(decimal(slot?.[0]), 1, 9),
      temperature: temperatureOf(answers),
    }
  },
}
