import { uptimeOf } from '../checks/collect/processes.ts'
import { connectionOf, dumpInterfaces } from '../connection/netifd.ts'
import { Failure } from '../contract/failure.ts'
import type { Rung, RungReply } from '../contract/rung.ts'
import type { WatchNowArgs } from '../contract/watch.ts'
import type { Modem } from '../discovery/modem.ts'
import { findModem } from '../discovery/remembered.ts'
import { restartAndWait } from '../jobs/restart.ts'
import type { Job } from '../jobs/task.ts'
import { isLasting } from '../modem/flash.ts'
import { answers } from '../modem/restart.ts'
import { withModem } from '../modem/session.ts'
import type { Platform } from '../platform/platform.ts'
import { type Lever, reenumeration, type Write } from './bus.ts'
import { endStaleDiallers } from './dialler.ts'
import { restoreFrames, startInterface, stopInterface } from './interface.ts'
import { hardware, withReboot } from './ledger.ts'
import { wouldLock } from './locked.ts'
import type { Known } from './memory.ts'
import { linePlace, lineValue } from './power.ts'
import { dropRepair, noteRepair, type Repair, repairModem } from './repair.ts'
import { openRungs, readMemories, readReboots, saveReboots } from './store.ts'

/** A rung as its job gets it, with what is known of the modem while it is well. */
export interface RungOrder extends WatchNowArgs {
  modem: string
  known: Known
}

/** How long a modem that was enumerated anew is waited for, ms; slow ones take a minute. */
const backMs = 90_000
/** A modem that never left counts as back after this time, ms. */
const settledMs = 8000
/** How long its power stays off, ms: until the capacitors beside it are empty. */
const powerlessMs = 10_000
/** How long the radio stays without a network before it looks for one again, ms. */
const silenceMs = 5000
/** Time for the system log to leave the router before it is rebooted, ms. */
const farewellMs = 3000

/** What the steps of a rung share. */
interface Round {
  job: Job
  platform: Platform
  name: string
  known: Known
  /** What is left to do if this process is killed. */
  repair: Repair
}

/** Writes down what has to be repaired from here on. Throws where that cannot be stored and `must` is. */
function prepare(round: Round, news: Partial<Repair>, must = false): void {
  Object.assign(round.repair, news)
  const isStored = noteRepair(round.platform.files, round.repair)
  if (must && !isStored) throw new Failure('not_stored', 'what puts the modem back if this is cut short')
}

/** The modem as it is on its bus now; null while it is not. */
async function present({ platform, name, known }: Round): Promise<Modem | null> {
  for (const wanted of [`${known.bus}-${known.path}`, name])
    try {
      return await findModem(platform, wanted)
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
    }
  return null
}

/** Waits until the modem is there and answers: a sentence; null when it does not come back in time. */
async function comesBack(round: Round, before: Modem | null): Promise<string | null> {
  const { job, platform } = round
  const began = platform.now()
  let wasGone = before === null
  while (platform.now() - began < backMs && job.wanted() === null) {
    const modem = await present(round)
    if (modem === null) wasGone = true
    const isNew = wasGone || modem?.found.enumeration !== before?.found.enumeration
    const isSettled = platform.now() - began >= settledMs
    if (modem !== null && (isNew || isSettled)) {
      const isMute = modem.ports.length === 0 && modem.match.model.at.length === 0
      if (isMute || (modem.ports.length > 0 && (await answers(job.call(4000), modem))))
        return isNew ? 'The modem is back.' : 'The modem was not seen to leave its bus.'
    }
    await platform.sleep(1000)
  }
  return null
}

/** Switches something off and on; what brings it back is written down before. False when a value was not taken. */
async function pull(round: Round, { off, on, holdMs }: Lever, modem: Modem | null): Promise<boolean> {
  const { platform } = round
  const { files } = platform
  const writeAll = (writes: readonly Write[]) =>
    writes.map(({ path, value }) => files.put(path, value)).every(Boolean)
  prepare(round, { writes: on }, true)
  const [port] = modem?.ports ?? []
  const lock =
    port !== undefined && files.exists(port) ? await platform.lock(port, platform.now() + 5000) : null
  // Whoever keeps the port open beyond this keeps its number from the modem that comes back.
  const isOff = writeAll(off)
  lock?.release()
  await platform.sleep(holdMs)
  let isOn = writeAll(on)
  for (let nth = 0; nth < 3 && !isOn; nth++) {
    await platform.sleep(1000)
    isOn = writeAll(on)
  }
  if (isOn) prepare(round, { writes: [] })
  return isOff && isOn
}

