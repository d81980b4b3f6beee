import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/message_storage.ts'
import type { MessageStorageReply, StorageName } from '../contract/messages.ts'
import { readServiceCentre } from '../modem/service-centre.ts'
import { withModem } from '../modem/session.ts'
import { possibleStorages, readStorages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/** `message_storage`: where messages lie, how full that is, and through which service centre they are sent. */
export const method: Method<ModemArgs, MessageStorageReply> = {
  validate,
  run: ({ modem }, call) =>
    withModem(call, modem, async session => {
      const { current, uses } = await readStorages(session)
      const [list = [], write = [], receive = []] = await possibleStorages(session)
      const names: readonly StorageName[] = ['SM', 'ME', 'MT']
      return {
        modem: session.modem.modem,
        current,
        storages: uses,
        possible: names.filter(name => [list, write, receive].every(names => names.includes(name))),
        service_centre: (await readServiceCentre(session)).number,
      }
    }),
}
