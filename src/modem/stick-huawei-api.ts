import { type Elements, elementsOf, isError } from '../asking/huawei-stick.ts'
import { decoded, encoded, type HttpResponse } from '../channel/http.ts'
import type { StickLogin } from '../contract/info.ts'
import { giveBack } from './stick-notes.ts'
import { cookieOf, rememberedCookie, type StickVisit, type Verdict, visit } from './stick-visit.ts'

/** An answer of the API: its elements, or the number of an error; 0 where it is neither. */
export interface HuaweiAnswer {
  error: number | null
  elements: Elements
  /** As it came, for what has elements of one name more than once. */
  body: string
}

/** The API of a Huawei stick during one visit. */
export interface HuaweiApi {
  /** Reads, or with `order` tells to do something; logs in where that is wanted. */
  ask(path: string, order?: string): Promise<HuaweiAnswer>
  /** Reads in the session that stands, and neither logs in nor tries again. */
  peek(path: string): Promise<HuaweiAnswer>
  /** Why it was not logged in where that was wanted; undefined where it never was. */
  login(): StickLogin | null | undefined
  /** Gives back a login that began in this visit, unless the values are told only with one. */
  leave(): Promise<void>
}

/** Errors after which a new session or token helps, the one that asks for a login, and the one that passes. */
const stale = [125_001, 125_002, 125_003]
const needsLogin = 100_003
const busy = 100_004

/**
 * Errors of a login (`user/login`, `user/authentication_login`): wrong user or password, and those that judge neither. One that
 * is not among them may be either.
 */
const verdicts: Readonly<Record<number, Verdict>> = {
  108001: 'refused',
  108002: 'refused',
  108006: 'refused',
  108003: 'elsewhere',
  108007: 'locked',
  100002: 'failed',
  100004: 'failed',
  100005: 'failed',
  125001: 'failed',
  125002: 'failed',
  125003: 'failed',
}

const sendable = (token: string | undefined) => (/^[!-~]{1,200}$/.test(token ?? '') ? token : undefined)

