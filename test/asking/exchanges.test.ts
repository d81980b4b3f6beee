import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHost, repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'

const folder = path.join(repository, 'test/fixtures')
const fixtures = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()

/** What one refresh asked. */
interface Refresh {
  exchanges: number
  missing: string[]
  refused: string[]
}

/** The refreshes of a modem that are done every two seconds. */
async function refreshes(name: string, count: number): Promise<Refresh[]> {
  const host = createHost([{ script: readFixture(path.join(folder, name)) }])
  const log = host.simulators[0]?.log ?? []
  const done: Refresh[] = []
  for (let nth = 0; nth < count; nth++) {
    const before = log.length
    const info = await host.call('info', { max_age: 0 })
    const asked = log.slice(before)
    const refused = asked.flatMap(({ final, parts }) => (final === 'ERROR' ? parts.slice(-1) : []))
    done.push({ exchanges: asked.length, missing: info.missing as string[], refused })
    host.clock.advance(2000)
  }
  return done
}

describe('a refresh', () => {
  const plain = fixtures.filter(name => /^(?:fibocom\/fg621|standard\/any)-(?!mute|gt-errors)/.test(name))

  it.each(plain)('of %s needs at most five exchanges cold and two warm', async name => {
    const [cold, ...warm] = await refreshes(name, 3)
    expect(cold?.exchanges).toBeLessThanOrEqual(5)
    for (const each of warm) expect(each.exchanges).toBeLessThanOrEqual(2)
  })

  it('of a modem that refuses its own dialect’s commands needs at most two more for each, and one warm', async () => {
    const [cold, ...warm] = await refreshes('fibocom/fg621-gt-errors.at', 3)
    expect(cold?.exchanges).toBeLessThanOrEqual(2 + 2 * (cold?.missing.length ?? 0))
    expect(warm.map(each => each.exchanges)).toEqual([1, 1])
  })

  it('asks nothing again at once that was refused plainly, but the SIM', async () => {
    const repeated: string[] = []
    for (const name of fixtures.filter(each => /^(?:fibocom|standard)\//.test(each))) {
      const [cold, warm] = await refreshes(name, 2)
      const again = warm?.refused.filter(part => part !== '+CPIN?' && cold?.refused.includes(part)) ?? []
      repeated.push(...again.map(part => `${name}: ${part}`))
    }
    expect(repeated).toEqual([])
  })

  it('of any modem that answers is never longer warm than cold, nor the third longer than the second', async () => {
    const longer: string[] = []
    for (const name of fixtures) {
      const [cold, second, third] = (await refreshes(name, 3)).map(each => each.exchanges)
      if (Number(second) > Number(cold) || Number(third) > Number(second))
        longer.push(`${name}: ${cold} ${second} ${third}`)
    }
    expect(longer).toEqual([])
  })
})
