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

/** Methods whose fresh answers lie ready in the run directory (`src/modem/ready.ts`). */
export const readyMethods = ['info', 'signal', 'status'] as const

/** A shell reads a script character by character, 200 instructions each: without indentation and comments it is done sooner. */
const terse = (script: string) => script.replace(/^\s+(#.*\n)?/gm, '')

/**
 * What prints the answer that lies ready for the method `$1` and the arguments `$a`, and ends; goes on where there is none.
 * `$a` must be an object as rpcd writes it, without blanks, escapes and surprises. The clock is the kernel's, which no
 * one sets. The first line of a file (`src/modem/ready.ts`) says whether it is the modem that
 * is meant, as it is plugged in, and young enough; then `cat` takes the shell's place and prints the rest.
 */
const ready = terse(`
	# n: the modem's name, o: oldest age, r: arguments still to be read, w: one of them
	ready() {
	n= o=2000
	case "$a" in *[!!-~]*|*\\\\*|*,'}') return;; '{'*'}') r="\${a#?}" r="\${r%?}";; *) return;; esac
	while [ "$r" ]; do
		w=\${r%%,*}
		r=\${r#"$w"}
		r=\${r#,}
		case "$w" in
		*:'"'*'"'*'"') return;;
		'"modem":"'*'"') n="\${w#*:?}" n="\${n%?}"; [ "$n" ] || return;;
		'"max_age":'*) o="\${w#*:}";;
		'"ubus_rpc_session":"'*'"');;
		*) return
		esac
	done
	case "$n,$o" in *[!A-Za-z0-9_.:@/-]*,*|*,|*,*[!0-9]*|*,0*|*,????????*) return; esac
	d=/var/run/modem
	[ -O "$d" -a ! -L "$d" -a "$o" -le 3600000 ] && read -r u w </proc/uptime || return
	u=\${u%.*}\${u#*.}0
	for f in "$d"/*."$1"; do [ ! -f "$f" ] || print <"$f"; done
	}
	# v: version, t: when it was read, m: oldest, c: number of the device, p: its place, s: state, b: by default, l: names
	print() {
	read -r v t m c p s b l
	case "$v,$u,$t,$m,\${s#-}," in *[!0-9,]*|*,0[0-9]*|[!1]*|1[!,]*) return; esac
	case "$n/$b/ $l " in /1/*|*" $n "*);; *) return; esac
	g=$((u-t))
	[ "$g" -ge 0 -a "$g" -lt "$o" -a "$g" -lt "$m" ] || return
	[ "$p" = - ] || { read -r w <"$p/devnum"; [ "$w" = "$c" ]; } || return
	printf '{"age_ms":%d,' "$g"
	[ "$s" = - ] || printf '"since_s":%d,' "$(((s+g)/1000))"
	exec cat
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
${ready}if [ "$1" = call ]; then
e=
case "$2" in ${readyMethods.join('|')})
IFS= read -r -n 256 a 2>/dev/null
e=$?
[ "$e" != 1 ] || ready "$2" 2>/dev/null
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
