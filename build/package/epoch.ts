import { spawnSync } from 'node:child_process'

/**
 * The time everything packed is dated with, seconds since 1970: SOURCE_DATE_EPOCH, else the time of the last commit.
 * Throws when there is neither.
 */
export function sourceDate(root: string, environment: Readonly<Record<string, string | undefined>>): number {
  const given =
    environment.SOURCE_DATE_EPOCH ??
    spawnSync('git', ['-C', root, 'log', '-1', '--format=%ct'], { encoding: 'utf8' }).stdout?.trim()
  if (given === undefined || !/^\d{1,10}$/.test(given))
    throw new Error('This is no git checkout: set SOURCE_DATE_EPOCH to a time in seconds since 1970')
  return Number(given)
}
