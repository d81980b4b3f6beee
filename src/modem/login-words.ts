import type { StickLogin } from '../contract/info.ts'

const reasons: Readonly<Record<StickLogin, string>> = {
  needed: 'Set option password of its section in /etc/config/modem, or switch its password off there.',
  refused:
    'It has refused the password of its section in /etc/config/modem, which is not sent again: correct it there.',
  unanswered:
    'Its answer to the password of its section in /etc/config/modem was lost, so that is not sent again: change it, or call `modem apply force=true`.',
  elsewhere:
    'Somebody else is logged in there, and is left alone: log out there, then it is tried again within a minute.',
  locked: 'It takes no password now, because too many wrong ones were tried: wait a quarter of an hour.',
  failed: 'The login with the password of its section did not come to pass; it is tried again in a minute.',
  unsupported:
    'How this model is logged in to is not known here, so that no password is sent: switch its password off there, or read it on its pages.',
}

/** What a login to the web pages of a stick came to, and what helps. */
export const loginReason = (login: StickLogin): string => reasons[login]
