import type { Schema } from '../../src/contract/schema.ts'
import type { Access, Contract } from '../contract.ts'

/** One method as `modem --help` shows it and as its `name=value` words are read. */
export interface MethodHelp {
  summary: string
  access: Access
  arguments: Record<string, { type: string; summary: string }>
}

/** What `/usr/share/modem/methods.json` says about every method. */
export function methodHelp(
  contract: Contract,
  args: Readonly<Record<string, Schema>>,
): Record<string, MethodHelp> {
  const help = contract.methods.map(({ name, doc, access, args: type }) => {
    const properties = args[name]?.properties ?? {}
    const fields = contract.types.get(type)?.fields ?? []
    const described = fields.map(field => {
      const { type: kind } = properties[field.name] ?? {}
      return [field.name, { type: [kind].flat()[0] ?? 'string', summary: field.doc }]
    })
    return [name, { summary: doc, access, arguments: Object.fromEntries(described) }]
  })
  return Object.fromEntries(help)
}
