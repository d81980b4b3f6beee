import type { ModemArgs } from '../contract/args.ts'
import { validate } from '../contract/generated/validate/usb_mode.ts'
import type { UsbModeReply } from '../contract/usb.ts'
import { need, withModem } from '../modem/session.ts'
import { readUsbMode } from '../modem/usb-mode.ts'
import type { Method } from './method.ts'

/** `usb_mode`: the composition of USB functions the modem shows and those it could show. */
export const method: Method<ModemArgs, UsbModeReply> = {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const setting = need(session.settings.usbMode, 'USB mode', session.model)
      return readUsbMode(session, setting)
    }).catch(async failure =>
      (await import('../modem/usb-mode-ways.ts')).usbModeByWays(call, args.modem, failure),
    ),
}
