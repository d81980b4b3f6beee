import { type Channel, type ChannelOptions, openChannel } from '../channel/at.ts'
import { Failure, type FailureCode } from '../contract/failure.ts'
import type { ModemInfo, PortState, SimState } from '../contract/info.ts'
import { askAll } from '../dialects/ask.ts'
import { domainQuestions, readStandard, registered, standardQuestions } from '../dialects/baseline.ts'
import type { Answers, Dialect, Facts, Question } from '../dialects/dialect.ts'
import { connectionOf, dumpInterfaces } from '../discovery/connection.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Model } from '../models/model.ts'
import type { Deadline, Lock, Platform, Transport } from '../platform/platform.ts'
import { describe, type OperatorLookup } from './describe.ts'
import { countedAt, isEnumerated } from './enumeration.ts'
import { refined } from './known.ts'
import { emptySnapshot, readSnapshot, type Snapshot, snapshotTime, writeSnapshot } from './snapshot.ts'

/** A call in progress: its host and its end. */
export interface Call {
  platform: Platform
  /** When the call must have answered. */
  deadline: Deadline
  /** Told of every line of the talk with the modem. */
  trace?: ChannelOptions['trace']
}

/** An age up to which another caller's values are good enough while somebody else is asking the modem, ms. */
const sharedAge = 60_000

/** The dialect of a model; null for the standard questions alone. */
export async function loadDialect(platform: Platform, name: string): Promise<Dialect | null> {
  const room = (await platform.load('dialects', name)) as { dialect?: Dialect } | null
  return room?.dialect ?? null
}

/** How to use the port. */
export interface PortUse<T> {
  /** What to do while the port is open and locked; `release` gives both up before the work is done. */
  work(channel: Channel, port: string, release: () => void): Promise<T>
  /** True for work that only reads: when the port falls silent, it may begin again on another one. */
  mayRepeat?: true
  /** How long to wait for the lock; default: to the end of the call. */
  lockUntil?: Deadline
  /** Asked once the lock is held: an answer somebody else got meanwhile, or null. */
  alreadyDone?(): T | null
}

/** Says which port gives no answer where a failure does not yet. */
function withPath(failure: unknown, path: string): unknown {
  if (!(failure instanceof Failure) || !/^port_s[il]/.test(failure.code) || failure.message.includes(path))
    return failure
  return new Failure(failure.code, `${path}, ${failure.message.replace(/^.*?: /, '')}`)
}

/**
 * Opens the modem's port under its lock, works, and closes it whatever happens. With several candidate ports the
 * first that answers `AT` is taken, the one that answered last time first.
 */
export async function withPort<T>(
  call: Call,
  modem: Modem,
  known: string | null,
  use: PortUse<T>,
): Promise<T> {
  const { platform, deadline } = call
  const remembered = known !== null && modem.ports.includes(known) ? [known] : []
  const ports = [...new Set([...remembered, ...modem.ports])]
  let last = new Failure('no_port', modem.modem)
  for (const path of ports) {
    let lock: Lock | null = null
    let port: Transport | null = null
    let begun = false
    const work = (channel: Channel) => {
      begun = use.mayRepeat !== true
      return use.work(channel, path, release)
    }
    const release = () => {
      lock?.release()
      port?.close()
      port = lock = null
    }
    try {
      lock = await platform.lock(path, use.lockUntil ?? deadline - 500)
      if (lock === null) throw new Failure('port_busy', path)
      const done = use.alreadyDone?.() ?? null
      if (done !== null) return done
      port = platform.openTty(path)
      if (!isEnumerated(platform.files, countedAt(modem.found), modem.found.enumeration))
        throw new Failure('port_lost', path)
      const { trace } = call
      const channel = openChannel(port, { now: () => platform.now(), deadline, ...(trace ? { trace } : {}) })
      if (ports.length === 1 || remembered.includes(path)) return await work(channel)
      const hello = await channel.send('AT', { timeoutMs: 700 })
      if (hello.final.kind === 'ok') return await work(channel)
      last = new Failure('heard' in hello.final ? 'port_slow' : 'port_silent', path)
    } catch (caught) {
      const failure = withPath(caught, path)
      if (!(failure instanceof Failure) || begun || ports.length === 1) throw failure
      if (!/^port_[ms]/.test(failure.code)) throw failure
      last = failure
    } finally {
      release()
    }
  }
  throw last
}

interface Reading {
  interfaces: ReturnType<typeof dumpInterfaces>
  facts: Facts
  missing: string[]
  model: Model
}

/** The questions without those that hold a command the model has to avoid, alone or in a chain, also as the fallback. */
function allowed(questions: readonly Question[], { avoid = [] }: Model): Question[] {
  const isAvoided = (text = '') => text.split(';').some(part => avoid.includes(part))
  return questions
    .filter(q => !isAvoided(q.ask))
    .map(q => (isAvoided(q.fallback) ? { ...q, fallback: q.ask } : q))
}

/** Asks everything and reads the answers; with several models behind one id, asks which one it is first. */
async function read(call: Call, modem: Modem, snapshot: Snapshot, channel: Channel): Promise<Reading> {
  const { platform, deadline } = call
  const now = () => platform.now()
  const interfaces = dumpInterfaces(platform, deadline)
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
    const { identityQuestions, isAnswerable, readIdentity } = await import('#identity')
    const questions = identityQuestions(dialect, model.options).filter(
      q => (keep === null || q.keep === keep) && isAnswerable(q, sim),
    )
    return readIdentity(await ask(questions, model.options), dialect, model.options)
  }
  const known = identityIn(snapshot)
  let device: Facts | null = known
  if (modem.match.entries > 1) {
    device ??= await identify('enumeration', null)
    const better = refined(modem, device.model ?? null)
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
  return { facts, missing: [...new Set(missing)], model, interfaces }
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
  const { identityQuestions } = await import('#identity')
  for (const question of identityQuestions(dialect, options))
    if (question.keep === 'sim') delete snapshot.kept[question.ask]
}

