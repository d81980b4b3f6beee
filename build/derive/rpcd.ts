import type { Schema, SchemaType } from '../../src/contract/schema.ts'

/** Example values rpcd takes the types of a signature from. */
const examples = {
  string: '',
  integer: 0,
  number: 0,
  boolean: false,
  array: [],
  object: {},
  null: '',
} satisfies Record<SchemaType, unknown>

/** What `list` prints: per method its arguments with an example value of their type. */
export function signature(args: Readonly<Record<string, Schema>>) {
  const example = ({ type, anyOf }: Schema): unknown => {
    const first = [type].flat()[0]
    return first ? examples[first] : anyOf?.[0] ? example(anyOf[0]) : ''
  }
  return Object.fromEntries(
    Object.entries(args).map(([method, { properties = {} }]) => [
      method,
      Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, example(schema)])),
    ]),
  )
}

/** The exec plugin rpcd starts: `list` is a constant, because rpcd waits for it; `call` leaves stdin to qjs. */
export function rpcdPlugin(header: string, args: Readonly<Record<string, Schema>>): string {
  return `#!/bin/sh
# ${header}
case "$1" in
list) printf '%s\\n' '${JSON.stringify(signature(args))}' ;;
call)
	# QuickJS closes every file number up to the limit in each child process.
	ulimit -n 64
	exec qjs --no-unhandled-rejection -m /usr/share/modem/rpcd.js call "$2" ;;
esac
`
}
