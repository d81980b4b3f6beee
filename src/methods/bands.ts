import { type Method, readSnapshot, withPort } from '#core'
import { selectModem } from '#host'
import type { BandsReply, ModemArgs } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/bands.ts'
import { bandRats, modelOn, readBands } from '../modem/bands.ts'

/** `bands`: which bands the modem can use and may use. */
export const method: Method<ModemArgs, BandsReply> = {
  validate,
  async run(args, call) {
    const modem = selectModem(call.platform, args.modem)
    const { platform } = call
    const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
    return withPort(call, modem, snapshot.port, {
      async work(channel) {
        const model = await modelOn(call, modem, snapshot, channel)
        const { supported, state } = await readBands(call, model, channel)
        return {
          modem: modem.modem,
          name: `${model.vendor} ${model.name}`.trim(),
          supported,
          enabled: state.enabled,
          writable: bandRats.filter(rat => supported[rat] !== undefined && state.enabled[rat] !== undefined),
        }
      },
    })
  },
}
