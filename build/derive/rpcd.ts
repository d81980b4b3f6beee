import type { Schema, SchemaType } from '../../src/contract/schema.ts'
import { lookForReady, printJson, terse } from './ready.ts'

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

/** Methods whose fresh answers lie ready in the run directory (`src/modem/ready.ts`). */
export const readyMethods = ['info', 'signal', 'status'] as const

/**
 * What is asked for by the arguments `$a`, within a loop it leaves by `break`: `$n` the modem, `$o` the oldest age. They must
 * be an object as rpcd writes it, without blanks, escapes and surprises.
 */
const asked = terse(`
	n= o=2000 r="\${a#?}"
	case "$a" in *[!!-~]*|*\\\\*|*,'}') break;; '{'*'}');; *) break; esac
	# The words stand between commas; none is the pattern of a file.
	set -f
	IFS=,
	for w in \${r%?}; do
	case "$w" in
	*:'"'*'"'*'"') break 2;;
	'"modem":"'*'"') n="\${w#*:?}" n="\${n%?}"; [ "$n" ] || break 2;;
	'"max_age":'*) o="\${w#*:}";;
	'"ubus_rpc_session":"'*'"');;
	*) break 2
	esac
	done
	set +f
	IFS=' '
	case "$n,$o" in *[!A-Za-z0-9_.:@/-]*,*|*,|*,*[!0-9]*|*,0*|*,????????*) break; esac
`)

/**
 * The exec plugin rpcd starts. `call` comes first: a shell reads no further than it runs. What is out of the ordinary is
 * left to qjs, standard input with it: what is longer than 256 characters is, and everything where the shell cannot stop there. `list` is a constant, because rpcd waits for it.
 */
export function rpcdPlugin(header: string, args: Readonly<Record<string, Schema>>): string {
  const qjs = 'qjs --no-unhandled-rejection -m /usr/share/modem/rpcd.js call "$2"'
  return `#!/bin/sh
# ${header}
e=
while [ "$1" = call ]; do
case "$2" in ${readyMethods.join('|')});; *) break; esac
IFS= read -r -n 256 a
e=$?
[ "$e" = 1 ] || break
${asked}${lookForReady('"$2"', printJson)}break
done 2>/dev/null
if [ "$1" = call ]; then
# QuickJS closes every file number up to the limit in each child process.
ulimit -n 64
case "$e" in
0) { if [ "\${#a}" -lt 256 ]; then printf '%s\\n' "$a"; else printf %s "$a"; fi; cat; } | ${qjs};;
1) exec ${qjs} <<END
$a
END
;;
*) exec ${qjs}
esac
exit
fi
[ "$1" != list ] || printf '%s\\n' '${JSON.stringify(signature(args))}'
`
}
