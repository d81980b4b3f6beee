import { check } from './check.ts'

/** Nobody has started the interface. */
export const interface_stopped = check({
  name: 'interface_stopped',
  stage: 'dialling',
  follows: true,
  looks:
    'Whether an interface uses the modem, and whether it was stopped by a person or by its configuration',
  says: {
    stopped: {
      severity: 'hint',
      what: '{interface} is stopped.',
      why: 'Somebody has stopped it (ifdown), or option auto is 0.',
      cure: 'ifup {interface}; for every start, uci delete network.{interface}.auto, uci commit network.',
    },
    disabled: {
      severity: 'hint',
      what: '{interface} is disabled in the configuration.',
      why: 'option disabled of network.{interface} is 1.',
      cure: 'uci delete network.{interface}.disabled, uci commit network, service network reload.',
    },
    not_loaded: {
      severity: 'warning',
      what: '{interface} is configured, and netifd does not know it.',
      why: 'The configuration was changed after netifd has read it.',
      cure: 'service network reload.',
    },
    none: {
      severity: 'hint',
      what: 'No interface uses this modem.',
      why: 'No section of /etc/config/network names one of its devices.',
      cure: 'modem setup shows the commands for an interface that fits.',
    },
  },
  look({ info }) {
    const { interface: name, state, error } = info?.connection ?? {}
    const values = { interface: name ?? '' }
    if (state === 'stopped' && !error) return [{ says: 'stopped', with: values }]
    if (state === 'disabled' || state === 'not_loaded') return [{ says: state, with: values }]
    return state === 'not_configured' ? [{ says: 'none' }] : []
  },
})
