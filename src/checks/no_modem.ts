import { option } from '../discovery/uci.ts'
import { check } from './check.ts'

/** Protocols that need a modem. */
const cellular = /^(?:qmi|mbim|ncm|3g|wwan|modemmanager|wwand|quectel|qmid|directip|atc|xmm)$/

/** Nothing on USB or PCI is a modem. */
export const no_modem = check({
  name: 'no_modem',
  stage: 'device',
  looks: 'Whether USB or PCI shows a device that is a modem, in any of its modes',
  says: {
    wanted: {
      severity: 'fault',
      what: 'There is no modem on USB or PCI, but {interface} needs one.',
      why: 'The kernel lists no device that is a modem, not even one without a driver: it has no power, no contact, or has hung itself up.',
      cure: 'Take the power away for ten seconds, then look at the seat, the cable and the power supply. The kernel log tells whether it tries: logread | grep usb. Some boards switch the modem by a GPIO.',
    },
    none: {
      severity: 'fault',
      what: 'There is no modem on USB or PCI.',
      why: 'The kernel lists no device that is a modem, not even one without a driver.',
      cure: 'Plug one in. If one is plugged in, look at its seat, cable and power; the kernel log tells whether it tries: logread | grep usb.',
    },
  },
  look({ device, network }) {
    if (device !== null) return []
    const user = network.find(section => cellular.test(option(section, 'proto') ?? ''))
    return user?.name ? [{ says: 'wanted', with: { interface: user.name } }] : [{ says: 'none' }]
  },
})
