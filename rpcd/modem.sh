#!/bin/sh
exec qjs -m /usr/share/modem/cli.js "$@" </dev/null
