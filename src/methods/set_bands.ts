import { Failure, type Method } from '#core'
import type { SetBandsArgs, SetBandsReply } from '../contract/api.ts'
import { validate } from '../contract/generated/validate/set_bands.ts'
import { type BandReading, readBands } from '../modem/bands.ts'
import { nameOf, readBack, type Session, send, withModem } from '../modem/control.ts'

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

/** The command lines of the change; Failure('not_understood') when the reading was not good enough. */
function stepsFor(session: Session, reading: BandReading, args: SetBandsArgs, bands: readonly number[]) {
  const choice = { rat: args.rat, bands, isDefault: args.default === true }
  const { control, answers, supported } = reading
  const commands = control.write(choice, answers, session.model.options, supported)
  if (commands === null || reading.state.enabled[args.rat] === null)
    throw new Failure('not_understood', 'the present bands could not be read, so nothing was changed')
  return commands.map(command => ({
    send: command,
    ...(/^(?:!RESET|\+CFUN=(?:1,1|15|16))$/i.test(command) ? { restarts: true as const } : {}),
  }))
}

/** `set_bands`: validate, read, write, read back. Nothing is sent when the reading was not good enough. */
export const method: Method<SetBandsArgs, SetBandsReply> = {
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
      const reading = await readBands(session)
      const possible = reading.supported[rat]
      const before = reading.state.enabled[rat]
      if (possible === undefined || before === undefined)
        throw new Failure('not_supported', `${rat} bands of ${nameOf(model)}`)
      const requested = requestedBands(args, session, possible)
      const sent = await send(session, stepsFor(session, reading, args, requested))
      const after = await readBack(
        session,
        sent,
        async again => (await readBands(again)).state.enabled[rat] ?? null,
      )
      const { restartNeeded = false } = reading.control
      const restarts = typeof restartNeeded === 'function' ? restartNeeded(model.options) : restartNeeded
      return {
        modem: modem.modem,
        rat,
        requested,
        before: before ?? [],
        after,
        verified: after !== null && same(after, requested),
        restart_needed: restarts && sent.restart !== 'yes',
        answer: sent.answer,
      }
    }),
}
