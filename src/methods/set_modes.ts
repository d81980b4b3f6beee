import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_modes.ts'
import type { ModeState, SetModesArgs, SetModesReply } from '../contract/modes.ts'
import { tried } from '../jobs/tried.ts'
import { change, readSetting } from '../modem/change.ts'
import { need, withModem } from '../modem/session.ts'
import type { Method } from './method.ts'

function check(what: string, wanted: string | undefined, possible: readonly string[]): void {
  if (wanted !== undefined && !possible.includes(wanted))
    throw new Failure(
      'invalid_argument',
      `${what} ${wanted} is not possible; possible: ${possible.join(', ') || 'none'}`,
    )
}

/** `set_modes`: choose technologies and read back what holds. */
export const method: Method<SetModesArgs, SetModesReply> = tried('set_modes', {
  validate(args) {
    const { mode, nr } = args as SetModesArgs
    return validate(args) ?? (mode === undefined && nr === undefined ? 'give mode, nr or both' : null)
  },
  run: ({ modem: wanted, mode, nr }, call) =>
    withModem(call, wanted, async session => {
      const { model } = session
      const setting = need(session.settings.modes, 'choice of technologies', model)
      const { answers } = await readSetting(session, setting)
      check('mode', mode, setting.modes(model.options, answers))
      check('nr', nr, setting.nrModes?.(model.options, answers) ?? [])
      const wish: Partial<ModeState> = { ...(mode ? { mode } : {}), ...(nr ? { nr } : {}) }
      const done = await change(session, setting, wish, 'technologies')
      const { after } = done
      return {
        modem: session.modem.modem,
        requested: { mode: mode ?? null, nr: nr ?? null },
        ...done,
        verified: after !== null && (!mode || after.mode === mode) && (!nr || after.nr === nr),
      }
    }),
})
