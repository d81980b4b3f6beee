import type { ApplyStep } from '../contract/apply.ts'
import type { SetBandsArgs } from '../contract/bands.ts'
import { Failure } from '../contract/failure.ts'
import { findModemAnew } from '../discovery/modems.ts'
import type { Call } from '../modem/call.ts'
import type { Platform } from '../platform/platform.ts'
import { isWatched, modemAt, putBack, readUndo, removeUndo } from './undo.ts'

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
    const { outcome, message } = await putBack(call, undo, {
      async restart() {
        const { modem } = modemAt(platform, undo)
        type Room = { method: { run(args: object, call: Call): Promise<object> } }
        const room = await platform.load<Room>('methods', 'restart')
        await room?.method?.run({ modem }, { ...call, detach: true }).catch(failure => {
          if (!(failure instanceof Failure)) throw failure
          restartNeeded = true
        })
      },
      async reconnect() {},
    })
    return step(outcome === 'taken_back' ? 'changed' : 'kept', message)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return step('failed', failure.message)
  }
}

/** What a job has on trial at a modem now, as `apply` names it: `bands.lte`, `modes`, `cell_lock`; null: nothing of it. */
export function onTrial(platform: Platform, place: { bus: string; path: string }): string | null {
  const undo = readUndo(platform.files, place)
  if (undo === null || !isWatched(platform, undo)) return null
  if (undo.method === 'set_bands') return `bands.${(undo.args as SetBandsArgs).rat}`
  return { set_modes: 'modes', lock_cell: 'cell_lock' }[undo.method] ?? null
}

/** Ends what a job that was killed has left: keeps the change, or puts back what was before. */
export async function settle(call: Call, job: string, modem: string, isKept: boolean): Promise<void> {
  const { found } = findModemAnew(call.platform, modem)
  if (readUndo(call.platform.files, found)?.job !== job) return
  if (isKept) await removeUndo(call.platform, found)
  else await pendingUndo(call, found, false)
}
