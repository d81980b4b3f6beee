import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { ask, type HttpRequest, type HttpResponse } from '../channel/http.ts'
import { Failure } from '../contract/failure.ts'
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
 * `unsupported`: none was sent, because how is not known.
 */
export type Verdict = 'taken' | 'refused' | 'elsewhere' | 'locked' | 'failed' | 'unanswered' | 'unsupported'

/**
 * Tries a password; `before` is to be awaited right before the request that has it judged, and may forbid that. What stands for
 * the session is in the notes when the verdict is told.
 */
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
 * No redirect is followed. Throws Failure('port_…') where no whole answer comes, and where it points to https.
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
  const place = response.headers.find(([name]) => name === 'location')?.[1] ?? ''
  if (response.status >= 300 && response.status < 400 && /^https:/i.test(place))
    throw new Failure('port_silent', `${address} answers over https alone, which is not supported`)
  return response
}

/** Names of the cookies that are sessions: of Huawei and of ZTE. */
const sessionNames = /^(?:SessionID|stok)=/i

/** The cookie of an answer that is the session, else the first, without its attributes; null where none could be sent back. */
export function cookieOf({ headers }: HttpResponse): string | null {
  const found = headers.flatMap(([name, value]) =>
    name === 'set-cookie' ? (/^[\w-]+=[!-:<-~]*/.exec(value)?.[0] ?? []) : [],
  )
  return found.find(each => sessionNames.test(each)) ?? found[0] ?? null
}

/** A remembered text that may stand in a header; null where it is none. */
export const rememberedCookie = ({ cookie }: StickNotes): string | null =>
  typeof cookie === 'string' && /^[\w-]+=[!-:<-~]{1,400}$/.test(cookie) ? cookie : null
