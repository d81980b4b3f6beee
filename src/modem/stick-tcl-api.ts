import { type Members, tclAnswer, tclError } from '../asking/tcl-stick.ts'
import { decoded } from '../channel/http.ts'
import type { StickLogin } from '../contract/info.ts'
import { giveBack } from './stick-notes.ts'
import { type StickVisit, type Verdict, visit } from './stick-visit.ts'

/** A constant of the web pages of all these sticks, without which no verb is answered. */
const pageKey = 'KSDHSDFOGQ5WERYTUIQWERTYUISDFG1HJZXCVCXBN2GDSMNDHKVKFsVBNf'

/** What a verb came to: its members, with those that are lists or objects as they came; null where it was refused. */
export interface TclReply {
  members: Members | null
  /** The number of the error; null where there is none. */
  error: string | null
  result: unknown
}

/** The verbs of an Alcatel or TCL stick during one visit. */
export interface TclApi {
  /** Logs in where that is wanted. */
  call(verb: string, params?: object): Promise<TclReply>
  /** Why it was not logged in where that was wanted; undefined where it never was. */
  login(): StickLogin | null | undefined
  /** Gives back a login that began in this visit, unless the values are told only with one. */
  leave(): Promise<void>
}

/** Models whose pages send name and password as they are; the others mix them. */
const plain = /^MW4[01]/i

/** Models whose login is another one, which is not known: nothing is tried with them. */
const unknown = /^(?:MW45|HUB71)/i

/** Errors of a verb that is answered only after a login: none, or a token that is none. */
const needsLogin = ['-32699', '-32698', '-32697']

/**
 * Errors of `Login`: a wrong password; somebody else is in; five were wrong, so that none is taken before it restarts; a guest
 * may not. Any other may be a wrong password.
 */
const verdicts: Readonly<Record<string, Verdict>> = {
  '010101': 'refused',
  '010102': 'elsewhere',
  '010103': 'locked',
  '010104': 'failed',
}

const sendable = (token: unknown): string | null =>
  typeof token === 'string' && /^[!-~]{1,400}$/.test(token) ? token : null

/** Talks to an Alcatel or TCL stick in JSON-RPC. The newest encrypt what they answer: how they are logged in to is not known. */
export function tclApi(at: StickVisit): TclApi {
  const { address, notes } = at
  let login: StickLogin | null | undefined
  /** The token as it was told: most firmwares that mix want it mixed too, some as it is. */
  let plainToken: string | null = null

  const once = async (verb: string, params?: object): Promise<TclReply> => {
    const token = sendable(notes.token)
    const { status, body } = await visit(at, {
      method: 'POST',
      path: `/jrd/webapi?api=${verb}`,
      headers: {
        Referer: `http://${address}/index.html`,
        'Content-Type': 'application/json',
        _TclRequestVerificationKey: pageKey,
        ...(token === null ? {} : { _TclRequestVerificationToken: token }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', method: verb, params: params ?? null, id: '1.1' }),
    })
    if (status !== 200) return { members: null, error: null, result: null }
    const { error, result, isDone } = tclError(body)
    const isSealed = typeof result === 'string' && result.length > 8
    if (isSealed) login ??= 'unsupported'
    return { members: tclAnswer(body) ?? (isDone && !isSealed ? {} : null), error, result }
  }

  const enter = (): Promise<StickLogin | null> =>
    at.enter(async ({ user, password }, before) => {
      const known = notes.identity instanceof Object ? (notes.identity as Members) : null
      const model = (known ?? (await once('GetSystemInfo')).members)?.DeviceName ?? ''
      if (model === '') return 'failed'
      if (unknown.test(model)) return 'unsupported'
      const { tclMixed, tclToken } = await import('../asking/stick-credentials.ts')
      const isPlain = plain.test(model)
      const form = isPlain ? decoded : tclMixed
      await before()
      delete notes.token
      const { members, error } = await once('Login', { UserName: form(user), Password: form(password) })
      if (members === null) return verdicts[error ?? ''] ?? 'unanswered'
      const { token: told = '', param0, param1 } = members
      const token = sendable(tclToken(told, param0, param1))
      if (token === null) return 'failed'
      const isMixed = !isPlain && param0 === undefined
      notes.token = isMixed ? tclMixed(token) : token
      if (isMixed) plainToken = token
      return 'taken'
    })

  return {
    async call(verb, params) {
      const first = await once(verb, params)
      if (!needsLogin.includes(first.error ?? '') || login !== undefined) return first
      login = await enter()
      if (login !== null) return first
      const second = await once(verb, params)
      if (!needsLogin.includes(second.error ?? '') || plainToken === null) return second
      notes.token = plainToken
      return once(verb, params)
    },
    login: () => login,
    leave: () => giveBack(notes, () => once('Logout')),
  }
}
