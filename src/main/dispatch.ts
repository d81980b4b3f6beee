import { Failure, type FailureReply } from '../contract/failure.ts'
import type { Method } from '../methods/method.ts'
import { legacyAskedPlace } from '../platform/places.ts'
import type { Platform } from '../platform/platform.ts'

/** Longest reply: ubusd cuts rpcd off at 1 MiB. */
const longestReply = 262_144
/** rpcd kills a plugin after 30 s and LuCI gives up after 20 s. */
const callMs = 14_000

/** Length in UTF-8; a surrogate counts as three. */
const bytesOf = (text: string) => text.length + 2 * text.replace(/[ -~]+/g, '').length

/**
 * Runs one method by name and gives its reply or the failure, never an exception, never more than 256 KiB. Detached: a
 * job it starts is not waited for.
 */
export async function dispatch(
  platform: Platform,
  name: string,
  args: unknown,
  isDetached = false,
): Promise<object> {
  try {
    type Named = { method: Method<unknown, object> }
    const found = /^[a-z_]{1,40}$/.test(name) ? await platform.load<Named>('methods', name) : null
    const method = found?.method
    if (!method) throw new Failure('unknown_method', name.slice(0, 40))
    const given = typeof args === 'object' && args !== null && !Array.isArray(args) ? { ...args } : args
    if (typeof given === 'object' && given !== null)
      delete (given as Record<string, unknown>).ubus_rpc_session
    const mistake = method.validate(given)
    if (mistake !== null) throw new Failure('invalid_argument', mistake)
    const call = {
      platform,
      deadline: platform.now() + callMs,
      ...(isDetached ? { detach: true as const } : {}),
    }
    const reply = await method.run(given, call)
    if (platform.files.exists(legacyAskedPlace))
      await (await import('./threeginfo.ts')).renew3ginfo(platform, Date.now())
    if (bytesOf(JSON.stringify(reply)) > longestReply) throw new Failure('internal', 'the reply is too long')
    return reply
  } catch (failure) {
    return replyOf(await withHolder(platform, failure))
  }
}

/** A port that is busy or silent while another program has it open: the message names that program. */
async function withHolder(platform: Platform, failure: unknown): Promise<unknown> {
  if (!(failure instanceof Failure) || !/^port_[bs]/.test(failure.code)) return failure
  const path = /\/dev\/[\w./-]+/.exec(failure.message)?.[0]
  if (path === undefined) return failure
  const { holderOf } = await import('../modem/holder.ts')
  const holder = holderOf(platform.files, path)
  return holder === null
    ? failure
    : new Failure(failure.code, `${path}; ${holder.name} (process ${holder.pid}) has it open`)
}

/** The reply that tells a failure. */
export function replyOf(failure: unknown): FailureReply {
  if (failure instanceof Failure) return { error: failure.code, message: failure.message }
  const text = failure instanceof Error ? failure.message : String(failure)
  return { error: 'internal', message: new Failure('internal', text).message }
}
