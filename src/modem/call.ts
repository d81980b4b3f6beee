import type { ChannelOptions } from '../channel/at.ts'
import type { Deadline, Platform } from '../platform/platform.ts'

/** A call in progress: its host and its end. */
export interface Call {
  platform: Platform
  /** When the call must have answered. */
  deadline: Deadline
  /** Called when the steps of a change are known, before the first byte of it is sent; what it throws prevents it. */
  beforeWrite?(): void
  /** True: whoever starts a job does not wait for its end. */
  detach?: true
  /** Told of every line of the talk with the modem. */
  trace?: ChannelOptions['trace']
}