async function pullAll(round: Round, levers: readonly Lever[]): Promise<{ done: boolean; message: string }> {
  const told: string[] = []
  for (const lever of levers) {
    const before = await present(round)
    const isTaken = await pull(round, lever, before)
    told.push(isTaken ? `${lever.name}.` : `The kernel did not take that ${lever.name.toLowerCase()}.`)
    round.job.say(told.join(' '))
    const seen = isTaken ? await comesBack(round, before) : null
    if (seen !== null) return { done: true, message: `${told.join(' ')} ${seen}` }
  }
  return { done: true, message: `${told.join(' ')} The modem did not come back in time.` }
}

/**
 * Has the modem look for its network anew: detached and attached, or, where a person chose the network by hand or the modem
 * refuses that, its radio off and on, which leaves the choice as it is (3GPP TS 27.007 §7.3, §8.2).
 */
async function register(round: Round): Promise<string> {
  const { job, platform, name } = round
  return withModem(job.call(120_000), name, async ({ channel }) => {
    const send = async (line: string, timeoutMs: number) =>
      (await channel.send(`AT${line}`, { timeoutMs })).final.kind
    const { lines } = await channel.send('AT+COPS?', { timeoutMs: 5000 })
    const isManual = lines.some(line => /^\+COPS: ?[14]\b/.test(line))
    prepare(round, { send: isManual ? '+CFUN=1' : '+COPS=0' })
    /** Lets the modem look again; where it is not heard to have taken that, the next look sees to it. */
    const back = async (line: '+COPS=0' | '+CFUN=1', timeoutMs: number) => {
      for (let nth = 0; nth < 3; nth++) {
        await platform.sleep(silenceMs)
        const final = await send(line, timeoutMs)
        if (final === 'ok') prepare(round, { send: null })
        if (final !== 'error') return
      }
      throw new Failure('refused_by_modem', `AT${line}, which it is sent again`)
    }
    if (!isManual && (await send('+COPS=2', 30_000)) !== 'error') {
      await back('+COPS=0', 60_000)
      return 'The modem left its network and looked for it anew.'
    }
    prepare(round, { send: '+CFUN=1' })
    if ((await send('+CFUN=4', 15_000)) === 'error') {
      prepare(round, { send: null })
      throw new Failure('refused_by_modem', 'to switch its radio off')
    }
    await back('+CFUN=1', 15_000)
    return 'The radio of the modem was switched off and on.'
  })
}

/** Restarts the modem by the best command its model has. */
async function restart({ job, name }: Round): Promise<{ done: boolean; message: string }> {
  for (const how of ['reset', 'soft'] as const)
    try {
      const { state, message } = await restartAndWait({ modem: name, how }, job)
      return { done: state !== 'none', message }
    } catch (failure) {
      const isOther = failure instanceof Failure && failure.code === 'not_supported'
      if (!isOther || how === 'soft') throw failure
    }
  return { done: false, message: '' }
}

function powerLever({ files }: Platform, line: Known['line']): Lever {
  const path = line && linePlace(line.name)
  if (line === null || path === null || lineValue(files, line.name) === null)
    throw new Failure('not_supported', 'no line that powers the modem is known and readable')
  const write = (value: number) => [{ path, value: String(value) }]
  const name = `Its power (${line.name}) was taken away for ${powerlessMs / 1000} s`
  return { name, off: write(1 - line.on), on: write(line.on), holdMs: powerlessMs }
}

