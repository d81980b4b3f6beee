import type { ApplyArgs, ApplyReply } from '../contract/apply.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/apply.ts'
import { bringAbout, logSteps } from '../desired/apply.ts'
import { planForCard } from '../desired/card.ts'
import { planOf } from '../desired/plan.ts'
import { momentOf } from '../desired/record.ts'
import type { Round } from '../desired/step.ts'
import { configurationMistakes, isOff } from '../discovery/configuration.ts'
import { findModemAnew, sectionFor } from '../discovery/modems.ts'
import { readUci } from '../discovery/uci.ts'
import type { Call } from '../modem/call.ts'
import { type Who, whoIs } from '../modem/card.ts'
import { pincodeWarnings } from '../modem/pincode.ts'
import { withModem } from '../modem/session.ts'
import { runDirectory, undoFolder, watchFlashPlace } from '../platform/places.ts'
import type { Method } from './method.ts'

/**
 * `apply`: each configured thing is read first and written only where it differs, and once where it does not take.
 * Nothing configured: nothing done.
 */
export const method: Method<ApplyArgs, ApplyReply> = {
  validate,
  async run({ modem: wanted, dry_run: dryRun = false, force = false, what }, call) {
    const { platform } = call
    const { files } = platform
    const found = findModemAnew(platform, wanted)
    const { modem } = found
    const place = `${found.found.bus}-${found.found.path}`
    const isTried = files.list(undoFolder).length > 0
    const jobs = isTried ? await import('../jobs/pending.ts') : null
    const undone = [
      ...((await jobs?.pendingUndo(call, found.found, dryRun)) ?? []),
      ...((await jobs?.pendingSetup(call, dryRun)) ?? []),
    ]
    const section = sectionFor(platform, found)
    const sections = readUci(files, 'modem')
    const run =
      (beforeWrite?: Call['beforeWrite']) =>
      async <Reply>(name: string, args: object) => {
        if (platform.now() > call.deadline - 1500) throw new Failure('deadline', `no time left for ${name}`)
        const room = await platform.load<{ method: Method<object, object> }>('methods', name)
        if (room?.method === undefined) throw new Failure('unknown_method', name)
        const checked = { modem: place, ...args }
        const mistake = room.method.validate(checked)
        if (mistake !== null) throw new Failure('invalid_argument', mistake)
        return (await room.method.run(checked, { ...call, ...(beforeWrite && { beforeWrite }) })) as Reply
      }
    let who: Who | null = null
    const round: Round = {
      call,
      dryRun,
      force,
      place,
      onTrial: (await jobs?.onTrial(platform, found.found)) ?? [],
      moment: () => momentOf(platform),
      async who(anew = false) {
        if (anew || who === null) who = await withModem(call, place, whoIs)
        return who
      },
      run,
    }
    const isWatched = sections.some(({ type, options }) => type === 'watch' && !isOff(options.enabled))
    const wasWatched =
      files.exists(watchFlashPlace(modem, 'modes')) ||
      files.list(runDirectory).some(name => name.endsWith('.watch-state'))
    if (!dryRun && !isWatched && wasWatched)
      await (await import('../watch/leavings.ts')).giveBackLeavings(call, modem)
    const cards = sections.filter(({ type }) => type === 'card')
    const { plan, steps: first } = await planForCard(planOf(section), cards, round)
    const steps = [...undone, ...first, ...(plan === null ? [] : await bringAbout(found, plan, round, what))]
    if (force && !dryRun && found.condition?.kind === 'hilink')
      (await import('../modem/stick-login.ts')).forgetLogin(platform.files, found)
    if (!dryRun) logSteps(platform, modem, steps)
    const warnings = [...configurationMistakes(sections), ...pincodeWarnings(platform, [found])]
    return { modem, steps, warnings }
  },
}
