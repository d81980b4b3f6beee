import type { NeighbourFact } from '../../asking/facts.ts'
import { allNamed, decimal, uncut } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import { possible } from '../../radio/ranges.ts'
import type { Serving } from './carriers.ts'
import { figure, linesOf, neighbourhood } from './wire.ts'

/** RSRP and RSRQ, in whichever order: the power is the lower one, and alone what no quality can be. */
function levelsOf(one: number | null, other: number | null): readonly [number | null, number | null] {
  if (one !== null && other !== null) return [Math.min(one, other), Math.max(one, other)]
  const level = one ?? other
  return possible('rsrq', null, level) === null ? [level, null] : [null, level]
}

/**
 * Cells heard beside the serving one, of which only those with a PCI count. `+QENG: "neighbourcell intra"|"neighbourcell
 * inter","LTE",<earfcn>,pci,rsrq,rsrp,…`, on UMTS and GSM `"neighbourcell","LTE",<earfcn>,pci,rsrp,rsrq,…`: the two
 * levels are told apart by {@link levelsOf}; `"neighbourcell","NR",<arfcn>,pci,rsrp,rsrq,sinr,…` (RM500U);
 * `"neighbourcell","WCDMA",<uarfcn>,priority,high,low,psc,…` on LTE, `<uarfcn>,srxqual,psc,…` on UMTS and
 * `<uarfcn>,psc,…` on GSM, where the levels are not read. Source: Quectel RG520N&RG5x0F&RM5x0N AT commands manual, chapter 5.20.
 */
export function neighboursOf(answers: Answers, { primary }: Serving): NeighbourFact[] {
  return allNamed(linesOf(answers, neighbourhood), '+QENG').flatMap(
    ([title = '', kind = '', ...values]): NeighbourFact[] => {
      const rat = kind === 'WCDMA' ? 'umts' : kind === 'LTE' ? 'lte' : kind.startsWith('NR') ? 'nr' : null
      if (rat === null || !/^neighbourcell/i.test(title)) return []
      const own = primary?.rat
      const code = own === 'lte' ? 4 : own === 'gsm' ? 1 : 2
      const v = uncut(values, { umts: code + 2, lte: own === 'gsm' ? 4 : 5, nr: 6 }[rat])
      const channel = decimal(v[0])
      const pci = possible('pci', rat, decimal(v[rat === 'umts' ? code : 1]))
      if (channel === null || pci === null) return []
      if (rat === 'umts') return [{ rat, channel, pci }]
      const [rsrp, rsrq] = levelsOf(figure(v[2]), figure(v[3]))
      return [
        {
          rat,
          channel,
          pci,
          rsrp,
          rsrq,
          ...(rat === 'nr' && { sinr: figure(v[4]) }),
        },
      ]
    },
  )
}
