import {
  type Elements,
  type HuaweiAnswers,
  isHuawei,
  isOnOlder,
  readHuaweiStick,
} from '../asking/huawei-stick.ts'
import { decimal } from '../asking/stick.ts'
import { Failure } from '../contract/failure.ts'
import { huaweiApi } from './stick-huawei-api.ts'
import type { StickAnswer, StickVisit } from './stick-visit.ts'

/** What is asked each time, and once for an enumeration. */
const changing = { signal: 'device/signal', status: 'monitoring/status', plmn: 'net/current-plmn' } as const
const identity = ['device/information', 'device/basic_information'] as const

/** What a stick says to a path it does not have. */
const unsupported = 100_002

/**
 * Asks a Huawei stick: three requests where its session still holds and its identity is known; on 2G and 3G one more
 * for area and cell, which nobody logs in for. A stale session is begun anew once, a busy stick asked once more after a
 * second. A login that only who it is was told for is given back.
 */
export async function askHuawei(at: StickVisit): Promise<StickAnswer> {
  const { notes } = at
  const api = huaweiApi(at)
  const missing: string[] = []
  const get = async (path: string): Promise<Elements | null> => {
    const { error, elements } = await api.ask(path)
    return error === null ? elements : null
  }
  const answers: HuaweiAnswers = {}
  for (const [name, path] of Object.entries(changing) as [keyof typeof changing, string][]) {
    const answer = await get(path)
    if (answer === null) missing.push(path)
    else answers[name] = answer
  }
  if (isOnOlder(answers) && notes.lacks !== true) {
    const { error, elements } = await api.peek('net/signal-para')
    if (error === null) answers.place = elements
    else if (error === unsupported) notes.lacks = true
  }
  if (api.login() === null) notes.keeps = true
  const known = notes.identity
  let information = known instanceof Object ? (known as Elements) : null
  for (const path of identity) information ??= await get(path)
  if (information === null) missing.push(identity[0])
  else notes.identity = information
  notes.bars = decimal(answers.status?.SignalIcon) ?? undefined
  await api.leave()
  const isTold = isHuawei(answers)
  const login = isTold ? null : (api.login() ?? null)
  if (!isTold && login === null) throw new Failure('port_silent', at.address)
  return {
    facts: readHuaweiStick({ ...answers, ...(information === null ? {} : { information }) }),
    missing,
    login,
  }
}
