import { Failure, type Method } from '#core'
import type { SetUsbModeArgs, SetUsbModeReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/set_usb_mode.ts'
import { change, need, readSetting, withModem } from '../modem/control.ts'

/** `set_usb_mode`: choose a composition; one without an AT port only by force. */
export const method: Method<SetUsbModeArgs, SetUsbModeReply> = {
  validate,
  run: ({ modem: wanted, mode: id, force = false }, call) =>
    withModem(call, wanted, async session => {
      const control = need(session.control.usbMode, 'USB mode', session.model)
      const { answers } = await readSetting(session, control)
      const possible = control.modes(session.model.options, answers)
      const requested = possible.find(mode => mode.id === id)
      if (requested === undefined) {
        const list = possible.map(mode => `${mode.id} (${mode.name})`).join(', ')
        throw new Failure('invalid_argument', `mode ${id} is not possible; possible: ${list}`)
      }
      if (!requested.at_port && !force)
        throw new Failure(
          'invalid_argument',
          `mode ${id} has no AT port: there is no way back. Use force: true`,
        )
      const done = await change(session, control, requested, 'USB mode')
      return { modem: session.modem.modem, requested, ...done, verified: done.after === id }
    }),
}
