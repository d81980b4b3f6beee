import type { ApplyStep } from '../contract/apply.ts'
import { Failure } from '../contract/failure.ts'
import type { SimState } from '../contract/info.ts'
import { whoIs } from '../modem/card.ts'
import { isForCard } from '../modem/card-number.ts'
import { casePin, isBusy, sendPin } from '../modem/pin.ts'
import { forgetUnanswered, readMarks } from '../modem/pin-marks.ts'
import { leftToInterface } from '../modem/pincode.ts'
import { withModem } from '../modem/session.ts'
import { readSim } from '../modem/sim.ts'
import type { Plan } from './plan.ts'
import { isPassing, type Round } from './step.ts'

/** SIM states in which the PIN may be asked for a moment later. */
const starting: readonly SimState[] = ['busy', 'unknown']
/** States that are final where they last, and that some modems show while the SIM starts. */
const unseen: readonly SimState[] = ['absent', 'failure', 'wrong']
/** How long before the end of the call the SIM is waited for no more, ms. */
const reserveMs = 6000

/**
 * Gives the configured PIN to a SIM that waits for it: state, attempts and memory are read and the PIN is sent in one
 * session under the port's lock.
 */
async function tryPin(modem: string, { pin = '', iccid }: Plan, round: Round): Promise<ApplyStep> {
  const { call, dryRun, force } = round
  let before: string | null = null
  const done = (result: ApplyStep['result'], message: string | null = null) => ({
    what: 'pin',
    wanted: 'ready',
    before,
    result,
    message,
    restart_needed: false,
  })
  try {
    return await withModem(call, modem, async session => {
      const sim = await readSim(session)
      before = sim.state
      if (starting.includes(sim.state)) return done('not_ready', 'the SIM is not ready yet')
      if (unseen.includes(sim.state)) return done('not_ready', `the SIM cannot be used: ${sim.state}`)
      if (sim.state === 'puk_required') return done('failed', 'the SIM waits for its PUK, not its PIN')
      const { files } = call.platform
      if (sim.state === 'ready' && !dryRun && readMarks(files).some(({ outcome }) => outcome !== 'refused'))
        forgetUnanswered(files, await whoIs(session))
      if (sim.state !== 'pin_required') return done('kept')
      const card = async () => (await whoIs(session)).iccid
      const left = force ? null : await leftToInterface(files, session.modem, card)
      if (left !== null) return done('not_ready', left)
      if (dryRun) return done('different')
      const wanted = { pin, force, byHand: false, iccid }
      const found = await casePin(session, sim, wanted)
      if (!isForCard(iccid, found.who.iccid))
        return done(
          'failed',
          found.who.iccid === null
            ? 'the card does not tell its number before the PIN, so it may be another than option iccid says'
            : 'the card is another than option iccid says',
        )
      if (found.objection !== null) return done('given_up', found.objection)
      const { verified, after } = await sendPin(
        session,
        sim,
        found,
        wanted,
        `+CPIN="${pin}"`,
        ({ state }) => state === 'ready',
      )
      if (verified) return done('changed')
      return starting.includes(after?.state ?? 'ready')
        ? done('not_ready', 'the SIM has taken the PIN and is not ready yet')
        : done('failed', 'the SIM has taken the PIN and still waits for it')
    })
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return done(isPassing(failure) || isBusy(failure) ? 'not_ready' : 'failed', failure.message)
  }
}

/** As {@link tryPin}; waits for a SIM that is starting as long as the call leaves time for the rest. */
export async function pinStep(modem: string, plan: Plan, round: Round): Promise<ApplyStep> {
  const { platform, deadline } = round.call
  let step = await tryPin(modem, plan, round)
  while (
    !round.dryRun &&
    step.result === 'not_ready' &&
    starting.some(state => state === step.before) &&
    platform.now() < deadline - reserveMs
  ) {
    await platform.sleep(1000)
    step = await tryPin(modem, plan, round)
  }
  return step
}
