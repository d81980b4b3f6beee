import type { Facts } from '../asking/facts.ts'
import type { StickLink } from '../asking/stick.ts'
import { ask, type HttpRequest, type HttpResponse } from '../channel/http.ts'
import type { StickLogin } from '../contract/info.ts'
import type { Deadline, Platform } from '../platform/platform.ts'

/** What is remembered of a stick for one enumeration; read with distrust. */
export interface StickNotes {
  /** The session, as it is sent in `Cookie`. */
  cookie?: unknown
  /** Who it is, which does not change: what was answered to the question about it. */
  identity?: unknown
  /** Which of its interfaces answers. */
  kind?: unknown
}

/** One visit at a stick: where it is, how long it may take, what is remembered of it. */
export interface StickVisit {
  platform: Platform
  address: string
  until: Deadline
  notes: StickNotes
}

/** What a visit brought. */
export interface StickAnswer {
  facts: Facts & { link: StickLink | null }
  /** What was asked and not answered. */
  missing: string[]
  /** Whether it tells what was asked only to who logs in; null where it told. */
  login: StickLogin | null
  notes: StickNotes
}

/** Asks for one page of a stick. Throws Failure('port_…') where no whole answer comes. */
export const visit = (
  { platform, address, until }: StickVisit,
  request: Partial<HttpRequest> & Pick<HttpRequest, 'path'>,
): Promise<HttpResponse> => ask(platform, address, { method: 'GET', headers: {}, ...request }, until)

/** The first cookie of an answer, without its attributes; null where it sets none that could be sent back. */
export function cookieOf({ headers }: HttpResponse): string | null {
  const found = headers.find(([name]) => name === 'set-cookie')?.[1]
  return /^[\w-]+=[!-:<-~]*/.exec(found ?? '')?.[0] ?? null
}

/** A remembered text that may stand in a header; null where it is none. */
export const rememberedCookie = ({ cookie }: StickNotes): string | null =>
  typeof cookie === 'string' && /^[\w-]+=[!-:<-~]{1,400}$/.test(cookie) ? cookie : null
