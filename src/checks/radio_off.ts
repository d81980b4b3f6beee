import { check, worded } from './check.ts'
import { nameOf } from './seen.ts'

/** What keeps it off, by the words of the modem's state. */
const phrases: readonly (readonly [said: RegExp, text: string])[] = [
  [/w_disable/i, 'The W_DISABLE pin of its slot keeps the radio off.'],
  [/too hot|supply voltage/i, 'The modem has switched its radio off to protect itself.'],
  [/factory test/i, 'The modem is in factory test mode, in which it serves no network.'],
  [/only a restart|waits for its restart/i, 'The modem waits for a restart.'],
  [/fcc|firmware/i, 'Its firmware does not let the radio be switched on.'],
  [/switched off|switched the radio off/i, 'A program or a command has switched the radio off.'],
]

/** The radio is switched off. */
export const radio_off = check({
  name: 'radio_off',
  stage: 'radio',
  looks:
    'Whether the radio of the modem is on, and what keeps it off: a command, a pin of the slot, a test mode, the temperature',
  phrases: phrases.map(([, text]) => text),
  says: {
    pin: {
      severity: 'fault',
      what: 'The radio of {name} is kept off by the W_DISABLE pin of its slot.',
      why: '{reason}',
      cure: 'AT!PCOFFEN=2 lets a Sierra modem ignore the pin, after a restart of it; else isolate pin 20 of the slot (M.2: pin 8), or let the board drive it high.',
    },
    heat: {
      severity: 'fault',
      what: 'The radio of {name} is off because of its temperature.',
      why: '{reason}',
      cure: 'Cool it, or warm it where it is freezing: air, a heat sink, no sun. Then restart it: modem restart.',
    },
    voltage: {
      severity: 'fault',
      what: 'The radio of {name} is off because of its supply voltage.',
      why: '{reason}',
      cure: 'Use a stronger power supply, a shorter cable or a hub with its own supply; then restart the modem: modem restart.',
    },
    off: {
      severity: 'fault',
      what: 'The radio of {name} is off.',
      why: '{reason}',
      cure: 'Take away what keeps it off, then restart the modem: modem restart.',
    },
  },
  look(evidence) {
    const reason = evidence.radio_off
    if (reason === null) return []
    const [, text] = phrases.find(([said]) => said.test(reason)) ?? []
    const values = {
      name: nameOf(evidence),
      reason: text === undefined ? reason : worded(text, reason),
    }
    if (/too hot/i.test(reason)) return [{ says: 'heat', with: values }]
    if (/supply voltage/i.test(reason)) return [{ says: 'voltage', with: values }]
    return /w_disable/i.test(reason)
      ? [{ says: 'pin', with: values }]
      : [{ says: 'off', with: values, action: { method: 'restart', arguments: {} } }]
  },
})
