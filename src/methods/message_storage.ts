import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/message_storage.ts'
import type { MessageStorageReply, StorageName } from '../contract/messages.ts'
import { type Session, withModem } from '../modem/session.ts'
import { possibleStorages, readStorages } from '../modem/storage.ts'
import type { Method } from './method.ts'

/** Wire: `+CSCA: "+48602951111",145`; where the modem writes in UCS2, each character as four digits. */
async function serviceCentre({ channel }: Session): Promise<string | null> {
  const { lines } = await channel.send('AT+CSCA?')
  const number = /^\+CSCA: ?"([^"]*)"/i.exec(lines.find(line => /^\+CSCA:/i.test(line)) ?? '')?.[1] ?? ''
  const plain = /^(?:00[23][\dA-F]){3,}$/i.test(number)
    ? number.replace(/..../g, code => String.fromCharCode(Number.parseInt(code, 16)))
    : number
  return /^\+?\d+$/.test(plain) ? plain : null
}

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
        service_centre: await serviceCentre(session),
      }
    }),
}
