import type { CarrierFact, NeighbourFact } from '../../asking/facts.ts'
import { decimal, named, unless } from '../../asking/fields.ts'
import type { Answers, Question } from '../../asking/question.ts'
import { lteBand } from '../../radio/channels.ts'
import { lteBandwidth } from '../../radio/quality.ts'
import { possible } from '../../radio/ranges.ts'
import type { Dialect } from '../dialect.ts'

const signal = '+ZRSSI?'
const cell = '+SPENGMD=0,6,0'
const neighbourhood = '+SPENGMD=0,6,6'

/** What the engineering mode is asked for beside the signal: the serving cell and those heard beside it. */
export const cellQuestions: readonly Question[] = [
  { ask: cell, alone: true },
  { ask: neighbourhood, alone: true, silent: true },
]

/** A value of the engineering mode, which counts in hundredths. */
const hundredths = (text: string | undefined) => {
  const value = decimal(text)
  return value === null ? null : Math.round(value / 10) / 10
}

/** The groups of an answer without a name: apart by `-`, which behind a comma or another `-` is a sign. */
function groupsOf(lines: readonly string[] | null): string[][] {
  const line = lines?.find(text => /^\d+(?:,-?\d+)*-/.test(text)) ?? ''
  return line === '' ? [] : line.split(/(?<=\d)-/).map(group => group.split(','))
}

/**
 * The LTE carriers. Wire, one line without a name: in each group a value for the primary and one for the
 * secondary carrier, `41,0-39990,0-408,0--9356,0--693,0--12600,0-1,0-5,255-…`: band, channel, PCI, RSRP and RSRQ in
 * hundredths, the eighth the code of the bandwidth; 0 in the place of a band, 255 of a bandwidth: none. The places behind are not read, because public descriptions of them disagree.
 */
function carriersOf(lines: readonly string[] | null): CarrierFact[] {
  const groups = groupsOf(lines)
  return (groups[0] ?? []).flatMap((text, i): CarrierFact[] => {
    const band = unless(decimal(text), 0)
    const channel = decimal(groups[1]?.[i])
    if (channel === null || (band ?? unless(channel, 0)) === null) return []
    return [
      {
        role: i === 0 ? 'pcc' : 'scc',
        rat: 'lte',
        band: band ?? lteBand(channel),
        channel,
        pci: decimal(groups[2]?.[i]),
        bandwidth_mhz: lteBandwidth(decimal(groups[7]?.[i])),
        rsrp: possible('rsrp', 'lte', hundredths(groups[3]?.[i])),
        rsrq: possible('rsrq', 'lte', hundredths(groups[4]?.[i]) || null),
      },
    ]
  })
}

/** Cells heard beside the serving one. Wire: a group each, `1850,123,-9500,-1100,…`: channel, PCI, RSRP, RSRQ; zeros: none. */
function neighboursOf(lines: readonly string[] | null): NeighbourFact[] {
  return groupsOf(lines).flatMap(([channel, pci, rsrp, rsrq]): NeighbourFact[] => {
    const power = possible('rsrp', 'lte', hundredths(rsrp))
    if (power === null || decimal(channel) === null) return []
    const quality = possible('rsrq', 'lte', hundredths(rsrq) || null)
    return [{ rat: 'lte', channel: decimal(channel), pci: decimal(pci), rsrp: power, rsrq: quality }]
  })
}

/** Signal of the serving cell. Wire: `+ZRSSI: -93,-6,0,17`: RSRP, RSRQ, 0, SINR; four zeros without a cell. */
function signalOf(answers: Answers) {
  const v = named(answers.lines(signal), '+ZRSSI') ?? []
  const rsrp = possible('rsrp', 'lte', decimal(v[0]))
  if (rsrp === null) return { rsrp, rsrq: null, sinr: null }
  return {
    rsrp,
    rsrq: possible('rsrq', 'lte', decimal(v[1])),
    sinr: possible('sinr', 'lte', decimal(v[3])),
  }
}

/** LTE modems of Unisoc with the engineering mode of the maker: Tozed LT70-C (SL8563). */
export const dialect: Dialect = {
  questions: () => [
    { ask: signal, fallback: '+ZRSSI' },
    { ask: cell, alone: true },
  ],
  read(answers) {
    const { rsrp, rsrq, sinr } = signalOf(answers)
    const [primary, ...others] = carriersOf(answers.lines(cell))
    if (primary === undefined) return { rsrp, rsrq, sinr }
    const signals = { rsrp: primary.rsrp ?? rsrp, rsrq: primary.rsrq ?? rsrq, sinr }
    return {
      carriers: [{ ...primary, ...signals }, ...others],
      neighbours: neighboursOf(answers.lines(neighbourhood)),
    }
  },
}
