import type { BandLists, BandRat } from '../contract/info.ts'
import type { Answers, BandState, Control } from '../dialects/dialect.ts'
import { ask, need, type Session } from './control.ts'

/** The technologies in the order they are told. */
export const bandRats: readonly BandRat[] = ['lte', 'nr_nsa', 'nr_sa']

/** Bands of a modem, read now. */
export interface BandReading {
  control: NonNullable<Control['bands']>
  answers: Answers
  state: BandState
  /** What the modem says it can do, else the model's list. */
  supported: BandLists
}

/** Reads the bands. Throws Failure('not_supported') where the dialect has no band commands. */
export async function readBands(session: Session): Promise<BandReading> {
  const { model } = session
  const control = need(session.control.bands, 'bands', model)
  const answers = await ask(session, control.questions(model.options))
  const state = control.read(answers, model.options, model.bands ?? {})
  return { control, answers, state, supported: { ...model.bands, ...state.supported } }
}
