import { check, worded } from './check.ts'
import { lastError, placeOfPin, simStateOf } from './seen.ts'

/** Codes by which a protocol handler says that the PIN was refused or that it does not dare to try it. */
const refused = /PIN_FAILED|PINCODE_WRONG|PIN_TRIES_BELOW_LIMIT|CHECK_UNLOCK_PIN/

/** Attempts of a card whose PIN was not tried in vain since it was right the last time (3GPP TS 31.101). */
const all = 3

const notKnown = 'not known'

/** The configured PIN is wrong, and the next start would use up another attempt. */
export const pin_wrong_configured = check({
  name: 'pin_wrong_configured',
  stage: 'sim',
  looks: 'Whether a PIN is configured while the SIM card still waits for one, and how many attempts are left',
  phrases: [notKnown],
  says: {
    wrong: {
      severity: 'fault',
      what: 'The PIN configured for {interface} is wrong: the SIM card still waits for one.',
      why: 'Attempts left: {left}. Every further try of {interface} may use up one; after the last the card asks for its PUK.',
      cure: 'Do not dial again with this PIN: ifdown {interface}. Correct or remove option pincode of network.{interface}, give the right PIN once with modem unlock_sim pin=…, then ifup {interface}.',
    },
    waiting: {
      severity: 'fault',
      what: 'The SIM card waits for its PIN, although one is configured for {interface}.',
      why: 'It was not given to the card, or was refused; how many attempts are left: {left}.',
      cure: 'Make sure of the PIN before anything is tried again: ifdown {interface}, correct option pincode, then ifup {interface}.',
    },
    elsewhere: {
      severity: 'fault',
      what: 'The SIM card waits for its PIN, although one is configured in {place}.',
      why: 'It was refused, is for another card, or was not given to this one. Attempts left: {left}.',
      cure: 'Make sure of the PIN before anything is tried again: correct or remove it in {place}, then give the card the right one once: modem unlock_sim pin=….',
    },
  },
  look(evidence) {
    const place = placeOfPin(evidence)
    if (simStateOf(evidence) !== 'pin_required' || place === null) return []
    const attempts = evidence.sim?.pin_attempts ?? null
    const left = attempts ?? worded(notKnown, 'unknown')
    const name = evidence.interface ?? ''
    if (place !== `network.${name}`) return [{ says: 'elsewhere', with: { place, left } }]
    const values = { interface: name, left }
    const isRefused = refused.test(lastError(evidence) ?? '') || (attempts !== null && attempts < all)
    return [{ says: isRefused ? 'wrong' : 'waiting', with: values }]
  },
})
