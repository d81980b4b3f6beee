import type { Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { CellsReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/cells.ts'
import { ask, need, withModem } from '../modem/control.ts'

/** `cells`: the cells the modem uses and those it hears beside them. */
export const method: Method<ModemArgs, CellsReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { options } = session.model
      const control = need(session.control.cells, 'a list of cells', session.model)
      const answers = await ask(session, control.questions(options))
      return { modem: session.modem.modem, cells: [...control.read(answers, options)] }
    }),
}
