import { Failure } from '../contract/failure.ts'
import type { SetupChange } from '../contract/setup.ts'
import type { Platform } from '../platform/platform.ts'

/** Longest time one call of a tool may take, ms. */
const limitMs = 5000

async function run(platform: Platform, ...argv: string[]): Promise<{ isDone: boolean; stdout: string }> {
  const { code, stdout } = await platform.exec(argv, platform.now() + limitMs)
  return { isDone: code === 0, stdout }
}

/** The calls of `uci` that give an option a value, or take it away. */
function callsFor(place: string, value: SetupChange['value'], isThere: boolean): string[][] {
  if (value === null) return isThere ? [['delete', place]] : []
  if (!Array.isArray(value)) return [['set', `${place}=${value}`]]
  return [...(isThere ? [['delete', place]] : []), ...value.map(each => ['add_list', `${place}=${each}`])]
}

const placeOf = ({ config, section, option }: SetupChange) =>
  [config, section, ...(option === null ? [] : [option])].join('.')

const configsOf = (changes: readonly SetupChange[]) => [...new Set(changes.map(({ config }) => config))]

async function write(
  platform: Platform,
  changes: readonly SetupChange[],
  calls: readonly string[][],
  { mayBeGone = false, committed = [] }: { mayBeGone?: boolean; committed?: string[] } = {},
): Promise<void> {
  const configs = configsOf(changes)
  for (const config of configs) {
    const { isDone, stdout } = await run(platform, 'uci', 'changes', config)
    if (!isDone) throw new Failure('not_stored', `uci does not read /etc/config/${config}`)
    if (stdout.trim() !== '')
      throw new Failure(
        'not_stored',
        `somebody has changes of ${config} that are not committed: uci changes ${config}`,
      )
  }
  const revert = async () => {
    for (const config of configs) await run(platform, 'uci', 'revert', config)
  }
  for (const call of calls) {
    if ((await run(platform, 'uci', ...call)).isDone || (mayBeGone && call[0] === 'delete')) continue
    await revert()
    throw new Failure('not_stored', `uci ${call[0]} ${call[1]?.replace(/=.*/, '')} failed`)
  }
  for (const config of configs) {
    if ((await run(platform, 'uci', 'commit', config)).isDone) {
      committed.push(config)
      continue
    }
    await revert()
    throw new Failure('not_stored', `uci commit ${config} failed`)
  }
}

/**
 * Makes changes of the configuration with `uci`, all or none. Throws Failure('not_stored') where somebody else has
 * changes that are not committed, or where a call fails.
 */
export async function writeChanges(platform: Platform, changes: readonly SetupChange[]): Promise<void> {
  const calls = changes.flatMap(each => callsFor(placeOf(each), each.value, each.before !== null))
  const committed: string[] = []
  try {
    await write(platform, changes, calls, { committed })
  } catch (failure) {
    const half = changes.filter(({ config }) => committed.includes(config))
    if (half.length > 0) await takeBackChanges(platform, half)
    throw failure
  }
}

/**
 * Gives every option the value it had before the changes; a section that was made for them is removed. What is gone
 * already needs no removing: the power may have failed after an earlier way back.
 */
export function takeBackChanges(platform: Platform, changes: readonly SetupChange[]): Promise<void> {
  const made = changes.filter(({ option, before }) => option === null && before === null)
  const isGone = (each: SetupChange) =>
    made.some(({ config, section }) => config === each.config && section === each.section)
  const rest = changes.filter(each => !isGone(each))
  const calls = [
    ...rest.flatMap(each => callsFor(placeOf(each), each.before, each.value !== null)),
    ...made.map(each => ['delete', placeOf(each)]),
  ]
  return write(platform, changes, calls, { mayBeGone: true })
}

/** Has netifd and the firewall read what was changed, and starts the interface. What of it fails is not undone by it. */
export async function reload(
  platform: Platform,
  changes: readonly SetupChange[],
  name: string | null,
): Promise<void> {
  const configs = configsOf(changes)
  if (configs.includes('network')) await run(platform, 'ubus', 'call', 'network', 'reload')
  if (configs.includes('firewall')) await run(platform, '/etc/init.d/firewall', 'reload')
  if (name !== null)
    await run(platform, 'ubus', 'call', 'network.interface', 'up', JSON.stringify({ interface: name }))
}
