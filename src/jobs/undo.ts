import { Failure } from '../contract/failure.ts'
import type { TrialReply } from '../contract/jobs.ts'
import type { Modem } from '../discovery/modem.ts'
import { listModems } from '../discovery/modems.ts'
import type { Call } from '../modem/call.ts'
import { dropFromFlash, keepOnFlash } from '../modem/flash.ts'
import { refresh } from '../modem/refresh.ts'
import { undoFolder } from '../platform/places.ts'
import type { Files, Platform } from '../platform/platform.ts'
import { readJob } from './file.ts'
import type { Order, Run } from './ways.ts'
import { ways } from './ways.ts'

/** A change on trial, and the way back from it. */
export interface Undo {
  version: 1
  /** Where the modem is plugged in, which no change of it alters: `usb` and `1-1`. */
  bus: string
  path: string
  /** Which modem it is, where that is known; another one at the same place is not written to. */
  imei: string | null
  method: string
  args: object
  /** What held before, and what the change made of it (null while that is not known), as JSON. */
  before: string
  after: string | null
  back: readonly Order[]
  /** The job that watches over the change. */
  job: string
  /** True from before the first byte of the way back: it is sent once. */
  isSent: boolean
}

const placeOf = ({ bus, path }: { bus: string; path: string }) =>
  `${undoFolder}/${`${bus}-${path}`.replace(/[^\w.:-]/g, '_')}.json`

/** What is to be put back of the modem at a place; null: nothing. */
export function readUndo(files: Files, place: { bus: string; path: string }): Undo | null {
  try {
    const text =
      files.trusted(undoFolder) && files.trusted(placeOf(place)) ? files.read(placeOf(place)) : null
    const undo = JSON.parse(text ?? 'null') as Undo | null
    return undo?.version === 1 && undo.path === place.path ? undo : null
  } catch {
    return null
  }
}

/** Stores the way back; false when that failed. */
export const writeUndo = (platform: Platform, undo: Undo): Promise<boolean> =>
  keepOnFlash(platform, placeOf(undo), JSON.stringify(undo))

/** Forgets the way back. */
export const removeUndo = (platform: Platform, place: { bus: string; path: string }): Promise<void> =>
  dropFromFlash(platform, placeOf(place))

/** Whether a job watches over the change; otherwise its time has ended in some way that it could not tell. */
export const isWatched = (platform: Platform, { job }: Pick<Undo, 'job'>): boolean =>
  readJob(platform, job)?.state === 'running'

/** The modem at a place. Throws Failure('modem_not_found'). */
export function modemAt(platform: Platform, { bus, path }: { bus: string; path: string }): Modem {
  const modem = listModems(platform).find(({ found }) => found.bus === bus && found.path === path)
  if (modem === undefined) throw new Failure('modem_not_found', `${bus}-${path}`)
  return modem
}

/** Calls methods of the modem at a place, whatever its name and its ports are by then. */
export const runAt =
  (call: Call, place: { bus: string; path: string }): Run =>
  async <Reply>(name: string, args: object) => {
    type Room = {
      method: { validate(args: object): string | null; run(args: object, call: Call): Promise<object> }
    }
    const room = await call.platform.load<Room>('methods', name)
    const given = { modem: modemAt(call.platform, place).modem, ...args }
    const mistake = room?.method?.validate(given) ?? null
    if (room?.method === undefined || mistake !== null) throw new Failure('invalid_argument', mistake ?? name)
    return (await room.method.run(given, call)) as Reply
  }

/** What the change concerns as it is now, as JSON. */
export const presentOf = async (run: Run, { method, args }: Pick<Undo, 'method' | 'args'>): Promise<string> =>
  JSON.stringify(await ways[method]?.read(run, args as never))

/** What is done beside the orders of a way back. */
export interface Beside {
  /** Makes what was written hold, where that needs a restart of the modem. */
  restart(): Promise<void>
  /** Has the connection use what was written. */
  reconnect(): Promise<void>
}

/**
 * Puts back what held before: reads first, writes once, reads back. Nothing is written where it holds already, where
 * something else than the change is found, or where another modem sits. Throws what kept it from being sent, and it then
 * remains to be done; once it was sent, it is not sent again.
 */
export async function putBack(call: Call, undo: Undo, beside: Beside): Promise<TrialReply> {
  const { platform } = call
  const { files } = platform
  const chosen = modemAt(platform, undo)
  const close = async (message: string) => {
    await removeUndo(platform, undo)
    platform.log(`${chosen.modem}: ${undo.method}: ${message}`)
    return message
  }
  const say = async (outcome: TrialReply['outcome'], message: string) => ({
    modem: chosen.modem,
    outcome,
    message: await close(message),
  })
  const { imei } = await refresh(call, chosen, 60_000)
  if (imei === null && undo.imei !== null)
    throw new Failure(
      'not_understood',
      'the modem does not tell which one it is, so nothing was put back yet',
    )
  if (imei !== null && undo.imei !== null && imei !== undo.imei)
    return say('left', 'Another modem is there now; nothing was put back.')
  const run = runAt(call, undo)
  const present = await presentOf(run, undo)
  if (present === undo.before) return say('taken_back', 'What was before holds.')
  if (undo.isSent)
    throw new Failure('refused_by_modem', await close('what was before was put back once and does not hold'))
  if (undo.after !== null && present !== undo.after)
    return say('left', 'Something else was set meanwhile; nothing was put back.')
  const beforeWrite = async () => {
    if (undo.isSent) return
    undo.isSent = true
    if (await writeUndo(platform, undo)) return
    await removeUndo(platform, undo)
    if (files.exists(placeOf(undo))) throw new Failure('not_stored', 'that what was before is put back')
  }
  const writing = runAt({ ...call, beforeWrite }, undo)
  let restartNeeded = false
  for (const [method, args] of undo.back) {
    const { restart_needed } = await writing<{ restart_needed: boolean }>(method, args)
    restartNeeded ||= restart_needed
  }
  if (restartNeeded) await beside.restart()
  await beside.reconnect()
  if ((await presentOf(run, undo)) === undo.before)
    return say('taken_back', 'What was before was put back and read back.')
  const unseen = 'what was before was put back, but the modem does not show it'
  throw new Failure('refused_by_modem', await close(unseen))
}
