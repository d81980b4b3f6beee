import { check } from './check.ts'
import { simStateOf } from './seen.ts'

/** Longest time a sound card takes after the modem has appeared, ms. */
const usualMs = 60_000

/** A card that does not get ready. */
export const sim_starting = check({
  name: 'sim_starting',
  stage: 'sim',
  looks: 'Whether the SIM card is still starting, and since when the modem is there',
  says: {
    stuck: {
      severity: 'fault',
      what: 'The SIM card does not get ready.',
      why: 'The modem says that the card is busy, longer than a card needs to start.',
      cure: 'Restart the modem: modem restart. If it comes again, seat the card anew or try another one.',
    },
    starting: {
      severity: 'hint',
      what: 'The SIM card is starting.',
      why: 'The modem has appeared a moment ago.',
      cure: 'Wait a minute.',
    },
  },
  look(evidence) {
    if (simStateOf(evidence) !== 'busy') return []
    const present = evidence.present_ms
    return present !== null && present < usualMs
      ? [{ says: 'starting' }]
      : [{ says: 'stuck', action: { method: 'restart', arguments: {} } }]
  },
})
