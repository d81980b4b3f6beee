import { Failure } from '../contract/failure.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import { isInstalled, runTool, type Told } from './tool.ts'

/** Longest time of a run, ms: a write to the modem's own memory takes seconds. */
const longest = 6000

/**
 * One run of `qmicli` (libqmi) on a node that nobody else uses: it takes a client id and gives it back. Throws
 * Failure('not_supported') where it is not installed, Failure('port_silent') where the call has no time left for it.
 */
export async function runQmicli(
  platform: Platform,
  node: string,
  words: readonly string[],
  deadline: Deadline,
): Promise<Told> {
  if (!isInstalled(platform.files, 'qmicli'))
    throw new Failure(
      'not_supported',
      'over QMI it needs qmicli of the package qmi-utils, which is not installed',
    )
  const told = await runTool(platform, ['qmicli', '-d', node, ...words], longest, deadline, {
    withErrors: true,
  })
  if (told === null) throw new Failure('port_silent', node, node)
  return told
}

/** Why a run failed, in its own words; null where it did not. */
export function qmicliError({ code, text }: Told): string | null {
  if (code === 0) return null
  return /^error: (.*)$/m.exec(text)?.[1]?.slice(0, 200) ?? 'qmicli gave no reason'
}
