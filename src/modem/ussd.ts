import { type Final, isCallNews } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import type { UssdReply } from '../contract/ussd.ts'
import { isSendable, readUssd, type UssdForm, type UssdNews, ussdText, writeUssd } from '../messages/ussd.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import { isLeft, noteChanged, putBack } from './changed.ts'
import { noOf, refusalText } from './refusals.ts'
import { ask, type Session } from './session.ts'

/** What holds from one question to the network to the next in a session. */
export interface UssdState {
  /** How the modem took the first one; null before that. */
  form: UssdForm | null
  /** Whether the modem kept answers to itself before, which is put back at the end. */
  wasOff: boolean
}

/** What a question to the network came to. */
export type UssdOutcome = Pick<UssdReply, 'state' | 'text' | 'reason' | 'message' | 'settings_restored'>

/** How long the network may take for an answer: the longest that makers name, ms. */
export const answerMs = 120_000

/** How long a modem may take to say that it sends; some say it only with the answer, ms. */
const takenMs = 30_000

/** A refusal of the form comes at once, ms. */
const soonMs = 10_000

/** 3GPP TS 27.007 §9.2, and what Huawei adds. */
const meanings: Readonly<Record<number, string>> = {
  10: 'no SIM',
  11: 'the SIM wants its PIN',
  17: 'the SIM wants its PIN2',
  30: 'no network service',
  132: 'the network does not support this service',
  133: 'this service is not subscribed',
  134: 'the network is out of order for now',
  257: 'the network rejected it',
  258: 'the network rejected it',
}

/** Answers to a form the modem does not understand; others are about the network, the SIM or the code. */
const isAboutForm = (final: Final): boolean =>
  noOf(final) === 'unknown' ||
  noOf(final) === 'refused' ||
  (final.kind === 'error' && final.cause === 'cme' && [50, 100, 258].includes(final.code ?? 0))

interface Kept {
  enumeration: string
  form: UssdForm
}

/** The form this modem took since it was plugged in. */
function keptForm({ call: { platform }, modem }: Session): UssdForm | null {
  try {
    const { files } = platform
    const text = files.trusted(runDirectory) ? files.read(placeOf(modem.modem, 'ussd')) : null
    const kept = JSON.parse(text ?? 'null') as Kept | null
    return kept?.enumeration === modem.found.enumeration ? kept.form : null
  } catch {
    return null
  }
}

function keepForm({ call: { platform }, modem }: Session, form: UssdForm): void {
  const kept: Kept = { enumeration: modem.found.enumeration, form }
  if (!modem.apart) platform.files.write(placeOf(modem.modem, 'ussd'), JSON.stringify(kept))
}

/** The forms to try, in their order. */
async function formsFor(session: Session, charset: string | null): Promise<UssdForm[]> {
  if (charset === 'UCS2') return ['ucs2', 'packed']
  const own = session.settings.ussd
  const { options } = session.model
  const kept = keptForm(session)
  const first =
    kept ?? (own ? own.read(await ask(session, own.questions(options)), options) : ('plain' as const))
  return first === 'packed' ? ['packed', 'plain'] : ['plain', 'packed']
}

const charsetIn = (lines: readonly string[]) =>
  lines
    .map(line => /^\+CSCS: ?"?([\w-]+)"?/i.exec(line)?.[1]?.toUpperCase())
    .find(name => name !== undefined) ?? null

/** Works with a character set in which codes are what they look like, and puts that of the modem back. */
async function withCharset<T>(
  session: Session,
  work: (charset: string | null) => Promise<T>,
): Promise<{ value: T; restored: boolean }> {
  const { channel } = session
  const found = charsetIn((await channel.send('AT+CSCS?')).lines)
  if (found === null || found === 'GSM') return { value: await work(found), restored: true }
  const possible = (await channel.send('AT+CSCS=?')).lines.join(' ').toUpperCase()
  const wanted = ['GSM', 'IRA'].find(name => possible.includes(`"${name}"`))
  if (wanted === undefined || wanted === found) return { value: await work(found), restored: true }
  const line = `+CSCS="${found}"`
  noteChanged(session, line)
  if ((await channel.send(`AT+CSCS="${wanted}"`)).final.kind !== 'ok')
    return { value: await work(found), restored: true }
  const back = () => putBack(session, line)
  let value: T
  try {
    value = await work(wanted)
  } catch (failure) {
    await back().catch(() => false)
    throw failure
  }
  const restored = await back().catch(() => false)
  return { value, restored }
}

