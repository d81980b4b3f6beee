import type { ChangeReply } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { KeepCondition, TrialReply } from '../contract/jobs.ts'
import { findModemAnew } from '../discovery/modems.ts'
import { refresh } from '../modem/refresh.ts'
import { decide, type Observation, type Trial, unseen } from './keep.ts'
import { restartAndWait } from './restart.ts'
import type { Job, Task } from './task.ts'
import { modemAt, presentOf, putBack, readUndo, removeUndo, runAt, type Undo, writeUndo } from './undo.ts'
import { ways } from './ways.ts'

/** Pause between two readings, ms. */
const pauseMs = 3000
/** How long a modem that cannot be reached is tried for the way back, ms; after it the next start does it. */
const backMs = 180_000

/** Arguments of a change on trial. */
type TrialArgs = { modem?: string; keep_if: KeepCondition; within_s?: number }

/** Thrown in place of the first byte, to see whether orders could be given. */
const rehearsed = new Failure('internal', 'rehearsed')

/** Throws what would keep the orders of a way back from being written now. */
async function rehearse(job: Job, undo: Undo): Promise<void> {
  const call = job.call(Math.max(1000, job.replyBy - job.platform.now()))
  const beforeWrite = async () => {
    throw rehearsed
  }
  for (const [method, args] of undo.back) {
    try {
      await runAt({ ...call, beforeWrite }, undo)(method, args)
    } catch (failure) {
      if (failure === rehearsed) continue
      const why = failure instanceof Failure ? failure.message : String(failure)
      throw new Failure('not_supported', `keep_if: what holds now could not be put back. ${why}`)
    }
  }
}

const observationOf = (info: ModemInfo, now: number): Observation => {
  const { connection, registration } = info
  const isUp = connection.up && connection.addresses.length > 0
  return {
    at: now - info.age_ms,
    registered: info.port_state === 'ok' && ['home', 'roaming'].includes(registration.state),
    connected: isUp ? now - info.age_ms - (connection.uptime_s ?? 0) * 1000 : null,
  }
}

/** What a reading shows; null when the modem cannot be read. */
async function observe(job: Job, undo: Undo): Promise<Observation | null> {
  try {
    const info = await refresh(job.call(12_000), modemAt(job.platform, undo), 1000)
    return observationOf(info, job.platform.now())
  } catch (failure) {
    if (failure instanceof Failure) return null
    throw failure
  }
}

/** Restarts the modem where that is needed, and the connection where a changed context is to be used. */
function besideOf(job: Job, undo: Undo, network: string | null) {
  const { platform } = job
  return {
    async restart() {
      job.say('The modem restarts, so that it uses what was written.')
      const { modem } = modemAt(platform, undo)
      const own: Job = { ...job, answer() {}, wanted: () => null, replyBy: platform.now() + 12_000 }
      await restartAndWait({ modem }, own).catch(failure => {
        if (!(failure instanceof Failure)) throw failure
        platform.log(`${modem}: ${failure.message}`)
      })
    },
    async reconnect() {
      if (network === null || undo.method !== 'set_context' || !/^[\w.-]{1,32}$/.test(network)) return
      const object = `network.interface.${network}`
      await platform.exec(['ubus', 'call', object, 'down'], platform.now() + 5000)
      await platform.exec(['ubus', 'call', object, 'up'], platform.now() + 5000)
    },
  }
}

/** Puts back what was before; a modem that cannot be reached is tried again for a while. */
async function takeBack(job: Job, undo: Undo, network: string | null): Promise<TrialReply> {
  const { platform } = job
  const until = platform.now() + backMs
  for (;;) {
    try {
      return await putBack(job.call(20_000), undo, besideOf(job, undo, network))
    } catch (failure) {
      const isPending = failure instanceof Failure && readUndo(platform.files, undo) !== null
      if (!isPending || failure.code === 'not_stored' || platform.now() > until) throw failure
      job.say(`Not put back yet. ${failure.message}`)
      await platform.sleep(pauseMs)
    }
  }
}

