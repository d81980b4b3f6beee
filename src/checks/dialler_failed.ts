import { causeOf, causePhrases } from '../connection/causes.ts'
import { announcement, isAnnounced } from '../connection/told.ts'
import { check } from './check.ts'

const missing = 'NO_DEVICE'

/** The protocol handler tried and failed. */
export const dialler_failed = check({
  name: 'dialler_failed',
  stage: 'dialling',
  follows: true,
  looks: 'What the protocol handler of the interface says about its last attempt',
  phrases: causePhrases,
  says: {
    retrying: {
      severity: 'fault',
      what: '{interface} does not come up: {code}, {count} times since it was started.',
      why: '{reason}',
      cure: '{advice}',
    },
    present: {
      severity: 'fault',
      what: '{interface} waits for {device}, which is there.',
      why: 'netifd was told that it is gone, and nobody has told it that it is back; the scripts of the packages wwan (for qmi, mbim and ncm) and comgt (for 3g and ncm) do that.',
      cure: 'Tell it: {command}; then ifup {interface}.',
    },
    blocked: {
      severity: 'fault',
      what: '{interface} does not come up and is not tried again: {code}.',
      why: '{reason}',
      cure: '{advice} Then start it: ifup {interface}.',
    },
  },
  look({ info }) {
    const { interface: name, state, error, proto, configured_device: device } = info?.connection ?? {}
    if (!name || !state) return []
    const isMissing = state === 'device_missing' && (error?.code ?? missing) === missing
    if (isMissing && device?.exists && isAnnounced(proto ?? null)) {
      const values = { interface: name, device: device.name, command: announcement(name) }
      return [{ says: 'present', with: values }]
    }
    if (!error) return []
    // The handler starts anew as soon as it has failed: what has failed more than once is not seen at rest.
    const isFailing = state === 'connecting' && error.count > 1
    if (!isFailing && !['down', 'blocked', 'stopped', 'device_missing'].includes(state)) return []
    const { what, cure, phrases } = causeOf(error, proto ?? null, state)
    const values = {
      interface: name,
      code: error.code,
      count: error.count,
      reason: { english: what, phrases: phrases.what },
      advice: { english: cure, phrases: phrases.cure },
    }
    return [{ says: state === 'blocked' ? 'blocked' : 'retrying', with: values }]
  },
})