/**
 * Where names of the operator come from: from the last answer when it is the same and its name comes from the same
 * source, else from the host's data.
 */
async function lookupFor(platform: Platform, facts: Facts, info: ModemInfo | null): Promise<OperatorLookup> {
  const { mcc, mnc, name = null, country = null, named_by_modem } = info?.operator ?? {}
  const isSame = facts.plmn === `${mcc}${mnc}` && (!named_by_modem || facts.operator_name)
  if (!facts.plmn || (isSame && country !== null)) return () => ({ name, country })
  return (await import('#operators')).operatorLookup(platform)
}

/** The typed answer from what was read, or from nothing when the port gave nothing. */
async function compose(
  call: Call,
  modem: Modem,
  reading: Reading,
  port: string | null,
  state: PortState,
  previous: ModemInfo | null,
): Promise<ModemInfo> {
  const { platform } = call
  const { facts, model, missing } = reading
  const interfaces = await reading.interfaces
  const text = (...values: readonly (string | null | undefined)[]) =>
    values.find(v => v)?.slice(0, 200) ?? null
  const { found } = modem
  return {
    modem: modem.modem,
    bus: found.bus,
    id: found.id,
    vendor: text(facts.vendor, model.vendor, found.manufacturer),
    model: text(facts.model, model.name, found.product),
    firmware: text(facts.firmware),
    imei: text(facts.imei),
    port,
    port_state: state,
    ...describe(facts, await lookupFor(platform, facts, previous)),
    connection: connectionOf(platform, interfaces, found.devices, modem.network),
    age_ms: 0,
    missing,
  }
}

/** Tells the system log what a person may want to know, once: when it begins and when it is over. */
function report(platform: Platform, before: ModemInfo | null, info: ModemInfo): void {
  const { modem, model, firmware, port, port_state, missing } = info
  const who = `${modem} (${[model, firmware].filter(Boolean).join(', ') || info.id})`
  if (port_state !== (before?.port_state ?? 'ok')) platform.log(`${who}: AT port ${port} is ${port_state}`)
  const lost = missing.filter(ask => before !== null && !before.missing.includes(ask))
  if (port_state === 'ok' && lost.length > 0)
    platform.log(`${who}: no usable answer any more to ${lost.join(' ')}`)
}

/** Failures that `info` tells as a state of the port. */
const unusable: { [Code in FailureCode]?: PortState } = {
  port_busy: 'busy',
  port_silent: 'silent',
  port_slow: 'slow',
  port_stuck: 'silent',
  port_missing: 'absent',
  no_port: 'absent',
}

/** How old an answer may become because the model's data session, which only a registered modem has, suffers. */
const restOf = (modem: Modem, { registration, model }: ModemInfo): number =>
  registered(registration.stat ?? 0) ? (refined(modem, model).interval_ms ?? 0) : 0

/**
 * Everything about a modem, at most `maxAge` milliseconds old, or older where the model must not be asked so often;
 * with a `trace` it is asked all the same. Callers that come while another one asks the modem
 * wait for its answer, or take the last one when that is younger than a minute. A port that does not answer is told
 * in `port_state`, not thrown.
 */
export async function refresh(call: Call, modem: Modem, maxAge: number): Promise<ModemInfo> {
  const { platform } = call
  const { files } = platform
  const started = platform.now()
  const load = () => readSnapshot(files, modem.modem, modem.found.enumeration, platform.now())
  const aged = (snapshot: Snapshot): ModemInfo | null =>
    snapshot.info && { ...snapshot.info, age_ms: Math.round(platform.now() - snapshot.taken) }
  const snapshot = load()
  const previous = snapshot.info
  const age = started - snapshot.taken
  if (previous && (age < maxAge || (!call.trace && age < restOf(modem, previous))))
    return aged(snapshot) ?? previous

  const young = previous?.port_state === 'ok' && age < sharedAge
  const finish = async (reading: Reading, port: string | null, state: PortState): Promise<ModemInfo> => {
    const info = await compose(call, modem, reading, port, state, previous)
    const before = previous?.registration.state ?? info.registration.state
    report(platform, previous, info)
    writeSnapshot(files, modem, {
      ...snapshot,
      refused: before === info.registration.state ? snapshot.refused : {},
      port: state === 'ok' ? port : snapshot.port,
      taken: platform.now(),
      info,
    })
    return info
  }
  try {
    return await withPort(call, modem, snapshot.port, {
      mayRepeat: true,
      ...(young ? { lockUntil: started } : {}),
      work: async (channel, path) => finish(await read(call, modem, snapshot, channel), path, 'ok'),
      alreadyDone: () => (snapshotTime(files, modem.modem) === snapshot.taken ? null : aged(load())),
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const last = young && failure.code === 'port_busy' ? aged(snapshot) : null
    if (last) return last
    const state = unusable[failure.code]
    if (state === undefined) throw failure
    if (state !== 'busy') Object.assign(snapshot, emptySnapshot(modem.found.enumeration))
    const interfaces = dumpInterfaces(platform, call.deadline)
    return finish(
      { facts: {}, missing: [], model: modem.match.model, interfaces },
      modem.ports[0] ?? null,
      state,
    )
  }
}
