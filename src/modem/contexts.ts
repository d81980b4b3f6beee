import { allNamed, decimal } from '../asking/fields.ts'
import type { Answers, Question } from '../asking/question.ts'
import type { PdpAuth, PdpContext, PdpType } from '../contract/contexts.ts'
import type { Setting } from '../dialects/settings.ts'
import { addressOf } from '../radio/address.ts'

/** PDP types by their name on the wire (3GPP TS 27.007 §10.1.1). */
const types: Readonly<Record<string, PdpType>> = {
  IP: 'ip',
  IPV6: 'ipv6',
  IPV4V6: 'ipv4v6',
  PPP: 'ppp',
  'NON-IP': 'non_ip',
}
const auths: readonly PdpAuth[] = ['none', 'pap', 'chap']
const definitions = '+CGDCONT?'
const states = '+CGACT?'
const authentication = '+CGAUTH?'
const addresses = '+CGPADDR'
const dynamic = '+CGCONTRDP'

/** A wanted context; what is undefined stays as it is. */
export interface ContextWish {
  cid: number
  apn: string
  type: PdpType
  auth?: PdpAuth
  user?: string
  password?: string
}

const questions: readonly Question[] = [
  { ask: definitions, silent: true },
  { ask: states, silent: true },
  { ask: authentication, silent: true },
  { ask: addresses, silent: true },
  { ask: dynamic, silent: true, when: answers => toldBy(answers).length === 0 && isActive(answers) },
]

const isActive = (answers: Answers) =>
  allNamed(answers.lines(states), '+CGACT').some(([, state]) => decimal(state) === 1)

/** The addresses of a context among rows that begin with its number, in the fields that hold addresses alone. */
function addressesIn(rows: readonly string[][], cid: number, from: number, to?: number): string[] {
  const fields = rows.filter(row => decimal(row[0]) === cid).flatMap(row => row.slice(from, to))
  return [...new Set(fields.flatMap(field => addressOf(field) ?? []))]
}

/** Every address of `+CGPADDR`. */
const toldBy = (answers: Answers) =>
  allNamed(answers.lines(addresses), '+CGPADDR').flatMap(row => row.slice(1).flatMap(f => addressOf(f) ?? []))

/**
 * The addresses of a context: all fields of `+CGPADDR: 1,"10.0.0.1","32.1.13.184.…"`, else the fourth of the rows of
 * `+CGCONTRDP: 1,5,"internet","10.0.0.1.255.255.255.0","10.0.0.2","10.0.0.3"`.
 */
function addressesOf(answers: Answers, cid: number): string[] {
  const own = addressesIn(allNamed(answers.lines(addresses), '+CGPADDR'), cid, 1)
  return own.length > 0 ? own : addressesIn(allNamed(answers.lines(dynamic), '+CGCONTRDP'), cid, 3, 4)
}

/** Wire: `+CGDCONT: 1,"IPV4V6","internet","",0,0`; `+CGACT: 1,1`; `+CGAUTH: 1,1,"user"`; `+CGPADDR: 1,"10.0.0.1"`. */
function readContexts(answers: Answers): PdpContext[] | null {
  const lines = answers.lines(definitions)
  if (lines === null) return null
  const rowOf = (ask: string, name: string, cid: number) =>
    allNamed(answers.lines(ask), name).find(row => decimal(row[0]) === cid)
  return allNamed(lines, '+CGDCONT').flatMap((row): PdpContext[] => {
    const cid = decimal(row[0])
    if (cid === null) return []
    const active = decimal(rowOf(states, '+CGACT', cid)?.[1])
    const auth = rowOf(authentication, '+CGAUTH', cid)
    return [
      {
        cid,
        type: types[(row[1] ?? '').toUpperCase()] ?? null,
        apn: row[2] ?? '',
        auth: auths[decimal(auth?.[1]) ?? -1] ?? null,
        user: auth?.[2] ?? null,
        active: active === null ? null : active === 1,
        addresses: addressesOf(answers, cid),
      },
    ]
  })
}

const wireType = (type: PdpType) => Object.keys(types).find(name => types[name] === type) ?? 'IPV4V6'

/** Packet data contexts by the standard commands, which every modem has. */
export const contexts: Setting<unknown, PdpContext[], ContextWish> = {
  capability: 'contexts',
  questions: () => questions,
  read: readContexts,
  write({ cid, apn, type, auth, user = '', password = '' }, answers) {
    const define = { send: `+CGDCONT=${cid},"${wireType(type)}","${apn}"` }
    if (auth === undefined) return [define]
    if (answers.lines(authentication) === null) return 'authentication, because the modem does not tell it'
    const credentials = auth === 'none' ? '' : `,"${user}","${password}"`
    return [define, { send: `+CGAUTH=${cid},${auths.indexOf(auth)}${credentials}`, secret: true }]
  },
}
