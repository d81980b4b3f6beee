import type { ChannelOptions } from '../channel/at.ts'
import type { Deadline, Platform } from '../platform/platform.ts'

/** A call in progress: its host and its end. */
export interface Call {
  platform: Platform
  /** When the call must have answered. */
  deadline: Deadline
  /** True: whoever starts a job does not wait for its end. */
  detach?: true
  /** Told of every line of the talk with the modem. */
  trace?: ChannelOptions['trace']
  /**
   * Told under the port's lock before the first byte of a write, with whether the modem restarts for it or needs a
   * restart after it; what it throws forbids the write.
   */
  beforeWrite?(restarts: boolean): Promise<void>
}
