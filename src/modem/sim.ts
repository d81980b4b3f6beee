import { decimal, named } from '../asking/fields.ts'
import type { Question } from '../asking/question.ts'
import { simOf } from '../asking/standard.ts'
import { Failure } from '../contract/failure.ts'
import type { SimReply } from '../contract/sim.ts'
import type { Attempts, Setting } from '../dialects/settings.ts'
import { send } from './change.ts'
import { ask, type Session } from './session.ts'

const state: Question = { ask: '+CPIN?', last: true, alone: true }
const lock: Question = { ask: '+CLCK="SC",2' }
const retries = '+CPINR'

/** Remaining attempts by the standard command. Wire: `+CPINR: SIM PIN,3,3`, one line for each code. */
const standardAttempts: Setting<unknown, Attempts, never> = {
  questions: () => [{ ask: retries, silent: true }],
  read(answers) {
    const lines = answers.lines(retries)
    if (lines === null) return null
    const left = (code: RegExp) => {
      const values = lines.map(line => named([line], '+CPINR')).find(row => code.test(row?.[0] ?? ''))
      return decimal(values?.[1])
    }
    return { pin: left(/^SIM PIN$/i), puk: left(/^SIM PUK$/i) }
  },
}

/** State of the SIM with its lock and the attempts that are left. */
export async function readSim(session: Session): Promise<SimReply> {
  const { settings, model } = session
  const { options } = model
  if (settings.sim) {
    const card = settings.sim.read(await ask(session, settings.sim.questions(options)), options, {})
    return {
      modem: session.modem.modem,
      state: card?.state ?? 'unknown',
      slot: card?.slot ?? null,
      slots: [],
      lock_enabled: card?.locked ?? null,
      pin_attempts: card?.pin ?? null,
      puk_attempts: card?.puk ?? null,
    }
  }
  const attempts = settings.attempts ?? standardAttempts
  const slot = settings.slot
  const answers = await ask(session, [
    lock,
    ...attempts.questions(options),
    ...(slot?.questions(options) ?? []),
    state,
  ])
  const left = attempts.read(answers, options, {})
  const locked = decimal(named(answers.lines(lock.ask), '+CLCK')?.[0])
  return {
    modem: session.modem.modem,
    state: simOf(answers.answer(state.ask)) ?? 'unknown',
    slot: slot?.read(answers, options, {}) ?? null,
    slots: [...(slot?.slots(options) ?? [])],
    lock_enabled: locked === null ? null : locked === 1,
    pin_attempts: left?.pin ?? null,
    puk_attempts: left?.puk ?? null,
  }
}

/** Refuses to use up the last attempt, except by force. */
export function guardAttempts(what: 'PIN' | 'PUK', left: number | null, force: boolean): void {
  if (left === null || left > 1 || force) return
  const count = left === 1 ? 'one attempt is' : 'no attempt is'
  throw new Failure(
    'invalid_argument',
    `${count} left for the ${what}; a wrong one blocks the SIM. Use force: true`,
  )
}

/** Sends one code to the SIM, once, and reads the SIM again. */
export async function changeSim(
  session: Session,
  before: SimReply,
  command: string,
  holds: (after: SimReply) => boolean,
) {
  const { answer } = await send(session, [{ send: command, timeoutMs: 10_000, secret: true }])
  let after: SimReply | null = null
  try {
    for (let i = 0; i < 5 && (after === null || (after.state === 'busy' && !holds(after))); i++) {
      if (i > 0) await session.call.platform.sleep(500)
      after = await readSim(session)
    }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
  }
  const verified = after !== null && holds(after)
  return { modem: session.modem.modem, before, after, verified, restart_needed: false, answer }
}
