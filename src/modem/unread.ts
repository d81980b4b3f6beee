import type { Failure, FailureCode } from '../contract/failure.ts'
import type { PortState } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Platform } from '../platform/platform.ts'
import { isStarting } from './ages.ts'
import type { Reading } from './reading.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'

/** Failures that `info` tells as a state of the port. */
const unusable: { [Code in FailureCode]?: PortState } = {
  port_busy: 'busy',
  port_silent: 'silent',
  port_slow: 'slow',
  port_stuck: 'silent',
  port_missing: 'absent',
  no_port: 'absent',
}

/**
 * What is told of a modem that could not be read: the state of its port. What was remembered of it is forgotten, unless it is
 * somebody else who has the port. Throws the failure where it is no state of the port.
 */
export function unread(
  platform: Platform,
  modem: Modem,
  snapshot: Snapshot,
  failure: Failure,
): { reading: Reading; state: PortState } {
  const told = unusable[failure.code]
  if (told === undefined) throw failure
  const state = told !== 'busy' && isStarting(platform, modem, snapshot, told) ? 'starting' : told
  const { enumeration, first, since, before, restless } = snapshot
  if (state !== 'busy')
    Object.assign(snapshot, emptySnapshot(enumeration), { first, since, before, restless })
  const [best = null] = modem.ports
  const port = failure.port ?? modem.ports.find(path => platform.files.exists(path)) ?? best
  return { reading: { facts: {}, missing: [], model: modem.match.model, port }, state }
}
