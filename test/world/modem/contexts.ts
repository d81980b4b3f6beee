import { stateful } from './behaviours.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** A packet data context of a simulated modem. */
interface Context {
  type: string
  apn: string
  auth?: { kind: string; user: string }
}

/** Packet data contexts of 3GPP TS 27.007 that can be read back; `auth: false`: a modem without `+CGAUTH`. */
export const contexts = (first: Readonly<Record<number, Context>> = {}, { auth = true } = {}): Behaviour =>
  stateful(
    () => new Map(Object.entries(first).map(([cid, context]) => [Number(cid), { ...context }])),
    (part, known) => {
      const rows = [...known].sort(([a], [b]) => a - b)
      if (part === '+CGDCONT?')
        return reply(rows.map(([cid, { type, apn }]) => `+CGDCONT: ${cid},"${type}","${apn}","",0,0,0,0`))
      if (part === '+CGACT?') return reply(rows.map(([cid]) => `+CGACT: ${cid},${cid === 1 ? 1 : 0}`))
      if (part === '+CGPADDR') return reply(rows.map(([cid]) => `+CGPADDR: ${cid},"10.64.0.${cid}"`))
      const [, cid, type = '', apn = ''] = /^\+CGDCONT=(\d+),"([\w-]+)","([^"]*)"$/.exec(part) ?? []
      if (cid !== undefined) {
        known.set(Number(cid), { ...known.get(Number(cid)), type, apn })
        return reply([])
      }
      if (!auth) return undefined
      if (part === '+CGAUTH?')
        return reply(
          rows.flatMap(([id, { auth: by }]) => (by ? [`+CGAUTH: ${id},${by.kind},"${by.user}"`] : [])),
        )
      const [, of, kind = '', user = ''] = /^\+CGAUTH=(\d+),([0-2])(?:,"([^"]*)","[^"]*")?$/.exec(part) ?? []
      const context = known.get(Number(of))
      if (of === undefined) return undefined
      if (!context) return reply([], '+CME ERROR: 21')
      context.auth = { kind, user }
      return reply([])
    },
  )
