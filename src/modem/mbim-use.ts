import type { DumpedInterface } from '../connection/netifd.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Holder } from './holder.ts'

/**
 * How the MBIM session of a modem may be used now: `own`, nobody else has one; `guest`, netifd's connection lives in it;
 * `proxy`, mbim-proxy keeps one for all; or not at all, and why.
 */
export type MbimUse = { kind: 'own' | 'guest' | 'proxy' } | { kind: 'none'; why: string }

/** Protocols of netifd whose handler is mbim.sh, and which therefore leave its session open while they are up. */
const umbimProtos = ['mbim', 'wwan']
/** Protocols that have nothing to do with the control node. */
const harmless = ['dhcp', 'dhcpv6', 'static', 'none', '3g', 'ppp']

const none = (why: string): MbimUse => ({ kind: 'none', why })

/** What one interface of the modem leaves of the session; null where it leaves all of it. */
function leftBy(name: string, proto: string | null, entry: DumpedInterface | undefined): MbimUse | null {
  if (proto === null || harmless.includes(proto)) return null
  if (entry === undefined) return none(`netifd does not tell the state of ${name}`)
  if (entry.pending) return none(`netifd is setting up ${name}`)
  if (entry.up)
    return umbimProtos.includes(proto) ? { kind: 'guest' } : none(`${name} (proto ${proto}) uses it`)
  return entry.autostart === false || entry.available === false
    ? null
    : none(`netifd may set up ${name} at any moment`)
}

/** How the MBIM session may be used, by the interfaces of the modem and by who has the node open. Pure. */
export function mbimUse(
  { networks, network }: Pick<Modem, 'networks' | 'network'>,
  dump: readonly DumpedInterface[],
  holder: Holder | null,
): MbimUse {
  if (holder?.name === 'mbim-proxy') return { kind: 'proxy' }
  if (holder !== null) return none(`${holder.name} (process ${holder.pid}) uses it`)
  const known = networks.filter(({ disabled }) => !disabled).map(({ name, proto }) => ({ name, proto }))
  const entryOf = (name: string) => dump.find(entry => entry.interface === name)
  const chosen =
    network === undefined || known.some(({ name }) => name === network) ? undefined : entryOf(network)
  const named = chosen && network !== undefined ? [{ name: network, proto: String(chosen.proto) }] : []
  const left = [...known, ...named].flatMap(({ name, proto }) => leftBy(name, proto, entryOf(name)) ?? [])
  return left.find(({ kind }) => kind === 'none') ?? left[0] ?? { kind: 'own' }
}
