import { Failure, type Method, readSnapshot, withPort } from '#core'
import { selectModem } from '#host'
import type { SetBandsArgs, SetBandsReply } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/set_bands.ts'

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((n, i) => n === b[i])

import { modelOn, readBands } from '../modem/bands.ts'

/** `set_bands`: validate, read, write, read back. Nothing is sent when the reading was not good enough. */
export const method: Method<SetBandsArgs, SetBandsReply> = {
  validate(args) {
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const { bands, default: isDefault } = args as SetBandsArgs
    return (bands === undefined) === (isDefault !== true) ? 'give either bands or default: true' : null
  },
  async run({ modem: wanted, rat, bands, default: isDefault = false }, call) {
    const { platform } = call
    const modem = selectModem(platform, wanted)
    const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
    return withPort(call, modem, snapshot.port, {
      async work(channel) {
        const model = await modelOn(call, modem, snapshot, channel)
        const reading = await readBands(call, model, channel)
        const { supported, control, answers } = reading
        const possible = supported[rat]
        const before = reading.state.enabled[rat]
        if (possible === undefined || before === undefined)
          throw new Failure('not_supported', `${rat} bands of ${model.name}`)
        const defaults = model.default_bands?.[rat] ?? possible
        const requested = [...new Set(isDefault ? defaults : (bands ?? []))].sort((a, b) => a - b)
        const strange = requested.filter(band => !possible.includes(band) && !defaults.includes(band))
        if (strange.length > 0)
          throw new Failure(
            'invalid_argument',
            `bands ${strange.join(', ')} not possible; possible: ${possible.join(', ')}`,
          )
        const choice = { rat, bands: requested, isDefault }
        const commands = before === null ? null : control.write(choice, answers, model.options, supported)
        if (before === null || commands === null)
          throw new Failure('not_understood', 'the present bands could not be read, so nothing was changed')
        let answer = 'OK'
        for (const command of commands) {
          const response = await channel.send(`AT${command}`, { timeoutMs: 8000 })
          if (response.final.kind === 'error') throw new Failure('refused_by_modem', response.final.text)
          if (response.final.kind === 'timeout') throw new Failure('port_silent', `after AT${command}`)
          answer = [...response.lines, response.final.text].join('\n')
        }
        const after = (await readBands(call, model, channel)).state.enabled[rat] ?? null
        const { restartNeeded = false } = control
        return {
          modem: modem.modem,
          rat,
          requested,
          before,
          after,
          verified: after !== null && same(after, requested),
          restart_needed: typeof restartNeeded === 'function' ? restartNeeded(model.options) : restartNeeded,
          answer,
        }
      },
    })
  },
}
