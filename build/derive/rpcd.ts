import type { Schema, SchemaType } from '../../src/contract/schema.ts'
import { printJson, readyFunctions, terse } from './ready.ts'

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
 * What is asked for by the arguments `$a`: `$n` the modem, `$o` the oldest age. They must be an object as rpcd writes it,
 * without blanks, escapes and surprises.
 */
const asked = terse(`
	# r: arguments still to be read, w: one of them
	asked() {
	n= o=2000
	case "$a" in *[!!-~]*|*\\\\*|*,'}') return 1;; '{'*'}') r="\${a#?}" r="\${r%?}";; *) return 1;; esac
	while [ "$r" ]; do
		w=\${r%%,*}
		r=\${r#"$w"}
		r=\${r#,}
		case "$w" in
		*:'"'*'"'*'"') return 1;;
		'"modem":"'*'"') n="\${w#*:?}" n="\${n%?}"; [ "$n" ] || return;;
		'"max_age":'*) o="\${w#*:}";;
		'"ubus_rpc_session":"'*'"');;
		*) return 1
		esac
	done
	case "$n,$o" in *[!A-Za-z0-9_.:@/-]*,*|*,|*,*[!0-9]*|*,0*|*,????????*) return 1; esac
	}
`)

/**
 * The exec plugin rpcd starts. `call` comes first: a shell reads no further than it runs. What is out of the ordinary is
 * left to qjs, standard input with it: what is longer than 256 characters is, and everything where the shell cannot stop there. `list` is a constant, because rpcd waits for it.
 */
export function rpcdPlugin(header: string, args: Readonly<Record<string, Schema>>): string {
  const qjs = 'qjs --no-unhandled-rejection -m /usr/share/modem/rpcd.js call "$2"'
  return `#!/bin/sh
# ${header}
${asked}${readyFunctions(printJson)}if [ "$1" = call ]; then
e=
case "$2" in ${readyMethods.join('|')})
IFS= read -r -n 256 a 2>/dev/null
e=$?
[ "$e" != 1 ] || { asked && ready "$2"; } 2>/dev/null
esac
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
