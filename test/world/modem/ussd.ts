import { hexOf } from '../../../src/messages/fields.ts'
import { packUssd } from '../../../src/messages/ussd.ts'
import { stateful } from './behaviours.ts'
import { type Reply, reply, type Step } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** What comes to one text: news behind the final result, after so many ms, or another final result. */
export interface Said {
  /** What stands behind `+CUSD: `; several lines of a text are several texts. */
  news?: readonly string[]
  /** Default 2000. */
  after?: number
  /** The news come before the final result. */
  early?: true
  final?: string
}

/** A modem's way to the network's codes. */
export interface Ussd {
  /** The form it takes; default plain. */
  form?: 'plain' | 'packed' | 'ucs2'
  /** How it refuses another one. */
  refuses?: Said
  charset?: string
  charsets?: readonly string[]
  /** Whether it tells of answers: `+CUSD?`. */
  reports?: 0 | 1
  /** What the network says to a text; to another one nothing. */
  says?: Readonly<Record<string, Said>>
  /** It tells of the end of a session it was told to end. */
  tellsEnd?: true
}

const ucs2 = (text: string) => hexOf([...Buffer.from(text, 'utf16le').swap16()])

/** `+CUSD` and `+CSCS` of 3GPP TS 27.007: one session, ended by the network or by `+CUSD=2`. */
export const ussd = (given: Ussd = {}): Behaviour =>
  stateful(
    () => ({ charset: given.charset ?? 'GSM', reports: given.reports ?? 1, isOpen: false }),
    (part, state): Reply | undefined => {
      const { form = 'plain', says = {}, charsets = ['GSM', 'IRA', 'UCS2'] } = given
      const play = ({ news, after = 2000, early, final = 'OK' }: Said): Reply => {
        const lines: Step[] = (news ?? []).map((text, index) =>
          index === 0 ? { unsolicited: `+CUSD: ${text}` } : { unsolicited: text },
        )
        const told = lines.length > 0 ? [{ silence: after }, ...lines] : []
        return { ...reply([]), final, ...(early ? { steps: told } : { after: told }) }
      }
      if (part === '+CUSD?') return reply([`+CUSD: ${state.reports}`])
      if (part === '+CUSD=0') {
        state.reports = 0
        return reply([])
      }
      if (part === '+CUSD=2') {
        const wasOpen = state.isOpen
        state.isOpen = false
        return wasOpen || given.tellsEnd ? play({ news: ['2'], after: 500 }) : reply([])
      }
      if (part === '+CSCS?') return reply([`+CSCS: "${state.charset}"`])
      if (part === '+CSCS=?') return reply([`+CSCS: (${charsets.map(name => `"${name}"`).join(',')})`])
      const charset = /^\+CSCS="(\w+)"$/.exec(part)?.[1]
      if (charset !== undefined) {
        if (!charsets.includes(charset)) return reply([], 'ERROR')
        state.charset = charset
        return reply([])
      }
      const sent = /^\+CUSD=1,"([^"]*)",15$/.exec(part)?.[1]
      if (sent === undefined) return undefined
      state.reports = 1
      const write = form === 'packed' ? packUssd : form === 'ucs2' ? ucs2 : (text: string) => text
      const text = Object.keys(says).find(each => write(each) === sent)
      const isForm = form === 'plain' ? /[*#]|^\d$/.test(sent) : /^[\dA-F]{4,}$/.test(sent)
      if (text === undefined) return isForm ? reply([]) : play(given.refuses ?? { final: 'ERROR' })
      const said = says[text] ?? {}
      state.isOpen = said.news?.[0]?.startsWith('1') ?? false
      return play(said)
    },
  )
