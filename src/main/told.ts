import type { MaskedCounts, Probed, Recording } from '../contract/recording.ts'
import type { Platform } from '../platform/platform.ts'
import { type Help, parseArguments } from './arguments.ts'
import { dispatch } from './dispatch.ts'
import { exitCode } from './exit.ts'
import { lastReply } from './progress.ts'

/** What a command prints: the text one wants in a file, and beside it what one should know of it. */
interface Printed {
  text: string
  notes: string
  code: number
}

/** `2 imei, 1 address`. */
export const countsText = (counts: MaskedCounts): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ') || 'nothing'

function recordingNotes({ masked, differences, unanswered }: Recording): string {
  return [
    `Replaced: ${countsText(masked)}. Read it through before you give it away.`,
    ...unanswered.map(command => `${command} was not answered in time.`),
    ...differences.map(text => `The pseudonyms have changed a value: ${text}.`),
    '',
  ].join('\n')
}

function probeNotes({ fits, message }: Probed): string {
  const rows = fits.map(
    ({ dialect, answered, asked, values }) =>
      `${dialect.padEnd(12)}${answered} of ${asked} commands answered, ${values} values`,
  )
  return `${[...rows, message].join('\n')}\n`
}

const has = <Key extends string>(reply: object, key: Key): reply is Record<Key, string> => key in reply

/** Runs a method whose job ends in a text, and waits for it. */
export async function toldByJob(
  platform: Platform,
  method: string,
  words: readonly string[],
  help: Help,
  say: (line: string) => void,
): Promise<Printed> {
  const first = await dispatch(platform, method, parseArguments(words, help[method]), true)
  const reply = await lastReply(platform, first, say)
  const code = exitCode(method, reply)
  if (has(reply, 'recording'))
    return { text: reply.recording, notes: recordingNotes(reply as unknown as Recording), code }
  if (has(reply, 'report')) return { text: reply.report, notes: '', code: 0 }
  if (has(reply, 'model')) return { text: reply.model, notes: probeNotes(reply as unknown as Probed), code }
  return { text: '', notes: `${has(reply, 'message') ? reply.message : JSON.stringify(reply)}\n`, code }
}
