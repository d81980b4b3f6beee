import type { ApplyStep } from '../contract/apply.ts'
import type { SetBandsArgs } from '../contract/bands.ts'
import { Failure } from '../contract/failure.ts'
import type { TrialReply } from '../contract/jobs.ts'
import { findModemAnew } from '../discovery/modems.ts'
import type { Call } from '../modem/call.ts'
import type { Platform } from '../platform/platform.ts'
import { isWatched, modemAt, putBack, readUndo, removeUndo, type Undo } from './undo.ts'

/** Puts back what was before; says when the modem needs a restart for it that could not be ordered. */
const undoNow = (call: Call, undo: Undo, needsRestart: () => void): Promise<TrialReply> =>
  putBack(call, undo, {
    async restart() {
      const { modem } = modemAt(call.platform, undo)
      type Room = { method: { run(args: object, call: Call): Promise<object> } }
      const room = await call.platform.load<Room>('methods', 'restart')
      await room?.method?.run({ modem }, { ...call, detach: true }).catch(failure => {
        if (!(failure instanceof Failure)) throw failure
        needsRestart()
      })
    },
    async reconnect() {},
  })

/**
 * What a change with `keep_if` left to be put back because its job is no more: the router was restarted, or the job was
 * killed. As steps of `apply`; none when there is nothing to do or the job is still at it.
 */
export async function pendingUndo(
  call: Call,
  place: { bus: string; path: string },
  dryRun: boolean,
): Promise<ApplyStep[]> {
  const { platform } = call
  const undo = readUndo(platform.files, place)
  if (undo === null || isWatched(platform, undo)) return []
  let restartNeeded = false
  const step = (result: ApplyStep['result'], message: string | null): ApplyStep[] => [
    {
      what: 'undo',
      wanted: `${undo.method} ${undo.before}`,
      before: undo.after,
      result,
      message,
      restart_needed: restartNeeded,
    },
  ]
  try {
    if (dryRun) return step('different', null)
    const { outcome, message } = await undoNow(call, undo, () => {
      restartNeeded = true
    })
    return step(outcome === 'taken_back' ? 'changed' : 'kept', message)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return step('failed', failure.message)
  }
}

/** What jobs have on trial at a modem now, as `apply` names it: `bands.lte`, `modes`, `cell_lock`, `apn`. */
export async function onTrial(platform: Platform, place: { bus: string; path: string }): Promise<string[]> {
  const { readSetupUndo } = await import('./setup.ts')
  const setup = readSetupUndo(platform.files)
  const undo = readUndo(platform.files, place)
  const named =
    undo === null || !isWatched(platform, undo)
      ? undefined
      : undo.method === 'set_bands'
        ? `bands.${(undo.args as SetBandsArgs).rat}`
        : { set_modes: 'modes', lock_cell: 'cell_lock' }[undo.method]
  return [named ?? [], setup !== null && isWatched(platform, setup) ? 'apn' : []].flat()
}

/** Takes back a set-up of the network whose job is no more, as a step of `apply`; none where there is none. */
export async function pendingSetup(call: Call, dryRun: boolean): Promise<ApplyStep[]> {
  const { readSetupUndo, takeBackSetup } = await import('./setup.ts')
  const { platform } = call
  const undo = readSetupUndo(platform.files)
  if (undo === null || isWatched(platform, undo)) return []
  const step = (result: ApplyStep['result'], message: string | null): ApplyStep[] => [
    { what: 'undo', wanted: `setup ${undo.interface}`, before: null, result, message, restart_needed: false },
  ]
  if (dryRun) return step('different', null)
  try {
    await takeBackSetup({ platform, call: () => call }, undo)
    return step('changed', 'The set-up was cut short and is taken back.')
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return step('failed', failure.message)
  }
}

/**
 * Ends what a job that was killed has left: keeps the change, or puts back what was before. Null when nothing is left of
 * it. Throws what kept it from being put back.
 */
export async function settle(
  call: Call,
  job: string,
  modem: string,
  isKept: boolean,
): Promise<TrialReply | null> {
  const { readSetupUndo, keepSetup, takeBackSetup } = await import('./setup.ts')
  const setup = readSetupUndo(call.platform.files)
  if (setup?.job === job) {
    if (isKept) await keepSetup(call.platform)
    else await takeBackSetup({ platform: call.platform, call: () => call }, setup)
    return isKept
      ? { modem, outcome: 'kept', message: 'It was told to. The set-up is kept.' }
      : { modem, outcome: 'taken_back', message: 'The configuration is what it was.' }
  }
  const { found } = findModemAnew(call.platform, modem)
  const undo = readUndo(call.platform.files, found)
  if (undo?.job !== job) return null
  if (!isKept) {
    let more = ''
    const done = await undoNow(call, undo, () => {
      more = ' The modem needs a restart for it.'
    })
    return { ...done, message: done.message + more }
  }
  await removeUndo(call.platform, found)
  return { modem, outcome: 'kept', message: 'It was told to. The change is kept.' }
}
