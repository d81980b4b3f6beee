#!/bin/bash
# Unpacks Debian's QuickJS with the C library it needs into a private folder, for machines without `qjs`.
# Packages come from this machine's own Debian mirror and are verified by apt with this machine's keyring;
# nothing is installed and no root is needed.
#
# Usage: fetch-qjs.sh [--suite SUITE] [FOLDER]
#                       FOLDER is by default node_modules/.cache/modem-rig/qjs of this project, for another suite than
#                       Debian 13's (sid, forky …) qjs-SUITE beside it; the tests use every version found there
#        fetch-qjs.sh --archives        prints the archives it would ask, best first
# APT_ETC is the folder with apt's configured sources, default /etc/apt.
set -euo pipefail

usual=trixie
suite=$usual
if [ "${1:-}" = --suite ]; then
  suite=${2:?a suite}
  shift 2
fi
packages=(quickjs libc6 libatomic1 libgcc-s1)
project=$(cd "$(dirname "$0")/../../.." && pwd)
folder=qjs
[ "$suite" = "$usual" ] || folder=qjs-$suite
target=${1:-$project/node_modules/.cache/modem-rig/$folder}
etc=${APT_ETC:-/etc/apt}

say() { printf 'fetch-qjs: %s\n' "$*"; }

# One line per configured Debian archive: "URI<tab>keyring". Reads deb822 and one-line lists alike and leaves
# out the security, updates and backports archives.
sources() {
  shopt -s nullglob
  local deb822=("$etc"/sources.list.d/*.sources)
  local lists=("$etc"/sources.lis[t] "$etc"/sources.list.d/*.list)
  shopt -u nullglob
  awk '
    function flush(   n, i, uri, word) {
      if (types ~ /(^| )deb( |$)/ && enabled != "no" && components ~ /(^| )main( |$)/ && release()) {
        n = split(uris, uri, " ")
        for (i = 1; i <= n; i++) print uri[i] "\t" keyring
      }
      types = uris = suites = components = keyring = enabled = ""
    }
    function release(   n, i, word) {
      n = split(suites, word, " ")
      for (i = 1; i <= n; i++) if (word[i] !~ /[-\/]/) return 1
      return 0
    }
    FNR == 1 { flush() }
    /^[[:space:]]*#/ { next }
    /^[[:space:]]*$/ { flush(); field = ""; next }
    /^[^[:space:]]/ { field = tolower($1); sub(/:.*/, "", field); sub(/^[^:]*:/, "") }
    {
      gsub(/[[:space:]]+/, " "); sub(/^ /, ""); sub(/ $/, "")
      if (field == "types") types = types " " $0
      else if (field == "uris") uris = uris " " $0
      else if (field == "suites") suites = suites " " $0
      else if (field == "components") components = components " " $0
      else if (field == "signed-by" && $0 ~ /^\//) keyring = $0
      else if (field == "enabled") enabled = tolower($0)
    }
    END { flush() }
  ' "${deb822[@]:-/dev/null}"
  awk '
    $1 != "deb" { next }
    {
      line = $0; options = keyring = ""
      if (match(line, /\[[^]]*\]/)) {
        options = substr(line, RSTART + 1, RLENGTH - 2)
        line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
      }
      if (match(options, /signed-by=[^ ]*/)) keyring = substr(options, RSTART + 10, RLENGTH - 10)
      n = split(line, word, " ")
      if (n < 4 || word[3] ~ /[-\/]/ || line !~ / main( |$)/) next
      print word[2] "\t" keyring
    }
  ' "${lists[@]:-/dev/null}"
}

# Archives that may carry the suite, best first: the configured ones that end in /debian, the undated base of a
# dated snapshot, and the dated one itself. Third-party archives are never asked.
candidates() {
  local uri keyring
  while IFS=$'\t' read -r uri keyring; do
    case "${uri%/}" in
      */debian | mirror+file:*debian*) printf '1\t%s\t%s\n' "${uri%/}" "$keyring" ;;
      */debian/[0-9]*)
        printf '2\t%s\t%s\n' "${uri%/debian/*}/debian" "$keyring"
        printf '3\t%s\t%s\n' "${uri%/}" "$keyring"
        ;;
      */debian-[a-z]*/[0-9]* | */debian-security*) ;;
      */[0-9]*T[0-9]*Z) printf '2\t%s/debian\t%s\n' "$(dirname "$(dirname "${uri%/}")")" "$keyring" ;;
    esac
  done < <(sources) | sort -u | cut -f2-
}

main() {
  if [ -x "$target/usr/bin/qjs" ]; then
    say "already in $target"
    return
  fi
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { say 'this needs apt-get and dpkg-deb'; return 1; }

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  mkdir -p "$work"/{state/lists/partial,cache/archives/partial,parts,debs,root}
  local apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/private.list" -o "Dir::Etc::sourceparts=$work/parts"
    -o "Dir::State=$work/state" -o "Dir::State::status=/dev/null" -o "Dir::Cache=$work/cache"
    -o "APT::Sandbox::User=$(id -un)" -o 'Acquire::Languages=none' -o 'Acquire::Retries=2' -o "APT::Update::Error-Mode=any")

  local uri keyring
  while IFS=$'\t' read -r uri keyring; do
    printf 'deb %s%s %s main\n' "${keyring:+[signed-by=$keyring] }" "$uri" "$suite" >"$work/private.list"
    if "${apt[@]}" update && (cd "$work/debs" && "${apt[@]}" download "${packages[@]}"); then
      local deb
      for deb in "$work"/debs/*.deb; do dpkg-deb -x "$deb" "$work/root"; done
      rm -rf "$work/root/usr/share"
      mkdir -p "$(dirname "$target")"
      rm -rf "$target"
      mv "$work/root" "$target"
      chmod 755 "$target"
      say "unpacked $(cd "$work/debs" && printf '%s ' *.deb)into $target"
      return
    fi
    say "no $suite at a configured archive, trying the next"
  done < <(candidates)
  say "no configured Debian archive carries $suite"
  return 1
}

if [ "${1:-}" = --archives ]; then candidates; else main; fi
