import { check } from './check.ts'
import { isRegistered, simStateOf } from './seen.ts'

/** How long a modem may search after it has appeared before that is a fault, ms. */
const usualMs = 120_000

/** A modem that finds no network. */
export const not_registering = check({
  name: 'not_registering',
  stage: 'registration',
  follows: true,
  looks: 'Whether the modem is in a network, and which bands, technologies or cell it is limited to',
  says: {
    limited: {
      severity: 'fault',
      what: 'The modem finds no network, and it is limited: {limits}.',
      why: 'Nothing the modem may use answers here.',
      cure: 'Take the limits away, one after the other, and look each time whether it registers: {cures}.',
    },
    none: {
      severity: 'fault',
      what: 'The modem finds no network.',
      why: 'The SIM card is ready and the radio is on, and no network has taken the modem in.',
      cure: 'Look at the antennas and their plugs; look at what is heard: modem cells. Then at the contract, and whether the modem has the bands of the operator.',
    },
    searching: {
      severity: 'hint',
      what: 'The modem is looking for a network.',
      why: 'It has appeared a moment ago.',
      cure: 'Wait two minutes.',
    },
  },
  look(evidence) {
    const { info, radio_off, present_ms: present, restrictions } = evidence
    const state = info?.registration.state
    if (info === null || info.port_state !== 'ok' || isRegistered(evidence) || radio_off !== null) return []
    if (simStateOf(evidence) !== 'ready' || state === 'denied' || state === 'emergency') return []
    if (state === 'unknown') return []
    if (present !== null && present < usualMs) return [{ says: 'searching' }]
    const list = (key: 'words' | 'cure') => (restrictions ?? []).map(each => each[key]).join('; ')
    const limits = list('words')
    return limits === '' ? [{ says: 'none' }] : [{ says: 'limited', with: { limits, cures: list('cure') } }]
  },
})
