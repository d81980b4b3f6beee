import { Failure } from '../contract/failure.ts'
import type { UssdArgs, UssdReply } from '../contract/ussd.ts'
import { type Session, withModem } from '../modem/session.ts'
import { answerMs, askUssd, endUssd, restoreUssd, type UssdState } from '../modem/ussd.ts'
import { takeText } from './file.ts'
import type { Job } from './task.ts'

/** How long a menu is held open for an answer; networks close it themselves after one to three minutes, ms. */
const menuMs = 120_000

/** Longest time of one question with all around it, ms. */
const roundMs = 2 * answerMs

/** Longest time of a session, ms. */
export const sessionMs = 900_000

/** The text somebody leaves for the menu; null where nobody does in time, or somebody wants its end. */
async function textFor(job: Job, until: number): Promise<string | null> {
  const { platform, name } = job
  while (platform.now() < until && job.wanted() === null) {
    const text = takeText(platform.files, name)
    if (text !== null) return text
    await platform.sleep(200)
  }
  return null
}

/**
 * Holds a session with the network: asks, and where a menu comes waits for an answer to it, the port free meanwhile. It ends
 * with the session, which is closed where nobody answers in time or somebody wants its end.
 */
export async function holdUssd({ modem: wanted, code }: UssdArgs, job: Job): Promise<UssdReply> {
  const state: UssdState = { form: null, wasOff: false }
  let enumeration: string | null = null
  let text = code
  for (let round = 1; ; round++) {
    job.say(round === 1 ? 'The code is sent.' : 'The answer to the menu is sent.')
    const about = (session: Session) => ({ modem: session.modem.modem, round, job: job.name })
    const reply = await withModem(job.call(roundMs), wanted, async (session): Promise<UssdReply> => {
      const { enumeration: now } = session.modem.found
      if (enumeration !== null && enumeration !== now)
        throw new Failure('port_lost', 'the modem was restarted, which ended the session')
      enumeration = now
      return { ...about(session), ...(await askUssd(session, text, state, () => job.wanted() !== null)) }
    })
    if (reply.state === 'cancelled') throw new Failure('job_cancelled', 'the session is closed')
    if (reply.state !== 'menu') return reply
    job.show(reply)
    job.say('The network wants an answer.')
    const until = Math.min(job.platform.now() + menuMs, job.deadline - roundMs)
    const answer = await textFor(job, until)
    if (answer === null) {
      const settings_restored = await withModem(job.call(30_000), wanted, async session => {
        await endUssd(session)
        return restoreUssd(session, state)
      })
      if (job.wanted() !== null) throw new Failure('job_cancelled', 'the session is closed')
      const message = 'Nobody answered the menu in time, so the session was closed.'
      return { ...reply, state: 'cancelled', message, settings_restored }
    }
    text = answer
    const asked = { state: 'waiting', text: null, message: 'The answer is on its way.' } as const
    job.show({ ...reply, ...asked, round: round + 1 })
  }
}
