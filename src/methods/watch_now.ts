import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/watch_now.ts'
import type { RungReply } from '../contract/rung.ts'
import type { WatchNowArgs, WatchNowReply } from '../contract/watch.ts'
import { findModem } from '../discovery/remembered.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import type { Call } from '../modem/call.ts'
import { refresh } from '../modem/refresh.ts'
import { doRung, type RungOrder } from '../watch/actions.ts'
import { rungMs } from '../watch/ledger.ts'
import { blank, type Known } from '../watch/memory.ts'
import { configuredLine, lineOf } from '../watch/power.ts'
import { readMemories } from '../watch/store.ts'
import type { Method } from './method.ts'

/** What is known of a modem while it is well: from the watch, else as it is now. */
async function knownOf(call: Call, wanted: string | undefined): Promise<{ modem: string; known: Known }> {
  const { platform } = call
  const { files } = platform
  const memories = readMemories(platform)
  try {
    const modem = await findModem(platform, wanted)
    const { bus, path } = modem.found
    const { known } = memories.find(each => each.modem === modem.modem) ?? blank(null, 0)
    if (known.line !== null) return { modem: modem.modem, known: { ...known, bus, path } }
    const { port_state } = await refresh(call, modem, 60_000)
    const line = port_state === 'ok' ? lineOf(files, configuredLine(files, modem.modem)) : null
    return { modem: modem.modem, known: { ...known, bus, path, line } }
  } catch (failure) {
    const isGone = failure instanceof Failure && /^(?:no_modem|modem_not_found)$/.test(failure.code)
    const [one, other] = memories.filter(({ modem }) => wanted === undefined || modem === wanted)
    if (!isGone || one === undefined || other !== undefined || one.modem === null) throw failure
    return { modem: one.modem, known: one.known }
  }
}

/** `watch_now`: one rung of the ladder, as a job; a modem that has vanished is known by what the watch remembers of it. */
export const method: Method<WatchNowArgs, WatchNowReply> = {
  validate,
  async run({ modem: wanted, rung, force = false }, call) {
    if (rung === 'reboot' && !force)
      throw new Failure('invalid_argument', 'the whole router is rebooted. Use force: true')
    const { modem, known } = await knownOf(call, wanted)
    const args: RungOrder = { modem, rung, known, force }
    const job = await startJob(call, { method: 'watch_now', args, modem, limitMs: rungMs })
    return { modem, rung, job }
  },
}

/** What of a rung is done in a job, by whomever it is wanted. */
export const task: Task<RungOrder, RungReply> = doRung
