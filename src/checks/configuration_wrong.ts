import { inEnglish } from '../contract/phrase.ts'
import { mistakePhrases } from '../discovery/configuration.ts'
import { check } from './check.ts'

/** Something in /etc/config/modem is not understood. */
export const configuration_wrong = check({
  name: 'configuration_wrong',
  stage: 'configuration',
  looks: 'Whether every section and option of /etc/config/modem is one there is, with a value it can have',
  phrases: mistakePhrases(),
  says: {
    mistake: {
      severity: 'warning',
      what: 'modem.{section}: {reason}',
      why: 'What is not understood in /etc/config/modem is passed over, never guessed.',
      cure: 'Correct it in /etc/config/modem or on the page Settings; docs/configuration.md lists every option.',
    },
  },
  look: ({ mistakes }) =>
    mistakes.map(({ section, phrase }) => ({
      says: 'mistake' as const,
      with: { section, reason: { english: inEnglish([phrase]), phrases: [phrase] } },
    })),
})
