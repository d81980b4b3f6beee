import { isBlocking } from '../connection/netifd.ts'
import type { Connection } from '../contract/connection.ts'
import type { ModemInfo, SimState } from '../contract/info.ts'
import type { Hold, Observation } from './policy.ts'

/** What counters a network device showed. */
export interface Bytes {
  device: string
  rx: number
  tx: number
}

/**
 * What is wrong with a connection: the modem is not on its bus (`vanished`); it has no network (`unserved`); what the
 * interface names as its device is not there (`device`); the interface does not come up (`link`); nothing comes back
 * through it (`traffic`).
 */
export type Kind = 'vanished' | 'unserved' | 'device' | 'link' | 'traffic'

/** What is to be thought of a connection: `idle` where nobody wants one, or nothing of the ladder can help. */
export type Verdict =
  | { is: 'alive' }
  | { is: 'dead'; kind: Kind; why: string }
  | { is: 'unclear' }
  | { is: 'idle'; why: string }

/** What was remembered that a verdict needs. */
interface Before {
  bytes: Bytes | null
  answered: boolean
  seen: boolean
}

/**
 * Bytes that may come in between two looks though nothing comes from the network: what a modem that is a router itself
 * answers to probes, an address resolution and an ICMP message each.
 */
export const noise = 600

/** Counters of the connection's device; null where it tells none. */
export function bytesOf(info: ModemInfo | null): Bytes | null {
  const { device, rx_bytes: rx, tx_bytes: tx } = info?.connection ?? {}
  return device == null || rx == null || tx == null ? null : { device, rx, tx }
}

/** What each reason not to act is in words. */
const holdWords: Readonly<Record<Hold, string>> = {
  just_booted: 'The router was started less than five minutes ago.',
  owned_by_other: 'Another program drives the modem.',
  setup_running: 'A set-up of the network is at work.',
  job_running: 'A job is at work with the modem.',
  stopped_by_person: 'The interface was stopped by ifdown, or is not to be started.',
  radio_off: 'The radio of the modem was switched off.',
  data_limit: 'The limit of traffic is reached.',
}

/** A reason not to act, as a sentence. */
export const holdText = (hold: Hold): string => holdWords[hold]

const simWords: { readonly [Each in SimState]?: string } = {
  absent: 'There is no SIM card in the modem.',
  pin_required: 'The SIM card waits for its PIN.',
  pin2_required: 'The SIM card waits for its second PIN.',
  puk_required: 'The SIM card is blocked and waits for its PUK.',
  puk2_required: 'The SIM card waits for its second PUK.',
  failure: 'The modem cannot use the SIM card.',
  wrong: 'The modem cannot use the SIM card.',
  locked_to_device: 'The SIM card belongs to another device.',
  locked_to_network: 'The modem accepts only the SIM cards of one operator.',
}

/** Errors of protocol handlers that no rung cures, because a person has to correct the configuration. */
const configured = /^(?:NO_APN|OPTION_\w+|UNSUPPORTED_MODEM|HANDLER_\w+|NO_CONTEXT)$/

/** Blocks that come of a card that was not ready, or of a device that was not there: a start anew lifts them. */
const passing = /^(?:NO_USB|NO_DEVICE|SIM_(?!PIN|PUK)\w+)$/

/** Why no rung can help, whatever the connection looks like; null where one may. */
function helpless(info: ModemInfo): string | null {
  const { sim, registration, condition, connection } = info
  const { error, state } = connection
  if (condition?.kind === 'no_driver' || condition?.kind === 'storage') return condition.reason
  const card = simWords[sim.state]
  if (card !== undefined) return card
  if (registration.state === 'denied' || registration.state === 'emergency')
    return 'The network refuses this SIM card.'
  if (error && state === 'blocked' && isBlocking(error) && !passing.test(error.code))
    return `The protocol handler gave up (${error.code}) until somebody corrects its settings.`
  if (error && configured.test(error.code)) return `The settings of the interface are wrong (${error.code}).`
  return null
}

const unused: { readonly [Each in Connection['state']]?: string } = {
  not_configured: 'No interface uses the modem.',
  disabled: 'Its interface is disabled.',
  not_loaded: 'netifd has not read its interface yet.',
  handler_missing: 'The program for the protocol of its interface is not installed.',
  stopped: holdWords.stopped_by_person,
}

/** Whether a connection that is up is used by anybody and answered. */
function trafficOf(before: Before, seen: Observation, info: ModemInfo): Verdict {
  const now = bytesOf(info)
  const { bytes: last, answered } = before
  const isSame = now !== null && last !== null && now.device === last.device && now.rx >= last.rx
  const received = isSame ? now.rx - last.rx : null
  const sent = isSame && now.tx >= last.tx ? now.tx - last.tx : null
  if (seen.reachable === true || (received !== null && received > noise)) return { is: 'alive' }
  if (seen.reachable === false && (answered || received === 0 || now === null))
    return answered || received === 0
      ? { is: 'dead', kind: 'traffic', why: 'Nothing comes back through the connection.' }
      : { is: 'unclear' }
  if (seen.reachable === null && received === 0 && sent !== null && sent > noise)
    return { is: 'dead', kind: 'traffic', why: 'Bytes are sent and none come back.' }
  return { is: 'unclear' }
}

/** Whether the connection is alive, by the interface's state, by bytes, and then by probes. */
export function verdictOf(before: Before, seen: Observation): Verdict {
  const { info, present, holds } = seen
  const [hold] = holds
  if (info?.connection.state === 'connected') {
    const verdict = trafficOf(before, seen, info)
    if (verdict.is !== 'dead' || hold === undefined) return verdict
  }
  if (hold !== undefined) return { is: 'idle', why: holdWords[hold] }
  if (!present)
    return before.seen
      ? { is: 'dead', kind: 'vanished', why: 'The modem is not on its bus any more.' }
      : { is: 'idle', why: 'The modem was never seen.' }
  if (info === null) return { is: 'unclear' }
  const why = helpless(info) ?? unused[info.connection.state]
  if (why !== undefined && why !== null) return { is: 'idle', why }
  const { connection, registration, port_state, sim } = info
  if (connection.state === 'connected') return trafficOf(before, seen, info)
  if (connection.state === 'unknown' || port_state === 'starting') return { is: 'unclear' }
  const isServed = registration.state === 'home' || registration.state === 'roaming'
  if (port_state === 'ok' && !isServed)
    return {
      is: 'dead',
      kind: 'unserved',
      why: sim.state === 'busy' ? 'The SIM card does not get ready.' : 'The modem finds no network.',
    }
  if (connection.state === 'device_missing' && connection.configured_device?.exists === false)
    return { is: 'dead', kind: 'device', why: `${connection.configured_device.name} is not there.` }
  const words = {
    device_missing: 'netifd holds the device of the interface for missing.',
    up_without_address: 'The interface is up and has no address.',
    connecting: 'The interface does not finish connecting.',
  } as const
  const told = words[connection.state as keyof typeof words] ?? 'The interface does not come up.'
  return { is: 'dead', kind: 'link', why: told }
}
