import type { Deadline, Platform } from '../platform/platform.ts'
import { runTool } from './tool.ts'
import { withNames } from './unnamed-members.ts'

/** One action of uqmi: its option, and its argument where it has one. */
export type Action = readonly [option: string, argument?: string]

/** What uqmi says to one action: a value; an error in words; nothing; or it was ended before the modem had answered. */
export type UqmiAnswer =
  | { kind: 'value'; value: unknown }
  | { kind: 'error'; text: string }
  | { kind: 'none' }
  | { kind: 'silent' }

/** One run of uqmi. */
export interface UqmiRun {
  /** One for each action, in their order. */
  answers: UqmiAnswer[]
  /** Whether it ended by itself: then it has given back what it took and was not told to keep. */
  isClean: boolean
  /** Whether it said nothing at all, as where a client id is refused. */
  isMute: boolean
  /** Whether the node could not be opened. */
  isGone: boolean
  /** Whether this version does not understand the words: then it has done nothing at all. */
  isForeign: boolean
}

/** What uqmi says of an action that it gave up because it was told to end, or because its own time was over. */
const cancelled = 'Unknown error'

/** What it says where it got no client id: there is none left, or it was told to end before the modem had answered. */
const notConnected = 'Failed to connect to service'

/** Exit code for a command line that this version of uqmi does not understand. */
const notUnderstood = 1

/** Exit code where the node cannot be opened. */
const notOpened = 2

/**
 * The value of a line: JSON, made valid where uqmi leaves out names; `snr` as a whole number is in tenths of a dB, as
 * versions print it that do not scale it. Undefined where it is no JSON.
 */
function lineValue(line: string): unknown {
  const sound = withNames(line)
  try {
    return sound === null
      ? undefined
      : (JSON.parse(
          sound.replace(/"snr":(-?\d+)(?=[,}])/g, (_, n: string) => `"snr":${Number(n) / 10}`),
        ) as unknown)
  } catch {
    return undefined
  }
}

/**
 * What a run says to each of `count` actions, of which each prints one line of JSON (`uqmi -s`). The exit code is 255 where
 * one has failed: the line of that one is an error text, and what comes after it was not done. Lines count by their position,
 * so nothing is believed where there are more of them than actions, nor what follows a line that is no JSON. A single action
 * that this version does not know is one that is not supported.
 */
export function readLines(text: string, code: number | null, count: number): UqmiAnswer[] {
  if (code === notUnderstood && count === 1) return [{ kind: 'error', text: 'Not supported' }]
  const lines = text.split('\n').filter(line => line.trim() !== '')
  const none: UqmiAnswer = { kind: 'none' }
  const answers: UqmiAnswer[] = []
  for (const [i, line] of lines.entries()) {
    const value = lines.length > count ? undefined : lineValue(line)
    if (value === undefined) break
    const isLast = i === lines.length - 1
    if (code === 0 || !isLast || typeof value !== 'string') answers.push({ kind: 'value', value })
    else if (code !== null && value !== cancelled) answers.push({ kind: 'error', text: value })
    else break
  }
  return [...answers, ...Array.from({ length: count - answers.length }, () => none)]
}

/** Longest time of a run, ms: answers come within 50, a modem that has just started may need some seconds. */
const longest = 3000

/**
 * One run of `uqmi` on a node: what is kept or given back first, then the actions, of which each prints one line. Its own
 * time limit is a second fence only, for the case that nobody is left who ends it. Null where the call has no time left.
 */
export async function runUqmi(
  platform: Platform,
  node: string,
  options: readonly string[],
  actions: readonly Action[],
  deadline: Deadline,
  ms = longest,
): Promise<UqmiRun | null> {
  const argv = [
    'uqmi',
    '-s',
    '-d',
    node,
    '-t',
    '8000',
    ...options,
    ...actions.flatMap(action => action.filter(word => word !== undefined)),
  ]
  const told = await runTool(platform, argv, ms, deadline)
  if (told === null) return null
  const { text, code, late } = told
  const isClean = !late && code !== null
  const answers = readLines(text, code, actions.length)
  const isSilence = (each: UqmiAnswer) =>
    each.kind === 'none' || (each.kind === 'error' && each.text === notConnected)
  return {
    answers: isClean ? answers : answers.map(each => (isSilence(each) ? { kind: 'silent' } : each)),
    isClean,
    isMute: text.trim() === '',
    isGone: code === notOpened,
    isForeign: code === notUnderstood,
  }
}
