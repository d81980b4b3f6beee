import { check, worded } from './check.ts'
import { simStateOf } from './seen.ts'

const notKnown = 'not known'

/** A blocked card. */
export const puk_required = check({
  name: 'puk_required',
  stage: 'sim',
  looks: 'Whether the SIM card is blocked',
  phrases: [notKnown],
  says: {
    puk: {
      severity: 'fault',
      what: 'The SIM card is blocked and waits for its PUK.',
      why: 'A wrong PIN was given too often. Attempts left for the PUK: {left}; after the last one the card is lost.',
      cure: 'Get the PUK from the operator and remove a wrong option pincode from the configuration first; then modem unlock_sim puk=… new_pin=….',
    },
  },
  look: evidence =>
    simStateOf(evidence) === 'puk_required'
      ? [
          {
            says: 'puk',
            with: {
              left: evidence.sim?.puk_attempts ?? worded(notKnown, 'unknown'),
            },
          },
        ]
      : [],
})
