import type { Schema } from '../../src/contract/schema.ts'
import type { ArgumentHelp, MethodHelp } from '../../src/main/arguments.ts'
import type { Contract } from '../contract.ts'

/** What a value may be, in words; null where that is any text. */
function valuesOf({ type, enum: words, minimum, maximum, items, minItems, maxItems }: Schema): string | null {
  if (words) return words.join(', ')
  if (type === 'array') {
    const each = items ? valuesOf(items) : null
    return [...(each === null ? [] : [each]), `${minItems ?? 0} to ${maxItems} of them`].join('; ')
  }
  if (type === 'boolean') return 'true, false'
  return minimum === undefined || maximum === undefined ? null : `${minimum} to ${maximum}`
}

/** What `/usr/share/modem/methods.json` says about every method. */
export function methodHelp(
  contract: Contract,
  args: Readonly<Record<string, Schema>>,
): Record<string, MethodHelp> {
  const help = contract.methods.map(({ name, doc, access, args: type }) => {
    const { properties = {}, required = [] } = args[name] ?? {}
    const fields = contract.types.get(type)?.fields ?? []
    const described = fields.map((field): [string, ArgumentHelp] => {
      const schema = properties[field.name] ?? {}
      const values = valuesOf(schema)
      return [
        field.name,
        {
          type: ([schema.type].flat()[0] ?? 'string') as ArgumentHelp['type'],
          summary: field.doc,
          ...(values === null ? {} : { values }),
          ...(required.includes(field.name) ? { required: true } : {}),
        },
      ]
    })
    return [name, { summary: doc, access, arguments: Object.fromEntries(described) }]
  })
  return Object.fromEntries(help)
}
