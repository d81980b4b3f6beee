import type { CarrierFact } from '../../asking/facts.ts'
import { allNamed, antennasOf, decimal, within } from '../../asking/fields.ts'
import type { Answers } from '../../asking/question.ts'
import type { CarrierRat } from '../../contract/info.ts'
import type { Options } from './options.ts'
import { antennas, linesOf } from './wire.ts'

const commands = [
  ['rsrp_antennas', '+QRSRP'],
  ['rsrq_antennas', '+QRSRQ'],
  ['sinr_antennas', '+QSINR'],
] as const

/** Values by antenna of a technology; without a technology in the answer they are those of LTE. */
function valuesOf(lines: readonly string[], name: string, rat: CarrierRat): (number | null)[] {
  const row = allNamed(lines, name).find(v => /^NR/i.test(v[4] ?? 'LTE') === (rat === 'nr'))
  return (row ?? []).slice(0, 4).map(text => decimal(text))
}

/**
 * The carriers with their receive antennas: the primary one, and the NR leg. Wire: `+QRSRP: -104,-107,-140,-140` (EM12,
 * LTE alone), `+QRSRP: -101,-99,-32768,-32768,LTE` and on EN-DC a second line with `NR5G`; `+QRSRQ` and `+QSINR` alike in
 * dB. An antenna without RSRP receives nothing: -140 is the floor of the scale, -32768 no value; in the two others
 * such an antenna has -20, 0 or -32768. Source: Quectel RG520N&RG525F&RG5x0F&RM5x0N AT commands manual; public answers of
 * RM520N-GL and, as RouterOS logs them, of EG12-EA and EG18-EA.
 */
export function withAntennas(
  answers: Answers,
  options: Options,
  carriers: readonly CarrierFact[],
): CarrierFact[] {
  const lines = options?.antennas === undefined ? [] : linesOf(answers, antennas[options.antennas])
  const told = new Set<CarrierRat>()
  return carriers.map(carrier => {
    const { rat } = carrier
    if (told.has(rat) || (rat !== 'lte' && rat !== 'nr')) return carrier
    told.add(rat)
    const power = valuesOf(lines, '+QRSRP', rat).map(value => within(value, -139, -31))
    const lists = commands.map(([member, name]) => {
      const values = valuesOf(lines, name, rat)
      return [member, antennasOf(power.map((one, i) => (one === null ? null : (values[i] ?? null))))] as const
    })
    return { ...carrier, ...Object.fromEntries(lists.filter(([, list]) => list !== null)) }
  })
}
