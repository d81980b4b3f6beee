import { Failure } from '../contract/failure.ts'
import type { RestartArgs, RestartReply } from '../contract/restart.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import { send } from '../modem/change.ts'
import { noteRestart, restartState } from '../modem/restart.ts'
import { need, withModem } from '../modem/session.ts'
import type { Job } from './task.ts'

/** Failures after which nothing was sent, so that another way may order it. */
const unsent = /^(?:no_port|port_(?:missing|busy|silent|slow))$/

/** Sends the command of the model for it. */
const orderOverAt = (
  call: Call,
  { modem: wanted, how = 'soft', force = false }: RestartArgs,
): Promise<string> =>
  withModem(call, wanted, async session => {
    const known = session.settings.restart?.(session.model.options) ?? {}
    const command = need(
      how === 'soft' ? (known.soft ?? '+CFUN=1,1') : known[how],
      `restart ${how}`,
      session.model,
    )
    if (how === 'power' && !force)
      throw new Failure(
        'invalid_argument',
        'a module that is switched off may stay off until its power is taken away. Use force: true',
      )
    await send(session, [{ send: command, timeoutMs: 3000, restarts: true }])
    noteRestart(call, session.modem)
    return session.modem.modem
  })

/**
 * Orders a restart, once, over AT or, where that has no port that answers, by the next way, and waits until the modem answers
 * again or two minutes have passed.
 */
export async function restartAndWait(args: RestartArgs, job: Job): Promise<RestartReply> {
  const { platform } = job
  const call = job.call(Math.max(3000, job.replyBy - platform.now()))
  job.say('The restart is ordered.')
  const modem = await orderOverAt(call, args).catch(async (failure: unknown) => {
    if (!(failure instanceof Failure) || args.how === 'power' || !unsent.test(failure.code)) throw failure
    const found = await findModem(platform, args.modem)
    const { orderByWays } = await import('../modem/ways.ts')
    const ordered = await orderByWays(job.call(10_000), found, ({ restart }, task) =>
      restart?.(task).then(() => true),
    )
    if (ordered === null) throw failure
    noteRestart(call, found)
    return found.modem
  })
  job.answer({ modem })
  for (;;) {
    const reply = await restartState(job.call(5000), modem, true)
    job.say(reply.message)
    if (reply.state !== 'waiting') return reply
    if (job.wanted() !== null)
      throw new Failure('job_cancelled', 'the modem, which was told to restart, is not waited for')
    await platform.sleep(1000)
  }
}
