import {
  askAll,
  type Call,
  type Channel,
  Failure,
  findModem,
  loadDialect,
  type Modem,
  readSnapshot,
  refined,
  type Snapshot,
  withPort,
} from '#core'
import type { ChangeReply } from '../contract/control.ts'
import type { Setting, Step } from '../dialects/control.ts'
import type { Answers, Control, Question } from '../dialects/dialect.ts'
import type { Model } from '../models/model.ts'
import { noteRestart, restartState } from './restart.ts'

/** A modem whose port is open and locked for one method. */
export interface Session {
  call: Call
  modem: Modem
  model: Model
  channel: Channel
  control: Control
  /** Gives the port up before the method is done. */
  release(): void
}

/** What can be changed of a model: the writing half of its dialect without what this model does not have. */
export async function loadControl(call: Call, { dialect, options }: Model): Promise<Control> {
  const room = (await call.platform.load('dialects', `${dialect}.control`)) as { control?: Control } | null
  const parts = Object.entries(
    (room?.control ?? {}) as Record<string, Pick<Setting<unknown, unknown>, 'available'>>,
  )
  return Object.fromEntries(parts.filter(([, part]) => part.available?.(options) ?? true)) as Control
}

async function modelOn(call: Call, modem: Modem, snapshot: Snapshot, channel: Channel): Promise<Model> {
  const { model, entries } = modem.match
  if (entries < 2) return model
  const dialect = await loadDialect(call.platform, model.dialect)
  channel.expect(dialect?.unsolicited ?? [])
  const { identityQuestions, readIdentity } = await import('#identity')
  const questions = identityQuestions(dialect, model.options).filter(q => q.keep === 'enumeration')
  const answers = await ask({ call, channel, model }, questions, snapshot)
  return refined(modem, readIdentity(answers, dialect, model.options).model ?? null)
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
  const modem = await findModem(platform, wanted)
  const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
  return withPort(call, modem, snapshot.port, {
    async work(channel, _path, release) {
      const model = await modelOn(call, modem, snapshot, channel)
      const control = await loadControl(call, model)
      channel.expect(control.unsolicited ?? [])
      return work({ call, modem, model, channel, control, release })
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

/** What became of the steps of a write. */
export interface Sent {
  /** What the modem answered last. */
  answer: string
  /** Whether the modem restarts for it: `maybe` where it may, and has answered. */
  restart: 'no' | 'maybe' | 'yes'
}

/** Sends the steps of a write. Throws Failure('refused_by_modem') at the first the modem refuses. */
export async function send(session: Pick<Session, 'channel'>, steps: readonly Step[]): Promise<Sent> {
  const sent: Sent = { answer: 'OK', restart: 'no' }
  for (const [index, { send: line, timeoutMs = 8000, mayVanish, restarts, secret }] of steps.entries()) {
    const mayBeSilent = mayVanish ?? restarts ?? false
    if (mayBeSilent) sent.restart = restarts ? 'yes' : 'maybe'
    try {
      const { final, lines } = await session.channel.send(`AT${line}`, { timeoutMs })
      const done = index > 0 ? `; ${index} of ${steps.length} commands were taken before it` : ''
      if (final.kind === 'error') throw new Failure('refused_by_modem', final.text + done)
      if (final.kind === 'timeout') throw new Failure('port_silent', 'no final result after the write')
      sent.answer = [...(secret ? [] : lines), final.text].join('\n')
    } catch (failure) {
      const isGone =
        failure instanceof Failure && (failure.code === 'port_lost' || failure.code === 'port_silent')
      if (!mayBeSilent || !isGone) throw failure
      return { ...sent, restart: 'yes' }
    }
  }
  return sent
}

/** Waits for a restarting modem as long as the call may and works with it; null when it did not come back in time. */
async function whenBack<T>(session: Session, work: (again: Session) => Promise<T>): Promise<T | null> {
  const { call, modem } = session
  noteRestart(call, modem)
  session.release()
  do {
    await call.platform.sleep(1000)
    const { state } = await restartState(call, modem.modem)
    if (state === 'back') return withModem(call, modem.modem, work)
    if (state !== 'waiting') return null
  } while (call.platform.now() < call.deadline - 4000)
  return null
}

/** Reads back after a write, of a modem that restarts for it when it is back; null when it does not answer in time. */
export async function readBack<T>(
  session: Session,
  { restart }: Sent,
  read: (session: Session) => Promise<T>,
): Promise<T | null> {
  const orNull = (failure: unknown) => {
    if (failure instanceof Failure) return null
    throw failure
  }
  const now = restart === 'yes' ? null : await read(session).catch(orNull)
  return now === null && restart !== 'no' ? whenBack(session, read).catch(orNull) : now
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
 * Reads, then writes. Nothing is sent when the reading was not good enough. Throws Failure('not_supported' |
 * 'not_understood' | 'refused_by_modem' | 'port_…').
 */
export async function write<State, Wish>(
  session: Session,
  setting: Setting<unknown, State, Wish>,
  wish: Wish,
  what: string,
): Promise<{ before: State; sent: Sent; restart_needed: boolean }> {
  const { model } = session
  const stepsOf = need(setting.write, what, model)
  const { state: before, answers } = await readSetting<State>(session, setting)
  const steps = before === null ? null : stepsOf(wish, answers, model.options)
  if (typeof steps === 'string') throw new Failure('not_supported', steps)
  if (before === null || steps === null)
    throw new Failure('not_understood', `the present ${what} could not be read, so nothing was changed`)
  const sent = await send(session, steps)
  return { before, sent, restart_needed: sent.restart !== 'yes' && (setting.restartNeeded ?? false) }
}

/** Reads, writes as {@link write} does, and reads back. */
export async function change<State, Wish>(
  session: Session,
  setting: Setting<unknown, State, Wish>,
  wish: Wish,
  what: string,
): Promise<Change<State>> {
  const { before, sent, restart_needed } = await write(session, setting, wish, what)
  const after = await readBack(session, sent, async again => (await readSetting<State>(again, setting)).state)
  return { before, after, answer: sent.answer, restart_needed }
}
