import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { ask, type HttpRequest, type HttpResponse } from '../channel/http.ts'
import type { StickLogin } from '../contract/info.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import type { StickNotes } from './stick-notes.ts'

/** What the pages of a stick are entered with, as it is sent: one character a byte. */
export interface StickKey {
  user: string
  password: string
}

/**
 * What a stick made of a password: it is right; it is wrong; it was not looked at, because somebody else is logged in, too
 * many wrong ones came before, or for another reason (`failed`); or nobody knows, so that it counts as wrong (`unanswered`).
 */
export type Verdict = 'taken' | 'refused' | 'elsewhere' | 'locked' | 'failed' | 'unanswered'

/** Tries a password; `before` is to be awaited right before the request that has it judged, and may forbid that. */
export type Attempt = (key: StickKey, before: () => Promise<void>) => Promise<Verdict>

/** One visit at a stick: where it is, how long it may take, what is remembered of it. */
export interface StickVisit {
  platform: Platform
  address: string
  until: Deadline
  /** Changed by whoever visits, and kept by who began the visit. */
  notes: StickNotes
  trace?: Call['trace']
  /** Logs in with what is configured, if it may; null when the stick has taken it. */
  enter(attempt: Attempt): Promise<StickLogin | null>
}

/** What a visit brought. */
export interface StickAnswer {
  facts: Facts & { link: StickLink | null }
  /** What was asked and not answered. */
  missing: string[]
  /** Whether it tells what was asked only to who logs in; null where it told. */
  login: StickLogin | null
}

/** Longest wait for one answer, ms. */
const answerMs = 8000

/**
 * Asks for one page of a stick. Of what is sent and told a trace has the path and the status alone: the rest may be secret.
 * Throws Failure('port_…') where no whole answer comes.
 */
export async function visit(
  { platform, address, until, trace }: StickVisit,
  request: Partial<HttpRequest> & Pick<HttpRequest, 'path'>,
): Promise<HttpResponse> {
  const { method = 'GET', headers = {}, ...rest } = request
  trace?.('>', `http ${method} ${rest.path.slice(0, 100)}`, platform.now())
  const end = Math.min(until, platform.now() + answerMs)
  const response = await ask(platform, address, { method, headers, ...rest }, end)
  trace?.('<', `http ${response.status}, ${response.body.length} characters`, platform.now())
  return response
}

/** The first cookie of an answer, without its attributes; null where it sets none that could be sent back. */
export function cookieOf({ headers }: HttpResponse): string | null {
  const found = headers.find(([name]) => name === 'set-cookie')?.[1]
  return /^[\w-]+=[!-:<-~]*/.exec(found ?? '')?.[0] ?? null
}

/** A remembered text that may stand in a header; null where it is none. */
export const rememberedCookie = ({ cookie }: StickNotes): string | null =>
  typeof cookie === 'string' && /^[\w-]+=[!-:<-~]{1,400}$/.test(cookie) ? cookie : null
