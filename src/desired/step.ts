import type { ApplyStep } from '../contract/apply.ts'
import { Failure } from '../contract/failure.ts'
import type { Call } from '../modem/call.ts'
import type { Who } from '../modem/card.ts'
import { sync } from '../modem/flash.ts'
import { wishDirectory } from '../platform/places.ts'
import { type Moment, noted, objection, readTried, recordPlace, settled, writeTried } from './record.ts'
import type { Run, Wish } from './wishes.ts'

/** What the steps of one `apply` share. */
export interface Round {
  call: Call
  dryRun: boolean
  /** Whether a person asks for what was given up. */
  force: boolean
  /** Bus and path of the modem. */
  place: string
  /** What changes have on trial, which is left alone until that has ended. */
  onTrial: readonly string[]
  moment(): Moment
  /** Asks the modem who it and its card are, once, or `anew`. */
  who(anew?: boolean): Promise<Who>
  /** Calls a method; `beforeWrite` as in `Call`. */
  run(beforeWrite?: Call['beforeWrite']): Run
}

/** A port that cannot be used now may be used later, and so may a call whose time is over. */
export const isPassing = ({ code }: Failure): boolean =>
  /^(?:port_|no_port|deadline|no_modem|modem_not|job_running)/.test(code)

const byForce = 'it is not tried again until it, the firmware or the card changes, except by force'

/** Brings one wish about, at most once: it is noted on flash before the first byte is sent. */
export async function step(wish: Wish, round: Round): Promise<ApplyStep> {
  const { what, wanted } = wish
  const { call, force } = round
  const { files } = call.platform
  const path = recordPlace(round.place, what)
  let before: string | null = null
  const done = (result: ApplyStep['result'], message: string | null = null, restart_needed = false) => ({
    what,
    wanted,
    before,
    result,
    message,
    restart_needed,
  })
  const settle = async (outcome: 'open' | 'failed' | 'took') => {
    const tried = readTried(files, path, wanted)
    const left = tried.length > 0 ? settled(tried, wanted, await round.who(), outcome) : null
    if (left !== null) writeTried(files, path, left)
  }
  let isNoted = false
  let isStopped = false
  const object = (who: Who) => {
    const why = force ? null : objection(readTried(files, path, wanted), wanted, who, round.moment())
    return why === null ? null : `${why}; ${byForce}`
  }
  const note = async (who: Who, restarts: boolean) => {
    if (isNoted) return
    const why = object(who)
    isStopped = why !== null
    if (why !== null) throw new Failure('invalid_argument', why)
    const tried = noted(readTried(files, path, wanted), wanted, who, round.moment(), restarts)
    if (!writeTried(files, path, tried)) throw new Failure('not_stored', wishDirectory)
    isNoted = true
    await sync(call.platform)
  }
  if (round.onTrial.some(each => `${what}.`.startsWith(`${each}.`)))
    return done('not_ready', 'a change of it is on trial')
  try {
    before = await wish.read(round.run())
    if (before === wanted) {
      if (!round.dryRun && readTried(files, path, wanted).some(({ outcome }) => outcome !== 'took'))
        await settle('took')
      return done('kept')
    }
    if (round.dryRun) return done('different')
    const who = await round.who()
    const why = object(who)
    if (why !== null) return done('given_up', why)
    const noteFirst = (restarts: boolean) => note(who, restarts)
    const { trouble, restart_needed, open } = await wish.write(round.run(noteFirst), noteFirst)
    await settle(open ? 'open' : trouble === null ? 'took' : 'failed')
    return done(open ? 'not_ready' : trouble === null ? 'changed' : 'failed', trouble, restart_needed)
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    if (isStopped) return done('given_up', failure.message)
    // What a SIM that is busy made the modem refuse may be taken later.
    if (isNoted && !/CM[ES] ERROR: (?:14|314|SIM busy)$/i.test(failure.message)) await settle('failed')
    return done(isPassing(failure) && !isNoted ? 'not_ready' : 'failed', failure.message)
  }
}
