import type { ConnectionProtocol } from '../contract/connection.ts'
import { Failure } from '../contract/failure.ts'
import { findModemAnew } from '../discovery/modems.ts'
import type { Platform } from '../platform/platform.ts'
import { attributesOf, connectionOf } from './netifd.ts'

/** What setting up comes to: commands that would do it, or why there is nothing or nothing right to do. */
export type SetupPlan =
  | { kind: 'set'; commands: readonly (readonly string[])[] }
  | { kind: 'done' | 'refused'; text: string }

/** The network device of a modem. */
export interface SetupDevice {
  device: string | null
  protocol: ConnectionProtocol | null
}

const section = 'network.wwan0'

/** Protocols behind which the modem itself dials and hands out an address. */
const dialling: readonly (ConnectionProtocol | null)[] = ['ncm', 'ecm', 'rndis']

/** The options `uci show` printed, `network.lan.proto` to its value; a section's own line has its type. */
function options(shown: string): Map<string, string> {
  return new Map(
    [...shown.matchAll(/^([\w.@[\]-]+)='?(.*?)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
}

/**
 * The UCI commands that make `network.wwan0` a dhcp interface on the modem's ethernet device; `shown` is what
 * `uci show network` printed. A section of that name that says anything else is left alone.
 */
export function setupPlan({ device, protocol }: SetupDevice, shown: string): SetupPlan {
  if (device === null || !/^[\w.-]{1,15}$/.test(device))
    return { kind: 'refused', text: 'The modem has no network device.' }
  if (!dialling.includes(protocol))
    return {
      kind: 'refused',
      text: `${device} speaks ${protocol ?? 'an unknown protocol'}: dhcp alone does not bring it up.`,
    }
  const found = options(shown)
  const wanted = { proto: 'dhcp', device }
  if (found.has(section)) {
    const differing = Object.entries({ '': 'interface', ...wanted })
      .map(([name, value]) => [name === '' ? section : `${section}.${name}`, value] as const)
      .filter(([name, value]) => found.get(name) !== value)
      .map(([name, value]) => `${name} is ${found.get(name) ?? 'not set'}, not ${value}`)
    return differing.length === 0
      ? { kind: 'done', text: `${section} is dhcp on ${device} already.` }
      : { kind: 'refused', text: `${differing.join(', ')}. Change or delete it first.` }
  }
  const other = [...found].find(([name, value]) => value === device && /^network\.[\w-]+\.device$/.test(name))
  const user = other?.[0].replace(/\.device$/, '') ?? ''
  if (found.get(user) === 'interface') return { kind: 'done', text: `${user} uses ${device} already.` }
  return {
    kind: 'set',
    commands: [
      `${section}=interface`,
      ...Object.entries(wanted).map(([name, value]) => `${section}.${name}=${value}`),
    ].map(assignment => ['uci', 'set', assignment]),
  }
}

const usage = 'Usage: modem setup [--write] [modem=…]\n'

/** `modem setup`: prints what an NCM, ECM or RNDIS modem needs in the network configuration; `--write` does it. */
export async function setup(
  platform: Platform,
  words: readonly string[],
): Promise<{ text: string; code: number }> {
  const write = words.includes('--write')
  const [wanted, ...rest] = words.filter(word => word !== '--write')
  if (rest.length > 0 || (wanted !== undefined && !/^modem=./.test(wanted))) return { text: usage, code: 1 }
  const run = (...argv: string[]) => platform.exec(argv, platform.now() + 5000)
  try {
    const modem = findModemAnew(platform, wanted?.slice('modem='.length))
    const shown = await run('uci', '-q', 'show', 'network')
    if (shown.code !== 0) return { text: 'The network configuration cannot be read.\n', code: 1 }
    const bare = { network: undefined, networks: [], found: modem.found }
    const plan = setupPlan(connectionOf([], bare, attributesOf(platform.files)), shown.stdout)
    if (plan.kind !== 'set') return { text: `${plan.text}\n`, code: plan.kind === 'done' ? 0 : 1 }
    const commands = [...plan.commands, ['uci', 'commit', 'network']]
    const text = commands.map(argv => `${argv.join(' ')}\n`).join('')
    if (!write) return { text, code: 0 }
    if ((await run('uci', 'changes', 'network')).stdout.trim() !== '')
      return { text: 'The network configuration has changes that are not committed.\n', code: 1 }
    for (const argv of commands) {
      if ((await run(...argv)).code === 0) continue
      await run('uci', 'revert', section)
      return { text: `${argv.join(' ')} failed.\n`, code: 1 }
    }
    return { text: `${text}Done; service network reload brings it up.\n`, code: 0 }
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { text: `${failure.message}\n`, code: 1 }
  }
}
