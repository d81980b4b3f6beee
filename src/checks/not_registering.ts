import type { Phrase } from '../contract/phrase.ts'
import { check } from './check.ts'
import type { RestrictionEvidence } from './evidence.ts'
import { isFresh, isRegistered, simStateOf } from './seen.ts'

/** What a modem can be limited to. */
const limited = {
  bands: 'not all bands',
  modes: 'not all technologies',
  cell_lock: 'one cell alone',
  operator: 'one operator alone',
  detached: 'no operator at all',
} as const satisfies Record<RestrictionEvidence['what'], string>

const takeOut = 'take option {option} out of /etc/config/modem, {command}'

/** The command that takes a limit away, and the option where one has to go first. */
function cureOf({ cure }: RestrictionEvidence): Phrase {
  const [, option, command] = /^take option (\w+) out of \S+, (.+)$/.exec(cure) ?? []
  return option === undefined || command === undefined
    ? { text: '{command}', with: { command: cure } }
    : { text: takeOut, with: { option, command } }
}

/** A modem that finds no network. */
export const not_registering = check({
  name: 'not_registering',
  stage: 'registration',
  follows: true,
  looks: 'Whether the modem is in a network, and which bands, technologies or cell it is limited to',
  phrases: [...Object.values(limited), takeOut],
  says: {
    limited: {
      severity: 'fault',
      what: 'The modem finds no network, and it is limited: {limits}.',
      why: 'Nothing the modem may use answers here.',
      cure: 'Take the limits away, one after the other, and look each time whether it registers: {cures}.',
    },
    none: {
      severity: 'fault',
      what: 'The modem finds no network.',
      why: 'The SIM card is ready and the radio is on, and no network has taken the modem in.',
      cure: 'Look at the antennas and their plugs; look at what is heard: modem cells. Then at the contract, and whether the modem has the bands of the operator.',
    },
    searching: {
      severity: 'hint',
      what: 'The modem is looking for a network.',
      why: 'It has appeared a moment ago.',
      cure: 'Wait two minutes.',
    },
  },
  look(evidence) {
    const { info, radio_off, restrictions } = evidence
    const state = info?.registration.state
    if (info === null || info.port_state !== 'ok' || isRegistered(evidence) || radio_off !== null) return []
    if (simStateOf(evidence) !== 'ready' || state === 'denied' || state === 'emergency') return []
    // Told as unknown (4) it is out of coverage; not told at all, nothing is known.
    if (state === 'unknown' && info.registration.stat === null) return []
    if (isFresh(evidence)) return [{ says: 'searching' }]
    const all = restrictions ?? []
    if (all.length === 0) return [{ says: 'none' }]
    const english = (key: 'words' | 'cure') => all.map(each => each[key]).join('; ')
    const limits = { english: english('words'), phrases: all.map(({ what }) => ({ text: limited[what] })) }
    return [
      { says: 'limited', with: { limits, cures: { english: english('cure'), phrases: all.map(cureOf) } } },
    ]
  },
})
