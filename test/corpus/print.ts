import { loadCorpus } from './corpus.ts'
import { outputsOf } from './provider.ts'
import { judged } from './reasons.ts'
import { mismatchLines, scoreCorpus, scoreTable } from './score.ts'

/** Prints the corpus score: `npx tsx test/corpus/print.ts [FAMILY]`, for one family with every mismatch. */
const [family = ''] = process.argv.slice(2)
const cases = (loadCorpus() ?? []).filter(({ name }) => name.startsWith(family))
const byName = new Map(cases.map(one => [one.name, one]))
const score = await scoreCorpus(cases, async name => {
  const one = byName.get(name)
  return one ? outputsOf(one) : {}
})
console.log(mismatchLines(score).join('\n'))
for (const { caseName, reason } of score.failures) console.log(`${caseName} failed: ${reason}`)
console.log(scoreTable(score, judged(score)))
