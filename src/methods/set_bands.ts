import type { SetBandsArgs, SetBandsReply } from '../contract/bands.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_bands.ts'
import { tried } from '../jobs/tried.ts'
import { type BandReading, enabledBands, readBands } from '../modem/bands.ts'
import { change } from '../modem/change.ts'
import { nameOf, need, withModem } from '../modem/session.ts'
import { isBand } from '../radio/bands.ts'
import type { Method } from './method.ts'

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((n, i) => n === b[i])

/**
 * The wanted bands, ascending. Throws Failure('invalid_argument') for what the modem lists as not possible, or 3GPP does
 * not know where it lists nothing; what is enabled already is possible.
 */
function requestedBands({ rat, bands = [] }: SetBandsArgs, { reading, supported, enabled }: BandReading) {
  const requested = [...new Set(bands)].sort((a, b) => a - b)
  const told = reading.state?.supported?.[rat]
  const isPossible = (band: number) => told?.includes(band) ?? isBand(rat === 'lte' ? 'lte' : 'nr', band)
  const strange = requested.filter(band => !isPossible(band) && !enabled[rat]?.includes(band))
  if (strange.length === 0) return requested
  const why = told ? `possible are ${supported[rat]?.join(', ')}` : 'there are no such bands'
  throw new Failure('invalid_argument', `bands ${strange.join(', ')} are not possible; ${why}`)
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
      const known = await readBands(session, setting)
      const { reading, supported, enabled, defaults } = known
      const present = reading.state?.enabled[rat]
      if (present === undefined) throw new Failure('not_supported', `${rat} bands of ${nameOf(model)}`)
      const isDefault = args.default === true
      const requested = isDefault ? (defaults[rat] ?? []) : requestedBands(args, known)
      const choice = { rat, bands: requested, isDefault }
      const state = present === null ? null : reading.state
      const own = { ...session, model: { ...model, bands: supported } }
      const done = await change(own, setting, choice, 'bands', { ...reading, state })
      const read = done.after?.enabled[rat]
      const after = enabledBands(read, supported[rat])
      return {
        modem: modem.modem,
        rat,
        requested,
        before: enabled[rat] ?? [],
        after,
        verified: (isDefault && read === 'all') || (after !== null && same(after, requested)),
        restart_needed: done.restart_needed,
        answer: done.answer,
      }
    }),
})
