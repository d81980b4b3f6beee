import { processesOf, uptimeOf } from '../checks/collect/processes.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import { controlNodes } from '../discovery/networks.ts'
import { findModem } from '../discovery/remembered.ts'
import { type JobFile, listJobs } from '../jobs/file.ts'
import type { Call } from '../modem/call.ts'
import { refresh } from '../modem/refresh.ts'
import { watchFlashPlace } from '../platform/places.ts'
import type { Deadline, Files, Platform } from '../platform/platform.ts'
import { reenumeration } from './bus.ts'
import { cardAccount } from './cards.ts'
import { barsOf, type Reboots } from './ledger.ts'
import type { Known, Memory } from './memory.ts'
import { countMessages, isCountDue } from './message-count.ts'
import { readPanel } from './panel.ts'
import type { Hold, Observation, Rung, WallClock } from './policy.ts'
import { lineName, lineOf, lineValue } from './power.ts'
import type { WatchPlan } from './settings.ts'
import { bootOf } from './store.ts'
import { bytesOf, noise } from './verdict.ts'

/** A router that was started so long ago has had time to connect by itself, s. */
const bootS = 300

/** Before this year nobody has set the clock. */
const firstYear = 2024

/** The protocol whose program has a ladder of its own. */
const selfHealing = 'wwand'

/** Programs that drive a modem by themselves, with the protocols of netifd that are theirs. */
const owners: readonly (readonly [process: RegExp, protos: readonly string[]])[] = [
  [/^modemmanager$/i, ['modemmanager']],
  [/^wwand$/, ['wwand']],
  [/^quectel-cm/i, ['quectel']],
]

/** The time of day, where somebody has set the clock. */
export function wallClockOf(date: Date): WallClock | null {
  if (date.getFullYear() < firstYear) return null
  const time_s = Math.floor(date.getTime() / 1000)
  const local = time_s - date.getTimezoneOffset() * 60
  return {
    time_s,
    day: Math.floor(local / 86_400),
    weekday: date.getDay(),
    minute: date.getHours() * 60 + date.getMinutes(),
  }
}

/** What a look finds. */
export interface Look {
  seen: Observation
  modem: Modem | null
  known: Known
  /** When a probe was answered last. */
  answered: Deadline | null
}

/** The verdict of mwan3, which probes by itself where it runs; null where it does not. */
function mwan3Of({ files }: Platform, name: string | null): boolean | null {
  if (name === null || !/^\w{1,32}$/.test(name)) return null
  const word = files.read(`/var/run/mwan3track/${name}/STATUS`, 32)?.trim()
  return word === 'online' ? true : word === 'offline' ? false : null
}

/** Whether one of the hosts answers over the modem's device; null where that cannot be asked. */
async function probe({ platform, deadline }: Call, device: string, hosts: readonly string[]) {
  let answer: boolean | null = null
  for (const host of hosts) {
    if (platform.now() > deadline - 4000) break
    const argv = ['ping', '-c1', '-W3', '-I', device, host]
    const { code } = await platform.exec(argv, platform.now() + 4500)
    if (code === 0) return true
    if (code !== null && code !== 127) answer = false
  }
  return answer
}

/** Whether the world is reached through the connection, and when a probe was answered last. */
interface Reached {
  reachable: boolean | null
  answered: Deadline | null
}

/** An answer holds for so long while nobody sends anything: looks that come more often do not probe each time, ms. */
const answerMs = 25_000

/** Bytes that came in since the last look spare the probes, and so does an answer of a moment ago. */
async function reachableOf(
  call: Call,
  plan: WatchPlan,
  { bytes: before, answered }: Memory,
  info: ModemInfo,
): Promise<Reached> {
  const { connection } = info
  const { device } = connection
  if (connection.state !== 'connected' || device === null || !/^[\w.-]{1,15}$/.test(device))
    return { reachable: null, answered: null }
  const tracked = mwan3Of(call.platform, connection.interface)
  if (tracked !== null) return { reachable: tracked, answered }
  const now = bytesOf(info)
  const isSame = now !== null && before !== null && now.device === before.device
  if (isSame && now.rx > before.rx + noise) return { reachable: null, answered }
  const isQuiet = isSame && now.rx >= before.rx && now.tx <= before.tx + noise
  const age = call.platform.now() - (answered ?? Number.NEGATIVE_INFINITY)
  if (isQuiet && age >= 0 && age < answerMs) return { reachable: true, answered }
  const reachable = await probe(call, device, plan.hosts)
  return { reachable, answered: reachable === true ? call.platform.now() : null }
}

/** Whether another program drives the modem than the one its interface is for. */
function isOwned(platform: Platform, modem: Modem, info: ModemInfo): boolean {
  const { proto } = info.connection
  if (proto === selfHealing || info.port_state === 'busy') return true
  const nodes = [...modem.found.ports.map(({ path }) => path), ...controlNodes(platform.files, modem.found)]
  const running = processesOf(platform.files, nodes) ?? []
  return owners.some(
    ([name, protos]) =>
      !protos.includes(proto ?? '') &&
      running.some(each => name.test(each.name) && (each.holds.length > 0 || /^quectel/i.test(each.name))),
  )
}

