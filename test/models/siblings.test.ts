import fs from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import type { Model } from '../../src/models/model.ts'
import { repository } from '../world/memory/host.ts'
import { type Difference, differences } from './differences.ts'

const folder = path.join(repository, 'src/models')
const files = fs.readdirSync(folder).map(name => import(path.join(folder, name)))
const models = (await Promise.all(files)).flatMap(({ models: list = [] }) => list as readonly Model[])

const idsOf = ({ id }: Model) => [id].flat().filter(id => !id.endsWith(':*'))
const label = (model: Model) => `${model.bus} ${[model.id].flat().join(' ')} ${model.name}`

/** Whether one letter or digit more, less or other makes one name of the other; variants behind a dash do not count. */
function nearlyEqual(one: string, other: string): boolean {
  const [a = '', b = ''] = [one, other].map(name => name.split('-')[0])
  if (a.length < 4 || b.length < 4 || Math.abs(a.length - b.length) > 1) return false
  const start = [...a].findIndex((letter, i) => letter !== b[i])
  if (start < 0) return true
  const rest = (text: string, from: number) => text.slice(from)
  return (
    rest(a, start + 1) === rest(b, start + 1) ||
    rest(a, start + 1) === rest(b, start) ||
    rest(a, start) === rest(b, start + 1)
  )
}

/** Models one would expect to be alike: of one dialect, and with one id or of one maker under nearly one name. */
const pairs = models.flatMap((one, i) =>
  models.slice(i + 1).flatMap(other => {
    const sharesId = one.bus === other.bus && idsOf(one).some(id => idsOf(other).includes(id))
    const alike = sharesId || (one.vendor === other.vendor && nearlyEqual(one.name, other.name))
    return alike && one.dialect === other.dialect ? [{ one, other, sharesId }] : []
  }),
)
type Pair = (typeof pairs)[number]

/** Members in which a pair differs; the forms of the originals where they had the id alone to go by. */
function differing({ one, other, sharesId }: Pair): string[] {
  const [a, b] = [one, other].map(({ options }) => (options ?? {}) as Record<string, unknown>)
  const options = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
  return [
    ...options.filter(name => !isDeepStrictEqual(a?.[name], b?.[name])).map(name => `options.${name}`),
    ...(one.bus === other.bus && !isDeepStrictEqual(one.at, other.at) ? ['at'] : []),
    ...(one.interval_ms === other.interval_ms ? [] : ['interval_ms']),
    ...(sharesId && !isDeepStrictEqual(one.legacy, other.legacy) ? ['legacy'] : []),
  ]
}

function explains({ between: [first, second], members }: Difference, { one, other }: Pair, member: string) {
  const fits = (pattern: string, model: Model) => new RegExp(pattern).test(label(model))
  const names = members.includes(member) || (member.startsWith('options.') && members.includes('options.*'))
  return names && ((fits(first, one) && fits(second, other)) || (fits(first, other) && fits(second, one)))
}

const found = pairs.flatMap(pair => differing(pair).map(member => ({ pair, member })))

it('siblings that are described differently have the reason written down', () => {
  expect(found.length).toBeGreaterThan(50)
  const silent = found.filter(({ pair, member }) => !differences.some(each => explains(each, pair, member)))
  expect(silent.map(({ pair, member }) => `${label(pair.one)} | ${label(pair.other)}: ${member}`)).toEqual([])
})

it('no reason outlives its difference', () => {
  const idle = differences.flatMap(each =>
    each.members
      .filter(member => member !== 'legacy')
      .filter(name => {
        const own = { ...each, members: [name] }
        return !found.some(({ pair, member }) => explains(own, pair, member))
      })
      .map(member => `${each.between.join(' | ')}: ${member}`),
  )
  expect(idle).toEqual([])
})

it('a pair that differs without a reason would be seen', () => {
  const [pair] = pairs.filter(({ sharesId }) => sharesId)
  const changed = pair && {
    ...pair,
    one: { ...pair.one, options: { ...Object(pair.one.options), fitted: true } },
  }
  const members = changed ? differing(changed) : []
  expect(members).toContain('options.fitted')
  const fitted = differences.filter(each => changed && explains(each, changed, 'options.fitted'))
  expect(fitted).toEqual([])
})
