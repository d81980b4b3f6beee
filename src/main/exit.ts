import type { FailureCode } from '../contract/failure.ts'
import type { PortState } from '../contract/info.ts'
import type { JobReply } from '../contract/jobs.ts'
import type { StatusWord } from '../contract/status.ts'

/** The exit code of each failure; what they mean stands in the help. */
const ofFailure: Readonly<Record<FailureCode, number>> = {
  invalid_argument: 2,
  unknown_method: 2,
  several_modems: 2,
  no_job: 2,
  no_modem: 3,
  modem_not_found: 3,
  not_supported: 4,
  refused_by_modem: 4,
  not_understood: 4,
  no_port: 5,
  port_missing: 5,
  port_busy: 5,
  port_silent: 5,
  port_slow: 5,
  port_stuck: 5,
  port_lost: 5,
  job_running: 5,
  deadline: 5,
  no_lock: 1,
  not_stored: 1,
  model_invalid: 1,
  no_history: 1,
  job_lost: 1,
  job_cancelled: 1,
  internal: 1,
}

const isFailure = (reply: object): reply is { error: FailureCode } =>
  'error' in reply && typeof reply.error === 'string'

const listOf = <Item>(reply: object, name: string): readonly Item[] => {
  const value = (reply as Record<string, unknown>)[name]
  return Array.isArray(value) ? value : []
}

/** Whether anything the doctor found does not work. */
const hasFault = (reply: object): boolean =>
  listOf<{ severity: string }>(reply, 'findings').some(({ severity }) => severity === 'fault') ||
  listOf<object>(reply, 'others').some(hasFault)

/** States of methods whose answer says that what was wanted has not come about. */
const missed: Readonly<Record<string, readonly string[]>> = {
  restart: ['lost'],
  restart_state: ['lost'],
  send_message: ['refused', 'incomplete', 'unknown'],
}

/** What `status` and the `port_state` of `info` say of a port over which nothing can be read now. */
const unusable: readonly unknown[] = [
  'no_port',
  'port_busy',
  'port_silent',
  'absent',
  'busy',
  'silent',
  'slow',
] satisfies (StatusWord | PortState)[]

function ofSteps(results: readonly string[]): number {
  if (results.some(result => result === 'failed' || result === 'given_up')) return 1
  return results.includes('not_ready') ? 5 : 0
}

function ofJob({ method, failure, result }: JobReply): number {
  if (failure !== null) return exitCode(method, failure)
  return result === null ? 0 : exitCode(method, result)
}

/** The exit code that goes with the reply of a method. */
export function exitCode(method: string, reply: object): number {
  if (isFailure(reply)) return ofFailure[reply.error] ?? 1
  if (method === 'job' || method === 'cancel_job') return ofJob(reply as JobReply)
  const { status, state, port_state, ok, final, outcome, verified } = reply as Record<string, unknown>
  if (status === 'no_modem') return 3
  if (unusable.includes(status) || unusable.includes(port_state)) return 5
  if (ok === false) return final === 'timeout' ? 5 : 4
  if (outcome !== undefined ? outcome !== 'kept' : verified === false) return 1
  if (typeof state === 'string' && missed[method]?.includes(state)) return 1
  if (hasFault(reply) || listOf(reply, 'failed').length > 0) return 1
  return ofSteps(listOf<{ result: string }>(reply, 'steps').map(({ result }) => result))
}
