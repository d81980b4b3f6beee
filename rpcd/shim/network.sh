#!/bin/sh
exec qjs --no-unhandled-rejection -m /usr/share/modem/shim.js network "$@" </dev/null
