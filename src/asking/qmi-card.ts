import type { DataSession, RadioLevel, SimState } from '../contract/info.ts'
import type { Facts } from './facts.ts'
import { rowOf } from './qmi-cells.ts'

/** A whole number that is not negative; null for everything else. */
export const whole = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null

/** A text; null for everything else. */
export const wordOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The state of the card by the words of `--uim-get-sim-state`; an empty object is no card. */
const applications: Readonly<Record<string, SimState>> = {
  ready: 'ready',
  detected: 'busy',
  'pin-required': 'pin_required',
  'puk-required': 'puk_required',
  'pin1-blocked': 'failure',
  'check-personalization-state': 'locked_to_network',
  illegal: 'wrong',
}

/** The state of PIN1, which `--get-pin-status` and old versions of the other action tell alone. */
const pins: Readonly<Record<string, SimState>> = {
  verified: 'ready',
  disabled: 'ready',
  unblocked: 'ready',
  changed: 'ready',
  not_verified: 'pin_required',
  blocked: 'puk_required',
  permanently_blocked: 'failure',
}

/** SIM state, slot and attempts left. */
export function cardOf(card: unknown): Pick<Facts, 'sim' | 'slot' | 'attempts'> {
  if (typeof card !== 'object' || card === null) return {}
  const row = rowOf(card)
  if (Object.keys(row).length === 0) return { sim: 'absent' }
  const pin = pins[String(row.pin1_status)]
  const application = wordOf(row.card_application_state)
  const state =
    pin === 'failure' ? pin : ((application === null ? pin : applications[application]) ?? 'unknown')
  const pinTries = whole(row.pin1_verify_tries)
  const pukTries = whole(row.pin1_unlock_tries) ?? whole(row.pin1_unblock_tries)
  const slot = whole(row.card_slot)
  return {
    sim: state,
    ...(slot === null ? {} : { slot }),
    attempts: {
      ...(pinTries !== null && pinTries <= 10 ? { pin_attempts: pinTries } : {}),
      ...(pukTries !== null && pukTries <= 10 ? { puk_attempts: pukTries } : {}),
    },
  }
}

/** What runs of the radio by the words of `--get-device-operating-mode`. */
export const levels: Readonly<Record<string, RadioLevel>> = {
  online: 'full',
  low_power: 'flight',
  persistent_low_power: 'flight',
  mode_only_low_power: 'flight',
  factory_test: 'factory_test',
  offline: 'offline',
  reset: 'restart',
  shutting_down: 'restart',
}

/** What the network device carries: an object in versions since 2025-07, before that a word. */
export function formatOf(format: unknown): DataSession['format'] {
  const word = wordOf(format) ?? wordOf(rowOf(format)['link-layer-protocol'])
  return word === 'raw-ip' ? 'raw_ip' : word === '802.3' ? '802_3' : null
}
