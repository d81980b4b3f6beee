import type { Facts } from '../asking/facts.ts'
import { loadDialect } from './dialect.ts'
import { ask, type Session } from './session.ts'

/** A modem with its card, as far as they tell who they are. */
export interface Who {
  /** Bus and path: `usb-1-1`. */
  place: string
  imei: string | null
  firmware: string | null
  /** As {@link cardNumber} makes it. */
  iccid: string | null
}

/**
 * The number of a card in one form: 18 digits, without the check digit and the filler some firmwares print behind
 * them, and turned where the firmware swaps the digits of each byte.
 */
export function cardNumber(printed: string): string {
  const swapped = /^98/.test(printed)
  const digits = swapped ? printed.replace(/(.)(.)/g, '$2$1') : printed
  return digits.slice(0, 18).toUpperCase()
}

/** Asks a modem, with nothing remembered, who it and its card are. A locked card may tell no number. */
export async function whoIs(session: Session): Promise<Who> {
  const { call, modem, model } = session
  const overAt = async (): Promise<Facts> => {
    const dialect = await loadDialect(call.platform, model.dialect)
    const { identityQuestions, readIdentity } = await import('./identity.ts')
    const questions = identityQuestions(dialect, model.options).filter(({ ask }) => !/IMI/i.test(ask))
    return readIdentity(await ask(session, questions), dialect, model.options)
  }
  const facts = await (session.who?.() ?? overAt())
  return {
    place: `${modem.found.bus}-${modem.found.path}`,
    imei: facts.imei ?? null,
    firmware: facts.firmware ?? null,
    iccid: facts.iccid ? cardNumber(facts.iccid) : null,
  }
}
