import type { ModemArgs } from '../contract/args.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/journal.ts'
import type { JournalReply } from '../contract/history.ts'
import { entriesOf, type JournalState } from '../watch/entries.ts'
import { watchedName } from '../watch/kept.ts'
import { bootOf, readApart } from '../watch/store.ts'
import type { Method } from './method.ts'

/** `journal`: answered from what the watch has written down, without the watch and without the modem. */
export const method: Method<ModemArgs, JournalReply> = {
  validate,
  async run({ modem: wanted }, { platform }) {
    const modem = await watchedName(platform, wanted, 'journal')
    const state = readApart(platform, modem, 'journal') as JournalState | undefined
    if (state?.version !== 1) throw new Failure('no_history', modem)
    const boot = bootOf(platform.files)
    return { modem, entries: entriesOf(state, boot !== null && state.boot === boot, platform.now()) }
  },
}
