import { check } from './check.ts'
import { nameOf } from './seen.ts'

/**
 * Degrees Celsius of the hottest sensor at which modems begin to slow down, and at which they switch off: 4G and 5G
 * modules are made for 75 to 85 °C around them, and their first thermal steps lie between 80 and 95.
 */
const warm = 80
const hot = 95

/** A modem that is too hot. */
export const too_hot = check({
  name: 'too_hot',
  stage: 'quality',
  looks: 'The temperature of the hottest sensor of the modem',
  says: {
    warm: {
      severity: 'warning',
      what: '{name} has {degrees} °C.',
      why: 'About here modems begin to slow down and to drop carriers, so that they do not get hotter.',
      cure: 'Give it air or a heat sink, keep it out of the sun, and mount it on something that takes the heat away.',
    },
    hot: {
      severity: 'fault',
      what: '{name} has {degrees} °C.',
      why: 'At such a temperature modems leave the network or switch themselves off.',
      cure: 'Cool it now: air, heat sink, no sun. Limit it to LTE until it is cooler: modem set_modes.',
    },
  },
  look(evidence) {
    const degrees = evidence.info?.temperature ?? null
    if (degrees === null || degrees < warm) return []
    return [{ says: degrees < hot ? 'warm' : 'hot', with: { name: nameOf(evidence), degrees } }]
  },
})
