import type { PdpContext, SetContextArgs, SetContextReply } from '../contract/contexts.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/set_context.ts'
import { tried } from '../jobs/tried.ts'
import { change, readSetting } from '../modem/change.ts'
import { contexts } from '../modem/contexts.ts'
import { withModem } from '../modem/session.ts'
import { isServiceName } from '../radio/access-point.ts'
import type { Method } from './method.ts'

/** Why a context must not be changed without force; null when it may. */
function objection({ cid, apn, active }: PdpContext): string | null {
  if (isServiceName(apn))
    return `context ${cid} (${apn}) is one of the operator's own services, such as calls`
  return active
    ? `context ${cid} is in use: a connection can end, and may not come back with another name`
    : null
}

/** `set_context`: define a packet data context and, where asked for, its authentication. */
export const method: Method<SetContextArgs, SetContextReply> = tried('set_context', {
  validate(args) {
    const mistake = validate(args)
    if (mistake !== null) return mistake
    const { auth, user, password } = args as SetContextArgs
    const given = user !== undefined || password !== undefined
    if (auth === 'pap' || auth === 'chap') return user ? null : `auth ${auth} needs user and password`
    return given ? 'user and password need auth pap or chap' : null
  },
  run: ({ modem: wanted, cid, apn, type: wantedType, auth, user, password, force = false }, call) =>
    withModem(call, wanted, async session => {
      const reading = await readSetting(session, contexts)
      const known = reading.state?.find(context => context.cid === cid) ?? null
      const type = wantedType ?? known?.type ?? 'ipv4v6'
      const wish = {
        cid,
        apn,
        type,
        ...(auth ? { auth } : {}),
        ...(user ? { user } : {}),
        ...(password ? { password } : {}),
      }
      const isSame =
        known?.apn.toLowerCase() === apn.toLowerCase() && known.type === type && auth === undefined
      const reason = known === null || isSame || force ? null : objection(known)
      if (reason !== null) throw new Failure('invalid_argument', `${reason}. Use force: true`)
      const done = await change(session, contexts, wish, 'packet data contexts', reading)
      const after = done.after?.find(context => context.cid === cid) ?? null
      const apnHolds = after?.apn.toLowerCase() === apn.toLowerCase() && after.type === type
      const authHolds =
        auth === undefined || after?.auth === undefined || after.auth === null || after.auth === auth
      return {
        modem: session.modem.modem,
        requested: { cid, type, apn, auth: auth ?? null, user: user ?? null },
        before: known,
        after,
        verified: apnHolds && authHolds,
        restart_needed: done.restart_needed,
        reconnect_needed: known?.active === true && !isSame,
        answer: done.answer,
      }
    }),
})
