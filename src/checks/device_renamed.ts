import { option } from '../discovery/uci.ts'
import { check } from './check.ts'
import { sectionOf } from './seen.ts'

/** The interface names a device by a number that has moved. */
export const device_renamed = check({
  name: 'device_renamed',
  stage: 'configuration',
  looks:
    'Whether the device that the interface names exists, and under which name the modem has the like of it now',
  says: {
    renamed: {
      severity: 'fault',
      what: '{interface} waits for {old}, which does not exist; the modem has {current}.',
      why: 'The kernel numbers devices in the order in which they appear, and the order has changed.',
      cure: 'Give the same section the new device, do not add a second one: uci set network.{interface}.device={current}, uci commit network, ifup {interface}.',
    },
    moved: {
      severity: 'fault',
      what: '{interface} waits for {old}, which does not exist; the modem is at {current}.',
      why: 'Its place in /sys changes with the port it is plugged into, and sometimes with the kernel.',
      cure: 'Give the same section the new place, do not add a second one: uci set network.{interface}.{option}={current}, uci commit network, ifup {interface}.',
    },
  },
  look(evidence) {
    const { info } = evidence
    const { interface: name, configured_device: device, state } = info?.connection ?? {}
    if (
      !name ||
      state === 'connected' ||
      state === 'up_without_address' ||
      !device ||
      device.exists ||
      device.now === null
    )
      return []
    const values = { interface: name, old: device.name, current: device.now }
    if (!device.name.startsWith('/sys/')) return [{ says: 'renamed', with: values }]
    const key = option(sectionOf(evidence), 'devpath') === device.name ? 'devpath' : 'device'
    return [{ says: 'moved', with: { ...values, option: key } }]
  },
})
