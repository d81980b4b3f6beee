import type { Facts } from '../asking/facts.ts'
import { registered } from '../asking/standard.ts'
import { attributesOf, connectionOf, dumpInterfaces } from '../connection/netifd.ts'
import { Failure, type FailureCode } from '../contract/failure.ts'
import type { ModemInfo, PortState } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { describe } from './describe.ts'
import type { OperatorLookup } from './operators.ts'
import type { Reading } from './reading.ts'
import { readOverAt } from './reading-at.ts'
import { emptySnapshot, readSnapshot, type Snapshot, snapshotTime, writeSnapshot } from './snapshot.ts'

/** An age up to which another caller's values are good enough while somebody else is asking the modem, ms. */
const sharedAge = 60_000

/**
 * Where names of the operator come from: from the last answer when it is the same and its name comes from the same
 * source, else from the host's data.
 */
async function lookupFor(platform: Platform, facts: Facts, info: ModemInfo | null): Promise<OperatorLookup> {
  const { mcc, mnc, name = null, country = null, named_by_modem } = info?.operator ?? {}
  const isSame = facts.plmn === `${mcc}${mnc}` && (!named_by_modem || facts.operator_name)
  if (!facts.plmn || (isSame && country !== null)) return () => ({ name, country })
  return (await import('./operators.ts')).operatorLookup(platform)
}

/** The typed answer from what was read, or from nothing when the port gave nothing. */
async function compose(
  call: Call,
  modem: Modem,
  reading: Reading,
  dump: ReturnType<typeof dumpInterfaces>,
  state: PortState,
  previous: ModemInfo | null,
): Promise<ModemInfo> {
  const { platform } = call
  const { facts, model, missing, port } = reading
  const interfaces = await dump
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
    condition: modem.condition,
    ...describe(facts, await lookupFor(platform, facts, previous)),
    connection: connectionOf(interfaces, modem, attributesOf(platform.files)),
    age_ms: 0,
    missing,
  }
}

/** Tells the system log what a person may want to know, once: when it begins and when it is over. */
function report(platform: Platform, before: ModemInfo | null, info: ModemInfo): void {
  const { modem, model, firmware, port, port_state, missing } = info
  const who = `${modem} (${[model, firmware].filter(Boolean).join(', ') || info.id})`
  const known = before?.port_state ?? 'ok'
  if (port_state !== known && ![port_state, known].includes('starting'))
    platform.log(`${who}: AT port ${port} is ${port_state}`)
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

/** Whether both say the same about port, SIM and registration. */
const isAlike = (a: ModemInfo, b: ModemInfo): boolean =>
  a.port_state === b.port_state &&
  a.sim.state === b.sim.state &&
  a.registration.state === b.registration.state

/** How old an answer may become because the model's data session, which only a registered modem has, suffers. */
const restOf = (modem: Modem, { registration, model }: ModemInfo): number =>
  registered(registration.stat ?? 0) ? (modelOf(modem, model).interval_ms ?? 0) : 0

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
  const { enumeration } = modem.found
  const load = () =>
    modem.apart ? emptySnapshot(enumeration) : readSnapshot(files, modem.modem, enumeration, platform.now())
  const aged = (snapshot: Snapshot): ModemInfo | null =>
    snapshot.info && { ...snapshot.info, age_ms: Math.round(platform.now() - snapshot.taken) }
  const snapshot = load()
  const previous = snapshot.info
  const age = started - snapshot.taken
  if (previous && (age < maxAge || (!call.trace && age < restOf(modem, previous))))
    return aged(snapshot) ?? previous

  const young = previous?.port_state === 'ok' && age < sharedAge
  let dump: ReturnType<typeof dumpInterfaces> | null = null
  const begin = () => {
    dump = dumpInterfaces(platform, call.deadline)
  }
  const finish = async (reading: Reading, state: PortState): Promise<ModemInfo> => {
    const interfaces = dump ?? dumpInterfaces(platform, call.deadline)
    const info = await compose(call, modem, reading, interfaces, state, previous)
    const before = previous?.registration.state ?? info.registration.state
    if (modem.apart) return info
    report(platform, previous, info)
    const now = platform.now()
    const isKept = snapshot.aggregation || info.carriers.some(each => each.role === 'scc' && each.active)
    const aggregation = isKept
      ? (await import('./aggregation.ts')).aggregationAfter(snapshot.aggregation, info, now)
      : undefined
    writeSnapshot(files, modem, {
      ...snapshot,
      first: snapshot.first || now,
      since: previous && isAlike(previous, info) ? snapshot.since : now,
      refused: before === info.registration.state ? snapshot.refused : {},
      port: state === 'ok' ? reading.port : snapshot.port,
      taken: now,
      aggregation,
      info,
    })
    return info
  }
  try {
    const hasPort = modem.ports.length > 0
    const read = hasPort ? readOverAt : await (await import('./ways.ts')).readerFor(modem)
    return await read<ModemInfo>(call, modem, snapshot, {
      lockUntil: young ? started : undefined,
      begin,
      finish: reading => finish(reading, 'ok'),
      alreadyDone: () =>
        modem.apart || snapshotTime(files, modem.modem) === snapshot.taken ? null : aged(load()),
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const last = young && failure.code === 'port_busy' ? aged(snapshot) : null
    if (last) return last
    const told = unusable[failure.code]
    if (told === undefined) throw failure
    const { isStarting } = await import('./ages.ts')
    const state = told !== 'busy' && isStarting(platform, modem, snapshot, told) ? 'starting' : told
    const { first, since, before, restless, aggregation } = snapshot
    if (state !== 'busy')
      Object.assign(snapshot, emptySnapshot(enumeration), { first, since, before, restless, aggregation })
    const nothing = {
      facts: {},
      missing: [],
      model: modem.match.model,
      port: failure.port ?? modem.ports.find(path => files.exists(path)) ?? modem.ports[0] ?? null,
    }
    dump = null
    return finish(nothing, state)
  }
}
