import type { Facts } from '../asking/facts.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Call } from './call.ts'
import type { Snapshot } from './snapshot.ts'

/** What was read of a modem, whichever way it was talked to. */
export interface Reading {
  facts: Facts
  /** What was asked and not answered. */
  missing: string[]
  /** The model, now that the modem may have said its name. */
  model: Model
  /** The port that answered. */
  port: string | null
}

/** What a reader gets from its caller: how long it may wait, and what to do with what it reads. */
export interface Turn<T> {
  /** How long to wait for the modem's lock; default: to the end of the call. */
  lockUntil: Deadline | undefined
  /** Asked once the lock is held: an answer somebody else got meanwhile, or null. */
  alreadyDone(): T | null
  /** To be called once the lock is held, before the modem is asked. */
  begin(): void
  /** Makes the answer of what was read, before the lock is given up. */
  finish(reading: Reading): Promise<T>
}

/**
 * One way of reading a modem, from taking its lock to what it tells. What is remembered of the modem is in the
 * snapshot, and is changed there. Throws Failure('port_…' | 'no_port') when nothing could be read.
 */
export type Reader = <T>(call: Call, modem: Modem, snapshot: Snapshot, turn: Turn<T>) => Promise<T>
