import { describe, expect, it } from 'vitest'
import { huntedOutcome, loadHunted } from './hunted.ts'
import { huntedOpen } from './hunted-open.ts'
import { huntedReasons, isCase } from './reasons.ts'

const hunted = loadHunted()
if (hunted === null) console.warn('The hunted cases are not beside the repository: their tests are skipped.')

interface Wrong {
  name: string
  field: string
  text: string
}

describe.skipIf(hunted === null)('the hunted cases', () => {
  it('are right but for what is open or has a reason, and nothing is open that is right', async () => {
    let compared = 0
    const wrong: Wrong[] = []
    for (const one of hunted ?? []) {
      const outcome = await huntedOutcome(one)
      compared += outcome.compared
      for (const { field, expected, actual } of outcome.mismatches)
        wrong.push({ name: one.name, field, text: `expected ${expected}, got ${actual}` })
    }
    console.log(`Hunted cases: ${compared - wrong.length} of ${compared} fields are right.`)
    const open = Object.entries(huntedOpen).flatMap(([name, fields]) =>
      fields.map(field => `${name} ${field}`),
    )
    const covers = ({ cases, fields }: (typeof huntedReasons)[number], { name, field }: Wrong) =>
      fields.includes(field) && cases.some(pattern => isCase(pattern, name))
    const unexplained = wrong.filter(
      found =>
        !open.includes(`${found.name} ${found.field}`) && !huntedReasons.some(one => covers(one, found)),
    )
    expect(unexplained.map(({ name, field, text }) => `${name} ${field}: ${text}`)).toEqual([])
    expect(open.filter(key => !wrong.some(({ name, field }) => key === `${name} ${field}`))).toEqual([])
    const idle = huntedReasons.filter(one => !wrong.some(found => covers(one, found)))
    expect(idle.map(({ reason }) => reason)).toEqual([])
  }, 300_000)
})
