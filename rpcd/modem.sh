#!/bin/sh
exec qjs --no-unhandled-rejection -m /usr/share/modem/cli.js "$@" </dev/null
