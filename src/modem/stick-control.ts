import { Failure } from '../contract/failure.ts'
import type { StickLogin } from '../contract/info.ts'
import type { SentPart } from '../contract/messages.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { BandChoice, BandState, CardState } from '../dialects/settings.ts'
import type { Stored } from '../messages/sms.ts'
import { loginReason } from './login-words.ts'
import type { Listed } from './reading.ts'
import type { StickVisit } from './stick-visit.ts'

/** What is done with the PIN of a card. */
export type CardOrder =
  | { do: 'verify'; pin: string }
  | { do: 'unblock'; puk: string; pin: string }
  | { do: 'lock' | 'free'; pin: string }
  | { do: 'change'; pin: string; fresh: string }

/** A message to be sent, whole: the stick cuts it into parts. */
export interface StickSending {
  to: string
  text: string
  alphabet: 'gsm7' | 'ucs2'
}

/** Something that can be read and changed. */
interface Part<State, Change> {
  read(): Promise<State>
  write(change: Change): Promise<void>
}

/**
 * What a stick of one maker can be told during one visit; what is missing its interface does not offer, or does not tell so
 * that a change could be proved. All throw Failure('refused_by_modem' | 'not_supported' | 'port_…').
 */
export interface StickControl {
  modes?: Part<{ mode: AccessMode | null; modes: AccessMode[] }, AccessMode>
  bands?: Part<BandState | null, BandChoice>
  /** Whether it holds, or is to hold, its connection. */
  autoconnect?: Part<boolean | null, boolean>
  sim(): Promise<CardState>
  card(order: CardOrder): Promise<void>
  restart(): Promise<void>
  messages(): Promise<Listed>
  /** Null when it is gone, else why not. */
  remove(slot: Stored): Promise<string | null>
  send(message: StickSending): Promise<Omit<SentPart, 'characters'>>
  /** Why it was not logged in where that was wanted; undefined where it never was. */
  login(): StickLogin | null | undefined
  /** Gives back the login that began in this visit. */
  leave(): Promise<void>
}

/** Throws what a stick refused: for the want of a login where that is why, else with its own word. */
export function refusal(
  at: Pick<StickVisit, 'address'>,
  login: StickLogin | null | undefined,
  word: string,
): Failure {
  return login
    ? new Failure(
        'refused_by_modem',
        `the stick at ${at.address} wants a login for it. ${loginReason(login)}`,
      )
    : new Failure('refused_by_modem', word)
}

/** Asks again every second until the answer is no longer null, or the time of the visit is over. */
export async function settled<T>(
  { platform, until }: StickVisit,
  read: () => Promise<T | null>,
  ms: number,
): Promise<T | null> {
  const end = Math.min(until - 500, platform.now() + ms)
  for (;;) {
    const value = await read()
    if (value !== null || platform.now() + 1000 > end) return value
    await platform.sleep(1000)
  }
}

/** How long a message is waited for, ms: the network takes up to a minute. */
const sendingMs = 90_000

/** What became of a message, by what the stick told; null where that is not known. */
function outcomeOf(isSent: boolean | null): Omit<SentPart, 'characters'> {
  const messages = {
    true: null,
    false: 'The stick could not send it.',
    null: 'The stick did not say whether it was sent.',
  }
  const state = isSent === null ? 'unknown' : isSent ? 'sent' : 'refused'
  return { state, reference: null, message: messages[`${isSent}`] }
}

/**
 * Gives a message to a stick, once, and waits for what becomes of it. What it refused was not sent; where its answer was lost
 * nobody knows.
 */
export async function sending(
  at: StickVisit,
  order: () => Promise<unknown>,
  isSent: () => Promise<boolean | null>,
): Promise<Omit<SentPart, 'characters'>> {
  const orElse =
    <T>(value: T) =>
    (failure: unknown): T => {
      if (failure instanceof Failure && /^(?:port_|not_understood)/.test(failure.code)) return value
      throw failure
    }
  try {
    const isGiven = await order().then(() => true, orElse(false))
    return outcomeOf(isGiven ? await settled(at, () => isSent().catch(orElse(null)), sendingMs) : null)
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.code !== 'refused_by_modem') throw failure
    return { state: 'refused', reference: null, message: failure.message }
  }
}
