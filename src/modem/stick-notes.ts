import { Failure } from '../contract/failure.ts'
import type { StickLogin } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'

/** What is remembered of a stick for one enumeration; read with distrust, since it lies in a file. */
export interface StickNotes {
  /** The session, as it is sent in `Cookie`. */
  cookie?: unknown
  /** What stands for a login beside the cookie: the token of a TCL stick. */
  token?: unknown
  /** Whether the values are told only to who is logged in: then the session is kept. */
  keeps?: unknown
  /** Whether a login has begun and was not yet given back: one whose call was killed is by the next. */
  owes?: unknown
  /** No login is tried until then, and why. */
  rest?: unknown
  /** Who it is, which does not change: what was answered to the question about it. */
  identity?: unknown
  /** Whether it has no answer to what is asked on 2G and 3G alone. */
  lacks?: unknown
  /** Bars of its display, for pages that show nothing else. */
  bars?: unknown
  /** Which of its interfaces answers, or how it wants changes to be marked. */
  kind?: unknown
}

/** Until when no login is tried, and what is told meanwhile. */
export interface LoginRest {
  until: number
  login: StickLogin
}

interface Kept {
  enumeration: string
  address: string
  notes: StickNotes
}

/** What is remembered of the stick at this address. The file holds a session: it is root's alone, and gone after a reboot. */
export function readStickNotes(files: Files, { modem, found }: Modem, address: string): StickNotes {
  try {
    const text = files.trusted(runDirectory) ? files.read(placeOf(modem, 'stick')) : null
    const kept = JSON.parse(text ?? 'null') as Kept | null
    const isOurs = kept?.enumeration === found.enumeration && kept.address === address
    return isOurs && kept.notes instanceof Object ? kept.notes : {}
  } catch {
    return {}
  }
}

/** Remembers it. */
export function writeStickNotes(
  files: Files,
  { modem, found, apart }: Modem,
  address: string,
  notes: StickNotes,
): void {
  if (apart) return
  const kept: Kept = { enumeration: found.enumeration, address, notes }
  files.write(placeOf(modem, 'stick'), JSON.stringify(kept))
}

/** Gives a login back by `logout` at the end of a visit, where one has begun and is not kept; a stick that does not hear it is left. */
export async function giveBack(notes: StickNotes, logout: () => Promise<unknown>): Promise<void> {
  if (notes.owes !== true || notes.keeps === true) return
  try {
    await logout()
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
  }
  for (const name of ['cookie', 'token', 'rest', 'owes'] as const) delete notes[name]
}

/** The login that is not tried now; null where one may be. */
export function restOf({ rest }: StickNotes, now: number): StickLogin | null {
  const { until, login } = (rest ?? {}) as Partial<LoginRest>
  return typeof until === 'number' && until > now && until - now < 3_600_000 && login !== undefined
    ? login
    : null
}
