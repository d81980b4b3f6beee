import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/history.ts'
import type { HistoryArgs, HistoryReply } from '../contract/history.ts'
import { type TrafficState, trafficTold } from '../watch/account.ts'
import { watchedName } from '../watch/kept.ts'
import { fields, type HistoryMemory, pastOf } from '../watch/past.ts'
import { bootOf, readApart } from '../watch/store.ts'
import type { Method } from './method.ts'

/** `history`: answered from what the watch has written down, without the watch and without the modem. */
export const method: Method<HistoryArgs, HistoryReply> = {
  validate,
  async run({ modem: wanted, range = 'hour', fields: some = fields }, { platform }) {
    const modem = await watchedName(platform, wanted, 'history')
    const state = readApart(platform, modem, 'history') as HistoryMemory | undefined
    if (state?.version !== 1) throw new Failure('no_history', modem)
    const counted = readApart(platform, modem, 'traffic') as TrafficState | undefined
    const traffic = counted?.version === 1 ? trafficTold(counted) : null
    return pastOf(modem, state, traffic, range, some, bootOf(platform.files), platform.now())
  },
}
