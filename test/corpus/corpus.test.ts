import Ajv from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { loadCorpus } from './corpus.ts'
import { caseHost, outputsOf } from './provider.ts'
import { type CorpusScore, familyOf, mismatchLines, scoreCorpus, scoreTable } from './score.ts'

const corpus = loadCorpus()
if (corpus === null) console.warn('The corpus is not beside the repository: its tests are skipped.')
const cases = corpus ?? []

describe.skipIf(corpus === null)('the recorded cases', () => {
  let score: CorpusScore

  beforeAll(async () => {
    const byName = new Map(cases.map(one => [one.name, one]))
    score = await scoreCorpus(cases, async name => {
      const one = byName.get(name)
      return one ? outputsOf(one) : {}
    })
    console.log(scoreTable(score))
  }, 300_000)

  it('run without a failure', () => {
    expect(score.failures).toEqual([])
  })

  it('of the FG621-EA are right in every field of 3ginfo and modemband', () => {
    const wrong = mismatchLines(score).filter(
      line => line.startsWith('2cb70a05') && !line.includes(' modemdata '),
    )
    expect(wrong).toEqual([])
  })

  it('answer info by the schema, and 3ginfo shows what info says', async () => {
    const valid = new Ajv({ strict: false }).compile(schemas.replies.info)
    const mistakes: string[] = []
    for (const { name, recorded, expected } of cases) {
      const host = caseHost(recorded)
      const info = await host.call('info')
      if (!valid(info)) mistakes.push(`${name}: ${JSON.stringify(valid.errors)}`)
      if (familyOf(name) && expected['3ginfo']) {
        const { threeginfo } = await outputsOf({
          name,
          recorded,
          expected: { ...expected, modemband: undefined, modemdata: undefined } as never,
        })
        const signal = info.signal as { csq: number | null }
        if (signal.csq !== null && threeginfo?.csq !== String(signal.csq)) mistakes.push(`${name}: csq`)
      }
    }
    expect(mistakes).toEqual([])
  })
})
