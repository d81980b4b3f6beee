#!/bin/sh
exec qjs --no-unhandled-rejection -m /usr/share/modem/shim.js detect "$@" </dev/null
