import { stateful } from './behaviours.ts'
import { type Reply, reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** What lies in one place of a storage: its state (TS 27.005 §3.1) and its PDU. */
export type Slot = readonly [state: number, pdu: string]

/** What becomes of one message that is sent: it goes, the modem says this, or it says nothing. */
export type Fate = 'sent' | 'silent' | { refused: string }

/** A modem's messages. */
export interface Messages {
  /** By storage and place; default: none. */
  slots?: Readonly<Record<string, Readonly<Record<number, Slot>>>>
  /** Places of each storage; default 50 in `SM`, 23 in `ME`. */
  sizes?: Readonly<Record<string, number>>
  /** Storages in use at first; default `ME` for all. */
  uses?: readonly [string, string, string]
  /** 1: text mode, as other programs leave it behind. */
  format?: 0 | 1
  /** Of the messages that are sent, in order; what is not told goes. */
  fates?: readonly Fate[]
  /** What stands behind `+CSCA: `. */
  centre?: string
}

/**
 * The storages and the sending of messages of 3GPP TS 27.005 in PDU mode: `+CMGF`, `+CPMS`, `+CMGL`, `+CMGR`, `+CMGD`,
 * `+CMGS`, `+CSCA`. Listing and reading mark what is unread as read.
 */
export const messages = (given: Messages = {}): Behaviour =>
  stateful(
    () => {
      const {
        slots = {},
        sizes = { SM: 50, ME: 23 },
        uses = ['ME', 'ME', 'ME'],
        format = 0,
        fates = [],
        centre = '"+48602951111",145',
      } = given
      const stored = new Map(
        Object.keys(sizes).map(name => [
          name,
          new Map(Object.entries(slots[name] ?? {}).map(([index, slot]) => [Number(index), slot])),
        ]),
      )
      return { stored, sizes, uses: [...uses], format: String(format), fates: [...fates], sent: 0, centre }
    },
    (part, state): Reply | undefined => {
      const filled = (name: string) => state.stored.get(name)?.size ?? 0
      const listed = state.stored.get(state.uses[0] ?? '') ?? new Map<number, Slot>()
      if (part === '+CMGF?') return reply([`+CMGF: ${state.format}`])
      const format = /^\+CMGF=([01])$/.exec(part)?.[1]
      if (format !== undefined) {
        state.format = format
        return reply([])
      }
      const names = [...state.stored.keys()].map(name => `"${name}"`).join(',')
      if (part === '+CPMS=?') return reply([`+CPMS: (${names}),(${names}),(${names})`])
      if (part === '+CPMS?')
        return reply([
          `+CPMS: ${state.uses.map(name => `"${name}",${filled(name)},${state.sizes[name]}`).join(',')}`,
        ])
      if (part.startsWith('+CPMS=')) {
        const wanted = part.slice(6).replace(/"/g, '').split(',')
        if (!wanted.every(name => state.stored.has(name))) return reply([], '+CMS ERROR: 302')
        for (const [index, name] of wanted.entries()) state.uses[index] = name
        return reply([`+CPMS: ${state.uses.map(name => `${filled(name)},${state.sizes[name]}`).join(',')}`])
      }
      if (part === '+CMGL=4') {
        if (state.format !== '0') return reply([], '+CMS ERROR: 302')
        const lines = [...listed].flatMap(([index, [status, pdu]]) => {
          if (status === 0) listed.set(index, [1, pdu])
          const length = Math.max(0, pdu.length / 2 - 1 - Number.parseInt(pdu.slice(0, 2), 16))
          return [`+CMGL: ${index},${status},,${length}`, pdu]
        })
        return reply(lines)
      }
      const read = Number(/^\+CMGR=(\d+)$/.exec(part)?.[1])
      const slot = listed.get(read)
      if (slot !== undefined) {
        listed.set(read, [1, slot[1]])
        return reply([`+CMGR: ${slot[0]},,0`, slot[1]])
      }
      const index = /^\+CMGD=(\d+)$/.exec(part)?.[1]
      if (index !== undefined) return listed.delete(Number(index)) ? reply([]) : reply([], '+CMS ERROR: 321')
      if (part === '+CSCA?') return reply([`+CSCA: ${state.centre}`])
      const centre = /^\+CSCA=(.+)$/.exec(part)?.[1]
      if (centre !== undefined) {
        state.centre = centre
        return reply([])
      }
      if (!/^\+CMGS=\d+$/.test(part)) return undefined
      if (state.format !== '0') return reply([], '+CMS ERROR: 304')
      const fate = state.fates.shift() ?? 'sent'
      const prompted = { ...reply([]), steps: [{ prompt: true as const }] }
      if (typeof fate === 'object') return { ...prompted, final: fate.refused }
      if (fate === 'silent') return { ...prompted, steps: [...prompted.steps, { silence: 3_600_000 }] }
      state.sent++
      return {
        ...prompted,
        steps: [...prompted.steps, { silence: 3000 }, { line: `+CMGS: ${41 + state.sent}` }],
      }
    },
  )
