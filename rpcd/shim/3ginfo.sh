#!/bin/sh
exec qjs --no-unhandled-rejection -m /usr/share/modem/shim.js 3ginfo "$@" </dev/null
