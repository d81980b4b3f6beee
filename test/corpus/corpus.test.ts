import Ajv from 'ajv'
import { beforeAll, describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import type { ModemInfo } from '../../src/contract/info.ts'
import { matchModel } from '../../src/discovery/models.ts'
import { modemdataFaults, threeginfoFaults } from './agreement.ts'
import type { Outputs } from './compare.ts'
import { loadCorpus } from './corpus.ts'
import { caseHost, outputsOf } from './provider.ts'
import { isDeliberate, judged, reasonLines, reasons, unreasoned } from './reasons.ts'
import { type CorpusScore, mismatchLines, type Points, scoreCorpus, scoreTable } from './score.ts'

const corpus = loadCorpus()
if (corpus === null) console.warn('The corpus is not beside the repository: its tests are skipped.')
const cases = corpus ?? []

/** Fields that must be right at least, percent. */
const thresholds = { threeginfo: 99.5, modemband: 99.5, modemdata: 99 } as const

const percent = ({ right, compared }: Points) => (100 * right) / compared

describe.skipIf(corpus === null)('the recorded cases', () => {
  let score: CorpusScore
  const outputs = new Map<string, Outputs>()

  beforeAll(async () => {
    const byName = new Map(cases.map(one => [one.name, one]))
    score = await scoreCorpus(cases, async name => {
      const one = byName.get(name)
      const printed = one ? await outputsOf(one) : {}
      outputs.set(name, printed)
      return printed
    })
    console.log(scoreTable(score, judged(score)))
    console.log(`Mismatches, and why ours is right:\n${reasonLines(score, reasons).join('\n')}`)
  }, 300_000)

  it('run without a failure', () => {
    expect(score.failures).toEqual([])
  })

  it.each(Object.entries(thresholds))('are right in %s at %d percent at least', (program, least) => {
    const points = score.total[program as keyof typeof thresholds]
    expect(points.compared).toBeGreaterThan(800)
    const onPurpose = score.mismatches.filter(one => one.program === program && isDeliberate(one)).length
    expect(percent({ ...points, compared: points.compared - onPurpose })).toBeGreaterThanOrEqual(least)
  })

  it('send the modem every recorded band command', () => {
    const sets = cases.flatMap(({ expected }) => Object.keys(expected.modemband?.set ?? {}))
    expect(sets.length).toBeGreaterThan(50)
    const wrong = score.mismatches.filter(
      one => one.program === 'modemband' && /^set/.test(one.field) && !isDeliberate(one),
    )
    expect(mismatchLines({ ...score, mismatches: wrong })).toEqual([])
  })

  it('differ only where there is a reason, and no reason is without a difference', () => {
    const rest = unreasoned(score, reasons)
    expect(mismatchLines({ ...score, mismatches: rest.mismatches })).toEqual([])
    expect(rest.reasons).toEqual([])
  })

  it('answer info by the schema, and the texts say what info says', async () => {
    const valid = new Ajv({ strict: false }).compile(schemas.replies.info)
    const faults: string[] = []
    for (const { name, recorded } of cases) {
      const host = caseHost(recorded)
      const answer = await host.call('info')
      if (!valid(answer)) {
        faults.push(`${name}: ${JSON.stringify(valid.errors)}`)
        continue
      }
      const info = answer as unknown as ModemInfo
      const { threeginfo, modemdata } = outputs.get(name) ?? {}
      const product = recorded.usb.product ?? null
      const { model } = matchModel(host.platform.files, host.platform.data, info.bus, info.id, [
        product,
        info.model,
      ])
      const found = [
        ...(threeginfo
          ? threeginfoFaults(info, threeginfo, model.legacy).map(fault => `3ginfo: ${fault}`)
          : []),
        ...(modemdata
          ? modemdataFaults(info, modemdata, model.legacy).map(fault => `modemdata: ${fault}`)
          : []),
      ]
      faults.push(...found.map(fault => `${name}: ${fault}`))
    }
    expect(faults).toEqual([])
  })
})
