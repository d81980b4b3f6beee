import { Failure, type Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { CellLockReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/cell_lock.ts'
import { need, readSetting, withModem } from '../modem/control.ts'

/** `cell_lock`: the cell or channel the modem is bound to. */
export const method: Method<ModemArgs, CellLockReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { model } = session
      const control = need(session.control.cellLock, 'cell lock', model)
      const { state } = await readSetting(session, control)
      if (state === null) throw new Failure('not_understood', 'the cell lock')
      return { modem: session.modem.modem, locks: state, rats: [...control.rats(model.options)] }
    }),
}
