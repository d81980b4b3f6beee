import type { Method } from '#core'
import type { CellLockChange, UnlockCellArgs } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/unlock_cell.ts'
import { change, need, withModem } from '../modem/control.ts'

/** `unlock_cell`: free the modem of its cell lock. */
export const method: Method<UnlockCellArgs, CellLockChange> = {
  validate,
  run: ({ modem: wanted, rat = null }, call) =>
    withModem(call, wanted, async session => {
      const control = need(session.control.cellLock, 'cell lock', session.model)
      const done = await change(session, control, { free: rat }, 'cell lock')
      const left = done.after?.filter(lock => rat === null || lock.rat === rat)
      return { modem: session.modem.modem, requested: null, ...done, verified: left?.length === 0 }
    }),
}
