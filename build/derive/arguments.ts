import type { Schema } from '../../src/contract/schema.ts'

/** The module that checks one method's arguments: `validate` gives the first mistake in words, or null. */
export function argumentsModule(method: string, schema: Schema): string {
  return [
    `import { mistake, type Schema } from '../../schema.ts'`,
    '',
    `const args: Schema = ${JSON.stringify(schema, null, 2)}`,
    '',
    `/** The first mistake in the arguments of \`${method}\`, in words; null when there is none. */`,
    'export const validate = (value: unknown) => mistake(args, value)',
    '',
  ].join('\n')
}
