import { validate } from '../contract/generated/validate/set_usb_mode.ts'
import type { SetUsbModeArgs, SetUsbModeReply } from '../contract/usb.ts'
import { tried } from '../jobs/tried.ts'
import { change, readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

/** `set_usb_mode`: choose a composition; one after which Linux shows no AT port only by force. */
export const method: Method<SetUsbModeArgs, SetUsbModeReply> = tried('set_usb_mode', {
  validate,
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const setting = need(session.settings.usbMode, 'USB mode', session.model)
      const { answers } = await readSetting(session, setting)
      const { wantedMode } = await import('../modem/usb-mode-ways.ts')
      const requested = wantedMode(setting.modes(session.model.options, answers), args)
      const done = await change(session, setting, requested, 'USB mode')
      return { modem: session.modem.modem, requested, ...done, verified: done.after === args.mode }
    }).catch(async failure =>
      (await import('../modem/usb-mode-ways.ts')).setUsbModeByWays(call, args, failure),
    ),
})
