#!/bin/sh
# Standard input is read only where a word says so: `-`.
case " $* " in
*" - "*) ;;
*) exec </dev/null ;;
esac
exec qjs --no-unhandled-rejection -m /usr/share/modem/cli.js "$@"
