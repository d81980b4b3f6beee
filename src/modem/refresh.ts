import type { Facts } from '../asking/facts.ts'
import { registered } from '../asking/standard.ts'
import { isWanting } from '../asking/wanting.ts'
import { attributesOf, connectionOf, type DumpedInterface, dumpInterfaces } from '../connection/netifd.ts'
import { rememberedInterfaces } from '../connection/remembered.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo, PortState } from '../contract/info.ts'
import { type Modem, modelOf } from '../discovery/modem.ts'
import type { Platform } from '../platform/platform.ts'
import type { Call } from './call.ts'
import { describe } from './describe.ts'
import type { OperatorLookup } from './operators.ts'
import { mayBeOwned } from './owner.ts'
import type { Reading, Turn } from './reading.ts'
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
  dump: DumpedInterface[] | Promise<DumpedInterface[]>,
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
    ...(reading.ways && { ways: reading.ways }),
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
    platform.log(`${who}: ${port} is ${port_state}`)
  const lost = missing.filter(ask => before !== null && !before.missing.includes(ask))
  if (port_state === 'ok' && lost.length > 0)
    platform.log(`${who}: no usable answer any more to ${lost.join(' ')}`)
}

/** Whether AT is asked first, without a look at the other ways: the model wants no other one, and nobody may own the modem. */
const isForAt = ({ files }: Platform, { apart, ports, match, networks }: Modem): boolean =>
  apart === true ||
  (ports.length > 0 && (match.model.ways?.[0] ?? 'at') === 'at' && !mayBeOwned(files, { networks }))

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
  let told: DumpedInterface[] | null = null
  let dump: Promise<DumpedInterface[]> | null = null
  const interfaces = (anew?: true) => {
    if (dump === null || anew) dump = dumpInterfaces(platform, call.deadline)
    return dump
  }
  const finish = async (reading: Reading, state: PortState): Promise<ModemInfo> => {
    const info = await compose(call, modem, reading, dump ?? told ?? interfaces(), state, previous)
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
  const turn: Turn<ModemInfo> = {
    lockUntil: young ? started : undefined,
    begin() {
      told = rememberedInterfaces(platform, modem)
      if (told === null) void interfaces(true)
    },
    interfaces,
    finish: reading => finish(reading, 'ok'),
    alreadyDone: () =>
      modem.apart || snapshotTime(files, modem.modem) === snapshot.taken ? null : aged(load()),
  }
  const isFirst = isForAt(platform, modem)
  const readOn = async (reading: Reading | null) =>
    (await import('./ways.ts')).readOn(call, modem, snapshot, interfaces, reading)
  try {
    if (!isFirst) return await (await import('./ways.ts')).readByWays(call, modem, snapshot, turn)
    return await readOverAt(call, modem, snapshot, {
      ...turn,
      finish: async reading =>
        turn.finish((!modem.apart && isWanting(reading.facts) && (await readOn(reading))) || reading),
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    const last = young && failure.code === 'port_busy' ? aged(snapshot) : null
    if (last) return last
    const { reading, state } = (await import('./unread.ts')).unread(platform, modem, snapshot, failure)
    const instead = isFirst && !modem.apart ? await readOn(null) : null
    if (instead) return finish(instead, 'ok')
    told = dump = null
    return finish(reading, state)
  }
}
