import { check, worded } from './check.ts'
import { placeOfPin, protoOf, sectionOf, simStateOf } from './seen.ts'

/** Protocols of which the handler gives the PIN of its section to the card. */
const giving = /^(?:qmi|mbim|ncm|3g|wwan|modemmanager|directip|qmid|quectel)$/

const leftOf = 'Attempts left: {count}.'

/** The card waits for a PIN that nobody gives. */
export const pin_required = check({
  name: 'pin_required',
  stage: 'sim',
  looks: 'Whether the SIM card waits for its PIN, and whether one is configured',
  phrases: [leftOf],
  says: {
    interface: {
      severity: 'fault',
      what: 'The SIM card waits for its PIN.',
      why: 'No PIN is configured for {interface}.{left}',
      cure: 'Give the card its PIN: modem unlock_sim pin=…; and to the interface, for the next start: uci set network.{interface}.pincode=…, uci commit network, ifup {interface}.',
    },
    modem: {
      severity: 'fault',
      what: 'The SIM card waits for its PIN.',
      why: 'No PIN is configured for it.{left}',
      cure: 'Give the card its PIN: modem unlock_sim pin=…; and for the next start option pin in /etc/config/modem, or switch the question off: modem set_sim_lock enabled=false pin=….',
    },
  },
  look(evidence) {
    const section = sectionOf(evidence)
    if (simStateOf(evidence) !== 'pin_required' || placeOfPin(evidence) !== null) return []
    const attempts = evidence.sim?.pin_attempts ?? null
    const left = attempts === null ? '' : worded(leftOf, ` Attempts left: ${attempts}.`, { count: attempts })
    return section?.name && giving.test(protoOf(evidence) ?? '')
      ? [{ says: 'interface', with: { interface: section.name, left } }]
      : [{ says: 'modem', with: { left } }]
  },
})
