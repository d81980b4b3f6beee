#!/bin/sh
# Standard input is read only where a word says so: `-`.
case " $* " in
*" - "*) ;;
*) exec </dev/null ;;
esac
# QuickJS closes every file number up to the limit in each child process.
ulimit -n 64
exec qjs --no-unhandled-rejection -m /usr/share/modem/cli.js "$@"
