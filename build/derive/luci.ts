import type { Contract, Field, Method, NamedType } from '../contract.ts'
import { reachable } from './reachable.ts'

/** The LuCI module `modem.api`: one `rpc.declare` per method, with the contract's types as JSDoc. */
export function luciModule(header: string, contract: Contract): string {
  const { methods, types } = contract
  const typedefs = reachable(
    types,
    methods
      .flatMap(({ reply }) => [reply])
      .concat(
        methods.flatMap(({ args }) => types.get(args)?.fields.map(f => f.type) ?? []),
        'FailureReply',
      ),
  )
  return [
    `// ${header}`,
    `'use strict';`,
    `'require baseclass';`,
    `'require rpc';`,
    '',
    ...typedefs.flatMap(typedef),
    '/**',
    ' * The ubus object `modem`. A call resolves to the answer, to a FailureReply, or to a number: the ubus status of a',
    ' * call that did not come through (5: no answer came, the call may be repeated; 6: not permitted).',
    ' */',
    'return baseclass.extend({',
    methods.map(method => declaration(method, types.get(method.args)?.fields ?? [])).join(',\n\n'),
    '});',
    '',
  ].join('\n')
}

function typedef({ name, doc, alias, fields }: NamedType): string[] {
  const described = doc ? [` * ${doc}`] : []
  if (alias !== null) return ['/**', ...described, ` * @typedef {${alias}} ${name}`, ' */', '']
  const properties = fields.map(field => {
    const key = field.optional ? `[${field.name}]` : field.name
    return ` * @property {${field.type}} ${key}${field.doc ? ` ${field.doc}` : ''}`
  })
  return ['/**', ...described, ` * @typedef {object} ${name}`, ...properties, ' */', '']
}

function declaration({ name, doc, reply }: Method, fields: readonly Field[]): string {
  const lastRequired = fields.findLastIndex(({ optional }) => !optional)
  const parameters = fields.map(({ name: field, type, optional }, index) => {
    const safe = field === 'default' ? 'default_' : field
    if (!optional) return `${safe}: ${type}`
    return index < lastRequired ? `${safe}: ${type} | undefined` : `${safe}?: ${type}`
  })
  const params = fields.length > 0 ? `, params: [${fields.map(field => `'${field.name}'`).join(', ')}]` : ''
  return [
    '\t/**',
    `\t * ${doc}`,
    `\t * @type {(${parameters.join(', ')}) => Promise<${reply} | FailureReply | number>}`,
    '\t */',
    `\t${name}: rpc.declare({ object: 'modem', method: '${name}'${params} })`,
  ].join('\n')
}
