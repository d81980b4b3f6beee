import type { Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { SimReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/sim.ts'
import { withModem } from '../modem/control.ts'
import { readSim } from '../modem/sim.ts'

/** `sim`: state of the SIM, its lock and the attempts that are left. */
export const method: Method<ModemArgs, SimReply> = {
  validate,
  run: (args, call) => withModem(call, args.modem, readSim),
}
