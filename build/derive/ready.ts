/** A shell reads a script character by character, 200 instructions each: without indentation and comments it is done sooner. */
export const terse = (script: string) => script.replace(/^\s+(#.*\n)?/gm, '')

/**
 * The part of a shell script, within a loop it leaves by `break`, that looks for the answer of `method` that lies ready for
 * the modem `$n` (empty: the one that is meant by who names none) and is younger than `$o` ms, and does what `then` says with it:
 * that reads the answer from standard input, its age in ms in `$g`, since when its state has held in `$s` (s, or `-`),
 * and ends the shell. Goes on behind it where there is none. The clock is the kernel's, which no one sets. The first
 * line of a file (`src/modem/ready.ts`) says whether it is the modem that is meant, as it is plugged in, and young
 * enough. There is no function in it: a shell copies the body of each it defines.
 */
export const lookForReady = (method: string, then: string): string =>
  terse(`
	d=/var/run/modem
	[ -O "$d" -a ! -L "$d" ] && read -r u w </proc/uptime || break
	u=\${u%.*}\${u#*.}0
	for f in "$d"/*.${method}; do [ ! -f "$f" ] || {
	# v: version, t: when it was read, m: oldest, c: number of the device, p: its place, s: state, b: by default (2: the only one), l: names
	read -r v t m c p s b l
	case "$v,$u,$t,$m,\${s#-}," in *[!0-9,]*|*,0[0-9]*|[!1]*|1[!,]*) continue; esac
	case "$n/$b/ $l " in /[12]/*|*" $n "*);; *) continue; esac
	g=$((u-t))
	case "$((g>=0&&g<o&&g<m&&o<=3600000))" in 0) continue; esac
	[ "$p" = - ] || { read -r w <"$p/devnum"; [ "$w" = "$c" ]; } || continue
	[ "$s" = - ] || s=$(((s+g)/1000))
	${then}
	} <"$f"; done
`)

/** Prints the answer as JSON: `cat` takes the shell's place behind the ages, which are put in anew. */
export const printJson = `printf '{"age_ms":%d,' "$g"
	[ "$s" = - ] || printf '"since_s":%d,' "$s"
	exec cat`

/** The wrappers that start qjs: QuickJS closes every file number up to the limit in each child process. */
const limit = `# QuickJS closes every file number up to the limit in each child process.
ulimit -n 64`

/** What else decides a legacy text, beside the modem: a file that is no older than the answer may have been changed since. */
const unchanged = `for w in modem 3ginfo modemdefine network; do [ ! -e "/etc/config/$w" -o "$f" -nt "/etc/config/$w" ] || continue 2; done`

/** The stand-in for `3ginfo.sh`, which prints the text that lies ready (`src/main/legacy-ready.ts`), else has it made. */
export const threeginfoScript = (header: string): string => `#!/bin/sh
# Put here by rpcd-mod-modem-compat in the place of the original.
# ${header}
n= o=2000
while :; do
${lookForReady(
  '3ginfo',
  `${unchanged}
	exec cat`,
)}break
done 2>/dev/null
${limit}
exec qjs --no-unhandled-rejection -m /usr/share/modem/shim.js 3ginfo "$@" </dev/null
`

/**
 * The command `modem`: what lies ready of `info`, `signal` and `status` is printed as it lies there for a program that wants
 * JSON, else handed to a small script that knows no modem; everything else starts the whole command.
 */
export const commandScript = (header: string): string => `#!/bin/sh
# ${header}
k= n= j= o=2000
for w; do
case "$w" in
--json) j=1;;
-*|*[!A-Za-z0-9_.:@/-]*|'') k=-;;
*) if [ "$n" ]; then k=-; elif [ "$k" ]; then n="$w"; else k="$w"; fi
esac
done
while :; do
case "$k" in ''|info|signal|status);; *) break; esac
${lookForReady(
  `"\${k:-status}"`,
  `[ "$k" -o "$b" = 2 ] || continue
	[ ! "$k" -o ! "$j" -o -t 1 ] || { ${printJson}; }
	READY="\${k:-status} $g $s"
	export READY
	exec qjs --no-unhandled-rejection -m /usr/share/modem/cli-ready.js "$@" 2>&3 3>&-`,
)}break
done 3>&2 2>/dev/null
# Standard input is read only where a word says so: \`-\`.
case " $* " in
*" - "*) ;;
*) exec </dev/null ;;
esac
${limit}
exec qjs --no-unhandled-rejection -m /usr/share/modem/cli.js "$@"
`