/** Reboots the router, after that was written on flash, so that it cannot happen again and again. */
async function reboot({ job, platform }: Round): Promise<{ done: boolean; message: string }> {
  const { files } = platform
  const uptime = uptimeOf(files) ?? platform.now() / 1000
  const acts = readMemories(platform).flatMap(memory => memory.acts)
  const counted = withReboot(readReboots(files), acts, platform.now(), uptime)
  if (!isLasting(files) || !(await saveReboots(platform, counted)))
    throw new Failure('not_stored', 'that the router is rebooted')
  job.say('The router is rebooted.')
  await platform.sleep(farewellMs)
  const { code } = await platform.exec(['reboot'], platform.now() + 5000)
  return code === 0
    ? { done: true, message: 'The router is rebooted.' }
    : { done: false, message: 'The program reboot failed.' }
}

/** The part of a rung that is done while the interface is down. */
async function core(
  round: Round,
  rung: Exclude<Rung, 'reboot'>,
): Promise<{ done: boolean; message: string }> {
  const { platform, known } = round
  if (rung === 'reconnect') return { done: true, message: '' }
  if (rung === 'register') return { done: true, message: await register(round) }
  if (rung === 'restart') return restart(round)
  if (rung === 'power') return pullAll(round, [powerLever(platform, known.line)])
  const levers = reenumeration(platform.files, known)
  if (levers.length === 0)
    throw new Failure('not_supported', 'the place of the modem cannot be switched off and on')
  return pullAll(round, levers)
}

/** The interface to stop and start around a rung; null where it is not to be up. */
async function networkOf(round: Round, modem: Modem | null, rung: Rung): Promise<string | null> {
  const { platform, known } = round
  const dump = await dumpInterfaces(platform, platform.now() + 5000)
  if (modem === null) {
    const entry = dump.find(each => each.interface === known.interface)
    return entry !== undefined && entry.autostart !== false ? known.interface : null
  }
  const { interface: name, state } = connectionOf(dump, modem, () => null)
  if (['disabled', 'not_loaded', 'handler_missing', 'unknown'].includes(state)) return null
  return state === 'stopped' && rung !== 'reconnect' ? null : name
}

/** Does one rung, with the interface stopped around it where it is to be up; whatever happens, it is started again. */
export async function doRung(order: RungOrder, job: Job): Promise<RungReply> {
  const { modem: name, rung, known } = order
  const { platform } = job
  const repair = { modem: name, writes: [], send: null, interface: null, tries: 0 }
  const round: Round = { job, platform, name, known, repair }
  if (openRungs(platform).includes(name)) await repairModem(job.call(20_000), name)
  if (rung === 'reboot') return { modem: name, rung, ...(await reboot(round)) }
  const modem = await present(round)
  if (!order.force && hardware.includes(rung) && modem !== null && (await wouldLock(job.call(10_000), modem)))
    throw new Failure(
      'not_supported',
      'the SIM card would wait for its PIN afterwards, and none is configured. Use force: true',
    )
  const network = await networkOf(round, modem, rung)
  if (rung === 'reconnect' && network === null)
    throw new Failure('not_supported', 'no interface that can be started uses the modem')
  const told: string[] = []
  const close = async (): Promise<string[]> => {
    const back = await present(round)
    if (network !== null && back !== null && restoreFrames(platform, back, known))
      told.push(`raw_ip is ${known.raw_ip} again.`)
    if (network !== null && (await startInterface(job.call(10_000), network)))
      told.push(`${network} was stopped and started.`)
    else if (network !== null) told.push(`netifd did not start ${network}.`)
    // What is off still is left to the next look.
    if (repair.writes.length > 0 || repair.send !== null) prepare(round, { interface: null })
    else dropRepair(platform.files, name)
    return told
  }
  try {
    if (network !== null) {
      prepare(round, { interface: network })
      job.say(`${network} is stopped.`)
      if (!(await stopInterface(job.call(20_000), network)))
        throw new Failure('internal', `netifd did not stop ${network}`)
      if (modem !== null && (await endStaleDiallers(platform, modem)))
        told.push('A program of the dialler that hung was ended.')
    }
    const { done, message } = await core(round, rung)
    return { modem: name, rung, done, message: [message, ...(await close())].filter(Boolean).join(' ') }
  } catch (failure) {
    await close()
    throw failure
  }
}
