import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/sim.ts'
import type { SimReply } from '../contract/sim.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Method } from './method.ts'

/** `sim`: state of the SIM, its lock and the attempts that are left. */
export const method: Method<ModemArgs, SimReply> = {
  validate,
  run: (args, call) => withModem(call, args.modem, readSim),
}
