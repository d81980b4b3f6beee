import { decimal, named } from '../asking/fields.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo, RadioLevel } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { withPort } from './port.ts'
import { ask, loadSettings } from './session.ts'

const level = '+CFUN?'

/** What `+CFUN?` says by the standard (3GPP TS 27.007 §8.2). */
const standardLevels: Readonly<Record<number, RadioLevel>> = {
  0: 'minimum',
  1: 'full',
  2: 'no_transmitter',
  3: 'no_receiver',
  4: 'flight',
}

const cure = 'Switch it on (AT+CFUN=1, over QMI the operating mode online), or restart the modem.'

/** What each level means for a person; `full` needs no words. */
const sentences: Readonly<Record<Exclude<RadioLevel, 'full'>, string>> = {
  minimum: `The radio is switched off: the modem runs with minimum functionality. ${cure}`,
  no_transmitter: `The transmitter of the modem is switched off. ${cure}`,
  no_receiver: `The receiver of the modem is switched off. ${cure}`,
  flight: `The radio is switched off: the modem is in flight mode. ${cure}`,
  factory_test:
    'The modem is in factory test mode, in which it serves no network. Switch to normal mode with AT+CFUN=1; where that is refused, take its power away for a moment.',
  restart: 'The modem waits for its restart, and its radio is switched off. Restart it.',
  offline: 'The modem is offline and its radio switched off. Only a restart brings it back.',
}

/** What a modem said of its radio last, kept so that an answer from a reading of before needs no question of its own. */
interface Heard {
  enumeration: string
  at: Deadline
  off: string | null
}

/** What was heard of this modem at most `maxAge` milliseconds ago. */
function heard({ platform }: Call, modem: Modem, maxAge: number): Heard | null {
  if (modem.apart || !platform.files.trusted(runDirectory)) return null
  try {
    const told = JSON.parse(platform.files.read(placeOf(modem.modem, 'radio')) ?? '') as Heard
    const age = platform.now() - told.at
    const isSound = told.off === null || typeof told.off === 'string'
    return isSound && told.enumeration === modem.found.enumeration && age >= 0 && age < maxAge ? told : null
  } catch {
    return null
  }
}

/**
 * Why the radio of a modem is off, as sentences for a person; null when it is on, when the port is in use, when the modem
 * does not tell, and where the model must not be asked. What it said less than `maxAge` milliseconds ago is not asked again.
 */
export async function radioOff(
  call: Call,
  modem: Modem,
  info: ModemInfo,
  maxAge = 0,
): Promise<string | null> {
  const known = info.radio === undefined ? heard(call, modem, maxAge) : null
  if (known !== null) return known.off
  const { platform } = call
  try {
    const off = await askRadio(call, modem, info)
    const told: Heard = { enumeration: modem.found.enumeration, at: platform.now(), off }
    if (info.radio === undefined && !modem.apart)
      platform.files.write(placeOf(modem.modem, 'radio'), JSON.stringify(told))
    return off
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

async function askRadio(
  call: Call,
  modem: Modem,
  { port, model: name, radio: told, ways }: ModemInfo,
): Promise<string | null> {
  if (told !== undefined) return told === 'full' ? null : sentences[told]
  if (ways && !ways.includes('at')) return null
  const model = modelOf(modem, name)
  if (model.avoid?.includes(level)) return null
  return withPort(call, modem, port, {
    lockUntil: call.platform.now(),
    async work(channel) {
      const { lines } = await channel.send(`AT${level}`, { timeoutMs: 2000 })
      const value = decimal(named(lines, '+CFUN')?.[0])
      const { radio = {} } = await loadSettings(call, model)
      const { voters } = radio
      const answers = voters && (await ask({ call, channel, model }, voters.questions(model.options)))
      const reasons = answers ? voters.read(answers, model.options) : null
      if (reasons !== null && reasons.length > 0) return reasons.join(' ')
      const told = value === null ? null : (radio.levels?.[value] ?? standardLevels[value] ?? null)
      return told === null || told === 'full' ? null : sentences[told]
    },
  })
}
