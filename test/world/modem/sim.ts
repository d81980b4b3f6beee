import { stateful } from './behaviours.ts'
import { type Reply, reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** A SIM card as its modem knows it. */
export interface Card {
  /** Default `1234`. */
  pin?: string
  /** Default `12345678`. */
  puk?: string
  /** Whether the PIN is asked for at power-up; default true. */
  locked?: boolean
  /** Whether it was given already; default false. */
  open?: boolean
  /** Remaining attempts; default 3 and 10. */
  pinAttempts?: number
  pukAttempts?: number
  /** What tells the attempts; default `+CPINR`. `none`: nothing does. */
  counter?: '+CPINR' | '+XPINCNT' | 'none'
  /** How often `+CPIN?` says +CME ERROR: 14 (busy) after a code was taken; default 0. */
  busyAfter?: number
}

const wrong = '+CME ERROR: 16'
const ready = '+CPIN: READY'

/**
 * The SIM of 3GPP TS 27.007: `+CPIN`, `+CLCK="SC"`, `+CPWD="SC"`, and a count of the attempts. A wrong code costs one, a
 * right one restores them, no attempts left ask for the PUK.
 */
export const sim = (given: Card = {}): Behaviour =>
  stateful(
    () => ({
      pin: '1234',
      puk: '12345678',
      locked: true,
      open: false,
      pinAttempts: 3,
      pukAttempts: 10,
      counter: '+CPINR',
      busyAfter: 0,
      busy: 0,
      ...given,
    }),
    (part, card): Reply | undefined => {
      const tryPin = (code: string, then: () => void): Reply => {
        if (card.pinAttempts === 0) return reply([], '+CME ERROR: 12')
        if (code !== card.pin) {
          card.pinAttempts--
          if (card.pinAttempts === 0) card.open = false
          return reply([], wrong)
        }
        card.pinAttempts = 3
        then()
        return reply([])
      }
      const opens = () => {
        card.open = true
        card.busy = card.busyAfter
      }
      const isOpen = card.pinAttempts > 0 && (card.open || !card.locked)
      if (part === '+CPIN?') {
        if (card.pinAttempts === 0) return reply(['+CPIN: SIM PUK'])
        if (!isOpen) return reply(['+CPIN: SIM PIN'])
        return card.busy-- > 0 ? reply([], '+CME ERROR: 14') : reply([ready])
      }
      if (part === '+CPINR' && card.counter === part)
        return reply([
          `+CPINR: SIM PIN,${card.pinAttempts},3`,
          `+CPINR: SIM PUK,${card.pukAttempts},10`,
          '+CPINR: SIM PIN2,3,3',
        ])
      if (part === '+XPINCNT' && card.counter === part)
        return reply([`+XPINCNT: ${card.pinAttempts},3,${card.pukAttempts},10`])
      if (part === '+CLCK="SC",2') return reply([`+CLCK: ${card.locked ? 1 : 0}`])
      const [, code, fresh] = /^\+CPIN="(\d+)"(?:,"(\d+)")?$/.exec(part) ?? []
      if (code !== undefined && fresh === undefined)
        return isOpen ? reply([], '+CME ERROR: 3') : tryPin(code, opens)
      if (code !== undefined && fresh !== undefined) {
        if (card.pinAttempts > 0) return reply([], '+CME ERROR: 3')
        if (code !== card.puk) {
          card.pukAttempts--
          return reply([], wrong)
        }
        Object.assign(card, { pin: fresh, pinAttempts: 3, pukAttempts: 10 })
        opens()
        return reply([])
      }
      const [, lock, by = ''] = /^\+CLCK="SC",([01]),"(\d+)"$/.exec(part) ?? []
      if (lock !== undefined)
        return tryPin(by, () => {
          card.locked = lock === '1'
          card.open = true
        })
      const [, old, next = ''] = /^\+CPWD="SC","(\d+)","(\d+)"$/.exec(part) ?? []
      if (old !== undefined) {
        if (!card.locked) return reply([], '+CME ERROR: 3')
        return tryPin(old, () => {
          card.pin = next
        })
      }
      return undefined
    },
  )
