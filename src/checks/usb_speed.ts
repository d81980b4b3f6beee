import { check } from './check.ts'
import { nameOf } from './seen.ts'

/** USB 2.0 high speed, Mbit/s; a SuperSpeed link has 5000 and more. */
const highSpeed = 480

/** A modem on a link that is slower than it. */
export const usb_speed = check({
  name: 'usb_speed',
  stage: 'device',
  looks: 'The speed of the USB link, against what the modem can do',
  says: {
    slow_5g: {
      severity: 'warning',
      what: '{name} is a 5G modem on a USB link of {speed} Mbit/s.',
      why: 'A 5G modem is faster than USB 2.0; the link has less than 300 Mbit/s for data, and every transfer waits for it.',
      cure: 'Use a USB 3 port, adapter and cable. If they are, the modem may be limited to USB 2 by its own setting or by two pins of its slot.',
    },
    full_speed: {
      severity: 'fault',
      what: '{name} is on a USB link of {speed} Mbit/s.',
      why: 'The port has fallen back to USB 1.1: less than 8 Mbit/s are left for data, usually because of a bad contact.',
      cure: 'Look at the cable, the adapter and the seat of the modem.',
    },
  },
  look(evidence) {
    const { speed_mbit: speed, is_5g } = evidence.device ?? {}
    if (speed === null || speed === undefined) return []
    if (speed < highSpeed) return [{ says: 'full_speed', with: { name: nameOf(evidence), speed } }]
    return is_5g && speed === highSpeed ? [{ says: 'slow_5g', with: { name: nameOf(evidence), speed } }] : []
  },
})
