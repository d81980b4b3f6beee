import fc from 'fast-check'
import type { Schema } from '../../src/contract/schema.ts'

/** Stands in every hostile text, and in nothing a modem could rightly be sent. */
export const mark = 'zqx'
const hostileText = fc
  .constantFrom(
    `${mark};+CFUN=0`,
    `";+CFUN=0;+X="${mark}`,
    `${mark}"`,
    `'${mark}`,
    `${mark}\r\nAT+CFUN=0`,
    `${mark}\rAT+CFUN=0\r`,
    `\u0000${mark}`,
    `${mark}\u001a`,
    `\u001b${mark}`,
    `$(${mark})`,
    `\`${mark}\``,
    `../../etc/${mark}`,
    `/dev/../${mark}`,
    `${mark}\u00e9\u2028\ud800`,
    mark.repeat(3500),
    `1234${mark}`,
    `12,34,"${mark}"`,
    `lte ${mark}`,
  )
  .chain(text => fc.constantFrom(text, text.toUpperCase().replaceAll(mark.toUpperCase(), mark)))
const hostile = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  fc.constantFrom<unknown>(-1, -0.5, 1.5, 1e21, 2 ** 53, 99_999_999, null, true, [], {}, '', '__proto__'),
  fc.array(fc.oneof(hostileText, fc.integer(), fc.double({ noNaN: true })), { maxLength: 4 }),
  fc.constant(JSON.parse(`{"__proto__":{"force":true,"pin":"${mark}"},"constructor":"${mark}"}`) as unknown),
)

/** Values a schema allows. */
function allowed(schema: Schema): fc.Arbitrary<unknown> {
  const { minimum = -10, maximum = 10, minItems = 0, maxItems = 3, pattern = '.*', items = {} } = schema
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'integer' || schema.type === 'number') return fc.integer({ min: minimum, max: maximum })
  if (schema.type === 'array')
    return fc.array(allowed(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) })
  return fc.stringMatching(new RegExp(pattern)).filter(text => !text.includes(mark))
}

/** Values that lead to a write, where few of the allowed ones do. */
const fitting: Readonly<Record<string, readonly unknown[]>> = {
  pin: ['1234'],
  bands: [[3], [20, 3]],
  mode: ['lte', '38', '40'],
  slot: [1, 2],
  channel: [1300, 6200],
  auth: ['pap', 'none'],
}

/** Arguments of a method: each is left out, allowed or hostile; sometimes there is one too many, or none at all. */
export function argumentsOf(schema: Schema): fc.Arbitrary<unknown> {
  const each = Object.entries(schema.properties ?? {}).map(([name, inner]) => {
    const isModem = name === 'modem'
    const some = fitting[name] ? fc.constantFrom(...fitting[name]) : allowed(inner)
    return fc
      .oneof(
        { weight: isModem ? 16 : schema.required?.includes(name) ? 0 : 6, arbitrary: fc.constant(undefined) },
        { weight: isModem ? 0 : 4, arbitrary: some },
        { weight: isModem ? 0 : 4, arbitrary: allowed(inner) },
        { weight: 1, arbitrary: hostile },
      )
      .map(value => [name, value] as const)
  })
  const extra = fc.tuple(fc.constantFrom('__proto__', 'constructor', mark, 'Modem', 'cid;'), hostile)
  const more = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: extra.map(one => [one]) },
  )
  const objects = fc.tuple(fc.tuple(...each), more).map(([known, unknown]) => {
    const text = [...known, ...unknown]
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    return JSON.parse(`{${text.join()}}`) as unknown
  })
  return fc.oneof({ weight: 20, arbitrary: objects }, { weight: 1, arbitrary: hostile })
}
