import type { ApplyArgs, ApplyReply } from '../contract/apply.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/apply.ts'
import { bringAbout } from '../desired/apply.ts'
import { planOf } from '../desired/plan.ts'
import type { Run } from '../desired/wishes.ts'
import { findModemAnew, sectionFor } from '../discovery/modems.ts'
import { undoFolder } from '../platform/places.ts'
import type { Method } from './method.ts'

/** `apply`: each configured thing is read first and written only where it differs. Nothing configured: nothing done. */
export const method: Method<ApplyArgs, ApplyReply> = {
  validate,
  async run({ modem: wanted, dry_run: dryRun = false }, call) {
    const { platform } = call
    const found = findModemAnew(platform, wanted)
    const { modem } = found
    const isTried = platform.files.list(undoFolder).length > 0
    const undone = isTried
      ? await (await import('../jobs/pending.ts')).pendingUndo(call, found.found, dryRun)
      : []
    const plan = planOf(sectionFor(platform, found))
    const run: Run = async <Reply>(name: string, args: object) => {
      if (platform.now() > call.deadline - 1500) throw new Failure('deadline', `no time left for ${name}`)
      const room = await platform.load<{ method: Method<object, object> }>('methods', name)
      if (room?.method === undefined) throw new Failure('unknown_method', name)
      const checked = { modem, ...args }
      const mistake = room.method.validate(checked)
      if (mistake !== null) throw new Failure('invalid_argument', mistake)
      return (await room.method.run(checked, call)) as Reply
    }
    return { modem, steps: [...undone, ...(await bringAbout(platform.files, modem, plan, run, dryRun))] }
  },
}
