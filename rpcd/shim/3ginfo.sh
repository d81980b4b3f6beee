#!/bin/sh
exec qjs -m /usr/share/modem/shim.js 3ginfo "$@" </dev/null
