import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_usb_mode.ts'
import type { SetUsbModeArgs, SetUsbModeReply } from '../contract/usb.ts'
import { tried } from '../jobs/tried.ts'
import { change, readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `set_usb_mode`: choose a composition; one after which Linux shows no AT port only by force. */
export const method: Method<SetUsbModeArgs, SetUsbModeReply> = tried('set_usb_mode', {
  validate,
  run: ({ modem: wanted, mode: id, force = false }, call) =>
    withModem(call, wanted, async session => {
      const setting = need(session.settings.usbMode, 'USB mode', session.model)
      const { answers } = await readSetting(session, setting)
      const possible = setting.modes(session.model.options, answers)
      const requested = possible.find(mode => mode.id === id)
      if (requested === undefined) {
        const list = possible.map(mode => `${mode.id} (${mode.name})`).join(', ')
        throw new Failure('invalid_argument', `mode ${id} is not possible; possible: ${list}`)
      }
      const left = requested.network ? '' : ' and no network device'
      if (!requested.at_port && !force)
        throw new Failure(
          'invalid_argument',
          `after mode ${id} Linux shows no AT port${left}: there is no way back. Use force: true`,
        )
      const done = await change(session, setting, requested, 'USB mode')
      return { modem: session.modem.modem, requested, ...done, verified: done.after === id }
    }),
})
