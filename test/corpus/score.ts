import { type Comparison, compareCase, type Mismatch, type Outputs } from './compare.ts'
import type { CorpusCase, RecordedCase } from './corpus.ts'

/** Runs a case through the backend and its shims. A program it leaves out is not scored. */
export type Provider = (caseName: string, recorded: RecordedCase) => Promise<Outputs>

/** The three programs in the order of the table. */
export const programs = ['threeginfo', 'modemband', 'modemdata'] as const satisfies readonly (keyof Outputs)[]

/** Fields that were right, of fields that were compared. */
export interface Points {
  right: number
  compared: number
}

/** Points by program. */
export type Scores = Record<(typeof programs)[number], Points>

/** A mismatch and where it is. */
export interface ScoredMismatch extends Mismatch {
  caseName: string
  program: (typeof programs)[number]
}

/** Score of a corpus. */
export interface CorpusScore {
  total: Scores
  /** By `vidpid`. */
  families: Map<string, Scores>
  mismatches: ScoredMismatch[]
  /** Cases whose provider failed, with the reason. */
  failures: { caseName: string; reason: string }[]
}

const noPoints = (): Scores => ({
  threeginfo: { right: 0, compared: 0 },
  modemband: { right: 0, compared: 0 },
  modemdata: { right: 0, compared: 0 },
})

/** The family of a case: the `vidpid` its name begins with. */
export function familyOf(caseName: string): string {
  return caseName.slice(0, 8)
}

function add(scores: Scores, program: keyof Scores, comparison: Comparison): void {
  scores[program].compared += comparison.compared
  scores[program].right += comparison.compared - comparison.mismatches.length
}

/** What a provider that failed printed: nothing. Every field with an expected value counts as wrong. */
const nothing: Required<Outputs> = {
  threeginfo: {},
  modemband: { getinfo: '', supported: [], enabled: [], set: {} },
  modemdata: { addon: [] },
}

/** Scores the cases one after the other; every mismatch and failure is reported, none stops the rest. */
export async function scoreCorpus(cases: readonly CorpusCase[], provider: Provider): Promise<CorpusScore> {
  const score: CorpusScore = { total: noPoints(), families: new Map(), mismatches: [], failures: [] }
  for (const { name: caseName, recorded, expected } of cases) {
    let outputs: Outputs
    try {
      outputs = await provider(caseName, recorded)
    } catch (reason) {
      outputs = nothing
      score.failures.push({ caseName, reason: reason instanceof Error ? reason.message : String(reason) })
    }
    const family = score.families.get(familyOf(caseName)) ?? noPoints()
    score.families.set(familyOf(caseName), family)
    const comparisons = compareCase(expected, outputs)
    for (const program of programs) {
      const comparison = comparisons[program]
      if (!comparison) continue
      add(score.total, program, comparison)
      add(family, program, comparison)
      score.mismatches.push(...comparison.mismatches.map(mismatch => ({ ...mismatch, caseName, program })))
    }
  }
  return score
}

/** Scores the cases of one family, `2cb70a05`. */
export function scoreFamily(
  cases: readonly CorpusCase[],
  family: string,
  provider: Provider,
): Promise<CorpusScore> {
  return scoreCorpus(
    cases.filter(({ name }) => familyOf(name) === family),
    provider,
  )
}

const percent = ({ right, compared }: Points) =>
  compared === 0 ? '-' : `${((100 * right) / compared).toFixed(2)}% ${right}/${compared}`

/** The score as a table for people: a row for each family, then the total, and `judged` where it is given. */
export function scoreTable({ families, total }: CorpusScore, judged?: Scores): string {
  const row = (name: string, scores: Scores) =>
    [name.padEnd(10), ...programs.map(program => percent(scores[program]).padStart(20))].join('')
  return [
    ['family'.padEnd(10), ...programs.map(program => program.padStart(20))].join(''),
    ...[...families].map(([family, scores]) => row(family, scores)),
    row('total', total),
    ...(judged ? [row('judged', judged)] : []),
  ].join('\n')
}

/** The mismatches as lines for people: case, program, field, expected and actual. */
export function mismatchLines({ mismatches }: CorpusScore): string[] {
  return mismatches.map(
    ({ caseName, program, field, expected, actual }) =>
      `${caseName} ${program} ${field}: expected ${expected}, got ${actual}`,
  )
}
