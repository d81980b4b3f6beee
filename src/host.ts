/** Which modems this host has and how it is configured; bundled once as `host.js`. */

export { parseModels } from './discovery/check.ts'
export { connectionOf, dumpInterfaces } from './discovery/connection.ts'
export { findModel, modelRules, ownModels } from './discovery/models.ts'
export { listModems, sectionFor, selectModem } from './discovery/select.ts'
export { isPort, legacyBinding } from './discovery/uci.ts'
