import { causeOf, causePhrases } from '../connection/causes.ts'
import { check } from './check.ts'

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
    blocked: {
      severity: 'fault',
      what: '{interface} does not come up and is not tried again: {code}.',
      why: '{reason}',
      cure: '{advice} Then start it: ifup {interface}.',
    },
  },
  look({ info }) {
    const { interface: name, state, error, proto } = info?.connection ?? {}
    if (!name || !error || !state || !['down', 'blocked', 'stopped', 'device_missing'].includes(state))
      return []
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
