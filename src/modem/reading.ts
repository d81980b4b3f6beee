import type { Facts } from '../asking/facts.ts'
import type { UsbCompositions } from '../asking/usb-compositions.ts'
import type { DumpedInterface } from '../connection/netifd.ts'
import type { Way } from '../contract/info.ts'
import type { SentPart } from '../contract/messages.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Stored } from '../messages/sms.ts'
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
  /** The port, or what stood for it, that answered. */
  port: string | null
  /** The ways that gave values; left out: AT alone. */
  ways?: Way[]
}

/** What a reading gets from its caller: how long it may wait, and what to do with what is read. */
export interface Turn<T> {
  /** How long to wait for the modem's lock; default: to the end of the call. */
  lockUntil: Deadline | undefined
  /** Asked once the lock is held: an answer somebody else got meanwhile, or null. */
  alreadyDone(): T | null
  /** To be called once the lock is held, before the modem is asked. */
  begin(): void
  /** What netifd says, as it was when the turn began; `anew`: now. */
  interfaces(anew?: true): Promise<readonly DumpedInterface[]>
  /** Makes the answer of what was read, before the lock is given up. */
  finish(reading: Reading): Promise<T>
}

/** What a reader of one way is given. */
export interface ReadingTask {
  call: Call
  modem: Modem
  /** What is remembered of the modem; `notes` under the name of the way are its reader's own, kept for one enumeration. */
  snapshot: Snapshot
  /** What the ways before have told. */
  known: Facts
  interfaces: Turn<unknown>['interfaces']
  /** Whether the cells are wanted that the modem hears beside those in use. */
  neighbours?: true
}

/** What one way has told. */
export interface Part {
  /** As they were told: the gate comes after. */
  facts: Facts
  /** What was asked and not answered. */
  missing: string[]
  /** What stands for the port: the node it was read through. */
  port: string
  /** The model, where the modem has said which one it is. */
  model?: Model
}

/**
 * Reads a modem by one way beside AT; it is called under the lock of the device, and nobody else reads the modem meanwhile.
 * Throws Failure('port_…') when nothing could be read.
 */
export type Reader = (task: ReadingTask) => Promise<Part>

/** Messages as a way lists them. */
export interface Listed {
  slots: Stored[]
  /** Whether these are all that were asked for. */
  complete: boolean
}

/** What can be ordered of a modem by a way beside AT, under the lock of the device. */
export interface Orders {
  /** Tells the modem to restart; it may be gone before it answers. Throws Failure('refused_by_modem' | 'port_…'). */
  restart?(task: ReadingTask): Promise<void>
  /**
   * The messages in card and modem, as far as this way lists them; with `ids` those with these identifiers, and perhaps
   * others. Throws Failure('refused_by_modem' | 'port_…').
   */
  messages?(task: ReadingTask, ids?: readonly string[]): Promise<Listed>
  /** Deletes what lies in one place; null when it is gone, else why not. */
  deleteMessage?(task: ReadingTask, slot: Stored): Promise<string | null>
  /** Sends a message, whole; once, whatever happens. */
  sendMessage?(
    task: ReadingTask,
    message: { to: string; text: string; alphabet: 'gsm7' | 'ucs2' },
  ): Promise<Omit<SentPart, 'characters'>>
  /** The USB compositions; the modem has to be restarted for another one. */
  usbMode?: {
    read(task: ReadingTask): Promise<UsbCompositions>
    /** Throws Failure('refused_by_modem' | 'port_…'). */
    write(task: ReadingTask, id: string): Promise<void>
  }
  /** Whether it answers at all. */
  isAwake(task: ReadingTask): Promise<boolean>
  /** Ends what its orders have begun. */
  leave?(task: ReadingTask): Promise<void>
}
