/**
 * One rung of the recovery ladder: the interface down and up; the modem registers anew; it restarts; it is enumerated anew;
 * its power is taken away and given back; the router is rebooted. Each does what is below it too, as far as that goes along.
 */
export type Rung = 'reconnect' | 'register' | 'restart' | 'reenumerate' | 'power' | 'reboot'

/** What a rung came to. */
export interface RungReply {
  modem: string
  rung: Rung
  /** Whether it could be done; not whether it helped. */
  done: boolean
  /** What was done, or why it was not, in sentences. */
  message: string
}
