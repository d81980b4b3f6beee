import { Failure } from '../contract/failure.ts'
import type { JobReply } from '../contract/jobs.ts'
import { listJobs, readJob } from '../jobs/file.ts'
import { startJob } from '../jobs/start.ts'
import type { Call } from '../modem/call.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import { changeModes, tellEvent } from './deeds.ts'
import { orderInterface } from './interface.ts'
import { setLed, takenLeds } from './led.ts'
import { type Reboots, rungMs } from './ledger.ts'
import { type Deed, type Memory, withNews } from './memory.ts'
import { observe } from './observe.ts'
import type { Outcome } from './policy.ts'
import { concluded, type Round, round, withdrawn } from './round.ts'
import type { WatchPlan } from './settings.ts'
import {
  calmReboots,
  openRungs,
  readApart,
  readReboots,
  recall,
  remember,
  saveApart,
  writeApart,
} from './store.ts'

/** What the loop gets from whoever runs it. */
export interface WatchHost {
  platform: Platform
  /** The time of day, which may be wrong and may jump. */
  date(): Date
  /** Sleeps, and wakes early where the watch is to end. */
  pause(ms: number): Promise<void>
  isEnding(): boolean
  /** Lays ready what was read of a modem that answers, for who asks next. */
  lay?(modem: string): Promise<void>
}

/** How long one look may take, ms. */
const lookMs = 14_000

/** What was logged last of each kind, so that a trouble that lasts is logged once. */
type Told = Map<string, string>

function tell({ platform }: WatchHost, told: Told, kind: string, text: string): void {
  if (told.get(kind) === text) return
  told.set(kind, text)
  platform.log(text)
}

/** What the job that did a rung came to; null while it is at it. */
function outcomeOf(platform: Platform, { rung, job }: Deed): Outcome | null {
  const file = job === null ? null : readJob(platform, job)
  if (file?.state === 'running') return null
  const result = file?.result as Extract<JobReply['result'], { rung: unknown }> | null | undefined
  if (result) return { rung, done: result.done, message: result.message }
  const message = file?.failure?.message ?? 'What became of it is not known.'
  return { rung, done: false, message }
}

/** Begins what was granted; the memory says so before it is begun, so that no end of the watch makes it uncounted. */
async function begin(host: WatchHost, memory: Memory, deed: Deed, call: Call, told: Told): Promise<Memory> {
  const { platform } = host
  const { rung, why } = deed
  const { modem } = memory
  if (modem === null) return withdrawn(memory, deed)
  remember(platform, memory)
  try {
    const args = { modem, rung, known: memory.known }
    const job = await startJob(call, { method: 'watch_now', args, modem, limitMs: rungMs })
    platform.log(`${modem}: ${rung}: ${why}`)
    told.delete('trouble')
    const text = `${rung}: ${why}`
    return withNews({ ...memory, last: { ...deed, job } }, platform.now(), text)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    tell(host, told, 'trouble', `${modem}: ${rung} could not be begun: ${failure.message}`)
    return withdrawn(memory, deed)
  }
}

/** Waits for what was granted, at most as long as it may take; less where the watch is to end, and the job goes on. */
async function follow(host: WatchHost, memory: Memory): Promise<Memory> {
  const { platform } = host
  const { last, modem } = memory
  if (last === null || last.outcome !== null) return memory
  const until: Deadline = platform.now() + rungMs + 20_000
  for (;;) {
    const outcome = outcomeOf(platform, last)
    if (outcome !== null) {
      platform.log(`${modem}: ${last.rung}: ${outcome.message}`)
      return withNews(concluded(memory, outcome), platform.now(), `${last.rung}: ${outcome.message}`)
    }
    if (host.isEnding() || platform.now() > until) return memory
    await host.pause(1000)
  }
}

/** Does what a look led to, but for a rung. */
async function doWants(
  host: WatchHost,
  memory: Memory,
  { wants }: Round,
  call: Call,
  told: Told,
): Promise<Memory> {
  const { platform } = host
  const { files } = platform
  let next = { ...memory, leds: takenLeds(files, memory.leds, wants) }
  if (next.leds !== memory.leds) remember(platform, next)
  for (const want of wants) {
    const modem = next.modem ?? ''
    if (want.want === 'led') next = { ...next, leds: setLed(files, next.leds, want) }
    else if (want.want === 'event') {
      const values = Object.entries(want.values).map(([name, value]) => `${name} ${value}`)
      next = withNews(next, platform.now(), [want.event, ...values].join(', '))
      await tellEvent(platform, modem, want.event, want.values)
    } else if (want.want === 'interface' && next.known.interface !== null) {
      // Whoever finds it stopped has to know by whom.
      if (!want.up) remember(platform, { ...next, down: want.why })
      if (await orderInterface(platform, next.known.interface, want.up))
        next = { ...next, down: want.up ? null : want.why }
    } else if (want.want === 'modes') {
      try {
        const text = await changeModes(call, modem, want.mode)
        if (text !== null) platform.log(`${modem}: ${text} ${want.why}`)
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure
        tell(host, told, 'modes', `${modem}: modes: ${failure.message}`)
      }
    }
  }
  return next
}

/** Puts right what rungs left that were cut short: no job is at work with the modem any more. */
async function mend(call: Call): Promise<void> {
  const { platform } = call
  const open = openRungs(platform)
  const jobs = open.length === 0 ? [] : listJobs(platform).filter(({ state }) => state === 'running')
  for (const modem of open.filter(name => jobs.every(job => job.modem !== name)))
    await (await import('./repair.ts')).repairModem(call, modem)
}

