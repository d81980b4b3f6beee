import { type Cause, causeOf } from '../../connection/causes.ts'
import { protosOf } from '../../connection/handlers.ts'
import { dumpInterfaces } from '../../connection/netifd.ts'
import { Failure } from '../../contract/failure.ts'
import type { ModemInfo } from '../../contract/info.ts'
import type { Modem } from '../../discovery/modem.ts'
import { readUci } from '../../discovery/uci.ts'
import { type Ages, agesOf } from '../../modem/ages.ts'
import type { Call } from '../../modem/call.ts'
import { holderOf } from '../../modem/holder.ts'
import { radioOff } from '../../modem/radio.ts'
import { refresh } from '../../modem/refresh.ts'
import { withModem } from '../../modem/session.ts'
import { readSnapshot } from '../../modem/snapshot.ts'
import { statusOf } from '../../modem/status.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Evidence } from '../evidence.ts'
import { calibrations } from './calibration.ts'
import { deviceOf } from './device.ts'
import { askModem, type Told, untold } from './modem.ts'
import { netifdOf } from './netifd.ts'
import { processesOf, uptimeOf } from './processes.ts'
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

function causeIn({ connection: { error, proto, state } }: ModemInfo): Cause | null {
  return error && causeOf(error, proto, state)
}

/** The ages of a modem by what is remembered of it. */
const agesNow = (platform: Platform, modem: Modem): Ages =>
  agesOf(platform, modem, readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now()))

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
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
  const registered = info !== null && ['home', 'roaming'].includes(info.registration.state)
  const told: Told = isOpen
    ? ((await orNull(withModem(call, modem.modem, session => askModem(session, registered)))) ?? untold)
    : untold
  const off = isOpen && !registered ? await radioOff(call, modem, info) : null
  const ages = modem && agesNow(platform, modem)
  const interfaces = await dump
  const ports = modem?.found.ports.map(({ path }) => path) ?? []
  const device = modem && deviceOf(files, modem, info)
  const controls = device?.controls.map(name => `/dev/${name}`) ?? []
  const messages = await log
  const troubled = info?.port && info.port_state !== 'ok' ? holderOf(files, info.port) : null
  const evidence: Evidence = {
    uptime_s: uptimeOf(files),
    device,
    info,
    status: info && statusOf(info, troubled, ages ?? undefined, causeIn(info)),
    present_ms: ages && Number.isFinite(ages.modem.most) ? ages.modem.most : null,
    radio_off: off,
    ...told,
    network: readUci(files, 'network'),
    firewall: readUci(files, 'firewall'),
    wishes: readUci(files, 'modem'),
    interface: info?.connection.interface ?? null,
    netifd: netifdOf(interfaces),
    protos: protosOf(files),
    nets: modem?.found.devices.flatMap(each => netOf(files, each) ?? []) ?? [],
    processes: processesOf(files, [...ports, ...controls]),
    packages: packagesOf(files),
    log: messages,
    calibration: await calibrations(platform),
    aggregated_s: null,
  }
  const unseen = [
    ...(interfaces.length === 0 ? ['the interfaces, because netifd does not answer'] : []),
    ...(messages === null ? ['the system log, because it cannot be read'] : []),
    ...(modem !== null && !isOpen ? ['what the modem itself tells, because it cannot be asked'] : []),
  ]
  return { evidence, unseen }
}
