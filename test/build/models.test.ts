import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { compileModels } from '../../build/models.ts'
import { deriveSchemas } from '../../build/schemas.ts'
import { contract, project } from './project.ts'

const model = { bus: 'usb', id: '1234:abcd', vendor: 'V', name: 'N', dialect: 'plain', at: [2] }

function compile(...files: readonly (readonly object[])[]) {
  const texts = files.map((models, index) => [
    `src/models/vendor${index}.ts`,
    `export const models = ${JSON.stringify(models)}`,
  ])
  const root = project(contract, Object.fromEntries(texts))
  const { model: schema } = deriveSchemas(root, readContract(root))
  return compileModels(root, schema ?? {}, ['plain'])
}

test('an entry of several ids lies in a file of each, with that id alone and without its source', async () => {
  const files = await compile([
    { ...model, id: ['1234:abcd', '1234:*'], options: { scale: 10 }, source: 'a book' },
  ])
  expect([...files.keys()]).toEqual(['usb/1234.json', 'usb/1234abcd.json'])
  expect(JSON.parse(files.get('usb/1234abcd.json') ?? '')).toEqual([{ ...model, options: { scale: 10 } }])
  expect(JSON.parse(files.get('usb/1234.json') ?? '')).toEqual([
    { ...model, id: '1234:*', options: { scale: 10 } },
  ])
})

test('entries of one id lie together in the order of their files, and buses apart', async () => {
  const files = await compile(
    [{ ...model, product: 'A' }],
    [
      { ...model, product: 'B' },
      { ...model, bus: 'pci' },
    ],
  )
  expect(
    JSON.parse(files.get('usb/1234abcd.json') ?? '').map((entry: { product: string }) => entry.product),
  ).toEqual(['A', 'B'])
  expect([...files.keys()]).toEqual(['pci/1234abcd.json', 'usb/1234abcd.json'])
})

test('entries that differ in product or board live side by side', async () => {
  const variants = [
    {},
    { product: 'A' },
    { board: ['x', 'y'] },
    { board: ['z'] },
    { product: 'A', board: ['x'] },
  ]
  const files = await compile(variants.map(variant => ({ ...model, ...variant })))
  expect(JSON.parse(files.get('usb/1234abcd.json') ?? '')).toHaveLength(variants.length)
})

test.each([
  [
    'two entries nothing decides between',
    [model, { ...model, name: 'M' }],
    'N (src/models/vendor0.ts) and M (src/models/vendor0.ts)',
  ],
  [
    'two entries for one board',
    [
      { ...model, board: ['x', 'y'] },
      { ...model, board: ['y'] },
    ],
    'same product and board',
  ],
  ['an id in capitals', [{ ...model, id: '1234:ABCD' }], 'id 1234:ABCD is not vid:pid'],
  ['no id at all', [{ ...model, id: [] }], 'has no id'],
  ['a pattern that is none', [{ ...model, product: 'A(' }], 'product A( is no pattern'],
  ['an unknown dialect', [{ ...model, dialect: 'klingon' }], 'there is no dialect klingon'],
  ['a misspelt field', [{ ...model, dialekt: 'plain' }], 'dialekt is unknown'],
  ['an interface number that is none', [{ ...model, at: [2.5] }], 'at is not a list'],
  ['a band twice', [{ ...model, bands: { lte: [1, 1] } }], 'lte bands 1,1 are not distinct'],
  ['a band that is none', [{ ...model, default_bands: { lte: [0] } }], 'lte bands 0 are not distinct'],
])('%s fails the build', async (_, models, message) => {
  await expect(compile(models)).rejects.toThrow(message)
})

test('every mistake is told at once', async () => {
  const wrong = compile([{ ...model, id: 'x' }], [{ ...model, dialect: 'klingon' }, model, model])
  await expect(wrong).rejects.toThrow(/id x[\s\S]*klingon[\s\S]*same product and board/)
})

test('a file of the room that gives no models fails the build, unless it is part of another', async () => {
  const model = `export const models = []`
  const part = project(contract, {
    'src/models/a.ts': `import './b.ts'\n${model}`,
    'src/models/b.ts': 'export const lists = []',
  })
  expect(await compileModels(part, {}, [])).toEqual(new Map())
  const alone = project(contract, { 'src/models/b.ts': 'export const lists = []' })
  await expect(compileModels(alone, {}, [])).rejects.toThrow('src/models/b.ts: exports no list named models')
})

test('options that are code fail the build', async () => {
  const root = project(contract, {
    'src/models/a.ts': `export const models = [{ ...${JSON.stringify(model)}, options: { f() {} } }]`,
  })
  expect(readFileSync(join(root, 'src/models/a.ts'), 'utf8')).toContain('f()')
  await expect(compileModels(root, {}, ['plain'])).rejects.toThrow('is not plain data')
})
