import { validate } from '../contract/generated/validate/setup_plan.ts'
import type { SetupArgs, SetupPlanReply } from '../contract/setup.ts'
import { planFor } from '../jobs/setup-plan.ts'
import type { Method } from './method.ts'

/** `setup_plan`: what network and firewall should say for the modem. */
export const method: Method<SetupArgs, SetupPlanReply> = {
  validate,
  run: (args, call) => planFor(call, args),
}
