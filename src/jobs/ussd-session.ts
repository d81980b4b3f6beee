import type { UssdReply } from '../contract/ussd.ts'
import type { Call } from '../modem/call.ts'
import type { Platform } from '../platform/platform.ts'
import { type JobFile, listJobs } from './file.ts'
import { failureOf, followJob } from './start.ts'

/** The job that holds a session of a modem; null where there is none. */
export const sessionOf = (platform: Platform, modem: string): JobFile | null =>
  listJobs(platform).find(
    ({ method, modem: own, state }) => method === 'ussd' && own === modem && state === 'running',
  ) ?? null

/** Waits for what the network says in that round of a session, as long as the call may. */
export async function followUssd(call: Call, modem: string, job: string, round: number): Promise<UssdReply> {
  const toldIn = (result: object | null) => {
    const reply = result as UssdReply | null
    return reply !== null && reply.round >= round && reply.state !== 'waiting' ? reply : null
  }
  const { failure, result } = await followJob(
    call,
    job,
    () => call.deadline - 1000,
    file => call.detach === true || toldIn(file.result) !== null,
  )
  if (failure) throw failureOf(failure)
  const message = 'The network has not answered yet. See job.'
  return (
    toldIn(result) ?? {
      ...{ modem, state: 'waiting', text: null, reason: null, message },
      ...{ round, settings_restored: true, job },
    }
  )
}
