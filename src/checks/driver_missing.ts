import { check } from './check.ts'

const lacking = 'Its ports or its network function have no kernel driver: {drivers}.'
const newId = 'As root, type {command}; it holds until the next start.'

/** The modem is there and the kernel has no driver for what matters of it. */
export const driver_missing = check({
  name: 'driver_missing',
  stage: 'device',
  looks: 'Which USB or PCI functions of the modem have a kernel driver, and which kernel module would be one',
  phrases: [lacking, newId],
  says: {
    package: {
      severity: 'fault',
      what: '{name} ({id}) has functions without a kernel driver.',
      why: '{reason}',
      cure: 'Install {packages}, then restart the router or plug the modem in again.',
    },
    other: {
      severity: 'fault',
      what: '{name} ({id}) has functions without a kernel driver.',
      why: '{reason}',
      cure: 'Install the kernel module for this modem, or choose another USB mode of it.',
    },
  },
  look({ device }) {
    if (device?.condition?.kind !== 'no_driver') return []
    const { name, id, condition } = device
    const packages = condition.packages.join(' ')
    const { drivers, new_id: command } = condition
    const phrases = [
      { text: lacking, with: { drivers: drivers.join(', ') } },
      ...(command === null ? [] : [{ text: newId, with: { command } }]),
    ]
    const reason = { english: condition.reason, phrases }
    return [{ says: packages === '' ? 'other' : 'package', with: { name, id, reason, packages } }]
  },
})
