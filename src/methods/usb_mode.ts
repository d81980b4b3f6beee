import type { Method } from '#core'
import type { ModemArgs } from '../contract/api.ts'
import type { UsbModeReply } from '../contract/control.ts'
import { validate } from '../contract/generated/validate/usb_mode.ts'
import { need, readSetting, withModem } from '../modem/control.ts'

/** `usb_mode`: the composition of USB functions the modem shows and those it could show. */
export const method: Method<ModemArgs, UsbModeReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const control = need(session.control.usbMode, 'USB mode', session.model)
      const { state, answers } = await readSetting(session, control)
      const possible = [...control.modes(session.model.options, answers)]
      const current = possible.find(mode => mode.id === state) ?? null
      return { modem: session.modem.modem, current, current_id: state, possible }
    }),
}
