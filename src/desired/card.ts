import type { ApplyStep } from '../contract/apply.ts'
import { Failure } from '../contract/failure.ts'
import type { Section } from '../discovery/uci.ts'
import { pinStep } from './pin.ts'
import { type Plan, planFor } from './plan.ts'
import { isPassing, type Round } from './step.ts'

/** What is wanted once the card is known, and the steps it took to know it; without a plan nothing can be wanted yet. */
export interface CardPlan {
  plan: Plan | null
  steps: ApplyStep[]
}

const untold = (result: ApplyStep['result'], message: string): ApplyStep => ({
  what: 'card',
  wanted: 'its number',
  before: null,
  result,
  message,
  restart_needed: false,
})

/**
 * What is wanted of a modem with the card that is in. As long as the card does not tell its number nothing is written
 * that another card may want otherwise; a card that tells it only behind its PIN is given the PIN of the modem first.
 */
export async function planForCard(modem: Plan, cards: readonly Section[], round: Round): Promise<CardPlan> {
  if (cards.length === 0) return { plan: modem, steps: [] }
  const steps: ApplyStep[] = []
  try {
    let { iccid } = await round.who()
    if (iccid === null && modem.pin !== undefined) {
      steps.push(await pinStep(round.place, modem, round))
      iccid = (await round.who(true)).iccid
    }
    if (iccid === null)
      return { plan: null, steps: [...steps, untold('not_ready', 'the card does not tell its number yet')] }
    const { pin, ...rest } = planFor(modem, cards, iccid)
    return { plan: steps.length > 0 || pin === undefined ? rest : { ...rest, pin }, steps }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return {
      plan: null,
      steps: [...steps, untold(isPassing(failure) ? 'not_ready' : 'failed', failure.message)],
    }
  }
}