/** Ends whatever session is open; a modem without one may refuse, which is no matter. */
export async function endUssd({ channel }: Pick<Session, 'channel'>): Promise<void> {
  await channel.send('AT+CUSD=2', { timeoutMs: 8000 })
  await channel.listen([], 300)
}

const off = '+CUSD=0'

/** How long a menu may be open after the call it came in, for others who have the port meanwhile, ms. */
const openMs = 180_000

/** Lets the modem keep answers to itself again, where it did; false where it does not take that. */
export async function restoreUssd(session: Session, { wasOff }: UssdState): Promise<boolean> {
  return !wasOff || putBack(session, off)
}

/** What came of one command: news of the session, a final result that ends it, or nothing. */
type Told = { news: UssdNews } | { refused: Final } | null

/** Sends once and waits for the answer, which comes behind the final result or before it. */
async function exchange(
  session: Session,
  command: string,
  isFirst: boolean,
  stop: () => boolean,
): Promise<Told> {
  const { call, channel } = session
  const began = call.platform.now()
  const left = () => Math.min(began + answerMs, call.deadline - 12_000) - call.platform.now()
  const { final, lines } = await channel.send(`AT${command}`, { timeoutMs: takenMs })
  if (final.kind === 'error' && !isCallNews(final)) return { refused: final }
  const at = lines.findIndex(line => /^\+CUSD\s*:/i.test(line))
  const heard = at < 0 ? [] : [lines.slice(at).join('\n')]
  /** That of the session before this one, which was just ended. */
  const isOld = (news: UssdNews) =>
    isFirst && news.state === 2 && news.raw === null && call.platform.now() - began < 1500
  for (;;) {
    const told = heard.map(readUssd)
    const news = told.findLast(each => each !== null && !isOld(each)) ?? null
    const isLast = told.at(-1) === news
    if (news !== null && (news.isWhole || !isLast)) return { news }
    if (news === null && (final.kind === 'timeout' || left() <= 0 || stop())) return null
    const came = await channel.listen(heard, news === null ? Math.min(1000, Math.max(0, left())) : 400)
    if (news !== null && !came) return { news }
  }
}

/**
 * What the modem has of circuit-switched service (TS 27.007 §7.2, §7.3): `none` where it is in LTE or 5G and registered
 * there for packets or messages alone, `by_fallback` where it is in LTE or 5G and says it is registered for it too, which
 * many say as a matter of form.
 */
async function circuits({ channel }: Session): Promise<'none' | 'by_fallback' | 'there'> {
  const { lines } = await channel.send('AT+CREG?')
  const [, state = ''] = /\+CREG: ?\d,(\d+)/i.exec(lines.join('\n')) ?? []
  if (state === '6' || state === '7') return 'none'
  const operator = (await channel.send('AT+COPS?')).lines.join('\n')
  const [, technology = ''] = /\+COPS:.*,(\d+)\s*$/im.exec(operator) ?? []
  if (Number(technology) < 7) return 'there'
  return state === '1' || state === '5' ? 'by_fallback' : 'none'
}

const cure =
  'Let it use those too (modem set_modes mode=auto), or use a text message or the app of the operator.'
const withoutCircuits = {
  none: `This network has no circuit-switched side for the modem: it is in LTE or 5G and cannot fall back to 2G or 3G for a code. ${cure}`,
  by_fallback: `The modem is in LTE or 5G and seems not to get to 2G or 3G, which a code needs. ${cure}`,
}

/** +CME ERROR codes of a network or a modem that has no way for a code: not allowed, no network service, unspecified. */
const withoutWay = [30, 100, 258]

