import { zteAnswer } from '../asking/zte-stick.ts'
import { decoded } from '../channel/http.ts'
import type { StickLogin } from '../contract/info.ts'
import { giveBack } from './stick-notes.ts'
import { cookieOf, rememberedCookie, type StickVisit, type Verdict, visit } from './stick-visit.ts'

/** Values by key: empty where one is not known, or told only to who is logged in. */
export type ZteValues = Readonly<Record<string, string>>

/** The web interface of a ZTE stick during one visit. */
export interface ZteApi {
  /** All keys in one request; null where the answer is none. `more` stands behind the keys. */
  get(keys: readonly string[], more?: Readonly<Record<string, string>>): Promise<ZteValues | null>
  /** The answer to one command that is no list of keys, as JSON. */
  list(command: string, more: Readonly<Record<string, string>>): Promise<string>
  /** Tells it to do something, logged in where it wants that; its word, `success` where it did. */
  set(form: string, fields?: Readonly<Record<string, string>>): Promise<string>
  /** Logs in; null when it is. */
  logIn(): Promise<StickLogin | null>
  /** Why it was not logged in where that was wanted; undefined where it never was. */
  login(): StickLogin | null | undefined
  /** Gives back a login that began in this visit, unless the values are told only with one. */
  leave(): Promise<void>
}

/** `result` of `LOGIN`: 0 is in; 1 and 3 are a wrong password; 4: somebody is in already; 5 is a lock after too many. */
const verdicts: Readonly<Record<string, Verdict>> = {
  0: 'taken',
  1: 'refused',
  3: 'refused',
  4: 'elsewhere',
  5: 'locked',
}

/** Families whose changes are marked with SHA-256; the others use MD5. */
const newer = /MC88|G5/i

const formOf = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')

/** Talks to a ZTE stick. Without `Referer` most firmwares leave every value empty. */
export function zteApi(at: StickVisit): ZteApi {
  const { address, notes } = at
  let login: StickLogin | null | undefined

  const headers = (): Record<string, string> => {
    const cookie = rememberedCookie(notes)
    return { Referer: `http://${address}/index.html`, ...(cookie === null ? {} : { Cookie: cookie }) }
  }
  const list = async (command: string, more: Readonly<Record<string, string>>): Promise<string> => {
    const rest = formOf({ cmd: command, ...more })
    const path = `/goform/goform_get_cmd_process?isTest=false&${rest}`
    const { status, body } = await visit(at, { path, headers: headers() })
    return status === 200 ? body : ''
  }
  const get = async (keys: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    zteAnswer(await list(keys.join(','), { multi_data: '1', ...more }))
  const post = async (fields: Readonly<Record<string, string>>): Promise<string> => {
    const response = await visit(at, {
      method: 'POST',
      path: '/goform/goform_set_cmd_process',
      headers: { ...headers(), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: formOf({ isTest: 'false', ...fields }),
    })
    const cookie = cookieOf(response)
    if (cookie !== null) notes.cookie = cookie
    return (response.status === 200 ? zteAnswer(response.body)?.result : undefined) ?? ''
  }

  /** What marks a change: `AD`, of the versions and of `RD`, which is asked for anew each time; none on older firmwares. */
  const mark = async (): Promise<Record<string, string>> => {
    const values = (await get(['wa_inner_version', 'cr_version', 'RD', 'model_name'])) ?? {}
    const {
      wa_inner_version: inner = '',
      cr_version: outer = '',
      RD: seed = '',
      model_name: model = '',
    } = values
    if (seed === '') return {}
    const { zteMark } = await import('../asking/stick-credentials.ts')
    const isNewer = newer.test(`${model} ${inner}`)
    return { AD: zteMark(isNewer ? 'sha256' : 'md5', inner + outer, seed) }
  }

  const logIn = async (): Promise<StickLogin | null> => {
    if (login !== undefined) return login
    login = await at.enter(async ({ user, password }, before) => {
      const values = await get(['LD', 'WEB_ATTR_IF_SUPPORT_SHA256', 'loginfo', 'login_lock_status'])
      if (values === null) return 'failed'
      if (values.loginfo === 'ok') return 'taken'
      const { ztePassword } = await import('../asking/stick-credentials.ts')
      const word = ztePassword(values.WEB_ATTR_IF_SUPPORT_SHA256 ?? '', password, values.LD ?? '')
      await before()
      const who: Record<string, string> =
        user === 'admin'
          ? { goformId: 'LOGIN' }
          : { goformId: 'LOGIN_MULTI_USER', user: decoded(user), username: decoded(user) }
      return verdicts[await post({ ...who, password: word })] ?? 'unanswered'
    })
    return login
  }

  return {
    get,
    list,
    logIn,
    login: () => login,
    async set(form, fields = {}) {
      const { loginfo = '' } = (await get(['loginfo'])) ?? {}
      if (loginfo !== 'ok') await logIn()
      return post({ goformId: form, ...fields, ...(await mark()) })
    },
    leave: () => giveBack(notes, async () => post({ goformId: 'LOGOUT', ...(await mark()) })),
  }
}
