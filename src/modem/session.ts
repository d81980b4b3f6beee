import { askAll } from '../asking/ask.ts'
import type { Facts } from '../asking/facts.ts'
import type { Answers, Question } from '../asking/question.ts'
import type { Channel } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import type { Settings } from '../dialects/settings.ts'
import { matches } from '../discovery/match.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Model } from '../models/model.ts'
import type { Call } from './call.ts'
import { loadDialect } from './dialect.ts'
import { mayBeOwned } from './owner.ts'
import { withPort } from './port.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/** A modem whose port is open and locked for one method. */
export interface Session {
  call: Call
  modem: Modem
  model: Model
  /** False where several models share the id and the modem does not tell which one it is. */
  isNamed: boolean
  channel: Channel
  /** Path of the AT port; absent where it is talked to by another way. */
  port?: string
  settings: Settings
  /** Reads who modem and card are, where that is not asked over the channel. */
  who?(): Promise<Facts>
  /** Gives the port up before the method is done. */
  release(): void
}

/** What can be read and changed of a model beyond `info`, without what others of its dialect have and it has not. */
export async function loadSettings(call: Call, { dialect, options }: Model): Promise<Settings> {
  const half = await call.platform.load<{ settings: Settings }>('dialects', `${dialect}.settings`)
  const isThere = (part: Settings[keyof Settings]) =>
    typeof part !== 'object' || !('available' in part) || (part.available?.(options) ?? true)
  return Object.fromEntries(Object.entries(half?.settings ?? {}).filter(([, part]) => isThere(part)))
}

async function modelOn(
  call: Call,
  modem: Modem,
  snapshot: Snapshot,
  channel: Channel,
): Promise<Pick<Session, 'model' | 'isNamed'>> {
  const { model, entries } = modem.match
  if (entries < 2) return { model, isNamed: true }
  const dialect = await loadDialect(call.platform, model.dialect)
  channel.expect(dialect?.unsolicited ?? [])
  const { identityQuestions, readIdentity } = await import('./identity.ts')
  const questions = identityQuestions(dialect, model.options).filter(q => q.keep === 'enumeration')
  const answers = await ask({ call, channel, model }, questions, snapshot)
  const name = readIdentity(answers, dialect, model.options).model ?? null
  const chosen = modelOf(modem, name)
  const isNamed = name !== null || matches(chosen.product ?? '(?!)', [modem.found.product])
  return { model: chosen, isNamed }
}

/**
 * Opens the port of the chosen modem under its lock and runs `work` with the model's settings. With several
 * models behind one id the modem is asked for its name first. One that ModemManager keeps to itself is talked to through that, a
 * stick that is a router of its own through its web interface.
 */
export async function withModem<T>(
  call: Call,
  wanted: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { platform } = call
  const modem = await findModem(platform, wanted)
  const managed = mayBeOwned(platform.files, modem)
    ? await (await import('./owners.ts')).keptBy(call, modem)
    : null
  if (managed !== null)
    return work((await import('./manager-session.ts')).managerSession(call, modem, managed))
  if (modem.condition?.kind === 'hilink')
    return (await import('./stick-session.ts')).withStick(call, modem, work)
  const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
  return withPort(call, modem, snapshot.port, {
    async work(channel, port, release) {
      const { model, isNamed } = await modelOn(call, modem, snapshot, channel)
      const settings = await loadSettings(call, model)
      channel.expect(settings.unsolicited ?? [])
      return work({ call, modem, model, isNamed, channel, port, settings, release })
    },
  })
}

/** Asks questions of a setting, by default with nothing remembered. Throws when the modem does not answer what was sent. */
export async function ask(
  { call, channel, model }: Pick<Session, 'call' | 'channel' | 'model'>,
  questions: readonly Question[],
  memory: Pick<Snapshot, 'kept' | 'refused'> = { kept: {}, refused: {} },
): Promise<Answers> {
  const now = () => call.platform.now()
  const stop = () => now() > call.deadline - 500
  const answers = await askAll(channel, questions, model.options, memory, now, stop)
  const known = questions.some(question => answers.lines(question.ask) !== null)
  const wasSent =
    answers.broken !== null || stop() || questions.some(({ ask: text }) => answers.answer(text) !== undefined)
  if (!answers.heard && !known && wasSent) throw answers.broken ?? new Failure('port_silent')
  return answers
}

/** The name of a model for a message. */
export const nameOf = (model: Model) =>
  `${model.vendor} ${model.name}`.trim() || 'a modem that is not in the model table'

/** The setting, or Failure('not_supported'). */
export function need<T>(part: T | undefined, what: string, model: Model): T {
  if (part === undefined) throw new Failure('not_supported', `${what}, ${nameOf(model)}`)
  return part
}
