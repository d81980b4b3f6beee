import { decimal } from '../asking/stick.ts'
import { type Members, readTclStick, type TclAnswers, tclAnswer } from '../asking/tcl-stick.ts'
import { Failure } from '../contract/failure.ts'
import { tclApi } from './stick-tcl-api.ts'
import { type StickAnswer, type StickVisit, visit } from './stick-visit.ts'

/** Verbs that are answered without a login, and the one that tells the cell, which often is not. */
const verbs = ['GetSystemStatus', 'GetSimStatus', 'GetNetworkInfo'] as const
const older = ['getWanInfo', 'getImgInfo', 'getSysteminfo'] as const

/**
 * Asks an Alcatel or TCL stick by its JSON-RPC, or by the older `goform`, whichever it answers: three requests. Where a
 * password is configured, the session that the cell needs is kept.
 */
export async function askTcl(at: StickVisit): Promise<StickAnswer> {
  const { address, platform, notes } = at
  const api = tclApi(at)
  const answers: TclAnswers = {}
  const missing: string[] = []
  const call = async (name: (typeof verbs)[number] | 'GetSystemInfo'): Promise<Members | null> => {
    const { members } = await api.call(name)
    if (members !== null) answers[name] = members
    return members
  }
  const isRpc = notes.kind !== 'goform' && (await call('GetSystemStatus')) !== null
  if (isRpc) {
    const known = tclAnswer(JSON.stringify(notes.identity ?? null))
    if (known === null) await call('GetSystemInfo')
    else answers.GetSystemInfo = known
    if (answers.GetSystemInfo !== undefined) notes.identity = answers.GetSystemInfo
    for (const name of verbs.slice(1)) if ((await call(name)) === null) missing.push(name)
    if (api.login() === null) notes.keeps = true
    await api.leave()
  } else
    for (const name of older) {
      const { status, body } = await visit(at, { path: `/goform/${name}?rand=${Math.floor(platform.now())}` })
      const answer = status === 200 ? tclAnswer(body) : null
      if (answer === null) missing.push(name)
      else answers[name] = answer
    }
  notes.bars = decimal(answers.getImgInfo?.signal ?? answers.GetSystemStatus?.SignalStrength) ?? undefined
  const isTold = answers.GetSystemStatus !== undefined || answers.getWanInfo !== undefined
  const login = isTold ? null : (api.login() ?? null)
  if (!isTold && login === null) throw new Failure('port_silent', address)
  notes.kind = isRpc || login !== null ? 'jrd' : 'goform'
  return { facts: readTclStick(answers), missing, login }
}