/** What the loop has beside what it writes down. */
interface Running {
  memory: Memory
  /** What the policies remember that have a file of their own, or put it on flash. */
  apart: Map<string, unknown>
  /** Those of them whose file is older than they are, and when each file was written. */
  unwritten: Set<string>
  written: Map<string, Deadline>
  reboots: Reboots
  told: Told
}

/** Writes the files of the policies that have one, each no more often than it wants, but all that is left at the end. */
function writeDue(
  { platform }: WatchHost,
  { concerns }: WatchPlan,
  { apart, unwritten, written }: Running,
  modem: string,
  changed: readonly string[],
  ending: boolean,
): void {
  const now = platform.now()
  for (const policy of changed) unwritten.add(policy)
  for (const { name, apart: every_s } of concerns) {
    const isDue = ending || now - (written.get(name) ?? Number.NEGATIVE_INFINITY) >= (every_s ?? 0) * 1000
    if (!unwritten.has(name) || !isDue) continue
    writeApart(platform, modem, name, apart.get(name))
    unwritten.delete(name)
    written.set(name, now)
  }
}

/** By what each modem is watched: two sections that name one modem differently would heal it twice. */
const watchers = new WeakMap<Platform, Map<string, WatchPlan>>()

/** Whether a modem is this section's to look after: the first one that sees it has it. */
function isOwn(platform: Platform, modem: string, plan: WatchPlan): boolean {
  const watched = watchers.get(platform) ?? new Map<string, WatchPlan>()
  watchers.set(platform, watched)
  const first = watched.get(modem) ?? plan
  watched.set(modem, first)
  return first === plan
}

/** Leaves the modems of a section to others. */
function disown(platform: Platform, plan: WatchPlan): void {
  const watched = watchers.get(platform)
  for (const [modem, first] of watched ?? []) if (first === plan) watched?.delete(modem)
}

/** One look: sees, decides, acts, and writes down what it remembers. */
async function look(host: WatchHost, plan: WatchPlan, running: Running, ending: boolean): Promise<void> {
  const { platform } = host
  const { told } = running
  const call = { platform, deadline: platform.now() + lookMs }
  await mend(call)
  const { seen, modem, known, answered } = await observe(
    call,
    plan,
    running.memory,
    running.reboots,
    host.date(),
    ending,
  )
  if (modem !== null && !isOwn(platform, modem.modem, plan)) {
    tell(host, told, 'other', `watch: ${modem.modem} is watched by another section; this one does nothing`)
    return
  }
  if (modem !== null && seen.info?.port_state === 'ok' && !ending) await host.lay?.(modem.modem)
  const name = modem?.modem ?? running.memory.modem
  const looked: Memory = {
    ...running.memory,
    known,
    answered,
    modem: name,
  }
  const { apart } = running
  const apartOf = (policy: string) => {
    if (name !== null && !apart.has(policy)) apart.set(policy, readApart(platform, name, policy))
    return apart.get(policy)
  }
  const step = round(plan.concerns, looked, seen, apartOf)
  if (name !== null) {
    for (const [policy, state] of step.apart) apart.set(policy, state)
    writeDue(host, plan, running, name, [...step.apart.keys()], ending)
    for (const [policy, state] of step.saved)
      if (!(await saveApart(platform, name, policy, state)))
        tell(host, told, policy, `${name}: what ${policy} remembers could not be put on flash`)
  }
  for (const policy of step.broken) tell(host, told, policy, `watch: ${policy} has begun anew`)
  // Up again by whomever: the next time it is stopped it is not by the watch.
  const isUp =
    seen.info?.connection.state === 'connected' && step.wants.every(({ want }) => want !== 'interface')
  let memory = await doWants(host, isUp ? { ...step.memory, down: null } : step.memory, step, call, told)
  if (step.wants.some(({ want }) => want === 'calm') && running.reboots.series > 0)
    running.reboots = await calmReboots(platform, running.reboots, seen.uptime_s)
  if (step.granted !== null) memory = await begin(host, memory, step.granted, call, told)
  running.memory = memory
  remember(platform, memory)
}

/** Watches one modem until the host says that it is over; no failure ends it. */
export async function watchModem(host: WatchHost, plan: WatchPlan): Promise<void> {
  const { platform } = host
  const reboots = readReboots(platform.files)
  const running: Running = {
    memory: { ...recall(platform, plan.modem, reboots), interval: plan.interval, mistakes: plan.mistakes },
    apart: new Map(),
    unwritten: new Set(),
    written: new Map(),
    reboots,
    told: new Map(),
  }
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (failure) {
      tell(host, running.told, 'failure', `watch: ${failure instanceof Error ? failure.message : failure}`)
    }
  }
  for (const mistake of plan.mistakes) platform.log(`watch: ${mistake}`)
  while (!host.isEnding()) {
    const began = platform.now()
    await guarded(async () => {
      running.memory = await follow(host, running.memory)
      await look(host, plan, running, false)
      running.memory = await follow(host, running.memory)
      remember(platform, running.memory)
    })
    await host.pause(Math.max(1000, began + plan.interval * 1000 - platform.now()))
  }
  await guarded(() => look(host, plan, running, true))
  disown(platform, plan)
}
