import {
  askAll,
  type Call,
  type Channel,
  Failure,
  identityQuestions,
  loadDialect,
  type Modem,
  readIdentity,
  type Snapshot,
} from '#core'
import type { BandLists, BandRat } from '../contract/info.ts'
import type { Answers, BandState, Control } from '../dialects/dialect.ts'
import type { Model } from '../models/model.ts'

/** The technologies in the order they are told. */
export const bandRats: readonly BandRat[] = ['lte', 'nr_nsa', 'nr_sa']

/** Bands of a modem, read now. */
export interface BandReading {
  model: Model
  control: NonNullable<Control['bands']>
  answers: Answers
  state: BandState
  /** What the modem says it can do, else the model's list. */
  supported: BandLists
}

/** The writing half of a dialect; an empty one where the dialect cannot write. */
export async function loadControl(call: Call, dialect: string): Promise<Control> {
  const room = (await call.platform.load('dialects', `${dialect}.control`)) as { control?: Control } | null
  return room?.control ?? {}
}

/** The model of the modem on an open channel: with several models behind one id, the modem is asked for its name. */
export async function modelOn(
  call: Call,
  modem: Modem,
  snapshot: Snapshot,
  channel: Channel,
): Promise<Model> {
  const { platform } = call
  const { model, entries } = modem.match
  if (entries < 2) return model
  const dialect = await loadDialect(platform, model.dialect)
  const questions = identityQuestions(dialect, model.options).filter(q => q.keep === 'enumeration')
  const stop = () => platform.now() > call.deadline - 1000
  const answers = await askAll(channel, questions, model.options, snapshot, () => platform.now(), stop)
  return modem.refine(readIdentity(answers, dialect, model.options).model ?? null)
}

/** Reads the bands. Throws Failure('not_supported') where the dialect has no band commands. */
export async function readBands(
  call: Call,
  model: Model,
  channel: Channel,
  control?: Control,
): Promise<BandReading> {
  const { bands } = control ?? (await loadControl(call, model.dialect))
  if (!bands) throw new Failure('not_supported', `bands of ${model.name || model.dialect}`)
  const { platform } = call
  const memory = { kept: {}, refused: {} }
  const stop = () => platform.now() > call.deadline - 500
  const questions = bands.questions(model.options)
  const answers = await askAll(channel, questions, model.options, memory, () => platform.now(), stop)
  if (!answers.heard) throw answers.broken ?? new Failure('port_silent')
  const state = bands.read(answers, model.options, model.bands ?? {})
  return { model, control: bands, answers, state, supported: { ...model.bands, ...state.supported } }
}
