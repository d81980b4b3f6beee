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
import { type LoginRest, restOf, writeStickNotes } from './stick-notes.ts'
import type { Attempt, StickKey, StickVisit, Verdict } from './stick-visit.ts'

/** What became of a password that was sent and was not seen to be right; `sent`: that is not known. */
type Outcome = 'sent' | 'refused'

/** The passwords that were sent to a stick and were not seen to be right. */
interface LoginMark {
  place: string
  imei: string | null
  /** By the sum of user and password. */
  tried: Readonly<Record<string, Outcome>>
  /** Whether the file is damaged, so that it stands for every password. */
  isDamaged?: true
}

/** Passwords that are remembered of one stick: the last ones. */
const mostTried = 32

/** How long a login is left alone after it came to this, ms: what somebody else does with the stick is not disturbed. */
const restMs: Readonly<Record<Exclude<Verdict, 'refused' | 'unanswered' | 'unsupported'>, number>> = {
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
function markIn(files: Files, path: string, place: string): LoginMark {
  try {
    const mark = JSON.parse(files.read(path) ?? '') as LoginMark
    if (mark?.tried instanceof Object && typeof mark.place === 'string') return mark
  } catch {}
  return { place, imei: null, tried: {}, isDamaged: true }
}

/** The marks of this stick, wherever it was plugged in. */
const marksOf = (files: Files, place: string, imei: string | null): LoginMark[] =>
  files
    .list(wishDirectory)
    .filter(name => pattern.test(name))
    .map(name => `${wishDirectory}/${name}`)
    .map(path => markIn(files, path, path === fileOf(place) ? place : ''))
    .filter(mark => mark.place === place || (imei !== null && mark.imei === imei))

/** Why this password is not sent to this stick: it stands as sent, however many others were tried since; null where it does not. */
function objectionTo(marks: readonly LoginMark[], sum: string): StickLogin | null {
  const outcomes = marks.map(mark => (mark.isDamaged ? 'sent' : mark.tried[sum]))
  if (outcomes.includes('refused')) return 'refused'
  return outcomes.includes('sent') ? 'unanswered' : null
}

/** Forgets which passwords a stick in this place has not taken, so that each is tried once more. */
export function forgetLogin(files: Files, modem: Modem): void {
  files.remove(fileOf(placeOfModem(modem)))
}

/**
 * Logs in with what is configured, where nothing speaks against it: no password is sent a second time that a stick has
 * refused, or whose answer was lost, not even after others. It is written down on flash before it is sent; where that fails,
 * nothing is sent.
 */
export async function enter(
  modem: Modem,
  { platform, address, notes, until }: Pick<StickVisit, 'platform' | 'address' | 'notes' | 'until'>,
  attempt: Attempt,
): Promise<StickLogin | null> {
  const { files } = platform
  const key = stickKey(platform, modem)
  if (key === null) return 'needed'
  const place = placeOfModem(modem)
  const imei = readSnapshot(files, modem.modem, modem.found.enumeration, platform.now()).info?.imei ?? null
  const sum = fnv1a(`${key.user}\n${key.password}`).toString(36)
  const marks = marksOf(files, place, imei)
  const objection = objectionTo(marks, sum) ?? restOf(notes, platform.now())
  if (objection !== null) return objection
  if (until - platform.now() < neededMs) return 'failed'
  const path = fileOf(place)
  const others = Object.entries(marks.find(mark => mark.place === place)?.tried ?? {}).slice(1 - mostTried)
  const write = (tried: readonly (readonly [string, Outcome])[]) =>
    keepOnFlash(
      platform,
      path,
      JSON.stringify({ place, imei, tried: Object.fromEntries(tried) } satisfies LoginMark),
    )
  const keep = (outcome: Outcome) => write([...others, [sum, outcome]])
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
  if (verdict === 'unanswered' || verdict === 'unsupported') return verdict
  if (wasSent) await (others.length > 0 ? write(others) : dropFromFlash(platform, path))
  const rest: LoginRest = {
    until: platform.now() + restMs[verdict],
    login: verdict === 'taken' ? 'elsewhere' : verdict,
  }
  notes.rest = rest
  if (verdict === 'taken' && wasSent) {
    notes.owes = true
    writeStickNotes(files, modem, address, notes)
  }
  return verdict === 'taken' ? null : verdict
}
