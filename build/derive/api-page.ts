import type { Schema } from '../../src/contract/schema.ts'
import { accesses, type Contract, type Field, type Method, type NamedType } from '../contract.ts'
import type { Schemas } from '../schemas.ts'
import { aclGroups, groupOf } from './acl.ts'
import { reachable } from './reachable.ts'

/** `docs/api.md`: every method, every type of the answers, every error. */
export function apiPage(header: string, contract: Contract, schemas: Schemas): string {
  const { methods, types, failures } = contract
  const described = reachable(types, [
    ...methods.map(({ reply }) => reply),
    ...argumentTypes(contract),
    'FailureReply',
  ])
  const groups = aclGroups(methods)
  return [
    `<!-- ${header} -->`,
    '# The ubus object `modem`',
    '',
    "`ubus call modem <method> '<arguments>'` answers with the method's reply, or with a [FailureReply](#failurereply).",
    'Arguments and replies are JSON objects. Numbers among the arguments are whole numbers; nothing is converted, and an',
    'unknown argument is an error. In a reply, `null` is a value the modem was asked for and did not give.',
    '',
    '## Access',
    '',
    '| ACL group | for | methods |',
    '|---|---|---|',
    ...accesses
      .filter(access => groups[groupOf(access)])
      .map(access => {
        const own = methods
          .filter(method => method.access === access)
          .map(({ name }) => `[${name}](#modem-${name})`)
        return `| \`${groupOf(access)}\` | ${groups[groupOf(access)]?.description} | ${own.join(', ')} |`
      }),
    '',
    '## Methods',
    '',
    ...methods.flatMap(method => methodSection(method, contract, schemas.args[method.name] ?? {})),
    '## Types',
    '',
    ...described.flatMap(type => typeSection(type, types)),
    '## Errors',
    '',
    '`%` stands for the particulars of the case.',
    '',
    '| error | message |',
    '|---|---|',
    ...[...failures].map(([code, text]) => `| \`${code}\` | ${cell(text)} |`),
    '',
  ].join('\n')
}

const argumentTypes = ({ methods, types }: Contract) =>
  methods.flatMap(({ args }) => (types.get(args)?.fields ?? []).map(({ type }) => type))

function methodSection(method: Method, { types }: Contract, schema: Schema): string[] {
  const fields = types.get(method.args)?.fields ?? []
  const argument = ({ name, type, doc, optional }: Field) =>
    `| \`${name}\`${optional ? '' : ' (required)'} | ${cell(linked(type, types))} | ${limits(schema.properties?.[name] ?? {})} | ${cell(doc)} |`
  const note = fields.length > 0 ? types.get(method.args)?.doc : undefined
  return [
    `### modem ${method.name}`,
    '',
    method.doc,
    '',
    `Access: \`${groupOf(method.access)}\`. Reply: ${linked(method.reply, types)}.`,
    '',
    ...(fields.length > 0
      ? [
          `${note}`,
          '',
          '| argument | type | limits | meaning |',
          '|---|---|---|---|',
          ...fields.map(argument),
          '',
        ]
      : ['No arguments.', '']),
  ]
}

function typeSection(
  { name, doc, alias, fields }: NamedType,
  types: ReadonlyMap<string, NamedType>,
): string[] {
  const field = ({ name: key, type, doc: meaning, optional }: Field) =>
    `| \`${key}\`${optional ? ' (may be absent)' : ''} | ${cell(linked(type, types))} | ${cell(meaning)} |`
  return [
    `### ${name}`,
    '',
    ...(doc ? [doc, ''] : []),
    ...(alias === null
      ? ['| field | type | meaning |', '|---|---|---|', ...fields.map(field), '']
      : [`${alias.includes('|') ? 'One of' : 'Type'}: ${linked(alias, types)}.`, '']),
  ]
}

/** A type as the contract writes it, with links to the types of this page. */
function linked(type: string, types: ReadonlyMap<string, NamedType>): string {
  const parts = type.split(/(\b[A-Z]\w*\b)/).filter(part => part !== '')
  return parts
    .map(part =>
      types.has(part) ? `[${part}](#${part.toLowerCase()})` : part.trim() && `\`${part.trim()}\``,
    )
    .join(' ')
}

function limits({ pattern, minimum, maximum, minItems, maxItems, items }: Schema): string {
  return [
    ...(pattern === undefined ? [] : [`\`${cell(pattern)}\``]),
    ...(minimum === undefined ? [] : [`${minimum} to ${maximum}`]),
    ...(minItems === undefined ? [] : [`${minItems} to ${maxItems} items`]),
    ...(items && limits(items) ? [`each ${limits(items)}`] : []),
  ].join('; ')
}

const cell = (text: string) => text.replace(/\|/g, '\\|')
