import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFormatter, createParser, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator'
import ts from 'typescript'
import type { Schema, SchemaType } from '../src/contract/schema.ts'
import type { Contract } from './contract.ts'

/** Every schema derived from the contract; `model` is null where there is no `src/models/model.ts`. */
export interface Schemas {
  args: Record<string, Schema>
  replies: Record<string, Schema>
  failure: Schema
  model: Schema | null
  /** Of the options of each dialect; null where it has none. */
  options: Record<string, Schema | null>
}

/** Derives the schemas from the types. Throws one error that names every construct `mistake()` cannot check. */
export function deriveSchemas(root: string, contract: Contract): Schemas {
  const withModel = existsSync(join(root, 'src/models/model.ts'))
  const optionTypes = withModel ? readOptionTypes(root) : []
  const generator = createGenerator(root, rootTypes(contract, withModel, optionTypes))
  const refused: string[] = []
  const derive = (name: string, place: string) => reduce(generator.createSchema(name), place, refused)
  const args: Record<string, Schema> = {}
  const replies: Record<string, Schema> = {}
  for (const { name, args: type } of contract.methods) {
    const schema = wholeNumbers(derive(`args_${name}`, `arguments of ${name}`))
    const fields = contract.types.get(type)?.fields.map(field => field.name) ?? []
    if (schema.type !== 'object' || fields.join() !== Object.keys(schema.properties ?? {}).join())
      refused.push(`arguments of ${name}: ${type} must be an interface of the contract`)
    args[name] = schema
    replies[name] = derive(`reply_${name}`, `reply of ${name}`)
  }
  const failure = derive('failure', 'FailureReply')
  const model = withModel ? derive('model', 'Model') : null
  const options = Object.fromEntries(
    optionTypes.map(({ dialect, type, isNone }) => [
      dialect,
      isNone ? null : wholeNumbers(derive(`options_${type}`, `options of ${dialect}`)),
    ]),
  )
  if (refused.length > 0) throw new Error(refused.join('\n'))
  return { args, replies, failure, model, options }
}

/** A source that gives every wanted type a name of its own, also inline types and type arguments. */
function rootTypes(contract: Contract, withModel: boolean, optionTypes: readonly OptionType[]): string {
  return [
    ...[...contract.types.values()].map(({ name, file }) => `import type { ${name} } from '../../${file}'`),
    ...contract.methods.map(({ name, args }) => `export type args_${name} = ${args}`),
    ...contract.methods.map(({ name, reply }) => `export type reply_${name} = ${reply}`),
    'export type failure = FailureReply',
    ...(withModel
      ? [`import type { ModelEntry } from '../models/model.ts'`, 'export type model = ModelEntry<unknown>']
      : []),
    ...optionTypes
      .filter(({ isNone }) => !isNone)
      .flatMap(({ dialect, type }) => [
        `import type { ${type} } from '../dialects/${dialect}/options.ts'`,
        `export type options_${type} = ${type}`,
      ]),
  ].join('\n')
}

/** The type of the options of a dialect, and whether there are none. */
interface OptionType {
  dialect: string
  type: string
  isNone: boolean
}

/** The dialects that say what their options are: `export interface QuectelOptions`, `export type MeigOptions = undefined`. */
export function readOptionTypes(root: string): OptionType[] {
  const room = join(root, 'src/dialects')
  return (existsSync(room) ? readdirSync(room).sort() : []).flatMap(dialect => {
    const path = join(room, dialect, 'options.ts')
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const [, , type, none] = /export (interface|type) (\w+Options)\b(?: = (undefined))?/.exec(text) ?? []
    return type === undefined ? [] : [{ dialect, type, isNone: none !== undefined }]
  })
}

