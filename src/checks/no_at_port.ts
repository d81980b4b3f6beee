import { check } from './check.ts'

const some = 'Its USB mode offers {speaks} alone.'
const nothing = 'Its USB mode offers neither an AT port nor a network function, or it is starting.'

/** The USB mode of the modem has no AT port. */
export const no_at_port = check({
  name: 'no_at_port',
  stage: 'device',
  looks: 'Whether the USB mode the modem is in has an AT port',
  phrases: [some, nothing],
  says: {
    mode: {
      severity: 'fault',
      what: '{name} ({id}) has no AT port in its present USB mode.',
      why: '{reason}',
      cure: 'Choose a USB mode with AT ports; it is changed over the control channel that is left ({controls}), with qmicli or mbimcli, or in another computer. Until then only that channel can be used.',
    },
    bare: {
      severity: 'fault',
      what: '{name} ({id}) has no AT port in its present USB mode.',
      why: '{reason}',
      cure: 'Choose a USB mode with AT ports, with the program of its maker or in another computer.',
    },
  },
  look({ device, info }) {
    // It can be read all the same: over QMI, MBIM, or through ModemManager.
    const isRead = info?.ways !== undefined && info.port_state === 'ok'
    if (device?.condition?.kind !== 'no_at_port' || isRead) return []
    const { name, id, controls, condition } = device
    const speaks = condition.speaks.join(', ').toUpperCase()
    const phrases = [speaks === '' ? { text: nothing } : { text: some, with: { speaks } }]
    const values = { name, id, reason: { english: condition.reason, phrases }, controls: controls.join(', ') }
    return [{ says: controls.length > 0 ? 'mode' : 'bare', with: values }]
  },
})