const request = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?><request>${inner}</request>`

/** A value as the text of an element. */
export const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
    .replace(/[\p{Cc}]/gu, sign => (sign === '\n' ? sign : ' '))

/** Orders with a password or a PIN in them, which the pages of newer sticks encrypt. */
const secret = ['user/login', 'pin/operate']

/** Talks to a Huawei stick: sessions, tokens that are good once, and a login where one is wanted. */
export function huaweiApi(at: StickVisit): HuaweiApi {
  const { platform, until, notes } = at
  let cookie = rememberedCookie(notes)
  let tokens: string[] = []
  let hasBegun = cookie !== null
  let isRenewed = false
  let login: StickLogin | null | undefined
  let seal: ((body: string) => string | null) | null | undefined

  const take = (response: HttpResponse) => {
    const set = cookieOf(response)
    if (set !== null && cookie !== null) cookie = set
    const found = response.headers.flatMap(([name, value]) =>
      /^__requestverificationtoken(?:one|two)?$/.test(name) ? value.split('#') : [],
    )
    tokens.push(...found.flatMap(token => sendable(token) ?? []))
  }

  /**
   * Begins a session: `webserver/SesTokInfo` tells a cookie in `<SesInfo>`, of which old firmwares leave out the name; the
   * home page sets one. None where neither does: the oldest firmwares need none.
   */
  const begin = async (isForToken = false): Promise<void> => {
    hasBegun = true
    const headers: Record<string, string> = isForToken && cookie !== null ? { Cookie: cookie } : {}
    const answer = elementsOf((await visit(at, { path: '/api/webserver/SesTokInfo', headers })).body)
    const { SesInfo: told = '', TokInfo } = isError(answer) ? {} : answer
    const found = /^[\w-]+=/.test(told) ? told : told === '' ? null : `SessionID=${told}`
    tokens = [sendable(TokInfo) ?? []].flat()
    if (found !== null && rememberedCookie({ cookie: found }) !== null) cookie = found
    else if (!isForToken) cookie = cookieOf(await visit(at, { path: '/html/home.html' }))
    if (tokens.length > 0 || !isForToken) return
    const old = elementsOf((await visit(at, { path: '/api/webserver/token', headers })).body)
    tokens = [sendable((isError(old) ? undefined : old.token)?.slice(-32)) ?? []].flat()
  }

  const random = () => {
    const read = () => platform.files.read('/proc/sys/kernel/random/uuid', 64)?.replace(/[^\da-f]/g, '') ?? ''
    return `${read()}${read()}`
  }

  /**
   * What encrypts a body as the pages of this stick do; null where they do not, or with nothing that is sound; undefined where
   * that is told only in another session.
   */
  const sealOf = async (): Promise<typeof seal> => {
    const { elements: switches, error } = await once('global/module-switch')
    if (error !== null && [...stale, needsLogin].includes(error)) return undefined
    if (switches.encrypt_enabled !== '1') return null
    const { rsapadingtype } = (await once('user/state-login')).elements
    const { encpubkeyn: modulus = '', encpubkeye: exponent = '' } = (await once('webserver/publickey'))
      .elements
    const { sealed } = await import('../asking/rsa.ts')
    const padding = rsapadingtype === '1' ? 'oaep' : 'pkcs1'
    return body => sealed(encoded(body), { modulus, exponent }, padding, random())
  }

  const once = async (path: string, order?: string): Promise<HuaweiAnswer> => {
    if (!hasBegun) await begin()
    if (order !== undefined && seal === undefined && secret.includes(path)) seal = await sealOf()
    const whole = order === undefined ? undefined : request(order)
    const hidden = whole !== undefined && secret.includes(path) ? (seal?.(whole) ?? null) : null
    const kind =
      hidden === null
        ? { 'Content-Type': 'text/xml' }
        : {
            'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8;enc',
            encrypt_transmit: 'encrypt_transmit',
          }
    if (order !== undefined && tokens.length === 0) await begin(true)
    const token = order === undefined ? undefined : tokens.shift()
    const response = await visit(at, {
      path: `/api/${path}`,
      headers: {
        ...(cookie === null ? {} : { Cookie: cookie }),
        ...(token === undefined ? {} : { __RequestVerificationToken: token }),
        ...(order === undefined ? {} : kind),
      },
      ...(whole === undefined ? {} : { method: 'POST' as const, body: hidden ?? whole }),
    })
    const { status, body } = response
    if (status !== 200) return { error: status, elements: {}, body: '' }
    take(response)
    const elements = elementsOf(body)
    if (isError(elements)) return { error: elements.code, elements: {}, body: '' }
    const isTaken = order !== undefined && /<response>\s*OK\s*<\/response>/i.test(body)
    return { error: isTaken || Object.keys(elements).length > 0 ? null : 0, elements, body }
  }

  const enter = async (): Promise<StickLogin | null> =>
    at.enter(async ({ user, password }, before) => {
      const { huaweiPassword, huaweiProof } = await import('../asking/stick-credentials.ts')
      const { elements: state, error } = await once('user/state-login')
      if (error !== null) return 'failed'
      if (state.State === '0') return 'taken'
      const name = escaped(decoded(user))
      let last: HuaweiAnswer
      if (state.extern_password_type === '1') {
        const nonce = random()
        if (nonce.length !== 64) return 'failed'
        const asked = `<username>${name}</username><firstnonce>${nonce}</firstnonce><mode>1</mode>`
        const { elements: told, error: no } = await once('user/challenge_login', asked)
        if (no !== null) return verdicts[no] ?? 'failed'
        const challenge = {
          salt: told.salt ?? '',
          iterations: Number(told.iterations),
          servernonce: told.servernonce ?? '',
        }
        const proof = huaweiProof(password, nonce, challenge)
        if (proof === null) return 'failed'
        await before()
        tokens.splice(1)
        last = await once(
          'user/authentication_login',
          `<clientproof>${proof}</clientproof><finalnonce>${escaped(challenge.servernonce)}</finalnonce>`,
        )
      } else {
        if (seal === undefined) seal = await sealOf()
        if (tokens.length === 0) await begin(true)
        const type = /^\d$/.test(state.password_type ?? '') ? `${state.password_type}` : '0'
        const word = huaweiPassword(type, user, password, tokens[0] ?? '')
        await before()
        tokens.splice(1)
        last = await once(
          'user/login',
          `<Username>${name}</Username><Password>${word}</Password><password_type>${type}</password_type>`,
        )
      }
      notes.cookie = cookie ?? undefined
      return last.error === null ? 'taken' : (verdicts[last.error] ?? 'unanswered')
    })

  const ask = async (path: string, order?: string): Promise<HuaweiAnswer> => {
    let answer: HuaweiAnswer = { error: 0, elements: {}, body: '' }
    for (let nth = 0; nth < 4 && platform.now() < until; nth++) {
      answer = await once(path, order)
      notes.cookie = cookie ?? undefined
      const { error } = answer
      if (error === null) return answer
      if (error === busy) await platform.sleep(1000)
      else if (stale.includes(error) && order !== undefined && nth === 0) tokens = []
      else if (stale.includes(error) && !isRenewed) {
        isRenewed = true
        hasBegun = false
        cookie = null
      } else if (error === needsLogin && login === undefined) {
        login = await enter()
        if (login !== null) return answer
      } else return answer
    }
    return answer
  }

  return {
    ask,
    peek: path => once(path),
    login: () => login,
    leave: () => giveBack(notes, () => once('user/logout', '<Logout>1</Logout>')),
  }
}
