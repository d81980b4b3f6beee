import { askAll } from '../asking/ask.ts'
import type { Facts } from '../asking/facts.ts'
import { titleOf } from '../asking/fields.ts'
import { gate } from '../asking/gate.ts'
import type { Answers, Question } from '../asking/question.ts'
import { domainQuestions, readStandard, registered, standardQuestions } from '../asking/standard.ts'
import type { Channel } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import type { SimState } from '../contract/info.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Deadline } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { loadDialect } from './dialect.ts'
import { withPort } from './port.ts'
import type { Reading, Turn } from './reading.ts'
import type { Snapshot } from './snapshot.ts'

/** The questions without those that hold a command the model has to avoid, alone or in a chain, also as the fallback. */
function allowed(questions: readonly Question[], { avoid = [] }: Model): Question[] {
  const isAvoided = (text = '') => text.split(';').some(part => avoid.includes(part))
  return questions
    .filter(q => !isAvoided(q.ask))
    .map(q => (isAvoided(q.fallback) ? { ...q, fallback: q.ask } : q))
}

/** Asks everything and reads the answers; with several models behind one id, asks which one it is first. */
async function read(
  call: Call,
  modem: Modem,
  snapshot: Snapshot,
  channel: Channel,
): Promise<Omit<Reading, 'port'>> {
  const { platform, deadline } = call
  const now = () => platform.now()
  let { model } = modem.match
  const missing: string[] = []
  let broken: Failure | null = null
  let heard = false
  const ask = async (questions: readonly Question[], options: unknown): Promise<Answers> => {
    const stop = () => broken !== null || now() > deadline - 1000
    const asked = await askAll(channel, allowed(questions, model), options, snapshot, now, stop)
    missing.push(...asked.missing)
    broken ??= asked.broken
    heard ||= asked.heard
    return asked
  }

  const load = async (name: string) => {
    const loaded = await loadDialect(platform, name)
    channel.expect(loaded?.unsolicited ?? [])
    return loaded
  }
  let dialect = await load(model.dialect)
  const identify = async (keep: Question['keep'] | null, sim: SimState | null) => {
    const { identityQuestions, isAnswerable, readIdentity } = await import('./identity.ts')
    const questions = identityQuestions(dialect, model.options).filter(
      q => (keep === null || q.keep === keep) && isAnswerable(q, sim),
    )
    return readIdentity(await ask(questions, model.options), dialect, model.options)
  }
  const known = identityIn(snapshot)
  let device: Facts | null = known && { ...known, imsi: null, iccid: null }
  if (modem.match.entries > 1) {
    device ??= await identify('enumeration', null)
    const better = modelOf(modem, device.model ?? null)
    if (better.dialect !== model.dialect) dialect = await load(better.dialect)
    model = better
  }
  const { options } = model
  const questions = [...standardQuestions, ...(dialect?.questions(options) ?? []), ...domainQuestions]
  const card = cardQuestion(snapshot)
  const answers = await ask(card === null ? questions : [...questions, card], options)
  const standard = readStandard(answers)
  const own = dialect?.read(answers, options) ?? {}
  const registrations = [...(standard.registrations ?? []), ...(own.registrations ?? [])]
  const sim = own.sim ?? standard.sim ?? null
  const seen = card === null ? undefined : answers.answer(card.ask)?.lines
  const isSame =
    (sim === null || sim === snapshot.info?.sim.state) &&
    isSameCard(snapshot, seen, { ...standard, ...told(own), registrations }, now())
  if (!isSame) await forgetSim(snapshot, questions, dialect, options)
  const identity = known && isSame ? known : await identify(device === null ? null : 'sim', sim)
  if (!isSame || seen) snapshot.card = now()
  if (!heard) throw broken ?? new Failure('port_silent', modem.modem)
  const { passed, dropped } = gate({
    ...standard,
    ...told(device),
    ...told(identity),
    ...told(own),
    registrations,
  })
  if (dropped > 0)
    missing.push(...(await import('./culprits.ts')).culprits(answers, questions, dialect, options))
  return { facts: passed, missing: [...new Set(missing)], model }
}

/** The identity of modem and SIM as it was told last, where the modem told all of it; null otherwise. */
function identityIn({ info, kept }: Snapshot): Facts | null {
  const told = JSON.stringify(kept)
  const { vendor, model, firmware, imei, sim } = info ?? {}
  const { imsi, iccid } = sim ?? {}
  return vendor && model && firmware && imei && imsi && iccid && told.includes(vendor) && told.includes(model)
    ? { vendor, model, firmware, imei, imsi, iccid }
    : null
}

/** What is told of these facts: a null of one source does not hide the value of another. */
const told = (facts: Facts | null): Facts =>
  Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value !== undefined && value !== null))

/** How long a card is believed to be the same without a look at its number, ms. */
const cardMs = 60_000

/** Asks the number of the card again, where it has a name and so a place in the first chain; null where it has none. */
function cardQuestion({ info, kept }: Snapshot): Question | null {
  const { iccid } = info?.sim ?? {}
  const isNumber = (line: string) => iccid && line.includes(iccid) && titleOf(line) !== null
  const [ask] = Object.keys(kept).filter(each => kept[each]?.some(isNumber))
  return ask === undefined ? null : { ask, silent: true, spare: true }
}

/** Whether nothing speaks for another card: its number, else operator and slot, for less than a minute. */
function isSameCard(
  { info, card }: Snapshot,
  lines: readonly string[] | undefined,
  { registrations = [], plmn, slot = null }: Facts,
  now: Deadline,
): boolean {
  if (info === null) return true
  if (lines) return lines.some(line => line.includes(`${info.sim.iccid}`))
  const { mcc, mnc } = info.operator
  const isServed = registrations.length === 0 || registrations.some(({ stat }) => registered(stat))
  const isUnmoved = (mcc ? `${mcc}${mnc}` : null) === ((isServed && plmn) || null) && info.sim.slot === slot
  return isUnmoved && card <= now && now - card < cardMs
}

/** Drops what was remembered of a SIM that may be another one now. */
async function forgetSim(
  snapshot: Snapshot,
  asked: readonly Question[],
  dialect: Dialect | null,
  options: unknown,
): Promise<void> {
  const { identityQuestions } = await import('./identity.ts')
  for (const question of [...asked, ...identityQuestions(dialect, options)])
    if (question.keep === 'sim') delete snapshot.kept[question.ask]
}

/**
 * Reads a modem over its AT port, from taking its lock to what it tells. What is remembered of the modem is in the snapshot,
 * and is changed there. Throws Failure('port_…' | 'no_port') when nothing could be read.
 */
export const readOverAt = <T>(
  call: Call,
  modem: Modem,
  snapshot: Snapshot,
  { lockUntil, alreadyDone, begin, finish }: Turn<T>,
): Promise<T> =>
  withPort(call, modem, snapshot.port, {
    mayRepeat: true,
    lockUntil,
    alreadyDone,
    async work(channel, port) {
      begin()
      return finish({ ...(await read(call, modem, snapshot, channel)), port })
    },
  })
