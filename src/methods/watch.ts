import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/watch.ts'
import type { WatchReply } from '../contract/watch.ts'
import { findModem } from '../discovery/remembered.ts'
import { policies } from '../watch/policies.ts'
import { readPlans } from '../watch/settings.ts'
import { readMemories } from '../watch/store.ts'
import { watchTold } from '../watch/told.ts'
import type { Method } from './method.ts'

/** `watch`: answered from the configuration and from what the watch has written down; the modem may be missing. */
export const method: Method<ModemArgs, WatchReply> = {
  validate,
  async run({ modem: wanted }, { platform }) {
    const { plans, refused } = readPlans(platform.files, policies)
    const memories = readMemories(platform)
    let name = wanted
    try {
      name = (await findModem(platform, wanted)).modem
    } catch (failure) {
      const isKnown = memories.some(({ modem }) => modem === wanted || memories.length === 1)
      if (!(failure instanceof Failure) || (!isKnown && plans.length === 0 && refused.length === 0))
        throw failure
      name ??= memories[0]?.modem ?? plans[0]?.modem ?? undefined
    }
    const memory = memories.find(({ modem }) => modem === name) ?? null
    const plan =
      plans.find(each => each.modem !== null && [name, memory?.wanted].includes(each.modem)) ??
      plans.find(each => each.modem === null) ??
      null
    return watchTold(plan, memory, [...refused, ...(plan?.mistakes ?? [])], platform.now())
  },
}
