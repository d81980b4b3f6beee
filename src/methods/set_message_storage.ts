import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_message_storage.ts'
import type { SetMessageStorageArgs, SetMessageStorageReply } from '../contract/messages.ts'
import { send } from '../modem/change.ts'
import { withModem } from '../modem/session.ts'
import { possibleStorages, readStorages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/** `set_message_storage`: the same storage for listing, writing and new messages; some modems take no other choice. */
export const method: Method<SetMessageStorageArgs, SetMessageStorageReply> = {
  validate,
  run: ({ modem, storage: requested }, call) =>
    withModem(call, modem, async session => {
      const { current: before } = await readStorages(session)
      const possible = await possibleStorages(session)
      if (possible.length > 0 && !possible.every(names => names.includes(requested)))
        throw new Failure('invalid_argument', `${requested} is not possible for all three uses of a storage`)
      const { answer } = await send(session, [
        { send: `+CPMS="${requested}","${requested}","${requested}"`, timeoutMs: 8000 },
      ])
      const { current: after } = await readStorages(session).catch(failure => {
        if (failure instanceof Failure) return { current: null }
        throw failure
      })
      const verified = after !== null && Object.values(after).every(name => name === requested)
      return { modem: session.modem.modem, requested, before, after, verified, restart_needed: false, answer }
    }),
}
