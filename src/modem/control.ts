import {
  askAll,
  type Call,
  type Channel,
  Failure,
  identityQuestions,
  loadDialect,
  type Modem,
  readIdentity,
  readSnapshot,
  type Snapshot,
  withPort,
} from '#core'
import { selectModem } from '#host'
import type { ChangeReply } from '../contract/control.ts'
import type { Setting, Step } from '../dialects/control.ts'
import type { Answers, Control, Question } from '../dialects/dialect.ts'
import type { Model } from '../models/model.ts'

/** A modem whose port is open and locked for one method. */
export interface Session {
  call: Call
  modem: Modem
  model: Model
  channel: Channel
  control: Control
}

/** The writing half of a dialect; an empty one where the dialect cannot write. */
export async function loadControl(call: Call, dialect: string): Promise<Control> {
  const room = (await call.platform.load('dialects', `${dialect}.control`)) as { control?: Control } | null
  return room?.control ?? {}
}

async function modelOn(call: Call, modem: Modem, snapshot: Snapshot, channel: Channel): Promise<Model> {
  const { model, entries } = modem.match
  if (entries < 2) return model
  const dialect = await loadDialect(call.platform, model.dialect)
  const questions = identityQuestions(dialect, model.options).filter(q => q.keep === 'enumeration')
  const answers = await ask({ call, channel, model }, questions, snapshot)
  return modem.refine(readIdentity(answers, dialect, model.options).model ?? null)
}

/**
 * Opens the port of the chosen modem under its lock and runs `work` with the model's control half. With several
 * models behind one id the modem is asked for its name first.
 */
export async function withModem<T>(
  call: Call,
  wanted: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { platform } = call
  const modem = selectModem(platform, wanted)
  const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
  return withPort(call, modem, snapshot.port, {
    async work(channel) {
      const model = await modelOn(call, modem, snapshot, channel)
      return work({ call, modem, model, channel, control: await loadControl(call, model.dialect) })
    },
  })
}

/** Asks questions of a setting, with nothing remembered. Throws when the modem does not answer at all. */
export async function ask(
  { call, channel, model }: Pick<Session, 'call' | 'channel' | 'model'>,
  questions: readonly Question[],
  memory: Pick<Snapshot, 'kept' | 'refused'> = { kept: {}, refused: {} },
): Promise<Answers> {
  const now = () => call.platform.now()
  const stop = () => now() > call.deadline - 500
  const answers = await askAll(channel, questions, model.options, memory, now, stop)
  const known = questions.some(question => answers.lines(question.ask) !== null)
  if (!answers.heard && !known && questions.length > 0) throw answers.broken ?? new Failure('port_silent')
  return answers
}

/** The name of a model for a message. */
export const nameOf = (model: Model) =>
  `${model.vendor} ${model.name}`.trim() || 'a modem that is not in the model table'

/** The member of a control half, or Failure('not_supported'). */
export function need<T>(part: T | undefined, what: string, model: Model): T {
  if (part === undefined) throw new Failure('not_supported', `${what}, ${nameOf(model)}`)
  return part
}

/** Sends the steps of a write. Throws Failure('refused_by_modem') at the first the modem refuses. */
export async function send(session: Pick<Session, 'channel'>, steps: readonly Step[]): Promise<string> {
  let answer = 'OK'
  for (const { send: line, timeoutMs = 8000, mayVanish } of steps) {
    try {
      const { final, lines } = await session.channel.send(`AT${line}`, { timeoutMs })
      if (final.kind === 'error') throw new Failure('refused_by_modem', final.text)
      if (final.kind === 'ok') answer = [...lines, final.text].join('\n')
      else if (!mayVanish) throw new Failure('port_silent', 'no final result after the write')
    } catch (failure) {
      const gone =
        failure instanceof Failure && (failure.code === 'port_lost' || failure.code === 'port_silent')
      if (!mayVanish || !gone) throw failure
    }
  }
  return answer
}

/** What a change came to. */
export interface Change<State> extends Omit<ChangeReply, 'modem' | 'verified'> {
  before: State
  /** Null when it could not be read back. */
  after: State | null
}

/** Reads a setting; null when the answers do not tell. */
export async function readSetting<State>(
  session: Session,
  setting: Pick<Setting<unknown, State, never>, 'questions' | 'read'>,
): Promise<{ state: State | null; answers: Answers }> {
  const { options } = session.model
  const answers = await ask(session, setting.questions(options))
  return { state: setting.read(answers, options), answers }
}

/**
 * Reads, writes and reads back. Nothing is sent when the reading was not good enough. Throws Failure('not_supported' |
 * 'not_understood' | 'refused_by_modem' | 'port_…').
 */
export async function change<State, Wish>(
  session: Session,
  setting: Setting<unknown, State, Wish>,
  wish: Wish,
  what: string,
): Promise<Change<State>> {
  const { model } = session
  const write = need(setting.write, what, model)
  const { state: before, answers } = await readSetting<State>(session, setting)
  const steps = before === null ? null : write(wish, answers, model.options)
  if (typeof steps === 'string') throw new Failure('not_supported', steps)
  if (before === null || steps === null)
    throw new Failure('not_understood', `the present ${what} could not be read, so nothing was changed`)
  const answer = await send(session, steps)
  let after: State | null = null
  try {
    after = (await readSetting<State>(session, setting)).state
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
  }
  return { before, after, answer, restart_needed: setting.restartNeeded ?? false }
}
