import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/usb_mode.ts'
import type { UsbModeReply } from '../contract/usb.ts'
import { readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `usb_mode`: the composition of USB functions the modem shows and those it could show. */
export const method: Method<ModemArgs, UsbModeReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const setting = need(session.settings.usbMode, 'USB mode', session.model)
      const { state, answers } = await readSetting(session, setting)
      const possible = [...setting.modes(session.model.options, answers)]
      const current = possible.find(mode => mode.id === state) ?? null
      return { modem: session.modem.modem, current, current_id: state, possible }
    }),
}
