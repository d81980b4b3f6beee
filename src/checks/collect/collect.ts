import { protosOf } from '../../connection/handlers.ts'
import { dumpInterfaces, nameOf } from '../../connection/netifd.ts'
import { Failure } from '../../contract/failure.ts'
import type { ModemInfo } from '../../contract/info.ts'
import { mistakesIn } from '../../discovery/configuration.ts'
import type { Modem } from '../../discovery/modem.ts'
import { sectionFor } from '../../discovery/modems.ts'
import { option, readUci } from '../../discovery/uci.ts'
import { isRestless } from '../../modem/ages.ts'
import { type Aggregation, servingCell } from '../../modem/aggregation.ts'
import type { Call } from '../../modem/call.ts'
import { currentStatus } from '../../modem/current-status.ts'
import { radioOff } from '../../modem/radio.ts'
import { refresh } from '../../modem/refresh.ts'
import { withModem } from '../../modem/session.ts'
import type { AggregationEvidence, Evidence } from '../evidence.ts'
import { configuredLimits, withoutRepeats } from '../limits.ts'
import { isRegistered, sectionOf } from '../seen.ts'
import { calibrations } from './calibration.ts'
import { deviceOf } from './device.ts'
import { askModem, type Told, untold } from './modem.ts'
import { netifdOf } from './netifd.ts'
import { processesOf } from './processes.ts'
import { logOf, netOf, packagesOf } from './router.ts'

/** What was collected, and what could not be looked at, in words. */
export interface Collected {
  evidence: Evidence
  unseen: string[]
}

/** Oldest `info` the doctor is content with, ms. */
const infoAge = 5000

/** How long reading the modem may take of a whole call, ms; the rest is for what else it is asked. */
const readingMs = 8000

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

/** What the readings since the modem appeared say of joined carriers. */
const aggregationOf = (
  memory: Aggregation | undefined,
  info: ModemInfo,
  now: number,
): AggregationEvidence | null =>
  !memory
    ? null
    : {
        last_seen_s_ago: Math.max(0, Math.round((now - memory.seen) / 1000)),
        busy_hours: memory.hours,
        same_cell: servingCell(info) === memory.cell,
      }

/** Everything a check may look at about this modem and the router around it, each part bounded in time; nothing is changed. */
export async function evidenceOf(call: Call, modem: Modem | null): Promise<Collected> {
  const { platform, deadline } = call
  const { files } = platform
  const dump = dumpInterfaces(platform, deadline)
  const log = logOf(platform, deadline)
  const early = { ...call, deadline: Math.min(deadline, platform.now() + readingMs) }
  const info = modem && (await orNull(refresh(early, modem, infoAge)))
  const isOpen = modem !== null && info?.port_state === 'ok'
  const registered = isRegistered({ info })
  const told: Told = isOpen
    ? ((await orNull(withModem(call, modem.modem, session => askModem(session, registered)))) ?? untold)
    : untold
  const off = isOpen && !registered ? await radioOff(call, modem, info) : null
  const current = modem && info && (await currentStatus(platform, modem, info))
  const present = current?.ages.modem.most ?? Number.POSITIVE_INFINITY
  const interfaces = await dump
  const ports = modem?.found.ports.map(({ path }) => path) ?? []
  const device = modem && deviceOf(files, modem, info)
  const controls = device?.controls.map(name => `/dev/${name}`) ?? []
  const messages = await log
  const network = readUci(files, 'network')
  // A stick whose web pages do not answer tells nothing; its interface can be looked at all the same.
  const name = info?.connection.interface ?? (modem && nameOf(interfaces, modem)) ?? null
  const wishes = modem ? sectionFor(platform, modem) : undefined
  const configured = configuredLimits(sectionOf({ network, interface: name }), wishes)
  const cards = readUci(files, 'modem').filter(({ type }) => type === 'card')
  const evidence: Evidence = {
    device,
    info,
    status: current?.told ?? null,
    present_ms: Number.isFinite(present) ? present : null,
    radio_off: off,
    aggregation: info && current && aggregationOf(current.snapshot.aggregation, info, platform.now()),
    restless: current !== null && isRestless(current.ages),
    ...told,
    restrictions: modem && withoutRepeats(configured, told.restrictions ?? []),
    network,
    firewall: readUci(files, 'firewall'),
    own_pin: [wishes, ...cards].some(each => option(each, 'pin') !== undefined),
    mistakes: mistakesIn(files),
    interface: name,
    netifd: netifdOf(interfaces),
    protos: protosOf(files),
    nets: modem?.found.devices.map(each => netOf(files, each)) ?? [],
    processes: processesOf(files, [...ports, ...controls]),
    packages: packagesOf(files),
    log: messages,
    calibration: await calibrations(platform),
  }
  const unseen = [
    ...(interfaces.length === 0 ? ['the interfaces, because netifd does not answer'] : []),
    ...(messages === null ? ['the system log, because it cannot be read'] : []),
    ...(modem !== null && !isOpen ? ['what the modem itself tells, because it cannot be asked'] : []),
  ]
  return { evidence, unseen }
}
