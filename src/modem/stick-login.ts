import { encoded } from '../channel/http.ts'
import { Failure } from '../contract/failure.ts'
import type { StickLogin } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { sectionFor } from '../discovery/modems.ts'
import { option } from '../discovery/uci.ts'
import { fnv1a } from '../platform/fnv.ts'
import { wishDirectory, wishPlace } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { dropFromFlash, keepOnFlash } from './flash.ts'
import { readSnapshot } from './snapshot.ts'
import { type LoginRest, restOf } from './stick-notes.ts'
import type { Attempt, StickKey, StickVisit, Verdict } from './stick-visit.ts'

/** A password that was sent to a stick and was not seen to be right. */
interface LoginMark {
  /** Of user and password; empty for any, where a file is damaged. */
  sum: string
  place: string
  imei: string | null
  /** `sent`: what became of it is not known. */
  outcome: 'sent' | 'refused'
}

/** How long a login is left alone after it came to this, ms: what somebody else does with the stick is not disturbed. */
const restMs: Readonly<Record<Exclude<Verdict, 'refused' | 'unanswered'>, number>> = {
  taken: 60_000,
  elsewhere: 60_000,
  failed: 60_000,
  locked: 900_000,
}

/** Time a stick needs to judge a password; with less left of the call none is sent, ms. */
const neededMs = 3000

const pattern = /^login-.*\.json$/
const fileOf = (place: string) => wishPlace(`login-${place}`)
const placeOfModem = ({ found }: Modem) => `${found.bus}-${found.path}`

/** The user and the password that are configured for the pages of this stick; null where there is no password. */
export function stickKey(platform: Platform, modem: Modem): StickKey | null {
  const section = sectionFor(platform, modem)
  const password = option(section, 'password')
  const user = option(section, 'user') ?? 'admin'
  const isSound = (text: string) => !/[\p{Cc}]/u.test(text) && text.length <= 64
  return password !== undefined && isSound(password) && isSound(user)
    ? { user: encoded(user), password: encoded(password) }
    : null
}

/** A damaged file stands for every password. */
function marksIn(files: Files, path: string, place: string): LoginMark[] {
  const text = files.read(path)
  if (text === null) return []
  try {
    const mark = JSON.parse(text) as LoginMark
    if (typeof mark?.sum === 'string' && typeof mark.place === 'string') return [mark]
  } catch {}
  return [{ sum: '', place, imei: null, outcome: 'sent' }]
}

/** Why this password is not sent to this stick: it, or its like, stands as sent; null where it does not. */
function objectionTo(files: Files, sum: string, place: string, imei: string | null): StickLogin | null {
  const mark = files
    .list(wishDirectory)
    .filter(name => pattern.test(name))
    .flatMap(name => {
      const path = `${wishDirectory}/${name}`
      return marksIn(files, path, path === fileOf(place) ? place : '')
    })
    .find(each => each.place === place || (imei !== null && each.imei === imei))
  if (mark === undefined || (mark.sum !== sum && mark.sum !== '')) return null
  return mark.outcome === 'refused' ? 'refused' : 'unanswered'
}

/** Forgets which password a stick in this place has not taken, so that it is tried once more. */
export function forgetLogin(files: Files, modem: Modem): void {
  files.remove(fileOf(placeOfModem(modem)))
}

/**
 * Logs in with what is configured, where nothing speaks against it: no password is sent a second time that a stick has
 * refused, or whose answer was lost. It is written down on flash before it is sent; where that fails, nothing is sent.
 */
export async function enter(
  modem: Modem,
  { platform, notes, until }: Pick<StickVisit, 'platform' | 'notes' | 'until'>,
  attempt: Attempt,
): Promise<StickLogin | null> {
  const { files } = platform
  const key = stickKey(platform, modem)
  if (key === null) return 'needed'
  const place = placeOfModem(modem)
  const imei = readSnapshot(files, modem.modem, modem.found.enumeration, platform.now()).info?.imei ?? null
  const sum = fnv1a(`${key.user}\n${key.password}`).toString(36)
  const objection = objectionTo(files, sum, place, imei) ?? restOf(notes, platform.now())
  if (objection !== null) return objection
  if (until - platform.now() < neededMs) return 'failed'
  const path = fileOf(place)
  const keep = (outcome: LoginMark['outcome']) =>
    keepOnFlash(platform, path, JSON.stringify({ sum, place, imei, outcome } satisfies LoginMark))
  let wasSent = false
  const before = async () => {
    if (!(await keep('sent'))) throw new Failure('not_stored', wishDirectory)
    wasSent = true
  }
  const verdict = await attempt(key, before)
  if (verdict === 'refused') {
    await keep('refused')
    return 'refused'
  }
  if (verdict === 'unanswered') return verdict
  if (wasSent) await dropFromFlash(platform, path)
  const rest: LoginRest = {
    until: platform.now() + restMs[verdict],
    login: verdict === 'taken' ? 'elsewhere' : verdict,
  }
  notes.rest = rest
  return verdict === 'taken' ? null : verdict
}