/** What is to become of a change, and why, as a sentence. */
interface Verdict {
  isKept: boolean
  why: string
}

/** Waits for the condition, or for a word. */
async function watch(job: Job, undo: Undo, trial: Trial): Promise<Verdict> {
  const { platform } = job
  const word = { registered: 'registered', connected: 'connected' }[trial.condition]
  let state = unseen
  for (;;) {
    const wanted = job.wanted()
    if (wanted !== null) return { isKept: wanted === 'keep', why: 'It was told to.' }
    const left = Math.max(0, Math.round((trial.deadline - platform.now()) / 1000))
    job.say(`Waiting for the modem to be ${word}; in ${left} s what was before is put back.`, trial.deadline)
    const decided = decide(state, await observe(job, undo), platform.now(), trial)
    if (decided.verdict === 'keep') return { isKept: true, why: `The modem is ${word}.` }
    if (decided.verdict === 'undo') return { isKept: false, why: `The modem is not ${word} in time.` }
    state = decided.state
    await platform.sleep(Math.min(pauseMs, Math.max(1, trial.deadline - platform.now())))
  }
}

/**
 * The task of a change on trial: the way back is stored on flash, the change written and answered as always, then the
 * modem is watched until the change is kept or put back.
 */
export function trialOf(method: string): Task<object, TrialReply> {
  return async (given, job) => {
    const { platform } = job
    const { files } = platform
    const { keep_if: condition, within_s = 120, modem: wanted, ...args } = given as TrialArgs
    const { modem, found } = findModemAnew(platform, wanted)
    const place = { bus: found.bus, path: found.path }
    const way = ways[method]
    if (way === undefined) throw new Failure('not_supported', `keep_if, ${method}`)
    if (readUndo(files, place) !== null)
      throw new Failure('job_running', 'an earlier change waits to be put back: `apply` does it')
    const call = job.call(Math.max(3000, job.replyBy - platform.now()))
    job.say('What holds now is read.')
    const info = await refresh(call, findModemAnew(platform, wanted), 60_000)
    const before = await way.read(runAt(call, place), args as never)
    const undo: Undo = {
      version: 1,
      ...place,
      imei: info.imei,
      method,
      args,
      before: JSON.stringify(before),
      after: null,
      back: way.back(before, args as never),
      job: job.name,
      isSent: false,
    }
    await rehearse(job, undo)
    const network = info.connection.up ? info.connection.interface : null
    const beforeWrite = async () => {
      if (!(await writeUndo(platform, undo)))
        throw new Failure('not_stored', 'what has to be put back, in /etc/modem/undo')
    }
    job.say('The change is written.')
    let reply: ChangeReply & { after: unknown }
    try {
      reply = await runAt({ ...call, beforeWrite }, place)(method, args)
    } catch (failure) {
      if (readUndo(files, place) !== null) await takeBack(job, undo, network)
      throw failure
    }
    const isTaken = reply.verified || reply.restart_needed || reply.after === null
    if (isTaken) {
      const after = await presentOf(runAt(call, place), undo).catch(() => null)
      if (after !== null && after !== undo.before) undo.after = after
      await writeUndo(platform, undo)
    }
    job.answer({ ...reply, job: job.name })
    const beside = besideOf(job, undo, network)
    if (isTaken && reply.restart_needed) await beside.restart()
    if (isTaken) await beside.reconnect()
    const changed = platform.now()
    const deadline = changed + within_s * 1000
    const isNewOnly = method === 'set_context'
    const { isKept, why } = isTaken
      ? await watch(job, undo, { condition, changed, deadline, isNewOnly })
      : { isKept: false, why: 'The modem does not show the change.' }
    if (isKept) {
      await removeUndo(platform, place)
      platform.log(`${modem}: ${method}: ${why} The change is kept.`)
      return { modem, outcome: 'kept', message: `${why} The change is kept.` }
    }
    platform.log(`${modem}: ${method}: ${why} What was before is put back.`)
    job.say(`${why} What was before is put back.`)
    const done = await takeBack(job, undo, network)
    return { ...done, message: `${why} ${done.message}` }
  }
}