/** The ways there are to do each rung. */
function meansOf(platform: Platform, modem: Modem | null, info: ModemInfo | null, known: Known): Rung[] {
  const { files } = platform
  const means: Rung[] = []
  const { interface: name = null, state = 'not_configured', proto = null } = info?.connection ?? {}
  const isSet = !['not_configured', 'disabled', 'not_loaded', 'handler_missing'].includes(state)
  if (modem !== null && name !== null && isSet) means.push('reconnect')
  const isOwn = proto !== 'modemmanager' && proto !== selfHealing
  if (modem !== null && info?.port_state === 'ok' && isOwn) means.push('register', 'restart')
  if (reenumeration(files, known).length > 0) means.push('reenumerate')
  if (known.line !== null && lineValue(files, known.line.name) !== null) means.push('power')
  return [...means, 'reboot']
}

function holdsOf(
  platform: Platform,
  memory: Memory,
  jobs: readonly JobFile[],
  uptime_s: number,
  modem: Modem | null,
  info: ModemInfo | null,
  isOff: boolean,
  isSuspect: boolean,
): Hold[] {
  const holds: Hold[] = []
  if (uptime_s < bootS) holds.push('just_booted')
  if (jobs.some(({ method }) => method === 'setup')) holds.push('setup_running')
  else if (jobs.some(job => job.modem === (modem?.modem ?? memory.modem))) holds.push('job_running')
  if (info?.connection.state === 'stopped')
    holds.push(memory.down === 'data_limit' ? 'data_limit' : 'stopped_by_person')
  if (isOff) holds.push('radio_off')
  if (modem !== null && info !== null && isSuspect && isOwned(platform, modem, info))
    holds.push('owned_by_other')
  return holds
}

/** The modem a plan is about; null where the bus does not show it. Other failures are thrown. */
async function present(platform: Platform, wanted: string | undefined): Promise<Modem | null> {
  try {
    return await findModem(platform, wanted)
  } catch (failure) {
    if (failure instanceof Failure && /^(?:no_modem|modem_not_found)$/.test(failure.code)) return null
    throw failure
  }
}

/** What holds while the modem is well: the first reading stands. */
function knownOf(files: Files, plan: WatchPlan, modem: Modem, info: ModemInfo, before: Known): Known {
  const { bus, path } = modem.found
  const { device, state } = info.connection
  const isRead = state === 'connected' && device !== null && /^[\w.-]{1,15}$/.test(device)
  const raw = isRead ? files.read(`/sys/class/net/${device}/qmi/raw_ip`, 8)?.trim() : undefined
  const isSameLine = before.line !== null && before.line.name === lineName(files, plan.power_line)
  return {
    interface: info.connection.interface ?? before.interface,
    bus,
    path,
    line: isSameLine ? before.line : info.port_state === 'ok' ? lineOf(files, plan.power_line) : null,
    raw_ip: raw === 'Y' || raw === 'N' ? raw : before.raw_ip,
  }
}

/** Looks at one modem: the one place where the watch learns of the world. */
export async function observe(
  call: Call,
  plan: WatchPlan,
  memory: Memory,
  reboots: Reboots,
  date: Date,
  ending: boolean,
): Promise<Look> {
  const { platform } = call
  const { files } = platform
  const uptime_s = uptimeOf(files) ?? platform.now() / 1000
  let trouble: Observation['trouble'] = null
  let modem: Modem | null = null
  let info: ModemInfo | null = null
  try {
    modem = await present(platform, plan.modem ?? undefined)
    if (modem !== null && !ending) info = await refresh(call, modem, plan.interval * 500)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    trouble = failure.code
  }
  const isUnserved = info?.port_state === 'ok' && ['idle', 'unknown'].includes(info.registration.state)
  const off =
    modem && info && isUnserved && info.sim.state === 'ready'
      ? await (await import('../modem/radio.ts')).radioOff(call, modem, info)
      : null
  const { reachable, answered } =
    info === null ? { reachable: null, answered: null } : await reachableOf(call, plan, memory, info)
  const jobs = listJobs(platform).filter(({ state }) => state === 'running')
  const isFree = jobs.every(job => job.modem !== modem?.modem)
  const known = modem && info && isFree ? knownOf(files, plan, modem, info, memory.known) : memory.known
  const isSuspect = info !== null && (info.connection.state !== 'connected' || reachable === false)
  const isShown = plan.concerns.some(({ name }) => name === 'leds')
  const isTold = plan.concerns.some(({ name }) => name === 'events')
  const isDue = isTold && isFree && isCountDue(memory.at, platform.now())
  const messages = modem && info && isDue ? await countMessages(call, modem, info) : null
  const now = platform.now()
  const name = modem?.modem ?? memory.modem
  const seen: Observation = {
    now,
    clock: wallClockOf(date),
    uptime_s,
    boot: bootOf(files),
    present: modem !== null,
    info,
    trouble,
    reachable,
    holds: holdsOf(platform, memory, jobs, uptime_s, modem, info, off !== null, isSuspect),
    means: meansOf(platform, modem, info, known),
    bars: barsOf(memory.acts, reboots, now, uptime_s, plan.caps),
    outcome: memory.outcome,
    last: memory.last,
    lowered: name !== null && files.exists(watchFlashPlace(name, 'modes')),
    messages,
    card: cardAccount(plan.cards, info?.sim.iccid ?? null),
    panel: isShown ? readPanel(files, memory.leds) : null,
    ending,
  }
  return { seen, modem, known, answered }
}
