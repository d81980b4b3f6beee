/** What methods and dialects may use at run time; bundled once as `core.js`. */

export { type Channel, openChannel } from './channel/at.ts'
export { Failure } from './contract/failure.ts'
export { askAll } from './dialects/ask.ts'
export { isUsable, registered, registrationOf, simOf } from './dialects/baseline.ts'
export {
  after,
  allNamed,
  csv,
  decimal,
  greatest,
  hex,
  named,
  titleOf,
  unless,
  within,
} from './dialects/fields.ts'
export { choose } from './discovery/choice.ts'
export { connectionOf, dumpInterfaces } from './discovery/connection.ts'
export type { Modem } from './discovery/modem.ts'
export { chooseModem, findModem, refined } from './modem/known.ts'
export type { Method } from './modem/method.ts'
export { type Call, loadDialect, refresh, withPort } from './modem/refresh.ts'
export { forgetSnapshot, readSnapshot, type Snapshot } from './modem/snapshot.ts'
export { lteBand, nrBand, umtsBand } from './radio/channels.ts'
