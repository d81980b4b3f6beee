import type { Exec } from '../../../src/platform/platform.ts'
import { capsText, pinText, registrationText, subscriberText } from './umbim-texts.ts'

/** What a question comes to: a text, a status with which the modem refuses it, or nothing. */
export type UmbimAnswer = string | { status: number } | 'hangs'

/** A modem behind umbim. */
export interface UmbimOptions {
  /** True while a connection lives in the session that netifd has opened. */
  isLive?: boolean
  /** By command; what is left out is that of a modem at home on LTE. */
  answers?: Readonly<Record<string, UmbimAnswer>>
  /** Called before every run. */
  before?(words: readonly string[]): void
}

/** The modem as a test sees it. */
export interface Umbim {
  /** Runs umbim as `exec` does; whoever waits for one that hangs waits until it is killed. */
  run(argv: readonly string[]): Exec | 'hangs'
  /** What went over the wire: `OPEN`, `CLOSE`, the names of commands. */
  wire: string[]
  /** Every OPEN and CLOSE into the living session of netifd. */
  harm: string[]
  /** Whether a connection lives in the session of netifd. */
  isLive: boolean
}

const usual: Readonly<Record<string, UmbimAnswer>> = {
  caps: capsText(),
  subscriber: subscriberText(),
  registration: registrationText('0003 - home'),
  pinstate: 'Pin Unlocked\n',
  home: { status: 9 },
  radio: '  hwradiostate: on\n  swradiostate: on\n',
}

const usage: Exec = { code: 1, stdout: 'Usage: umbim <caps|pinstate|unlock|home|registration> [options]\n' }

/** What exit codes umbim has beside its texts: they mislead, and nothing may go by them. */
function codeOf(command: string, text: string): number {
  const state = Number.parseInt(/^ {2}(?:registerstate|readystate): ([\dA-F]{4})/m.exec(text)?.[1] ?? '0', 16)
  if (command === 'registration') return state === 3 ? 0 : state
  if (command === 'subscriber') return state === 1 ? 0 : state
  return Number(/^required pin: (\d+)/.exec(text)?.[1] ?? 0)
}

/**
 * Stands in for umbim 2939b7d: OPEN unless `-t` is given, CLOSE unless `-n` is given, and CLOSE after a command that failed
 * whatever was given. The modem ends netifd's connection at either.
 */
export function createUmbim({ isLive = false, answers = {}, before }: UmbimOptions = {}): Umbim {
  let isOpen = isLive
  const modem: Umbim = {
    wire: [],
    harm: [],
    isLive,
    run([, ...words]) {
      before?.(words)
      const command = words.at(-1) ?? ''
      const answer = answers[command] ?? usual[command]
      if (!words.includes('-d') || answer === undefined) return usage
      const send = (what: string) => {
        modem.wire.push(what)
        if (!['OPEN', 'CLOSE'].includes(what)) return
        if (modem.isLive) modem.harm.push(`${what} by umbim ${words.join(' ')}`)
        modem.isLive = false
        isOpen = what === 'OPEN'
      }
      if (!words.includes('-t')) send('OPEN')
      if (answer === 'hangs') return 'hangs'
      send(command)
      const isRefused = typeof answer === 'object' || !isOpen
      if (isRefused || !words.includes('-n')) send('CLOSE')
      if (typeof answer === 'object') return { code: 256 - answer.status, stdout: '' }
      return isRefused ? { code: 255, stdout: '' } : { code: codeOf(command, answer), stdout: answer }
    },
  }
  return modem
}

/** A modem whose card waits for a code. */
export const lockedCard = (type = '2 - pin1', attempts = 3): Readonly<Record<string, UmbimAnswer>> => ({
  subscriber: subscriberText('0006 - device-locked', {
    simiccid: '89490200001234567890',
    subscriberid: '(null)',
  }),
  registration: registrationText('0001 - deregistered', {
    id: '(null)',
    name: '(null)',
    classes: '0000 - none',
  }),
  pinstate: pinText(type, attempts),
})
