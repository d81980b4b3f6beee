import type { Deadline, Platform } from '../platform/platform.ts'
import type { ChannelOptions } from './at.ts'
import { runTool } from './tool.ts'

/** What umbim can be asked that changes nothing. */
export type UmbimQuestion = 'caps' | 'subscriber' | 'registration' | 'pinstate'

/** The value whose name an answer holds; `pinstate` prints words. */
const answerOf: Readonly<Record<UmbimQuestion, RegExp>> = {
  caps: /^ {2}deviceid: /m,
  subscriber: /^ {2}readystate: /m,
  registration: /^ {2}registerstate: /m,
  pinstate: /^(?:Pin Unlocked|required pin: \d)/m,
}

/** What became of one question. */
export type UmbimResult = { kind: 'answered'; text: string } | { kind: 'failed' | 'silent' }

/** A conversation with umbim over one control node. */
export interface Umbim {
  /** Asks; `isLast` also ends the session where it is ours. */
  ask(question: UmbimQuestion, isLast: boolean): Promise<UmbimResult>
}

/** How to talk to the node. */
export interface UmbimOptions {
  node: string
  /**
   * True where the session is another's: then nothing is opened or closed, and only what the modem is known to answer may
   * be asked, because umbim closes the session after a question that fails.
   */
  isGuest: boolean
  platform: Platform
  /** The call's end. */
  deadline: Deadline
  /** Told of what is asked and answered, for `modem debug`. */
  trace?: ChannelOptions['trace']
}

/**
 * Longest wait for one answer, ms. umbim itself waits 15 s; ended before by SIGTERM, as after it, it closes nothing (umbim
 * 2939b7d, cli.c: CLOSE is sent where an answer is read).
 */
const answerMs = 5000

/**
 * Talks through umbim, one process a question. MBIM has one session for all: an OPEN where one is open makes the modem start
 * anew, a CLOSE ends every connection (MBIM 1.0 §9.4). `-t` leaves OPEN out, `-n` CLOSE (umbim 2939b7d, mbim-dev.c). The
 * transaction number is from above those that netifd counts, and another one for every question. The exit code is no answer:
 * it is 0 of a modem that knows nothing, and not 0 of one that roams.
 */
export function openUmbim(options: UmbimOptions): Umbim {
  const { node, isGuest, platform } = options
  let isOpen = isGuest
  let asked = 0
  return {
    async ask(question, isLast) {
      const transaction = 1000 + ((Math.floor(platform.now()) + asked++ * 7919) % 1_000_000)
      const stays = isGuest || !isLast ? ['-n'] : []
      const joins = isOpen ? ['-t', String(transaction)] : []
      const told = await run(options, ['umbim', ...stays, ...joins, '-d', node, question])
      const isAnswered = answerOf[question].test(told?.text ?? '')
      isOpen = isGuest || (isAnswered && !isLast)
      if (told && isAnswered) return { kind: 'answered', text: told.text }
      return { kind: told === null || told.late ? 'silent' : 'failed' }
    },
  }
}

async function run({ platform, deadline, trace }: Omit<UmbimOptions, 'isGuest'>, argv: readonly string[]) {
  trace?.('>', argv.join(' '), platform.now())
  const told = await runTool(platform, argv, answerMs, deadline, { withErrors: true })
  for (const line of told?.text.trimEnd().split('\n') ?? []) trace?.('<', line, platform.now())
  return told
}

/** What mbimcli can be asked that changes nothing, and the word its answer begins with. */
const mbimcliQuestions = {
  caps: ['--query-device-caps', 'Device capabilities retrieved'],
  subscriber: ['--query-subscriber-ready-status', 'Subscriber ready status retrieved'],
  registration: ['--query-registration-state', 'Registration status'],
  signal: ['--query-signal-state', 'Signal state'],
  pin: ['--query-pin-state', 'PIN info'],
} as const satisfies Record<string, readonly [option: string, begin: string]>

/**
 * Asks through mbim-proxy, which keeps one session for all its clients: nothing is opened or closed by us. Right only where
 * the proxy is in use; beside a program that has the node itself it is as bad as any other. Null without an answer.
 */
export async function askMbimcli(
  options: Omit<UmbimOptions, 'isGuest'>,
  question: keyof typeof mbimcliQuestions,
): Promise<string | null> {
  const [option, begin] = mbimcliQuestions[question]
  const told = await run(options, ['mbimcli', '-p', '-d', options.node, option])
  return told?.text.includes(`] ${begin}:`) ? told.text : null
}
