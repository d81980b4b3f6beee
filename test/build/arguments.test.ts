import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { transformSync } from 'esbuild'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Schemas } from '../../build/schemas.ts'
import { mistake } from '../../src/contract/schema.ts'
import { repository } from './project.ts'

const schemas: Schemas = JSON.parse(
  readFileSync(join(repository, 'src/contract/generated/schema.json'), 'utf8'),
)
const methods = Object.keys(schemas.args)
const validatorOf = async (method: string): Promise<(args: unknown) => string | null> =>
  (await import(`../../src/contract/generated/validate/${method}.ts`)).validate

describe('what a caller reads about a wrong argument', () => {
  test.each([
    ['set_bands', { rat: 'lte', bands: [3, 7] }, null],
    ['set_bands', { bands: [3] }, 'rat is missing'],
    ['set_bands', { rat: '5g' }, 'rat must be one of lte, nr_nsa, nr_sa'],
    ['set_bands', { rat: 'lte', bands: [] }, 'bands must have 1 to 128 items'],
    ['set_bands', { rat: 'lte', bands: [3, 0] }, 'bands[1] must be 1 to 1023'],
    ['set_bands', { rat: 'lte', bands: [3.5] }, 'bands[0] must be of type integer'],
    ['set_bands', { rat: 'lte', bands: ['3'] }, 'bands[0] must be of type integer'],
    ['set_bands', { rat: 'lte', bands: '3' }, 'bands must be of type array'],
    ['set_bands', { rat: 'lte', default: 1 }, 'default must be of type boolean'],
    ['info', {}, null],
    ['info', { max_age: 0 }, null],
    ['info', { max_age: Number.NaN }, 'max_age must be of type integer'],
    ['info', { max_age: Number.POSITIVE_INFINITY }, 'max_age must be of type integer'],
    ['info', { max_age: -1 }, 'max_age must be 0 to 3600000'],
    ['info', { modem: null }, 'modem must be of type string'],
    ['info', { modem: 'a\nb' }, 'modem must match ^[A-Za-z0-9_./:@-]{1,64}$'],
    ['info', { colour: 1 }, 'colour is unknown, known are: modem, max_age'],
    ['info', JSON.parse('{"__proto__": {"modem": "x"}}'), '__proto__ is unknown, known are: modem, max_age'],
    ['info', { constructor: 1 }, 'constructor is unknown, known are: modem, max_age'],
    ['info', [], 'it must be of type object'],
    ['info', null, 'it must be of type object'],
    ['at', { command: 'AT+CSQ\r' }, 'command must match ^[Aa][Tt][ -~]{0,1022}$'],
  ])('%s %j: %s', async (method, args, message) => {
    expect((await validatorOf(method))(args)).toBe(message)
  })

  test('a name of 64 KB is not repeated in full', async () => {
    const message = (await validatorOf('info'))({ ['x'.repeat(65_536)]: 1 })
    expect(message?.length).toBeLessThan(100)
  })
})

/** Values that are right, nearly right, or hostile. */
const value = fc.oneof(
  fc.constantFrom(
    'lte',
    'nr_sa',
    'AT+CSQ',
    'at',
    'usb-1-1',
    '/dev/ttyUSB2',
    '',
    'a;b',
    'é',
    'AT\n',
    'x'.repeat(70),
  ),
  fc.constantFrom(0, 1, 3, 100, 1023, 1024, 3_600_000, -1, 0.5, -0, 1e21),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(fc.integer({ min: -2, max: 1030 }), fc.string(), fc.constant(null)), { maxLength: 130 }),
  fc.array(fc.integer({ min: 1, max: 1023 }), { minLength: 1, maxLength: 8 }),
  fc.jsonValue(),
)
const names = [
  ...new Set(Object.values(schemas.args).flatMap(({ properties = {} }) => Object.keys(properties))),
]
const someArgs = fc.oneof(
  { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string()), value, { maxKeys: 3 }),
  },
  { weight: 1, arbitrary: value },
)

test.each(methods)('the arguments of %s are accepted exactly where ajv accepts them', async method => {
  const validate = await validatorOf(method)
  const ajv = new Ajv({ ownProperties: true }).compile(schemas.args[method] ?? false)
  fc.assert(
    fc.property(someArgs, args => {
      expect(validate(args) === null).toBe(ajv(args))
    }),
    { numRuns: 500 },
  )
})

test('a reply is accepted exactly where ajv accepts it', () => {
  const schema = schemas.replies.bands ?? {}
  const ajv = new Ajv({ ownProperties: true, allowUnionTypes: true }).compile(schema)
  const list = fc.option(fc.array(fc.constantFrom<unknown>(1, 2.5, '3', null), { maxLength: 3 }))
  const lists = fc.dictionary(fc.constantFrom('lte', 'nr_nsa', 'nr_sa', 'gsm'), list, { maxKeys: 3 })
  const writable = fc.array(fc.constantFrom('lte', 'nr_sa', 'gsm'), { maxLength: 2 })
  const reply = fc.record({
    modem: fc.constantFrom('a', 1),
    name: fc.string(),
    supported: lists,
    enabled: lists,
    writable,
  })
  const verdicts = { right: 0, wrong: 0 }
  fc.assert(
    fc.property(reply, candidate => {
      const right = mistake(schema, candidate) === null
      verdicts[right ? 'right' : 'wrong']++
      expect(right).toBe(ajv(candidate))
    }),
    { numRuns: 500, seed: 1 },
  )
  expect(verdicts.right).toBeGreaterThan(0)
  expect(verdicts.wrong).toBeGreaterThan(0)
})

test('the check itself stays under 1.5 KB and what it needs per method under 0.8 KB', () => {
  const minified = (path: string) =>
    transformSync(readFileSync(join(repository, path), 'utf8'), {
      loader: 'ts',
      minify: true,
      target: 'es2023',
    }).code.length
  expect(minified('src/contract/schema.ts')).toBeLessThan(1536)
  for (const method of methods)
    expect(minified(`src/contract/generated/validate/${method}.ts`), method).toBeLessThan(820)
})
