import { readTclStick, type TclAnswers, tclAnswer } from '../asking/tcl-stick.ts'
import { Failure } from '../contract/failure.ts'
import { type StickAnswer, type StickVisit, visit } from './stick-visit.ts'

/** A constant of the web pages of all these sticks, without which no verb is answered. */
const pageKey = 'KSDHSDFOGQ5WERYTUIQWERTYUISDFG1HJZXCVCXBN2GDSMNDHKVKFsVBNf'

/** Verbs that are answered without a login, and the one that tells the cell, which often is not. */
const verbs = ['GetSystemStatus', 'GetSimStatus', 'GetNetworkInfo'] as const
const older = ['getWanInfo', 'getImgInfo', 'getSysteminfo'] as const

/** Asks an Alcatel or TCL stick by its JSON-RPC, or by the older `goform`, whichever it answers: three requests. */
export async function askTcl(at: StickVisit): Promise<StickAnswer> {
  const { address, platform, notes } = at
  const answers: TclAnswers = {}
  const missing: string[] = []
  const call = async (name: (typeof verbs)[number] | 'GetSystemInfo') => {
    const { status, body } = await visit(at, {
      method: 'POST',
      path: `/jrd/webapi?api=${name}`,
      headers: {
        Referer: `http://${address}/index.html`,
        'Content-Type': 'application/json',
        _TclRequestVerificationKey: pageKey,
      },
      body: JSON.stringify({ jsonrpc: '2.0', method: name, params: null, id: '1.1' }),
    })
    const answer = status === 200 ? tclAnswer(body) : null
    if (answer !== null) answers[name] = answer
    return answer
  }
  const isRpc = notes.kind !== 'goform' && (await call('GetSystemStatus')) !== null
  if (isRpc) {
    for (const name of verbs.slice(1)) if ((await call(name)) === null) missing.push(name)
    const known = tclAnswer(JSON.stringify(notes.identity ?? null))
    if (known === null) await call('GetSystemInfo')
    else answers.GetSystemInfo = known
  } else
    for (const name of older) {
      const { status, body } = await visit(at, { path: `/goform/${name}?rand=${Math.floor(platform.now())}` })
      const answer = status === 200 ? tclAnswer(body) : null
      if (answer === null) missing.push(name)
      else answers[name] = answer
    }
  const isTold = answers.GetSystemStatus !== undefined || answers.getWanInfo !== undefined
  if (!isTold) throw new Failure('port_silent', address)
  return {
    facts: readTclStick(answers),
    missing,
    login: null,
    notes: {
      kind: isRpc ? 'jrd' : 'goform',
      ...(answers.GetSystemInfo === undefined ? {} : { identity: answers.GetSystemInfo }),
    },
  }
}
