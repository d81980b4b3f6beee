import type { ApplyStep } from '../contract/apply.ts'
import type { Modem } from '../discovery/modem.ts'
import { placeOf, runDirectory } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'
import { pinStep } from './pin.ts'
import type { Plan } from './plan.ts'
import { forgetOldWishes } from './record.ts'
import { type Round, step } from './step.ts'
import { bandWish, lockWish, modeWish } from './wishes.ts'

/**
 * Brings a modem to what is planned for it: each thing is read first and written only where it differs, and no wish
 * is written again that did not take. `only`: the one thing that is meant.
 */
export async function bringAbout(
  modem: Modem,
  plan: Plan,
  round: Round,
  only?: string,
): Promise<ApplyStep[]> {
  const isMeant = ({ what }: { what: string }) => only === undefined || what === only
  const { apn, ipType: type } = plan
  const wishes = [
    ...(plan.mode || plan.nr ? [modeWish(plan)] : []),
    ...plan.bands.map(([rat, bands]) => bandWish(rat, bands)),
    ...plan.locks.map(lock => lockWish(lock, plan)),
    ...(apn === undefined
      ? []
      : [
          (await import('./access-point.ts')).accessPointWish(
            round.call,
            modem,
            { apn, ...(type && { type }) },
            round.force,
          ),
        ]),
  ]
  if (!round.dryRun) {
    const wanted = new Map(wishes.map(each => [each.what, each.wanted]))
    forgetOldWishes(round.call.platform.files, round.place, wanted, round.moment().configuration)
  }
  const steps: ApplyStep[] = plan.mistakes.filter(isMeant).map(({ what, message, wanted }) => ({
    what,
    wanted,
    before: null,
    result: 'failed',
    message,
    restart_needed: false,
  }))
  if (plan.pin && isMeant({ what: 'pin' })) steps.push(await pinStep(round.place, plan, round))
  for (const wish of wishes.filter(isMeant)) steps.push(await step(wish, round))
  return steps
}

/** Most lines that are remembered as logged. */
const most = 50

/** Logs what was not brought about, each thing once since the router started. */
export function logSteps(platform: Platform, modem: Modem['modem'], steps: readonly ApplyStep[]): void {
  const { files } = platform
  const path = placeOf(modem, 'told')
  const told = (files.trusted(runDirectory) ? files.read(path) : null)?.split('\n') ?? []
  const fresh = new Map<string, string>()
  for (const { what, wanted, result, message } of steps) {
    if (message === null) continue
    const key = what === 'pin' ? `${what} ${message}` : `${what} ${wanted} ${result === 'not_ready'}`
    const text = result === 'not_ready' ? `${message}` : `not set to ${wanted}: ${message}`
    if (!told.includes(key)) fresh.set(key, `${modem}: ${what}: ${text}`)
  }
  if (fresh.size === 0) return
  for (const line of fresh.values()) platform.log(line)
  files.write(path, [...told, ...fresh.keys()].slice(-most).join('\n'))
}
