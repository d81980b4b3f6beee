#!/bin/sh
exec qjs -m /usr/share/modem/shim.js modemband "$@" </dev/null
