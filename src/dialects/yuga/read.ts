import { lteKind } from '../../asking/carriers.ts'
import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { decimal, hex, hottest, named } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { lteBand, umtsBand } from '../../radio/channels.ts'
import type { Dialect } from '../dialect.ts'

const network = '+QNWINFO'
const details = '+LTEINFO'
const temperature = '+TEMP'

/** The detail line, which some firmwares append to the answer of `+QNWINFO`. */
const detailsOf = (answers: Answers) =>
  named(answers.lines(network), '+LTEINFO') ?? named(answers.lines(details), '+LTEINFO')

/**
 * The serving cell. Wire: `+QNWINFO:"FDD LTE","46000","LTE_EUTRAN_BAND3",1300,0` (`"NONE","","",0` without service) and
 * `+LTEINFO:<state>,<tac>,<cell>,<pci>,<earfcn>,<band>,<uplink>,<downlink>,<rsrq>,<rsrp>,<rssi>,<sinr>`, TAC decimal or with
 * `0x`, signal in dB and dBm; of its other places the meaning is not certain (CLM920-NC5).
 */
function cellOf(answers: Answers): Facts {
  const [technology = '', , text = '', number] = named(answers.lines(network), '+QNWINFO') ?? []
  const channel = decimal(number)
  const band = Number(/BAND\s*(\d+)/i.exec(text)?.[1] ?? 0) || null
  if (lteKind(technology) !== null) {
    const v = detailsOf(answers)
    const carrier: CarrierFact = {
      role: 'pcc',
      rat: 'lte',
      band: band ?? (channel === null ? null : lteBand(channel)),
      channel,
      pci: decimal(v?.[3]),
      rsrq: decimal(v?.[8]),
      rsrp: decimal(v?.[9]),
      rssi: decimal(v?.[10]),
      sinr: decimal(v?.[11]),
    }
    const tac = v?.[1]
    return { tac: /^0x/i.test(tac ?? '') ? hex(tac) : decimal(tac), carriers: [carrier] }
  }
  if (!channel || umtsBand(channel) === null || !/WCDMA|UMTS|HS/i.test(technology)) return {}
  return { carriers: [{ role: 'pcc', rat: 'umts', band: umtsBand(channel), channel }] }
}

export const cellQuestions: readonly Question[] = [
  { ask: network, answers: [network, details] },
  {
    ask: details,
    when: answers =>
      detailsOf(answers) === null && lteKind(named(answers.lines(network), '+QNWINFO')?.[0] ?? '') !== null,
  },
]

/** Yuga CLM920. */
export const dialect: Dialect = {
  identity: { imei: ['^IMEI?', '+CGSN'], imsi: ['+QCIMI', '+CIMI'] },
  questions: () => [{ ask: temperature }, ...cellQuestions],
  read(answers) {
    return {
      ...cellOf(answers),
      temperature: hottest([decimal(named(answers.lines(temperature), '+TEMP')?.[0])]),
    }
  },
}
