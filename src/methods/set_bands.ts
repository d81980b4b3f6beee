import type { SetBandsArgs, SetBandsReply } from '../contract/bands.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_bands.ts'
import { tried } from '../jobs/tried.ts'
import { supportedBands } from '../modem/bands.ts'
import { change, readSetting } from '../modem/change.ts'
import { nameOf, need, type Session, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((n, i) => n === b[i])

/** The wanted bands, ascending. Throws Failure('invalid_argument') with the possible ones. */
function requestedBands(args: SetBandsArgs, { model }: Session, possible: readonly number[]): number[] {
  const defaults = model.default_bands?.[args.rat] ?? possible
  const requested = [...new Set(args.default ? defaults : (args.bands ?? []))].sort((a, b) => a - b)
  const strange = requested.filter(band => !possible.includes(band) && !defaults.includes(band))
  if (same(requested, model.legacy?.default_bands?.[args.rat] ?? [])) return requested
  if (strange.length > 0 || requested.length === 0) {
    const list = possible.join(', ')
    throw new Failure(
      'invalid_argument',
      `bands ${strange.join(', ')} are not possible; possible are ${list}`,
    )
  }
  return requested
}

/** `set_bands`: validate, read, write, read back. Nothing is sent when the reading was not good enough. */
export const method: Method<SetBandsArgs, SetBandsReply> = tried('set_bands', {
  validate(args) {
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const { bands, default: isDefault } = args as SetBandsArgs
    return (bands === undefined) === (isDefault !== true) ? 'give either bands or default: true' : null
  },
  run: (args, call) =>
    withModem(call, args.modem, async session => {
      const { rat } = args
      const { modem, model } = session
      const setting = need(session.settings.bands, 'bands', model)
      const reading = await readSetting(session, setting)
      const enabled = reading.state?.enabled ?? {}
      const possible = supportedBands(model, reading.state)[rat]
      if (possible === undefined || enabled[rat] === undefined)
        throw new Failure('not_supported', `${rat} bands of ${nameOf(model)}`)
      const requested = requestedBands(args, session, possible)
      const state = enabled[rat] === null ? null : reading.state
      const choice = { rat, bands: requested, isDefault: args.default === true }
      const done = await change(session, setting, choice, 'bands', { ...reading, state })
      const after = done.after?.enabled[rat] ?? null
      return {
        modem: modem.modem,
        rat,
        requested,
        before: done.before.enabled[rat] ?? [],
        after,
        verified: after !== null && same(after, requested),
        restart_needed: done.restart_needed,
        answer: done.answer,
      }
    }),
})
