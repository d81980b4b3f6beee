import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AclGroup } from '../../build/derive/acl.ts'
import { generate, stale, writeFiles } from '../../build/generate.ts'
import { contract, project, put } from './project.ts'

const fileOf = (files: ReadonlyMap<string, string>, path: string) => files.get(path) ?? `no ${path}`
const api = contract['src/contract/api.ts']
const withApi = (text: string) => project(contract, { 'src/contract/api.ts': text })

describe('what is derived', () => {
  test('rpcd learns the arguments with an example of their type, inherited ones first', () => {
    const plugin = fileOf(generate(project(contract)), 'rpcd/modem')
    expect(plugin).toContain(`'{"look":{"lamp":""},"paint":{"lamp":"","colour":"","layers":0}}'`)
  })

  test('a changing method is granted by a write section only', () => {
    const groups: Record<string, AclGroup> = JSON.parse(
      fileOf(generate(project(contract)), 'acl.d/modem.json'),
    )
    expect(Object.keys(groups)).toEqual(['modem-status', 'modem-control'])
    for (const { read } of Object.values(groups)) expect(read.ubus.modem).toEqual(['look'])
    expect(groups['modem-status']?.write).toBeUndefined()
    expect(groups['modem-control']?.write?.ubus.modem).toEqual(['paint'])
  })

  test('the schemas hold whole numbers among the arguments and null where a reply may be null', () => {
    const schema = JSON.parse(fileOf(generate(project(contract)), 'src/contract/generated/schema.json'))
    expect(schema.args.paint.properties.layers).toEqual({ type: 'integer', minimum: 1, maximum: 9 })
    expect(schema.args.paint).toMatchObject({ required: ['colour'], additionalProperties: false })
    expect(schema.replies.look.properties.colour.anyOf).toContainEqual({ type: 'null' })
    expect(schema.failure.properties.error).toEqual({ type: 'string', enum: ['broken'] })
    expect(schema.model.properties.options).toEqual({})
  })

  test('the page names group, arguments with limits, reply, types and errors', () => {
    const page = fileOf(generate(project(contract)), 'docs/api.md')
    expect(page).toContain(
      '### modem paint\n\nPaints a lamp.\n\nAccess: `modem-control`. Reply: [Lamp](#lamp).',
    )
    expect(page).toContain('| `colour` (required) | [Colour](#colour) |  |  |')
    expect(page).toContain('| `layers` | `number` | 1 to 9 | Layers. |')
    expect(page).toContain("One of: `'red' | 'green'`.")
    expect(page).toContain('| `broken` | The lamp is broken: % |')
  })

  test('a method that is gone takes its generated file with it', () => {
    const root = project(contract)
    writeFiles(root, generate(root))
    expect(stale(root, generate(root))).toEqual([])
    put(root, 'src/contract/api.ts', api.replace(/\/\*\*\s+\* Paints[\s\S]*: Lamp\n\}/, '}'))
    const fresh = generate(root)
    expect(stale(root, fresh)).toContain('src/contract/generated/validate/paint.ts')
    writeFiles(root, fresh)
    expect(existsSync(join(root, 'src/contract/generated/validate/paint.ts'))).toBe(false)
    expect(stale(root, fresh)).toEqual([])
  })

  test('an edited generated file is stale', () => {
    const root = project(contract)
    const files = generate(root)
    writeFiles(root, files)
    put(root, 'rpcd/modem', `${readFileSync(join(root, 'rpcd/modem'), 'utf8')}# edited\n`)
    expect(stale(root, files)).toEqual(['rpcd/modem'])
  })
})

describe('what stops the generation, all mistakes at once with their places', () => {
  test.each([
    ['an unknown tag', api.replace('@pattern', '@patern'), 'src/contract/api.ts:7: unknown tag @patern'],
    ['a method without a group', api.replace('@access control', ''), 'paint needs @access with one of'],
    ['an unknown group', api.replace('@access control', '@access root'), 'paint needs @access with one of'],
    [
      'a method of two arguments',
      api.replace('look(args: LampArgs)', 'look(a: LampArgs, b: LampArgs)'),
      'look must be',
    ],
    [
      'a member that is no method',
      api.replace('look(args: LampArgs): Lamp', 'look: Lamp'),
      'look must be a method',
    ],
    [
      'a name ubus cannot have',
      api.replace('paint(', 'paintLamp('),
      'paintLamp is no name for a ubus method',
    ],
    [
      'half a range',
      api.replace('   * @maximum 9\n', ''),
      'arguments of paint layers: @minimum and @maximum go together',
    ],
    ['a pattern without anchors', api.replace('^[a-z]{1,8}$', '[a-z]'), 'must begin with ^ and end with $'],
    ['a broken pattern', api.replace('^[a-z]{1,8}$', '^[a-z$'), 'is no regular expression'],
    [
      'a tuple',
      api.replace('layers?: number', 'layers?: [number, string]'),
      'outside of what the contract may use',
    ],
    [
      'arguments that are no interface',
      api.replace('look(args: LampArgs)', 'look(args: { lamp: string })'),
      'must be an interface',
    ],
  ])('%s', (_, text, message) => {
    expect(text).not.toBe(api)
    expect(() => generate(withApi(text))).toThrow(message)
  })

  test('two mistakes are told together', () => {
    const text = api.replace('@pattern', '@patern').replace('@access control', '')
    expect(() => generate(withApi(text))).toThrow(/@patern[\s\S]*paint needs @access/)
  })
})
