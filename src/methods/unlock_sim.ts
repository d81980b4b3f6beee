import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/unlock_sim.ts'
import type { SimChangeReply, SimReply, UnlockSimArgs } from '../contract/sim.ts'
import { whoIs } from '../modem/card.ts'
import { givePin } from '../modem/pin.ts'
import { forgetPins } from '../modem/pin-marks.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Method } from './method.ts'

/** `unlock_sim`: give the PIN, or the PUK with a new PIN; once, and one the card has refused only by force. */
export const method: Method<UnlockSimArgs, SimChangeReply> = {
  validate(args) {
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const { pin, puk, new_pin } = args as UnlockSimArgs
    const byPin = pin !== undefined && puk === undefined && new_pin === undefined
    const byPuk = pin === undefined && puk !== undefined && new_pin !== undefined
    return byPin || byPuk ? null : 'give pin, or puk and new_pin'
  },
  run: ({ modem: wanted, pin, puk, new_pin, force = false }, call) =>
    withModem(call, wanted, async session => {
      const before = await readSim(session)
      const needed = puk === undefined ? 'pin_required' : 'puk_required'
      if (before.state !== needed)
        throw new Failure(
          'invalid_argument',
          `the SIM does not wait for this code, its state is ${before.state}`,
        )
      const isOpen = (after: SimReply) => after.state === 'ready'
      if (pin !== undefined) return givePin(session, before, pin, force, `+CPIN="${pin}"`, isOpen)
      const command = `+CPIN="${puk}","${new_pin}"`
      const done = await givePin(session, before, puk ?? '', force, command, isOpen, 'PUK')
      if (done.verified) forgetPins(call.platform.files, await whoIs(session))
      return done
    }),
}
