import {
  type Elements,
  elementsOf,
  type HuaweiAnswers,
  isError,
  isHuawei,
  readHuaweiStick,
} from '../asking/huawei-stick.ts'
import { Failure } from '../contract/failure.ts'
import { cookieOf, rememberedCookie, type StickAnswer, type StickVisit, visit } from './stick-visit.ts'

/** What is asked each time, and once for an enumeration. */
const changing = { signal: 'device/signal', status: 'monitoring/status', plmn: 'net/current-plmn' } as const
const identity = ['device/information', 'device/basic_information'] as const

/** Errors after which a new session helps, and the one that asks for a login. */
const stale = [125_001, 125_002, 125_003]
const needsLogin = 100_003
const busy = 100_004

/**
 * Begins a session: `webserver/SesTokInfo` tells a cookie in `<SesInfo>`, of which old firmwares leave out the name; the
 * home page sets one. Null where neither does: the oldest firmwares need none.
 */
async function beginSession(at: StickVisit): Promise<string | null> {
  const answer = elementsOf((await visit(at, { path: '/api/webserver/SesTokInfo' })).body)
  const told = isError(answer) ? '' : (answer.SesInfo ?? '')
  const cookie = /^[\w-]+=/.test(told) ? told : told === '' ? null : `SessionID=${told}`
  if (cookie !== null && rememberedCookie({ cookie }) !== null) return cookie
  return cookieOf(await visit(at, { path: '/html/home.html' }))
}

/**
 * Asks a Huawei stick: three requests where its session still holds and its identity is known. A stale session is begun
 * anew once, a busy stick asked once more after a second.
 */
export async function askHuawei(at: StickVisit): Promise<StickAnswer> {
  const { platform, until, notes } = at
  let cookie = rememberedCookie(notes)
  let isRenewed = false
  let login: StickAnswer['login'] = null
  const missing: string[] = []

  const get = async (path: string): Promise<Elements | null> => {
    for (let nth = 0; nth < 3 && platform.now() < until; nth++) {
      const headers: Record<string, string> = cookie === null ? {} : { Cookie: cookie }
      const { status, headers: told, body } = await visit(at, { path: `/api/${path}`, headers })
      const place = told.find(([name]) => name === 'location')?.[1] ?? ''
      if (status >= 300 && status < 400 && place.startsWith('https:'))
        throw new Failure('port_silent', `${at.address} answers over https alone, which is not supported`)
      const answer = status === 200 ? elementsOf(body) : { code: status }
      if (!isError(answer) && Object.keys(answer).length > 0) return answer
      const code = isError(answer) ? answer.code : 0
      if (code === needsLogin) login = 'needed'
      if (code === busy) await platform.sleep(1000)
      else if ((stale.includes(code) || (code === 0 && cookie === null)) && !isRenewed) {
        isRenewed = true
        cookie = await beginSession(at)
      } else return null
    }
    return null
  }

  if (cookie === null) cookie = await beginSession(at)
  const answers: HuaweiAnswers = {}
  for (const [name, path] of Object.entries(changing) as [keyof typeof changing, string][]) {
    const answer = await get(path)
    if (answer === null) missing.push(path)
    else answers[name] = answer
  }
  const known = notes.identity
  let information = typeof known === 'object' && known !== null ? (known as Elements) : null
  for (const path of identity) information ??= await get(path)
  if (information === null) missing.push(identity[0])
  const isTold = isHuawei(answers)
  if (!isTold && login === null) throw new Failure('port_silent', at.address)
  return {
    facts: readHuaweiStick({ ...answers, ...(information === null ? {} : { information }) }),
    missing,
    login: isTold ? null : login,
    notes: {
      ...(cookie === null ? {} : { cookie }),
      ...(information === null ? {} : { identity: information }),
    },
  }
}
