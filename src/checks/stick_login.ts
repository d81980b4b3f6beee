import type { StickLogin } from '../contract/info.ts'
import { loginReason } from '../modem/login-words.ts'
import { check, type Saying, worded } from './check.ts'
import { nameOf } from './seen.ts'

const saying = (login: StickLogin, why: string): Saying => ({
  severity: 'warning',
  what: '{name} tells its values only to who logs in to its web pages at {address}.',
  why: `${why} What goes through it is not touched by that.`,
  cure: loginReason(login),
})

const somewhere = 'its address'

/** A stick that is a router of its own tells its values only to who logs in, and nobody has. */
export const stick_login = check({
  name: 'stick_login',
  stage: 'port',
  looks:
    'Whether a stick that is a router of its own tells its values only after a login that did not come to pass',
  phrases: [somewhere],
  says: {
    needed: saying('needed', 'No password is configured for it.'),
    refused: saying('refused', 'It has refused the password that is configured for it.'),
    unanswered: saying('unanswered', 'What it made of the password was lost.'),
    elsewhere: saying('elsewhere', 'Somebody else is logged in.'),
    locked: saying('locked', 'It takes no password now.'),
    failed: saying('failed', 'The login did not come to pass.'),
    unsupported: saying('unsupported', 'How this model is logged in to is not known here.'),
  },
  look(evidence) {
    const { login, port } = evidence.info ?? {}
    if (login === undefined) return []
    return [
      {
        says: login,
        with: {
          name: nameOf(evidence),
          address: port ?? worded(somewhere),
        },
      },
    ]
  },
})
