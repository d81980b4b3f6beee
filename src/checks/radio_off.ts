import { check } from './check.ts'
import { nameOf } from './seen.ts'

/** The radio is switched off. */
export const radio_off = check({
  name: 'radio_off',
  stage: 'radio',
  looks:
    'Whether the radio of the modem is on, and what keeps it off: a command, a pin of the slot, a test mode, the temperature',
  says: {
    reason: {
      severity: 'fault',
      what: 'The radio of {name} is off.',
      why: '{reason}',
      cure: 'Take away what keeps it off; then restart the modem.',
    },
    pin: {
      severity: 'fault',
      what: 'The radio of {name} is kept off by the W_DISABLE pin of its slot.',
      why: '{reason}',
      cure: 'AT!PCOFFEN=2 lets a Sierra modem ignore the pin, after a restart of it; else isolate pin 20 of the slot (M.2: pin 8), or let the board drive it high.',
    },
    command: {
      severity: 'fault',
      what: 'The radio of {name} is off (+CFUN: {function}).',
      why: 'A program or a person has switched it off, or the modem starts that way.',
      cure: 'Switch it on with AT+CFUN=1, or restart the modem.',
    },
  },
  look(evidence) {
    const { radio } = evidence
    if (radio === null || !radio.off) return []
    const values = { name: nameOf(evidence), reason: radio.reason ?? '', function: radio.function }
    if (radio.reason === null)
      return [{ says: 'command', with: values, action: { method: 'restart', arguments: {} } }]
    return [{ says: /w_disable/i.test(radio.reason) ? 'pin' : 'reason', with: values }]
  },
})
