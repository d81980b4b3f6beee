#!/bin/sh
# Put here by rpcd-mod-modem-compat in the place of the original.
# QuickJS closes every file number up to the limit in each child process.
ulimit -n 64
exec qjs --no-unhandled-rejection -m /usr/share/modem/shim.js detect "$@" </dev/null
