import type { Facts } from '../asking/facts.ts'
import { cardNumber } from './card-number.ts'
import { loadDialect } from './dialect.ts'
import { ask, type Session } from './session.ts'

/** A modem with its card, as far as they tell who they are. */
export interface Who {
  /** Bus and path: `usb-1-1`. */
  place: string
  imei: string | null
  firmware: string | null
  /** As `cardNumber` makes it. */
  iccid: string | null
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