/**
 * Says why nothing came of it, and whether the network could not have done it. `isTold`: the answer is one of those
 * that stand for a missing circuit-switched side, and not that a modem does not know the command.
 */
async function failed(
  session: Session,
  state: 'refused' | 'no_answer',
  why: string,
  isTold: boolean,
): Promise<Omit<UssdOutcome, 'settings_restored'>> {
  const has = await circuits(session).catch(failure => {
    if (failure instanceof Failure) return 'there' as const
    throw failure
  })
  const isWithout = has === 'none' || (has === 'by_fallback' && isTold)
  return {
    state,
    text: null,
    reason: isWithout ? 'no_cs_service' : null,
    message: isWithout ? `${why} ${withoutCircuits[has]}` : why,
  }
}

const sentences: Readonly<Record<number, string>> = {
  0: 'The session is over.',
  1: 'The network wants an answer: ussd_reply, or ussd_cancel.',
  2: 'The network ended the session.',
  3: 'Another program or device has answered.',
}

/**
 * Asks the network once in a session: a code, or the answer to a menu. The first time also in another form, where the modem
 * refuses the first one at once. What was not answered is ended, and never sent again.
 */
export async function askUssd(
  session: Session,
  text: string,
  state: UssdState,
  stop: () => boolean,
): Promise<UssdOutcome> {
  if (!isSendable(text)) throw new Failure('invalid_argument', 'the text has characters that are not sent')
  const { channel, call } = session
  const isFirst = state.form === null
  const { value, restored } = await withCharset(session, async charset => {
    if (isFirst) {
      state.wasOff =
        /^\+CUSD: ?0/im.test((await channel.send('AT+CUSD?')).lines.join('\n')) || isLeft(session, off)
    }
    if (state.wasOff) noteChanged(session, off, call.deadline + openMs)
    if (isFirst) await endUssd(session)
    const forms = state.form === null ? await formsFor(session, charset) : [state.form]
    for (const [index, form] of forms.entries()) {
      const began = call.platform.now()
      const told = await exchange(session, writeUssd(text, form), isFirst, stop)
      if (told === null) {
        await endUssd(session)
        if (stop())
          return { state: 'cancelled' as const, text: null, reason: null, message: 'The session is closed.' }
        return failed(
          session,
          'no_answer',
          'The network did not answer in time, so the session was closed.',
          false,
        )
      }
      const isFast = call.platform.now() - began < soonMs
      const mayBeForm =
        'refused' in told ? isAboutForm(told.refused) : told.news.state === 4 && told.news.raw === null
      if (mayBeForm && isFast && index + 1 < forms.length && !stop()) {
        await endUssd(session)
        continue
      }
      if ('refused' in told) {
        const { refused } = told
        const meaning =
          refused.kind === 'error' && refused.cause === 'cme' ? meanings[refused.code ?? -1] : undefined
        const words = meaning ? `${refusalText(refused)} (${meaning})` : refusalText(refused)
        const isTold =
          refused.kind === 'error' && refused.cause === 'cme' && withoutWay.includes(refused.code ?? -1)
        return failed(session, 'refused', `The modem refused it: ${words}.`, isTold)
      }
      const { news } = told
      const said = ussdText(news, { charset, form }) || null
      if (said === null && news.state === 4)
        return failed(session, 'refused', 'The modem or the network does not support it.', true)
      if (said === null && news.state === 5)
        return failed(session, 'no_answer', 'The network did not answer in time.', true)
      state.form = form
      if (isFirst) keepForm(session, form)
      const isOpen = news.state === 1
      const message = sentences[said !== null && news.state === 2 ? 0 : news.state] ?? 'The session is over.'
      return { state: isOpen ? ('menu' as const) : ('done' as const), text: said, reason: null, message }
    }
    return failed(session, 'refused', 'The modem takes the code in no form.', false)
  })
  const wasPut = value.state === 'menu' || (await restoreUssd(session, state))
  return { ...value, settings_restored: restored && wasPut }
}
