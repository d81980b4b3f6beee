import { Failure } from '../contract/failure.ts'
import type { SimReply } from '../contract/sim.ts'
import { wishDirectory } from '../platform/places.ts'
import { type Who, whoIs } from './card.ts'
import { isLasting, sync } from './flash.ts'
import {
  type Code,
  forgetPins,
  marksIn,
  objectionTo,
  type PinMark,
  placeOfCard,
  readMarks,
  sumOf,
} from './pin-marks.ts'
import type { Session } from './session.ts'
import { changeSim, guardAttempts, readSim } from './sim.ts'

/** A PIN or PUK that is to be sent. */
export interface PinTry {
  pin: string
  /** Default: PIN. */
  code?: Code
  /** Sends it against every objection. */
  force: boolean
  /** Whether a person gave it in this call. */
  byHand: boolean
  /** The number the card must begin with. */
  iccid?: string | undefined
}

/** What speaks against sending a PIN, and what is needed to send it. */
export interface PinCase {
  who: Who
  objection: string | null
}

const attemptsOf = (sim: SimReply, code: Code) => (code === 'PUK' ? sim.puk_attempts : sim.pin_attempts)

/** Reads who the card is and what is remembered of it, under the lock of the port the PIN will be sent through. */
export async function casePin(session: Session, before: SimReply, wanted: PinTry): Promise<PinCase> {
  const { code = 'PIN', pin, byHand } = wanted
  const left = attemptsOf(before, code)
  guardAttempts(code, left, wanted.force)
  const who = await whoIs(session)
  const marks = readMarks(session.call.platform.files, who)
  const objection = objectionTo(marks, code, pin, who, left, byHand)
  return { who, objection: wanted.force ? null : objection }
}

/** Whether the modem says that the SIM was too busy to be given a PIN. */
export const isBusy = ({ message }: Failure): boolean => /CME ERROR: (?:14|SIM busy)$/i.test(message)

/** Most PINs that are remembered of a card. */
const most = 100
/** Attempts a card has that has counted none: as many must be left where a note does not outlive the router. */
const untouched = 3
/** Time a SIM needs to judge a PIN and the modem to tell of it; with less left of the call none is sent, ms. */
const neededMs = 3000

/**
 * Sends a command with a PIN, once, after it was noted on flash; without note nothing is sent, except by force of a
 * person. The note goes when the SIM has taken the PIN. Throws Failure('deadline') where its answer could not be waited
 * for.
 */
export async function sendPin(
  session: Session,
  before: SimReply,
  { who }: PinCase,
  { pin, code = 'PIN', force, byHand }: PinTry,
  command: string,
  holds: (after: SimReply) => boolean,
) {
  const { platform } = session.call
  const { files } = platform
  if (platform.now() > session.call.deadline - neededMs)
    throw new Failure('deadline', 'no time left for the PIN, which was not sent')
  const path = placeOfCard(who)
  const known = marksIn(files, path) ?? []
  const { iccid, place, imei } = who
  const sum = sumOf(code, pin)
  const attempts = attemptsOf(before, code)
  const others = known.filter(mark => mark.pin !== sum).slice(1 - most)
  const tries = (known.find(mark => mark.pin === sum)?.tries ?? 0) + 1
  const note = (outcome: PinMark['outcome']) => {
    const mark = { pin: sum, iccid, place, imei, outcome, attempts, tries }
    return files.write(path, JSON.stringify([...others, mark]))
  }
  const isKept = byHand || (attempts ?? 0) >= untouched || isLasting(files)
  if ((!isKept || !note('sent')) && !(force && byHand)) throw new Failure('not_stored', wishDirectory)
  await sync(platform)
  const taken = async () => {
    forgetPins(files, who, sum)
    await sync(platform)
  }
  const isUncounted = (after: SimReply | null) =>
    attempts !== null && ((after && attemptsOf(after, code)) ?? -1) >= attempts
  try {
    const done = await changeSim(session, before, command, holds)
    const { after, verified } = done
    if (verified || (after !== null && !/^(?:pin|puk)_required$/.test(after.state))) await taken()
    else if (after !== null) note('refused')
    return done
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const after = await readSim(session).catch((later: unknown) => {
      if (later instanceof Failure) return null
      throw later
    })
    if (failure.code !== 'refused_by_modem') {
      if (after !== null && /^(?:pin|puk)_required$/.test(after.state) && !isUncounted(after)) note('refused')
      if (after === null || holds(before) || !holds(after)) throw failure
      await taken()
      const { modem } = session.modem
      return { modem, before, after, verified: true, restart_needed: false, answer: '' }
    }
    const isUnchecked = /: [34] \(/.test(failure.message) && !command.startsWith('+CPIN')
    if (isUnchecked) forgetPins(files, who, sum)
    else if (/: 16$|incorrect/i.test(failure.message)) note('refused')
    else if (!isUncounted(after)) note(isBusy(failure) && attempts === null ? 'sent' : 'refused')
    else if (isBusy(failure)) note('returned')
    throw failure
  }
}

/**
 * Sends a command with a PIN or PUK a person gave in this call, unless the card has refused it. Throws
 * Failure('invalid_argument' | 'not_stored' | 'refused_by_modem' | 'port_…').
 */
export async function givePin(
  session: Session,
  before: SimReply,
  pin: string,
  force: boolean,
  command: string,
  holds: (after: SimReply) => boolean,
  code: Code = 'PIN',
) {
  const wanted: PinTry = { pin, code, force, byHand: true }
  const found = await casePin(session, before, wanted)
  if (found.objection !== null) throw new Failure('invalid_argument', `${found.objection}. Use force: true`)
  return sendPin(session, before, found, wanted, command, holds)
}
