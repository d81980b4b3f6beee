import { askAll } from '../asking/ask.ts'
import type { Facts } from '../asking/facts.ts'
import { gate } from '../asking/gate.ts'
import type { Answers, Question } from '../asking/question.ts'
import { domainQuestions, readStandard, standardQuestions } from '../asking/standard.ts'
import type { Channel } from '../channel/at.ts'
import { Failure } from '../contract/failure.ts'
import type { SimState } from '../contract/info.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Call } from './call.ts'
import { loadDialect } from './dialect.ts'
import { withPort } from './port.ts'
import type { Reader, Reading } from './reading.ts'
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
  let device: Facts | null = known
  if (modem.match.entries > 1) {
    device ??= await identify('enumeration', null)
    const better = modelOf(modem, device.model ?? null)
    if (better.dialect !== model.dialect) dialect = await load(better.dialect)
    model = better
  }
  const { options } = model
  const questions = [...standardQuestions, ...(dialect?.questions(options) ?? []), ...domainQuestions]
  const answers = await ask(questions, options)
  const standard = readStandard(answers)
  const own = dialect?.read(answers, options) ?? {}
  const sim = own.sim ?? standard.sim ?? null
  const isSame = sim === null || sim === snapshot.info?.sim.state
  if (!isSame) await forgetSim(snapshot, dialect, options)
  const identity = known && isSame ? known : await identify(device === null ? null : 'sim', sim)
  if (!heard) throw broken ?? new Failure('port_silent', modem.modem)
  const facts: Facts = { ...standard }
  for (const told of [device ?? {}, identity, own])
    for (const [key, value] of Object.entries(told))
      if (value !== undefined && value !== null) Object.assign(facts, { [key]: value })
  facts.registrations = [...(standard.registrations ?? []), ...(own.registrations ?? [])]
  const { passed, dropped } = gate(facts)
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

/** Drops what was remembered of a SIM that may be another one now. */
async function forgetSim(snapshot: Snapshot, dialect: Dialect | null, options: unknown): Promise<void> {
  const { identityQuestions } = await import('./identity.ts')
  for (const question of identityQuestions(dialect, options))
    if (question.keep === 'sim') delete snapshot.kept[question.ask]
}

/** Reads a modem over its AT port. */
export const readOverAt: Reader = (call, modem, snapshot, { lockUntil, alreadyDone, begin, finish }) =>
  withPort(call, modem, snapshot.port, {
    mayRepeat: true,
    ...(lockUntil === undefined ? {} : { lockUntil }),
    alreadyDone,
    async work(channel, port) {
      begin()
      return finish({ ...(await read(call, modem, snapshot, channel)), port })
    },
  })
