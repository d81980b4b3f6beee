/** Which modems this host has and how it is configured; bundled once as `host.js`. */
export { findModel } from './discovery/models.ts'
export { listModems, selectModem } from './discovery/select.ts'
export { isPort, legacyBinding } from './discovery/uci.ts'
