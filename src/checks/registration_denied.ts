import { check } from './check.ts'

/** The network refuses the card. */
export const registration_denied = check({
  name: 'registration_denied',
  stage: 'registration',
  looks: 'Whether the network refuses the SIM card, and the cause it gives',
  says: {
    cause: {
      severity: 'fault',
      what: 'The network refuses this SIM card.',
      why: 'The modem tells the cause as "{cause}".',
      cure: 'Ask the operator whether the contract is active and holds for this network, technology and device; abroad, whether roaming is allowed.',
    },
    denied: {
      severity: 'fault',
      what: 'The network refuses this SIM card.',
      why: 'The registration is denied; the modem does not tell why.',
      cure: 'Ask the operator whether the contract is active and holds for this network, technology and device; abroad, whether roaming is allowed. Modem and card in a phone tell which of them is refused.',
    },
  },
  look({ info, last_cause: cause }) {
    if (info === null || !['denied', 'emergency'].includes(info.registration.state)) return []
    return cause === null ? [{ says: 'denied' }] : [{ says: 'cause', with: { cause } }]
  },
})
