import type { ModemArgs } from '../contract/args.ts'
import type { CellLockReply } from '../contract/cells.ts'
import { validate } from '../contract/generated/validate/cell_lock.ts'
import { readSetting } from '../modem/change.ts'
import { unread } from '../modem/refusals.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `cell_lock`: the cell or channel the modem is bound to. */
export const method: Method<ModemArgs, CellLockReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model } = session
      const setting = need(session.settings.cellLock, 'cell lock', model)
      const { state, why } = await readSetting(session, setting)
      if (state === null) throw unread(why, 'the cell lock')
      const rats = [...setting.rats(model.options)]
      const most = Object.fromEntries(rats.map(rat => [rat, setting.most?.(rat, model.options) ?? 1]))
      return { modem: session.modem.modem, locks: state, rats, most }
    }),
}
