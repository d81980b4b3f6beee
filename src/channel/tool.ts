import type { Deadline, ExecOptions, Files, Platform } from '../platform/platform.ts'

/** What a tool of a modem said, and how it ended. */
export interface Told {
  /** Exit code; null when it could not be started, or had to be killed. */
  code: number | null
  /** Its output, capped. */
  text: string
  /** Whether it did not end by itself in time. */
  late: boolean
}

/** What is read of a tool's output at most, characters: the longest answer of a modem is a tenth of it. */
const longest = 65_536

/** How long before a call's end a tool has to be told to end, ms: it may need two more seconds, and the call some time. */
const spare = 2600

/** Where packages put programs. */
const folders = ['/sbin', '/usr/sbin', '/bin', '/usr/bin']

/** Whether a program is installed. */
export const isInstalled = (files: Files, program: string): boolean =>
  folders.some(folder => files.exists(`${folder}/${program}`))

/**
 * Runs a program that talks to a modem: words, no shell; for `ms` at most and never past what the call has left, by our own
 * clock, because time limits of such tools do not always hold. It is asked to end twice (SIGTERM) before it is killed, so
 * that it can give back what it has taken of the modem. Null where the call has no time left for it; nothing was run then.
 */
export async function runTool(
  platform: Platform,
  argv: readonly string[],
  ms: number,
  deadline: Deadline,
  options: Pick<ExecOptions, 'withErrors'> = {},
): Promise<Told | null> {
  const until = Math.min(platform.now() + ms, deadline - spare)
  if (until < platform.now() + 200) return null
  const { code, stdout } = await platform.exec(argv, until, { ...options, gently: true })
  return { code, text: stdout.slice(0, longest), late: platform.now() >= until }
}
