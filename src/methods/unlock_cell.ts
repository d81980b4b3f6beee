import type { CellLockChange, UnlockCellArgs } from '../contract/cells.ts'
import { validate } from '../contract/generated/validate/unlock_cell.ts'
import { change } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `unlock_cell`: free the modem of its cell lock. */
export const method: Method<UnlockCellArgs, CellLockChange> = {
  validate,
  run: ({ modem: wanted, rat = null }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.cellLock, 'cell lock', session.model)
      const done = await change(session, setting, { free: rat }, 'cell lock')
      const left = done.after?.filter(lock => rat === null || lock.rat === rat)
      return { modem: session.modem.modem, requested: null, ...done, verified: left?.length === 0 }
    }),
}