function createGenerator(root: string, source: string): SchemaGenerator {
  const path = join(root, 'src/contract/roots.virtual.ts')
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, getSourceFile } = host
  host.fileExists = name => name === path || fileExists(name)
  host.getSourceFile = (name, languageVersion, ...rest) =>
    name === path
      ? ts.createSourceFile(name, source, languageVersion)
      : getSourceFile(name, languageVersion, ...rest)
  const program = ts.createProgram([path], options, host)
  const config = {
    ...DEFAULT_CONFIG,
    path,
    expose: 'none' as const,
    topRef: false,
    jsDoc: 'extended' as const,
    additionalProperties: false,
  }
  return new SchemaGenerator(program, createParser(program, config), createFormatter(config), config)
}

type Raw = { readonly [keyword: string]: unknown }
const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Brings a generated schema down to the part that is checked on the router, and notes what does not fit in. */
function reduce(raw: unknown, place: string, refused: string[]): Schema {
  const schema: Schema = {}
  const inner = (part: unknown, name: string) => reduce(part, `${place} ${name}`.trim(), refused)
  if (!isRaw(raw)) refused.push(`${place}: ${JSON.stringify(raw)} is outside of what the contract may use`)
  for (const [keyword, value] of Object.entries(isRaw(raw) ? raw : {})) {
    if (['$schema', 'definitions', 'description', 'deprecated', 'title'].includes(keyword)) continue
    if (keyword === 'type') schema.type = value as SchemaType | SchemaType[]
    else if (keyword === 'const') schema.enum = [value]
    else if (keyword === 'enum' && Array.isArray(value)) schema.enum = value
    else if (keyword === 'required' && Array.isArray(value)) schema.required = value
    else if (keyword === 'pattern' && typeof value === 'string')
      schema.pattern = checked(value, place, refused)
    else if (keyword === 'items')
      schema.items =
        Array.isArray(value) && place.startsWith('options of ')
          ? { anyOf: value.map(part => inner(part, '[]')) }
          : inner(value, '[]')
    else if (keyword === 'anyOf' && Array.isArray(value)) schema.anyOf = value.map(part => inner(part, ''))
    else if (keyword === 'properties' && isRaw(value))
      schema.properties = Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, inner(part, name)]),
      )
    else if (
      keyword === 'additionalProperties' &&
      (value === false || JSON.stringify(value) === '{"not":{}}')
    )
      schema.additionalProperties = false
    else if (keyword === 'additionalProperties') schema.additionalProperties = inner(value, '[name]')
    else if (isBound(keyword) && typeof value === 'number') schema[keyword] = value
    else refused.push(`${place}: ${keyword} ${JSON.stringify(value)} is outside of what the contract may use`)
  }
  if (hasNamedItems(raw)) schema.minItems = 1
  for (const [one, other] of [
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
  ] as const)
    if ((schema[one] === undefined) !== (schema[other] === undefined))
      refused.push(`${place}: @${one} and @${other} go together`)
  return schema
}

/** Whether it is a tuple with named elements, of which the generator does not tell which may be missing. */
const hasNamedItems = (raw: unknown): boolean =>
  isRaw(raw) && Array.isArray(raw.items) && raw.items.some(item => isRaw(item) && 'title' in item)

type Bound = 'minimum' | 'maximum' | 'minItems' | 'maxItems'
const isBound = (keyword: string): keyword is Bound =>
  ['minimum', 'maximum', 'minItems', 'maxItems'].includes(keyword)

function checked(pattern: string, place: string, refused: string[]): string {
  try {
    new RegExp(pattern)
    if (!/^\^.*\$$/.test(pattern))
      refused.push(`${place}: @pattern ${pattern} must begin with ^ and end with $`)
  } catch {
    refused.push(`${place}: @pattern ${pattern} is no regular expression`)
  }
  return pattern
}

/** Arguments hold whole numbers only: no method takes a fraction. */
function wholeNumbers(schema: Schema): Schema {
  return {
    ...schema,
    ...(schema.type === 'number' && { type: 'integer' as const }),
    ...(schema.items && { items: wholeNumbers(schema.items) }),
    ...(schema.additionalProperties && { additionalProperties: wholeNumbers(schema.additionalProperties) }),
    ...(schema.anyOf && { anyOf: schema.anyOf.map(wholeNumbers) }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, part]) => [name, wholeNumbers(part)]),
      ),
    }),
  }
}
