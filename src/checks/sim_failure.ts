import { check } from './check.ts'
import { simStateOf } from './seen.ts'

/** A card that cannot be used. */
export const sim_failure = check({
  name: 'sim_failure',
  stage: 'sim',
  looks: 'Whether the modem can use the SIM card',
  says: {
    failure: {
      severity: 'fault',
      what: 'The modem cannot use the SIM card.',
      why: 'It reports a failure of the card: a bad contact, a broken card, or a card of a kind it does not know.',
      cure: 'Restart the modem once. Then clean the contacts, try the card in a phone, and replace it if it fails there too.',
    },
    locked: {
      severity: 'fault',
      what: 'The modem accepts only the SIM cards of one device or operator.',
      why: 'It is locked to them, and this card is not one of them.',
      cure: 'Use a card of that operator, or ask the seller of the modem for the code that unlocks it.',
    },
  },
  look(evidence) {
    const state = simStateOf(evidence)
    if (state === 'failure' || state === 'wrong') return [{ says: 'failure' }]
    return state.startsWith('locked_') ? [{ says: 'locked' }] : []
  },
})
