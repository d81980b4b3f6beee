import { loginReason } from '../modem/login-words.ts'
import { check } from './check.ts'
import { nameOf } from './seen.ts'

/** A stick that is a router of its own tells its values only to who logs in, and nobody has. */
export const stick_login = check({
  name: 'stick_login',
  stage: 'port',
  looks:
    'Whether a stick that is a router of its own tells its values only after a login that did not come to pass',
  says: {
    closed: {
      severity: 'warning',
      what: '{name} tells its values only to who logs in to its web pages at {address}.',
      why: 'Nobody is logged in ({login}), so neither its signal nor its network is known here. What goes through it is not touched by that.',
      cure: '{cure}',
    },
  },
  look(evidence) {
    const { login, port } = evidence.info ?? {}
    if (login === undefined) return []
    const cure = loginReason(login)
    return [{ says: 'closed', with: { name: nameOf(evidence), address: port ?? 'its address', login, cure } }]
  },
})
