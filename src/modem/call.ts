import type { ChannelOptions } from '../channel/at.ts'
import type { Deadline, Platform } from '../platform/platform.ts'

/** A call in progress: its host and its end. */
export interface Call {
  platform: Platform
  /** When the call must have answered. */
  deadline: Deadline
  /** Told of every line of the talk with the modem. */
  trace?: ChannelOptions['trace']
}
