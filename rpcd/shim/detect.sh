#!/bin/sh
exec qjs -m /usr/share/modem/shim.js detect "$@" </dev/null
