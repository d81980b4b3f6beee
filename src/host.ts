/** Which modems this host has and how it is configured; bundled once as `host.js`. */

export { parseModels } from './discovery/check.ts'
export { findModel, modelRules, ownModels } from './discovery/models.ts'
export { configuredPorts, listModems, sectionFor, selectModem } from './discovery/select.ts'
export { isPort, legacyBinding } from './discovery/uci.ts'
