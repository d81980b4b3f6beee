import type { Answers } from '../asking/question.ts'
import type { ChangeReply } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import type { Setting, Step } from '../dialects/settings.ts'
import { noOf, noteRefusal, refusalText, type Unreadable, unreadable } from './refusals.ts'
import { noteRestart, restartSeen } from './restart.ts'
import { ask, need, type Session, withModem } from './session.ts'

/** What became of the steps of a write. */
export interface Sent {
  /** What the modem answered last. */
  answer: string
  /** Whether the modem restarts for it: `maybe` where it may, and has answered. */
  restart: 'no' | 'maybe' | 'yes'
}

/**
 * Sends the steps of a write. Throws Failure('refused_by_modem') at the first the modem refuses; `refused` is told where it
 * refuses the thing itself, whatever the value.
 */
export async function send(
  session: Pick<Session, 'channel'>,
  steps: readonly Step[],
  refused?: (text: string) => void,
): Promise<Sent> {
  const sent: Sent = { answer: 'OK', restart: 'no' }
  for (const [index, step] of steps.entries()) {
    const { send: line, instead, timeoutMs = 8000, mayVanish, restarts, secret } = step
    const mayBeSilent = mayVanish ?? restarts ?? false
    if (mayBeSilent) sent.restart = restarts ? 'yes' : 'maybe'
    try {
      let { final, lines } = await session.channel.send(`AT${line}`, { timeoutMs })
      if (final.kind === 'error' && instead !== undefined)
        ({ final, lines } = await session.channel.send(`AT${instead}`, { timeoutMs }))
      const done = index > 0 ? `; ${index} of ${steps.length} commands were taken before it` : ''
      if (final.kind === 'error') {
        if (noOf(final) === 'refused') refused?.(refusalText(final))
        throw new Failure('refused_by_modem', refusalText(final) + done)
      }
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
  const place = `${modem.found.bus}-${modem.found.path}`
  noteRestart(call, modem)
  session.release()
  do {
    await call.platform.sleep(1000)
    const { reply, isAwake } = await restartSeen(call, modem.modem, true)
    // One that answers and has not left, as some do late or not at all, is read too: it tells what it has taken.
    if (isAwake) return withModem(call, place, work)
    if (reply.state !== 'waiting') return null
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

/** A setting as it was read. */
export interface SettingReading<State> {
  /** Null when the answers do not tell. */
  state: State | null
  answers: Answers
  /** Why they do not tell, where the modem said no. */
  why: Unreadable | null
}

/** Reads a setting, and remembers whether the modem refuses to tell it. */
export async function readSetting<State>(
  session: Session,
  setting: Pick<Setting<unknown, State, never>, 'questions' | 'read' | 'capability'>,
): Promise<SettingReading<State>> {
  const { options, bands = {} } = session.model
  const questions = setting.questions(options)
  const answers = await ask(session, questions)
  const state = setting.read(answers, options, bands)
  const why = unreadable(answers, questions)
  noteRefusal(session, setting, 'read', why?.text ?? null)
  return { state, answers, why }
}

/**
 * Reads, unless a `reading` is given, then writes. Nothing is sent when the reading was not good enough. Throws Failure('not_supported' |
 * 'not_understood' | 'refused_by_modem' | 'port_…').
 */
export async function write<State, Wish>(
  session: Session,
  setting: Setting<unknown, State, Wish>,
  wish: Wish,
  what: string,
  reading?: SettingReading<State>,
): Promise<{ before: State; sent: Sent; restart_needed: boolean }> {
  const { model } = session
  const { options, bands = {} } = model
  const stepsOf = need(setting.write, what, model)
  const { state: before, answers, why } = reading ?? (await readSetting<State>(session, setting))
  const steps = before === null ? null : stepsOf(wish, answers, options, bands)
  if (typeof steps === 'string') throw new Failure('not_supported', steps)
  if (before === null || steps === null) {
    const reason = why === null ? '' : ` (${why.text})`
    throw new Failure(
      'not_understood',
      `the present ${what} could not be read, so nothing was changed${reason}`,
    )
  }
  if (!session.isNamed && Object.values(session.settings).some(own => own === setting))
    throw new Failure('not_understood', 'the modem does not tell which model it is, so nothing was changed')
  const { restartNeeded = false } = setting
  const restarts = typeof restartNeeded === 'function' ? restartNeeded(options) : restartNeeded
  await session.call.beforeWrite?.(restarts || steps.some(step => step.restarts ?? step.mayVanish ?? false))
  const sent = await send(session, steps, text => noteRefusal(session, setting, 'write', text))
  noteRefusal(session, setting, 'write', null)
  return { before, sent, restart_needed: restarts && sent.restart !== 'yes' }
}

/** Reads, writes as {@link write} does, and reads back. */
export async function change<State, Wish>(
  session: Session,
  setting: Setting<unknown, State, Wish>,
  wish: Wish,
  what: string,
  reading?: SettingReading<State>,
): Promise<Change<State>> {
  const { before, sent, restart_needed } = await write(session, setting, wish, what, reading)
  const after = await readBack(session, sent, async again => (await readSetting<State>(again, setting)).state)
  return { before, after, answer: sent.answer, restart_needed }
}
