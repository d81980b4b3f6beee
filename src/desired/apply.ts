import type { ApplyStep } from '../contract/apply.ts'
import { placeOf } from '../platform/places.ts'
import type { Files } from '../platform/platform.ts'
import { fingerprint } from './memory.ts'
import type { Plan } from './plan.ts'
import { bandWish, lockWish, modeWish, pinWish, type Run, step } from './wishes.ts'

/** Brings a modem to what is planned for it: each thing is read first and written only where it differs. */
export async function bringAbout(
  files: Files,
  modem: string,
  plan: Plan,
  run: Run,
  dryRun: boolean,
): Promise<ApplyStep[]> {
  const mark = placeOf(modem, 'pin')
  const sum = String(fingerprint(plan.pin ?? ''))
  const refused = {
    has: () => files.read(mark) === sum,
    note: () => void files.write(mark, sum),
  }
  const wishes = [
    ...(plan.pin ? [pinWish(plan.pin, refused)] : []),
    ...(plan.mode || plan.nr ? [modeWish(plan)] : []),
    ...plan.bands.map(([rat, bands]) => bandWish(rat, bands)),
    ...plan.locks.map(lock => lockWish(lock, plan)),
  ]
  const steps: ApplyStep[] = plan.mistakes.map(({ what, message, wanted }) => ({
    what,
    wanted,
    before: null,
    result: 'failed',
    message,
    restart_needed: false,
  }))
  for (const wish of wishes) steps.push(await step(wish, run, dryRun))
  return steps
}
